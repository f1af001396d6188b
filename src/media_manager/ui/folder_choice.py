"""What a person says of a new folder, and the guess that is made first."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from media_manager.domain.media import LibraryKind, ParsedKind

# Enough names to tell films from episodes, in a moment even on a slow share.
_NAMES = 400
_SECONDS = 1.0
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class FolderChoice:
    """A folder, the library that it joins, and what it holds."""

    folder: Path
    library: str
    kind: LibraryKind


def guess_kind(folder: Path) -> LibraryKind:
    """Return what the names in a folder look like. Touches the disk: call it on a lane."""
    # Late: the parser's words are compiled on first use.
    from media_manager.scanning.filename_parser import parse_name  # noqa: PLC0415

    kinds: Counter[ParsedKind] = Counter()
    for path in _some_names(folder):
        kinds[parse_name(path).kind] += 1
    films, episodes = kinds[ParsedKind.MOVIE], kinds[ParsedKind.EPISODE]
    photos = kinds[ParsedKind.PHOTO]
    total = films + episodes + photos
    for count, kind in (
        (photos, LibraryKind.PHOTO),
        (episodes, LibraryKind.TV),
        (films, LibraryKind.MOVIE),
    ):
        if total and count >= _MOSTLY * total:
            return kind
    return LibraryKind.AUTO


def _some_names(folder: Path) -> Iterator[str]:
    until = time.monotonic() + _SECONDS
    given = 0
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in files:
            yield os.path.relpath(os.path.join(top, name), folder)  # noqa: PTH118 - names only
            given += 1
            if given >= _NAMES or time.monotonic() > until:
                return
