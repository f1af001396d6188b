"""Films in several files (`cd1`, `pt2`, `disc b`), and mini-series that count in parts."""

import re

from media_manager.scanning.name_episodes import Marker, number_from_word
from media_manager.scanning.name_tokens import Hit

_STACK = re.compile(
    r"(?<![^\W_])(cd|dvd|part|pt|disc|disk|dis[ck])[ ._-]{0,2}(\d{1,2}|[a-d])"
    r"(?:[ ._]?of[ ._]?\d{1,2})?(?![^\W_])\s*[)\]]?",
    re.IGNORECASE,
)
_MINI = re.compile(
    r"(?<![^\W_])(?:part|pt)[ ._-]{0,2}(\d{1,2}|one|two|three|four|five|six|seven|eight)(?![^\W_])",
    re.IGNORECASE,
)


def find_stack_part(text: str) -> tuple[int, int, int] | None:
    """Return (start, end, number) of the last mark of a part, or None."""
    last = None
    for last in _STACK.finditer(text):  # noqa: B007 - only the last one is wanted
        pass
    if last is None:
        return None
    word = last[2].lower()
    number = int(word) if word.isdigit() else ord(word) - ord("a") + 1
    start = last.start()
    while start > 0 and text[start - 1] in " ._-([":
        start -= 1
    return start, last.end(), number


def find_part(text: str, hits: list[Hit], *, aired: bool) -> Marker | None:
    """Return `Part Two` as an episode, but only where television is evident."""
    if not aired or not hits:
        return None
    match = _MINI.search(text)
    if match is None:
        return None
    number = int(match[1]) if match[1].isdigit() else number_from_word(match[1])
    return Marker(match.start(), match.end(), 1, (number or 1,), sure=False)
