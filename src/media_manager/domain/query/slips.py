"""What one slip of the fingers makes of a word.

A slip is one letter too many, too few or another, or two that changed places.
"""

import string
from collections.abc import Iterable, Iterator
from typing import Final

_PLAIN: Final = string.ascii_lowercase + string.digits
# Scripts whose letters are few enough to try each.
_SCRIPTS: Final = (
    _PLAIN,
    "".join(map(chr, range(0x0430, 0x0450))),  # Cyrillic
    "".join(map(chr, range(0x03B1, 0x03CA))),  # Greek
    "".join(map(chr, range(0x05D0, 0x05EB))),  # Hebrew
)
# Of three letters almost everything is one slip away from everything.
_SHORTEST: Final = 4
_LONGEST: Final = 24


def near_words(word: str) -> frozenset[str]:
    """Return the folded words that one slip makes of a folded word; none of very short ones."""
    if not _SHORTEST <= len(word) <= _LONGEST or " " in word:
        return frozenset()
    letters = next((script for script in _SCRIPTS if script.find(word[0]) >= 0), "")
    return frozenset(_slips(word, letters)) - {word}


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the first of some words that is one slip away from a folded one."""
    near = near_words(word)
    return next((each for each in words if each in near), None)


def _slips(word: str, letters: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in letters:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
