"""Bare numbers that only their folder makes episodes: `Season 2/05 - Title`, `Show/02.avi`."""

import re
from dataclasses import replace

from media_manager.scanning.name_episodes import Marker
from media_manager.scanning.name_paths import Above
from media_manager.scanning.name_reading import Stem
from media_manager.scanning.name_titles import clean_title, fold_title

_HEAD = re.compile(r"(\d{1,4})(?:-(\d{1,3}))?(?=$|[\s._\-\[(])[\s._-]*")
_SEASON_DASH = re.compile(r"(\d{1,2})(?:-(?=\d\d[ .])|\.(?=\d\d - |0\d ))(\d\d)(?=[ .])[\s._-]*")
_PADDED = re.compile(r"\d\d$|0\d(?=$|[\s._-])|\d{2,3}(?= - )")
_INNER = re.compile(r"(?<=[\s._-])(\d{1,4})(?:-(\d{1,3}))?(?=$|[\s._\-\[(])")
# What is a count even where no folder names the show: `003. Show - Title`, `03-Show`, `0102`.
_COUNTED = re.compile(r"0\d\d(?:-\d{3})?(?:\. | - )|\d{3}-\d{3} - |0\d-[A-Za-z]|0\d{3}$")
_MAX_RANGE = 100
_HUNDRED = 100


def find_number_in_folder(read: Stem, above: Above, *, tv: bool, movie: bool) -> Stem | None:
    """Return the reading with the bare number as its episode, or None."""
    text, folder = read.text, above.title
    if movie or read.year is not None or not text:
        return None
    if folder is not None and fold_title(folder.title) == fold_title(read.title):
        return None
    dashed = _SEASON_DASH.match(text) if above.season is None else None
    if dashed is not None and int(dashed[2]) > 0:
        marker = Marker(0, dashed.end(), int(dashed[1]), (int(dashed[2]),), sure=False)
        return _with(read, marker)
    head = _HEAD.match(text)
    if head is not None and (tv or _is_numbered(text, above)):
        return _with(read, _build(head, above, sure=tv), named=folder is None and not tv)
    if tv:
        return _read_inner(read, above)
    return _read_behind_folder_title(read, above) if head is None else None


def _read_inner(read: Stem, above: Above) -> Stem | None:
    """Read the first lone number of `Show 05`, where the folder says that it is an episode."""
    for inner in _INNER.finditer(read.text):
        if read.title and inner.end() <= _title_stop(read):
            return _with(read, _build(inner, above, sure=above.season is not None))
    return None


def _read_behind_folder_title(read: Stem, above: Above) -> Stem | None:
    """Read `Show/Show.05.Title`: a padded number right behind the folder's own title."""
    found = _INNER.search(read.text)
    if found is None or above.title is None or above.title.year is not None or found[1][0] != "0":
        return None
    if fold_title(read.text[: found.start()]) != fold_title(above.title.title):
        return None
    return _with(read, _build(found, above, sure=False))


def _title_stop(read: Stem) -> int:
    """Return a place behind the title: a number among the tags is no episode."""
    at = read.text.find(read.title.split(" ")[-1])
    return len(read.text) if not read.tagged else at + len(read.title.split(" ")[-1])


def _is_numbered(text: str, above: Above) -> bool:
    """Tell `02 - Title` in a show's folder from a title that begins with a number."""
    folder = above.title
    if folder is None:
        return _COUNTED.match(text) is not None
    return folder.year is None and _PADDED.match(text) is not None


def _build(match: re.Match[str], above: Above, *, sure: bool) -> Marker:
    first = int(match[1])
    last = int(match[2]) if match[2] else first
    season = None
    padded = len(match[1]) == len("0807") and match[1][0] == "0" and above.season is None
    if padded or (above.season and first >= _HUNDRED and first // _HUNDRED == above.season):
        season = first // _HUNDRED
        first, last = first % _HUNDRED, last % _HUNDRED
    numbers = range(first, last + 1) if 0 <= last - first < _MAX_RANGE else (first,)
    return Marker(match.start(), match.end(), season, tuple(numbers), sure=sure)


def _with(read: Stem, marker: Marker, *, named: bool = False) -> Stem:
    """Split the title of a plain stem at the number; `named` looks for the show behind it."""
    text = read.text
    behind = text[marker.end :]
    if read.tagged and read.title:
        word = read.title.split(" ")[-1]
        stop = text.find(word, marker.end)
        behind = text[marker.end : stop + len(word)] if stop >= 0 else ""
    title, episode_title = clean_title(text[: marker.start]), clean_title(behind)
    if named and not title:
        title, _, episode_title = episode_title.partition(" - ")
    return replace(
        read,
        marker=marker,
        title=title,
        episode_title=episode_title,
        doubtful=not marker.sure,
    )
