"""One stem (a file or folder name without extension), read from left to right.

The title ends where the first certain thing begins: the episode marker, the year, a strong tag.
What stands behind that is read as tags, and what is left over as the episode's title and the
release group.
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from media_manager.scanning.name_absolute import find_absolute, find_greedy
from media_manager.scanning.name_brackets import open_brackets
from media_manager.scanning.name_dates import (
    find_leading_short_date,
    find_short_date,
    is_year,
)
from media_manager.scanning.name_episodes import (
    Marker,
    find_bare_episode,
    find_date_marker,
    find_marker,
    find_part_of,
    find_season_dash,
    find_season_only,
)
from media_manager.scanning.name_groups import find_group
from media_manager.scanning.name_marks import Marks, take_marks
from media_manager.scanning.name_editions import counts_within_title, find_edition
from media_manager.scanning.name_parts import find_part, find_stack_part
from media_manager.scanning.name_tags import TV_SOURCES
from media_manager.scanning.name_titles import clean_title, drop_other_title
from media_manager.scanning.name_tokens import Hit, Word, find_brackets, find_tags, split_words

_LEADING_NUMBER = re.compile(r"\(?0*\d{1,2}\)\s*|0\d{1,2}\s*(?:-|\.|__?)\s*(?=\D)")
_CLOSER = {"(": ")", "[": "]", "{": "}"}
_VERSION_END = re.compile(r" v\d$", re.IGNORECASE)
_LONG_TITLE = 2
_DIGIT = re.compile(r"\d")
_CLOSERS = (")", "]", "}")
_ACRONYM_END = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_]$")
_SEASON_END = re.compile(
    r"(?<=.)[\s\-([]*\b(?:season|temporada|saison|staffel|stagione|series)\s+\d{1,2}[)\]]?$",
    re.IGNORECASE,
)
_YEAR_WORD = re.compile(r"(?:18|19|20)[0-9]{2}г?")
_RANGE_BEHIND = re.compile(r"\s?[-–]\s?(?:(?:19|20)\d\d)?\s?\)")


@dataclass(slots=True)
class Stem:
    """What one stem says; filled step by step, then only read."""

    text: str
    marks: Marks
    groups: list[str] = field(default_factory=list)
    title: str = ""
    year: int | None = None
    year_end: int = 0
    marker: Marker | None = None
    season_only: int | None = None
    episode_title: str = ""
    part: int | None = None
    source: str | None = None
    resolution: str | None = None
    three_d: str | None = None
    edition: str | None = None
    language: str | None = None
    group: str | None = None
    tagged: bool = False
    doubtful: bool = False


@dataclass(slots=True)
class _Scan:
    """The pieces that the steps share."""

    text: str
    start: int
    words: list[Word]
    brackets: list[tuple[int, int]]
    hits: list[Hit]


@lru_cache(maxsize=4096)
def read_folder(text: str) -> Stem:
    """Read a folder name; cached, because all files of a folder ask for it."""
    return read_stem(text)


def read_stem(text: str, *, tv: bool = False, movie: bool = False) -> Stem:
    """Read one stem. `tv` makes weak episode numbers count, `movie` makes them not count."""
    marks, body = take_marks(text)
    if body.startswith(("[", "【")):
        body = open_brackets(body)
    groups, start = _leading_groups(body)
    words = [word for word in split_words(body) if word.start >= start]
    scan = _Scan(body, start, words, find_brackets(body), [])
    scan.hits = find_tags(body, words)
    _skip_leading_tags(scan)
    stem = Stem(body, marks, groups)
    stem.tagged = any(hit.strong for hit in scan.hits)
    _read_marker(stem, scan, tv=tv, movie=movie)
    _read_year(stem, scan)
    end = _title_end(stem, scan)
    if stem.marker is None:
        end = _cut_part(stem, scan, end)
    end = _cut_language(stem, scan, end)
    end = _cut_edition(stem, scan, end)
    end = _cut_language(stem, scan, end)
    _read_tags(stem, scan, end)
    _read_title(stem, scan, end)
    stem.group = find_group(body, scan.words, scan.hits, groups, end)
    stem.edition = marks.edition or stem.edition
    if len(groups) > 1:
        _read_leading_tags(stem, " ".join(groups[1:]))
    return stem


def _skip_leading_tags(scan: _Scan) -> None:
    """Start behind two or more tags that open the name: `h265 - HEVC Title`."""
    last = -1
    for hit in scan.hits:
        if hit.first != last + 1 or not hit.strong:
            break
        last = hit.last
    if 0 < last < len(scan.words) - 1:
        scan.start = scan.words[last + 1].start


def _read_leading_tags(stem: Stem, text: str) -> None:
    """Take the tags that stand before the title: `[Group] [BD][1080p] Title`."""
    for hit in find_tags(text, split_words(text)):
        name, value = hit.tag
        if name in {"source", "resolution"} and getattr(stem, name) is None:
            setattr(stem, name, value)


def _leading_groups(body: str) -> tuple[list[str], int]:
    """Return the bracketed names before the title (`[HorribleSubs]`), and where it starts."""
    groups: list[str] = []
    start = len(body) - len(body.lstrip(" ._-"))
    while start < len(body) and body[start] in "[【":
        closer = body.find("]" if body[start] == "[" else "】", start)
        rest = body[closer + 1 :].strip(" ._-") if closer > 0 else ""
        if not rest or rest[0] in "([":
            if rest[:1] != "[" or not rest.rstrip("]").split("]")[-1].strip(" ._-[("):
                break
        groups.append(body[start + 1 : closer].strip())
        start = closer + 1
        while start < len(body) and body[start] in " ._-":
            start += 1
    return groups, start


def _read_marker(stem: Stem, scan: _Scan, *, tv: bool, movie: bool) -> None:
    text, start = scan.text, scan.start
    if not tv and _DIGIT.search(text) is None:
        stem.marker = find_season_only(text, start) if not movie else None
        return
    marker = find_marker(text, start)
    dated = None if movie and marker is None else find_date_marker(text, start)
    if marker is None:
        marker = dated or _find_unsure(stem, scan, tv=tv, movie=movie)
    elif dated is not None:
        marker = _join_date(marker, dated)
    if dated is not None and marker is not None and dated.start >= marker.end:
        scan.text = _blank(text, dated.start, dated.end)
    stem.marker = _with_number_before_date(text, marker)
    stem.doubtful = marker is not None and not marker.sure


_NUMBER_BEFORE_DATE = re.compile(r" - (\d{1,2})(\d\d)(?: \(\d+\))? - $")


def _with_number_before_date(text: str, marker: Marker | None) -> Marker | None:
    """Read `Show - 101 (01) - 20021107`: the number is the episode, the date is its date."""
    if marker is None or marker.date is None or marker.episodes:
        return marker
    found = _NUMBER_BEFORE_DATE.search(text, 0, marker.start)
    if found is None:
        return marker
    return replace(
        marker, start=found.start(), season=int(found[1]), episodes=(int(found[2]),), sure=False
    )


def _blank(text: str, start: int, end: int) -> str:
    """Hide what was read already, brackets included, without moving the rest."""
    if start > 0 and text[start - 1] in "([" and text[end : end + 1] in ")]":
        start, end = start - 1, end + 1
    return text[:start] + " " * (end - start) + text[end:]


def _join_date(marker: Marker, dated: Marker) -> Marker:
    return Marker(
        min(marker.start, dated.start) if dated.end <= marker.start else marker.start,
        marker.end,
        marker.season,
        marker.episodes,
        marker.absolute,
        dated.date,
        marker.part,
    )


def _find_unsure(stem: Stem, scan: _Scan, *, tv: bool, movie: bool) -> Marker | None:
    """Look for the weaker forms, in the order of certainty."""
    text, start = scan.text, scan.start
    if movie:
        return None
    aired = tv or any(hit.tag.value in TV_SOURCES for hit in scan.hits)
    marker = find_season_dash(text, start) or find_bare_episode(text, start)
    named = marker is not None and text[marker.start : marker.start + 7].lower() == "episode"
    if marker is not None and (tv or not named or not _has_year_behind(scan, marker.end)):
        return marker
    marker = find_absolute(text, scan.words, scan.hits, start, grouped=bool(stem.groups))
    if marker is not None:
        return marker
    marker = find_part_of(text, start) or find_part(text, scan.hits, aired=aired)
    if marker is not None:
        return marker
    short = find_short_date(text) if aired else None
    if short is not None:
        return Marker(short[0], short[1], date=short[2], sure=False)
    season = find_season_only(text, start)
    first_strong = next((hit.start for hit in scan.hits if hit.strong), len(text))
    if season is not None and season.start < first_strong:
        return season
    return find_greedy(text, scan.words, scan.hits, aired=aired)


def _has_year_behind(scan: _Scan, end: int) -> bool:
    """Tell whether a year follows: `Episode 4 - A New Hope (1977)` is a film."""
    return any(
        word.start >= end and _YEAR_WORD.fullmatch(word.low) and is_year(int(word.low[:4]))
        for word in scan.words
    )


def _read_year(stem: Stem, scan: _Scan) -> None:
    """Choose the year: the first in brackets, else the last before the first strong tag."""
    marker = stem.marker
    candidates = [
        (index, word)
        for index, word in enumerate(scan.words)
        if (len(word.low) == len("1999") or word.low.endswith("г"))
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


def _bracketed_year(scan: _Scan, candidates: list[tuple[int, Word]]) -> Word | None:
    text = scan.text
    for _, word in candidates:
        before, behind = text[word.start - 1 : word.start], text[word.end : word.end + 1]
        closed = behind == _CLOSER.get(before) if before in _CLOSER else False
        if closed or (before == "(" and _RANGE_BEHIND.match(text, word.end)):
            return word
    return None


def _plain_year(stem: Stem, scan: _Scan, candidates: list[tuple[int, Word]]) -> Word | None:
    if stem.marker is not None:
        return _year_beside_marker(stem.marker, scan, candidates)
    first_strong = next((hit.first for hit in scan.hits if hit.strong), len(scan.words))
    before = [word for index, word in candidates if 0 < index < max(first_strong, 1)]
    if before:
        return before[-1]
    behind = [word for index, word in candidates if index > first_strong]
    return behind[0] if behind and candidates[0][0] > 0 else None


def _year_beside_marker(
    marker: Marker, scan: _Scan, candidates: list[tuple[int, Word]]
) -> Word | None:
    """Take a year only where it ends the show's title (`House.of.Cards.2013.S02E03`)."""
    for index, word in candidates:
        gap = scan.text[word.end : marker.start]
        if index > 0 and word.end <= marker.start and not gap.strip(" ._-()[]"):
            return word
    return None


