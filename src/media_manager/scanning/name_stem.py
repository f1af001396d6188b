"""One stem (a file or folder name without extension), read from left to right.

The title ends where the first certain thing begins: the episode marker, the year, a strong tag.
What stands behind that is read as tags, and what is left over as the episode's title and the
release group.
"""

import re
from dataclasses import replace
from functools import lru_cache

from media_manager.scanning.name_absolute import find_absolute, find_greedy
from media_manager.scanning.name_brackets import choose_latin, open_brackets
from media_manager.scanning.name_dates import (
    find_leading_short_date,
    find_short_date,
    find_trailing_short_date,
)
from media_manager.scanning.name_ends import (
    cut_edition,
    cut_language,
    cut_part,
    episode_title_end,
    title_end,
)
from media_manager.scanning.name_episodes import (
    Marker,
    find_aired_behind,
    find_bare_episode,
    find_date_marker,
    find_marker,
    find_part_of,
    find_season_dash,
    find_season_only,
)
from media_manager.scanning.name_groups import find_group, find_last_bracket
from media_manager.scanning.name_marks import take_marks
from media_manager.scanning.name_parts import find_part
from media_manager.scanning.name_reading import Scan, Stem
from media_manager.scanning.name_tags import BOTH, TV_SOURCES
from media_manager.scanning.name_titles import clean_title, drop_other_title
from media_manager.scanning.name_tokens import Hit, find_tags, split_words
from media_manager.scanning.name_years import has_year_behind, read_year, year_leads

_LEADING_NUMBER = re.compile(r"\(?0*\d{1,2}\)\s*|0\d{1,2}\s*(?:-|\.|__?)\s*(?=\D)")
_VERSION_END = re.compile(r" v\d$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SEASON_BOX = re.compile(r"\d{1,2}(?:\.\d{2,3}|x\d{1,3})")
_OPENERS = ("[", "【")
_CLOSERS = (")", "]", "}")
_ACRONYM_END = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_]$")
_SEASON_END = re.compile(
    r"(?<=.)[\s\-([]*\b(?:(?:season|temporada|temp\.?|saison|staffel|stagione|series)\s*(\d{1,2})"
    r"|(\d{1,2})(?:st|nd|rd|th)\s+season)[)\]]?$",
    re.IGNORECASE,
)
_PACK_END = re.compile(
    r"(?<=[^\W_])[\s\-:]+"
    r"(?:(?:the )?complete(?: (?:tv )?(?:series|seasons?))?|all(?: seasons)?|the)$",
    re.IGNORECASE,
)


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
    words = split_words(body)
    if start > 0:
        words = [word for word in words if word.start >= start]
    scan = Scan(body, start, words, [])
    scan.hits = find_tags(body, words)
    _skip_leading_tags(scan)
    stem = Stem(body, marks, groups)
    stem.tagged = any(hit.strong for hit in scan.hits)
    _read_marker(stem, scan, tv=tv, movie=movie)
    read_year(stem, scan)
    end = title_end(stem, scan)
    if stem.marker is None:
        end = cut_part(stem, scan, end)
    end = cut_language(stem, scan, end)
    end = cut_edition(stem, scan, end)
    end = cut_language(stem, scan, end)
    _read_tags(stem, scan, end)
    _read_title(stem, scan, end)
    stem.group = find_group(body, scan.words, scan.hits, groups, end)
    if stem.group is None and stem.marker is not None and stem.marker.sure:
        stem.group = find_last_bracket(body, scan.hits, stem.marker.end)
    stem.edition = marks.edition or stem.edition
    if groups:
        _read_leading_tags(stem, " ".join(groups))
    return stem


def _skip_leading_tags(scan: Scan) -> None:
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
        stem.tagged = stem.tagged or hit.strong
        if name in {"source", "resolution"} and getattr(stem, name) is None:
            setattr(stem, name, value)


def _leading_groups(body: str) -> tuple[list[str], int]:
    """Return the bracketed names before the title (`[HorribleSubs]`), and where it starts."""
    groups: list[str] = []
    start = len(body) - len(body.lstrip(" ._-"))
    while body[start : start + 1] in _OPENERS:
        closer = body.find("]" if body[start] == "[" else "】", start)
        rest = body[closer + 1 :].strip(" ._-") if closer > 0 else ""
        if not rest or _is_only_brackets(rest):
            break
        name = body[start + 1 : closer].strip()
        if _SEASON_BOX.fullmatch(name):
            break
        groups.append(name)
        start = len(body) - len(body[closer + 1 :].lstrip(" ._-"))
    return groups, start


def _is_only_brackets(rest: str) -> bool:
    """Tell whether no title follows: the bracket before is then the title itself."""
    if rest[0] == "[":
        return not rest.rstrip("]").split("]")[-1].strip(" ._-[(")
    return rest[0] == "("


def _read_marker(stem: Stem, scan: Scan, *, tv: bool, movie: bool) -> None:
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
    if dated is None and marker is not None and marker.episodes and not marker.date:
        dated = find_aired_behind(text, marker.end)
        marker = marker if dated is None else replace(marker, date=dated.date)
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


