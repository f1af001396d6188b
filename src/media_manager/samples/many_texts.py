"""Titles, plots and names in any number, made from words by chance or by number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

from media_manager.samples import many_words as words

_ADJECTIVES: Final = words.ADJECTIVES + words.MORE_ADJECTIVES
_NOUNS: Final = words.NOUNS + words.MORE_NOUNS
_TOWNS: Final = tuple(
    start + end
    for end in words.PLACE_ENDS
    for start in words.PLACE_STARTS
    if start[-1].lower() != end[0]
)
_SURNAMES: Final = tuple(start + end for end in words.NAME_ENDS for start in words.NAME_STARTS)
_NUMBERS: Final = (2, 3, 7, 9, 12, 24, 100, 451, 1919, 1984, 2049, 10_000)
_LETTERS: Final = "ABCDEFGHJKLMNOPRSTVW"


class _Abroad(NamedTuple):
    """Titles of one language: two words, joined in its way."""

    language: str
    pattern: str
    first: tuple[str, ...]
    last: tuple[str, ...]


def _read(block: str) -> _Abroad:
    head, first, last = block.split("\n")
    language, _, pattern = head.partition(" ")
    return _Abroad(language, pattern, tuple(first.split(", ")), tuple(last.split(", ")))


_ABROAD: Final = tuple(_read(block) for block in words.SCRIPTS.strip().split("\n\n"))
MOST_SETS: Final = len(_ADJECTIVES) * len(_NOUNS)
# How the words of a language are spread: few are met often, most now and then.
_SKEW: Final = 1.7

Pick = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Title:
    """What an item is called here, where it comes from, and in which language."""

    title: str
    original: str | None = None
    language: str | None = None


class Texts:
    """Makes texts from one source of chance; the same seed makes the same texts."""

    def __init__(self, rng: Random) -> None:
        self._chance = rng.random

    def any_of(self, options: Sequence[str]) -> str:
        return options[int(self._chance() * len(options))]

    def common(self, options: Sequence[str]) -> str:
        """Return one, the first ones more often."""
        return options[int(self._chance() ** _SKEW * len(options))]

    def title(self) -> Title:
        share = self._chance()
        if share < 0.86:  # noqa: PLR2004 - a share
            return Title(self.english_title())
        there = _ABROAD[int(self._chance() * len(_ABROAD))]
        abroad = there.pattern.format(a=self.any_of(there.first), b=self.any_of(there.last))
        if share < 0.92:  # noqa: PLR2004 - a share
            return Title(abroad, None, there.language)
        return Title(self.english_title(), abroad, there.language)

    def english_title(self) -> str:
        return _PATTERNS[int(self._chance() * len(_PATTERNS))](self)

    def plot(self) -> str:
        """Return two or three sentences."""
        who, deed = self.any_of(words.PROFESSIONS), self.any_of(words.DEEDS)
        first = self.any_of(words.FIRST_NAMES)
        town = self.town()
        noun, adjective = self.noun().lower(), self.adjective().lower()
        article = "An" if who[0] in "aeio" else "A"
        opening = f"{article} {who} from {town} {deed}."
        middle = f"{first} {self.surname()} and the {adjective} {noun} are all that is left."
        if self._chance() < 0.5:  # noqa: PLR2004 - every other one
            return f"{opening} {middle}"
        return f"{opening} {middle} {self.any_of(words.TURNS)}"

    def town(self) -> str:
        return self.common(_TOWNS)

    def noun(self) -> str:
        return self.common(_NOUNS)

    def adjective(self) -> str:
        return self.common(_ADJECTIVES)

    def surname(self) -> str:
        return self.any_of(_SURNAMES)

    def number(self) -> int:
        return _NUMBERS[int(self._chance() * len(_NUMBERS))]


_PATTERNS: Final[tuple[Callable[[Texts], str], ...]] = (
    lambda t: f"The {t.adjective()} {t.noun()}",
    lambda t: f"The {t.adjective()} {t.noun()}",
    lambda t: f"The {t.noun()}",
    lambda t: f"{t.adjective()} {t.noun()}",
    lambda t: f"{t.noun()} of {t.town()}",
    lambda t: f"The {t.noun()} and the {t.noun()}",
    lambda t: f"A {t.noun()} in {t.any_of(words.PLACES)}",
    lambda t: f"{t.any_of(words.PLACES)}, {t.adjective()} {t.noun()}",
    lambda t: f"{t.adjective()} {t.noun()}: The {t.noun()}",
    lambda t: f"{t.noun()} {t.number()}",
    lambda t: f"When the {t.noun()} Sleeps",
    lambda t: f"{t.number()} {t.noun()}s",
    lambda t: f"My {t.adjective()} {t.noun()}",
    lambda t: f"{t.any_of(words.FIRST_NAMES)} {t.surname()}",
    lambda t: f"{t.any_of(words.FIRST_NAMES)}'s {t.noun()}",
    lambda t: f"The {t.surname()} {t.noun()}",
    lambda t: f"{t.town()}",
    lambda t: f"The {t.noun()}-{t.noun()} Story",
)


def person_name(number: int) -> str:
    """Return the name of a made-up person; no two numbers below some 600,000 share one."""
    firsts, lasts = len(words.FIRST_NAMES), len(_SURNAMES)
    turn, first = divmod(number, firsts)
    again, last = divmod(turn, lasts)
    name = _SURNAMES[(last * 7 + first * 131) % lasts]
    if not again:
        return f"{words.FIRST_NAMES[first]} {name}"
    initial = _LETTERS[(again - 1) % len(_LETTERS)]
    return f"{words.FIRST_NAMES[first]} {initial}. {name}"


def studio_name(number: int) -> str:
    turn, town = divmod(number * 37, len(_TOWNS))
    return f"{_TOWNS[town]} {words.STUDIO_ENDS[turn % len(words.STUDIO_ENDS)]}"


def tag_names() -> tuple[str, ...]:
    """Return 200 tags."""
    return tuple(f"{start} {end}" for end in words.TAG_ENDS for start in words.TAG_STARTS)


def set_name(number: int) -> str:
    adjective, noun = divmod(number * 29 % MOST_SETS, len(_NOUNS))
    return f"{_ADJECTIVES[adjective]} {_NOUNS[noun]} Collection"