def _title_end(stem: Stem, scan: _Scan) -> int:
    """Return where the title ends in the text."""
    ends = [len(scan.text)]
    if stem.marker is not None:
        ends.append(stem.marker.start)
    if stem.year is not None and not _year_leads(stem, scan):
        at = _opening(scan.text, stem.year_end - len("1999"))
        opened = scan.text.rfind("(", scan.start + 1, at)
        ends.append(_opening(scan.text, opened) if opened > scan.text.rfind(")", 0, at) else at)
    for hit in scan.hits:
        if _ends_title(hit, scan):
            ends.append(_opening(scan.text, _walk_back(hit, scan)))
            break
    return max(min(ends), 0)


def _year_leads(stem: Stem, scan: _Scan) -> bool:
    """Tell whether the year stands before the title: `(1995) Movie Name`."""
    return bool(scan.words) and scan.words[0].end == stem.year_end


def _ends_title(hit: Hit, scan: _Scan) -> bool:
    """Tell whether the title cannot go on: a strong tag, or a bracket of tags only."""
    if hit.start <= scan.start:
        return False
    if hit.strong:
        return True
    if hit.tag.field == "three_d" and hit.last == len(scan.words) - 1:
        return scan.text[hit.start - 1] == "."
    opened = scan.text[hit.start - 1] in "[({"
    return opened and scan.text[hit.end : hit.end + 1] in "])}"