def _find_unsure(stem: Stem, scan: Scan, *, tv: bool, movie: bool) -> Marker | None:
    """Look for the weaker forms, in the order of certainty."""
    if movie:
        return None
    text, start = scan.text, scan.start
    marker = find_season_dash(text, start) or find_bare_episode(text, start)
    if marker is not None and (tv or not _names_a_film(scan, marker)):
        return marker
    aired = tv or any(hit.tag.value in TV_SOURCES for hit in scan.hits)
    return (
        find_absolute(text, scan.words, scan.hits, start, grouped=bool(stem.groups))
        or find_part_of(text, start)
        or _find_season(scan)
        or find_part(text, scan.hits, aired=aired)
        or _find_short_date(text, aired=aired)
        or find_greedy(text, scan.words, scan.hits, aired=aired)
    )


def _names_a_film(scan: Scan, marker: Marker) -> bool:
    """Tell whether a year follows: `Episode 4 - A New Hope (1977)` is a film."""
    named = scan.text[marker.start : marker.start + len("episode")].lower() == "episode"
    return named and has_year_behind(scan, marker.end)


def _find_short_date(text: str, *, aired: bool) -> Marker | None:
    found = (find_short_date(text) if aired else None) or find_trailing_short_date(text)
    return Marker(found[0], found[1], date=found[2], sure=False) if found is not None else None


def _find_season(scan: Scan) -> Marker | None:
    """Return a whole season that is named before the tags."""
    season = find_season_only(scan.text, scan.start)
    first_strong = next((hit.start for hit in scan.hits if hit.strong), len(scan.text))
    return season if season is not None and season.start < first_strong else None


def _read_tags(stem: Stem, scan: Scan, end: int) -> None:
    """Take source, resolution, 3D, edition and language from the tags behind the title."""
    for hit in scan.hits:
        if hit.start >= end and hit.tag.field and (hit.strong or _counts(stem, scan, hit)):
            _set_tag(stem, hit)


def _set_tag(stem: Stem, hit: Hit) -> None:
    """Set what one tag says; the first of a kind wins, but `sbs` tells more than `3d`."""
    name, value = hit.tag
    if name == BOTH:
        source, resolution = value.split(" ")
        stem.source = stem.source or source
        stem.resolution = stem.resolution or resolution
    elif getattr(stem, name) is None or (name == "three_d" and stem.three_d == "3d"):
        setattr(stem, name, value)


def _counts(stem: Stem, scan: Scan, hit: Hit) -> bool:
    """Tell whether a weak tag is one: not a word inside the title of an episode."""
    if stem.marker is None or hit.start < stem.marker.start:
        return True
    last_strong = next((other.start for other in scan.hits if other.strong), len(scan.text))
    if hit.start > last_strong or scan.text[hit.start - 1] in "[({":
        return True
    return hit.start >= episode_title_end(stem, scan)


def _read_title(stem: Stem, scan: Scan, end: int) -> None:
    text, marker = scan.text, stem.marker
    start = _title_start(stem, scan, end)
    if text[end : end + 1] == "." and _ACRONYM_END.search(text, start, end):
        end += 1
    title = clean_title(text[start:end])
    if "/" in title:
        title = choose_latin(title)
    if stem.groups:
        title = _VERSION_END.sub("", title)
    if marker is None:
        stem.title = drop_other_title(title)
        return
    season = _SEASON_END.search(title)
    if season is not None and _is_named_series(season, marker):
        season = None
    stem.title = title if season is None else title[: season.start()]
    if not (marker.episodes or marker.absolute or marker.date):
        stem.title = _PACK_END.sub("", stem.title)
    if season is not None and marker.season is None:
        episodes = marker.episodes or marker.absolute
        marker = replace(marker, season=int(season[1] or season[2]), episodes=episodes, absolute=())
        stem.marker = marker
    _read_episode_title(stem, scan, marker)


def _is_named_series(season: re.Match[str], marker: Marker) -> bool:
    """Tell `The Series 42 - S09E13`, whose title ends so, from `Show Series 9 - S09E13`."""
    said = int(season[1] or season[2])
    return "series" in season[0].lower() and marker.season not in {None, said}


def _title_start(stem: Stem, scan: Scan, end: int) -> int:
    """Step over a number, a date or a year that stands before the title."""
    text, start = scan.text, scan.start
    if stem.marker is None:
        short = find_leading_short_date(text)
        start = short[1] if short is not None and short[1] < end else start
    numbered = _LEADING_NUMBER.match(text, start)
    if numbered is not None and numbered.end() < end and (stem.year or numbered[0][0] == "("):
        start = numbered.end()
    if stem.year is not None and year_leads(stem, scan):
        start = min(stem.year_end + 1, end)
    return start


def _read_episode_title(stem: Stem, scan: Scan, marker: Marker) -> None:
    text = scan.text
    stem.part = marker.part
    begin = marker.end + (text[marker.end : marker.end + 1] in _CLOSERS)
    stop = episode_title_end(stem, scan)
    if stop > begin:
        stem.episode_title = clean_title(text[begin:stop])
    if not stem.title and stem.groups and marker.absolute:
        stem.title, stem.episode_title = stem.episode_title, ""
