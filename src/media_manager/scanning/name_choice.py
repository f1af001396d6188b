"""Which of two readings to believe: the file's own name or its folder's."""

import re
from collections.abc import Mapping
from dataclasses import replace

from media_manager.scanning.name_paths import Above
from media_manager.scanning.name_reading import Stem
from media_manager.scanning.name_titles import choose_spelling, clean_title, fold_title

_POOR = re.compile(
    r"(?:movie|film|video|main|feature|title_?t?\d*|index|a|b|vts \d+ \d|\d{1,5}|video ts-.*"
    r"|[0-9a-f]{16,}|track ?\d*|part|untitled"
    r"|cd|disc|disk|new|file|xvid|avi|mkv|video ts)?",
    re.IGNORECASE,
)
_SHORT_NAME = re.compile(r"[a-z0-9]{1,12}(?:[-.][a-z0-9]{1,16}){1,2}|[a-z0-9]{2,10}")
_HASHED = re.compile(r"(?=[^ ]*\d)(?=[^ ]*[a-zA-Z])[A-Za-z0-9-]{20,}")
_VERSION = re.compile(r"\s*(?:-|_)\s*(\[?[^\[\]]+\]?)\s*$|\s*\[([^\[\]]+)\]\s*$")
_MARK = re.compile(r"\s*[\[{(](?:tmdb|imdb|tvdb|edition)[^\[\]{}()]*[\]})]", re.IGNORECASE)
_PART = re.compile(r"\W*(?:cd|dvd|part|pt|disc|disk)\W*(?:\d{1,2}|[a-d])\W*", re.IGNORECASE)
_LEAST_INITIALS = 2


def choose_show(read: Stem, above: Above) -> tuple[str, int | None, Mapping[str, str]]:
    """Return title, year and ids of the show."""
    folder = above.title
    ids = read.marks.ids
    if folder is None or not folder.title:
        return read.title, read.year, ids
    own, other = fold_title(read.title), fold_title(folder.title)
    same = own == other
    ids = ids or folder.marks.ids
    if not own or (not same and _is_abbreviated(read, folder)):
        return folder.title, folder.year or read.year, ids
    if same:
        return choose_spelling(read.title, folder.title), read.year or folder.year, ids
    if own in other and other.endswith(own) and not folder.tagged and above.season is not None:
        return folder.title, folder.year or read.year, ids
    return read.title, read.year, ids


def choose_movie(read: Stem, above: Above, *, versioned: bool) -> Stem:
    """Return the reading of the film: the file's, completed or replaced by the folder's."""
    folder = above.title
    if folder is None or not folder.title or folder.marker is not None:
        return read
    if fold_title(read.title) == fold_title(folder.title):
        title = choose_spelling(read.title, folder.title)
        return _complete(replace(read, title=title), folder)
    if _is_folder_better(read, folder, versioned=versioned):
        group = folder.group or (None if _is_poor(read) else read.group)
        named = replace(read, title=folder.title, year=folder.year, group=group)
        return _complete(named, folder)
    if folder.marks.ids and not read.marks.ids and read.year == folder.year:
        return replace(read, marks=replace(read.marks, ids=folder.marks.ids))
    return read


def _is_poor(read: Stem) -> bool:
    """Tell whether the file's name says nothing (`movie`, `a`, a hash)."""
    return bool(_POOR.fullmatch(read.title) or _HASHED.fullmatch(read.text))


def _is_folder_better(read: Stem, folder: Stem, *, versioned: bool) -> bool:
    """Tell whether the folder names the film better than the file does."""
    own, other = fold_title(read.title), fold_title(folder.title)
    if read.year is not None:
        whole = f"{own}{read.year}" == other
        if read.year == folder.year and own.endswith(other) and read.text.islower():
            return True  # the group stands before the title: `blow-how.to.be.single.2016`
        return whole or (versioned and folder.year is not None)
    if versioned or _is_poor(read):
        return True
    known = folder.year is not None or folder.tagged
    return known and (_is_abbreviated(read, folder) or _is_part_of(own, other))


def _complete(read: Stem, folder: Stem) -> Stem:
    """Fill what the file does not say from its folder."""
    marks = read.marks
    if not marks.ids and folder.marks.ids:
        marks = replace(marks, ids=folder.marks.ids)
    return replace(
        read,
        marks=marks,
        year=read.year or folder.year,
        source=read.source or folder.source,
        resolution=read.resolution or folder.resolution,
        edition=read.edition or folder.edition,
        three_d=read.three_d or folder.three_d,
        language=read.language or folder.language,
        group=read.group or folder.group,
        tagged=read.tagged or folder.tagged,
    )


def _is_abbreviated(read: Stem, folder: Stem) -> bool:
    """Tell a scene's short name (`dmd-aw`) from a title."""
    raw = read.title if read.marker is not None else read.text
    own = fold_title(read.title)
    if " " in raw or not own or own in fold_title(folder.title):
        return False
    words = [word for word in re.split(r"[\s._-]+", folder.title.lower()) if word]
    initials = "".join(word[0] for word in words)
    if len(initials) >= _LEAST_INITIALS and own.endswith(initials):
        return True
    return (
        raw == raw.lower()
        and (folder.tagged or folder.year is not None)
        and bool(_SHORT_NAME.match(raw))
        and ("-" in raw or "_" in raw or "." not in raw)
    )


def _is_part_of(own: str, other: str) -> bool:
    return bool(own) and (other.startswith(own) or other in own)


def find_version(raw: str, above: Above) -> str | None:
    """Return the label behind the folder's name (`Film (2010) - 1080p`), or None."""
    raw, name = _MARK.sub("", raw), _MARK.sub("", above.name).strip()
    if not name or len(raw) <= len(name) or not raw.lower().startswith(name.lower()):
        return None
    rest = raw[len(name) :]
    match = _VERSION.fullmatch(rest)
    if match is None or _PART.fullmatch(rest):
        return None
    label = (match[1] or match[2]).strip("[] ")
    return clean_label(label)


def clean_label(label: str) -> str | None:
    """Return a label without edges, or None when nothing is left."""
    return label.strip(" ._-") or clean_title(label) or None