def _walk_back(hit: Hit, scan: _Scan) -> int:
    """Return where the run of weak tags that leads to this tag begins."""
    start = hit.start
    first = hit.first
    weak = {other.last: other for other in scan.hits if not other.strong and other.last < hit.first}
    while first - 1 in weak and first > 1:
        other = weak[first - 1]
        if other.start <= scan.start or (other.tag.field == "three_d" and first == hit.first):
            break
        start, first = other.start, other.first
    return start


def _cut_part(stem: Stem, scan: _Scan, end: int) -> int:
    """Take the number of a part (`cd2`) that does not belong to the title (`Part 1 (2010)`)."""
    found = find_stack_part(scan.text)
    if found is None or found[0] <= scan.start:
        return end
    start, stop, number = found
    if stem.year is not None:
        if start < stem.year_end - len("1999"):
            return end
    elif stop < len(scan.text.rstrip()) and start < end and stop < end:
        return end
    stem.part = number
    return min(end, start)


def _cut_edition(stem: Stem, scan: _Scan, end: int) -> int:
    """Take the edition, and end the title before it where it stands at the title's end."""
    found = find_edition(scan.text, scan.words, scan.start)
    if found is None:
        return end
    start, stop, value = found
    if stem.marker is not None:
        if stem.tagged and start > stem.marker.end and start >= _episode_title_end(stem, scan):
            stem.edition = value
        return end
    if start >= end:
        stem.edition = value
        return end
    behind = scan.text[stop:end].strip(" ._-)]([{}")
    bracketed = scan.text[start - 1] in "[("
    if behind or not (bracketed or counts_within_title(value)):
        return end
    head = scan.text[scan.start : start].strip(" ._-([")
    if not head or head.lower() in {"the", "a"}:
        return end
    stem.edition = value
    return _opening(scan.text, start)


