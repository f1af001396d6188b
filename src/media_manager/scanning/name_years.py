"""Which number in a name is the year."""

import re

from media_manager.scanning.name_dates import is_year
from media_manager.scanning.name_episodes import Marker
from media_manager.scanning.name_reading import Scan, Stem
from media_manager.scanning.name_tokens import Word

_CLOSER = {"(": ")", "[": "]", "{": "}"}
_YEAR_WORD = re.compile(r"(?:18|19|20)[0-9]{2}г?")
_CENTURIES = frozenset({"18", "19", "20"})
_RANGE_BEHIND = re.compile(r"\s?[-–]\s?(?:(?:19|20)\d\d)?\s?\)")


def read_year(stem: Stem, scan: Scan) -> None:
    """Choose the year: the first in brackets, else the last before the first strong tag."""
    marker = stem.marker
    candidates = [
        (index, word)
        for index, word in enumerate(scan.words)
        if word.low[:2] in _CENTURIES
        and _YEAR_WORD.fullmatch(word.low)
        and is_year(int(word.low[:4]))
        and not (marker is not None and marker.start < word.end and word.start < marker.end)
    ]
    if not candidates:
        return
    chosen = _bracketed_year(scan, candidates) or _plain_year(stem, scan, candidates)
    if chosen is not None:
        stem.year = int(chosen.low[:4])
        stem.year_end = chosen.start + len("1999")


def _bracketed_year(scan: Scan, candidates: list[tuple[int, Word]]) -> Word | None:
    text = scan.text
    for _, word in candidates:
        before, behind = text[word.start - 1 : word.start], text[word.end : word.end + 1]
        closed = behind == _CLOSER.get(before) if before in _CLOSER else False
        if closed or (before == "(" and _RANGE_BEHIND.match(text, word.end)):
            return word
    return None


def _plain_year(stem: Stem, scan: Scan, candidates: list[tuple[int, Word]]) -> Word | None:
    if stem.marker is not None:
        return _year_beside_marker(stem.marker, scan, candidates)
    first_strong = next((hit.first for hit in scan.hits if hit.strong), len(scan.words))
    before = [word for index, word in candidates if 0 < index < max(first_strong, 1)]
    if before:
        return before[-1]
    behind = [word for index, word in candidates if index > first_strong]
    return behind[0] if behind and candidates[0][0] > 0 else None


def _year_beside_marker(
    marker: Marker, scan: Scan, candidates: list[tuple[int, Word]]
) -> Word | None:
    """Take a year only where it ends the show's title (`House.of.Cards.2013.S02E03`)."""
    for index, word in candidates:
        gap = scan.text[word.end : marker.start]
        if index > 0 and word.end <= marker.start and not gap.strip(" ._-()[]"):
            return word
    return None


def has_year_behind(scan: Scan, end: int) -> bool:
    """Tell whether a year follows: `Episode 4 - A New Hope (1977)` is a film."""
    return any(
        word.start >= end and _YEAR_WORD.fullmatch(word.low) and is_year(int(word.low[:4]))
        for word in scan.words
    )


def year_leads(stem: Stem, scan: Scan) -> bool:
    """Tell whether the year stands before the title: `(1995) Movie Name`."""
    return bool(scan.words) and scan.words[0].end == stem.year_end