def _cut_language(stem: Stem, scan: _Scan, end: int) -> int:
    """Cut `GERMAN` or `DC` in capitals off the end of a title that is not in capitals."""
    hit = next((hit for hit in reversed(scan.hits) if hit.end <= end), None)
    if stem.marker is not None or hit is None or hit.tag.field not in {"language", "edition"}:
        return end
    head, word = scan.text[scan.start : hit.start], scan.text[hit.start : hit.end]
    if not head.strip(" ._-") or head.isupper():
        return end
    if not word.isupper() and not _is_release_language(stem, scan, hit, head):
        return end
    if len(word) < len("FREN") and hit.tag.field == "language" and not head.endswith(" - "):
        return end
    return end if scan.text[hit.end : end].strip(" ._-") else _opening(scan.text, hit.start)


def _is_release_language(stem: Stem, scan: _Scan, hit: Hit, head: str) -> bool:
    """Tell `Long.Title.Of.Film.German.2014.AC3` from `The.Good.German.2006`."""
    if stem.year is None or not stem.tagged or " " in head or hit.tag.field != "language":
        return False
    others = any(h.tag.field == "language" and h.start > hit.end for h in scan.hits)
    return not others and head.count(".") > _LONG_TITLE


def _opening(text: str, at: int) -> int:
    """Include the bracket and the separators that open a tag."""
    while at > 0 and text[at - 1] in " ._-([{":
        at -= 1
    return at


def _read_tags(stem: Stem, scan: _Scan, end: int) -> None:
    """Take source, resolution, 3D, edition and language from the tags behind the title."""
    languages: list[str] = []
    for hit in scan.hits:
        if hit.start < end:
            continue
        name, value = hit.tag
        if not name or (not hit.strong and not _counts(stem, scan, hit)):
            continue
        if name == "language":
            languages.append(value)
        elif name == "three_d" and stem.three_d == "3d":
            stem.three_d = value
        elif getattr(stem, name) is None:
            setattr(stem, name, value)
    if languages:
        stem.language = languages[0]


def _counts(stem: Stem, scan: _Scan, hit: Hit) -> bool:
    """Tell whether a weak tag is one: not a word inside the title of an episode."""
    if stem.marker is None or hit.start < stem.marker.start:
        return True
    last_strong = next((other.start for other in scan.hits if other.strong), len(scan.text))
    if hit.start > last_strong or scan.text[hit.start - 1] in "[({":
        return True
    return hit.start >= _episode_title_end(stem, scan)


def _episode_title_end(stem: Stem, scan: _Scan) -> int:
    """Return where the episode's title ends: at the tags, at a bracket of tags, or at the end."""
    marker = stem.marker
    if marker is None:
        return 0
    for hit in scan.hits:
        if hit.start >= marker.end and (hit.strong or _ends_title(hit, scan)):
            return _opening(scan.text, _walk_back(hit, scan))
    return _strip_weak_tail(scan, marker.end)


def _strip_weak_tail(scan: _Scan, start: int) -> int:
    """Cut weak tags off the end of a name without strong ones (`S01E02.FRENCH`)."""
    end = len(scan.text)
    weak = {hit.last: hit for hit in scan.hits if hit.start >= start}
    last = len(scan.words) - 1
    while last in weak and scan.text[weak[last].start : weak[last].end].isupper():
        end = weak[last].start
        last = weak[last].first - 1
    return end


def _read_title(stem: Stem, scan: _Scan, end: int) -> None:
    text, marker = scan.text, stem.marker
    start = scan.start
    if marker is None or stem.year is not None:
        numbered = _LEADING_NUMBER.match(text, start)
        if numbered is not None and numbered.end() < end and (stem.year or numbered[0][0] == "("):
            start = numbered.end()
    if marker is None:
        short = find_leading_short_date(text)
        start = short[1] if short is not None and short[1] < end else start
    if text[end : end + 1] == "." and _ACRONYM_END.search(text, start, end):
        end += 1
    if stem.year is not None and _year_leads(stem, scan):
        start = min(stem.year_end + 1, end)
    title = clean_title(text[start:end])
    if stem.groups:
        title = _VERSION_END.sub("", title)
    if marker is not None:
        title = _SEASON_END.sub("", title)
    else:
        title = drop_other_title(title)
    stem.title = title
    if marker is not None:
        stem.part = marker.part
        stem.season_only = marker.season if not marker.episodes else None
        begin = marker.end + (text[marker.end : marker.end + 1] in _CLOSERS)
        stop = _episode_title_end(stem, scan)
        if stop > begin:
            stem.episode_title = clean_title(text[begin:stop])
        if not stem.title and stem.groups and marker.absolute:
            stem.title, stem.episode_title = stem.episode_title, ""
