"""Builds the sample library into a folder, and goes on where an earlier build stopped."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from media_manager.errors import DestinationExists, JobCancelled, LibraryError
from media_manager.files import rename_no_replace, safe_remove, write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from media_manager.samples.plan import Clip, Entry, Text

MARKER = ".media-manager-sample.json"
VERSION = 1
FOLDERS = ("Films", "Shows", "Photos")
READABLE = 0o644
PARTIAL = ".part"  # a suffix that the walker never takes for media


@dataclass(frozen=True, slots=True)
class SampleLibrary:
    """Where the sample library lies, and how many files this build added."""

    folder: Path
    films: Path
    shows: Path
    photos: Path
    entries: int
    added_files: int


def build_sample_library(
    folder: Path,
    *,
    progress: Callable[[int, int, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    only: Collection[str] | None = None,
) -> SampleLibrary:
    """Build into an empty folder, or finish an earlier build; a finished one is left alone.

    `progress(done, total, name)` is called for each entry; `only` limits the build to entries
    with these names and leaves it unfinished. Nothing that exists is overwritten. Raises
    LibraryError when the folder holds anything else, and JobCancelled within a second after
    `should_stop` says so: the next call goes on from there.
    """
    finished = _claim(folder)
    if finished:
        return _library(folder, entries=0, added=0)
    # Pillow, PyAV and the tables are needed only when something is to be built.
    from media_manager.samples.plan import entries  # noqa: PLC0415

    chosen = [entry for entry in entries() if only is None or entry.name in only]
    stop = should_stop or _never
    added = 0
    for done, entry in enumerate(chosen):
        if progress:
            progress(done, len(chosen), entry.name)
        added += _build_entry(folder, entry, stop)
    if progress:
        progress(len(chosen), len(chosen), "")
    if only is None:
        _write_marker(folder, complete=True)
    return _library(folder, entries=len(chosen), added=added)


def _never() -> bool:
    return False


def _library(folder: Path, *, entries: int, added: int) -> SampleLibrary:
    films, shows, photos = (folder / name for name in FOLDERS)
    return SampleLibrary(folder, films, shows, photos, entries, added)


def _claim(folder: Path) -> bool:
    """Make the folder ours; return whether this version is already complete in it."""
    if folder.exists() and not folder.is_dir():
        raise LibraryError(f"{folder} is a file.", hint="Choose an empty folder.", path=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    if marker.is_file():
        return _is_complete(marker)
    if any(folder.iterdir()):
        raise LibraryError(
            f"{folder} is not empty and was not made by the sample library.",
            hint="Choose an empty folder or a new name.",
            path=str(folder),
        )
    _write_marker(folder, complete=False)
    return False


def _is_complete(marker: Path) -> bool:
    try:
        state = json.loads(marker.read_text("utf-8"))
    except ValueError:
        return False
    return (
        isinstance(state, dict)
        and state.get("complete") is True
        and state.get("version") == VERSION
    )


def _write_marker(folder: Path, *, complete: bool) -> None:
    state = {"made_by": "Media Manager sample library", "version": VERSION, "complete": complete}
    write_atomic(folder / MARKER, json.dumps(state).encode() + b"\n", mode=READABLE)


def _build_entry(folder: Path, entry: Entry, stop: Callable[[], bool]) -> int:
    """Make what is missing of one entry; return how many files."""
    added = 0
    for part in entry.parts:
        if stop():
            raise JobCancelled("The sample library was stopped before it was complete.")
        target = folder.joinpath(*part.path.split("/"))
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _make(target, part, stop)
            added += 1
    return added


def _make(target: Path, part: Text | Clip, stop: Callable[[], bool]) -> None:
    # Pillow and PyAV, as above.
    from media_manager.samples import videos  # noqa: PLC0415
    from media_manager.samples.plan import Text  # noqa: PLC0415

    if isinstance(part, Text):
        write_atomic(target, part.make(), mode=READABLE)
        return
    partial = target.with_name(target.name + PARTIAL)
    try:
        videos.encode(partial, part.recipe, part.picture(), should_stop=stop)
        rename_no_replace(partial, target)
    except DestinationExists:
        # Another build of the same library was quicker; its file is the same.
        safe_remove(partial, inside=target.parent)
    except JobCancelled:
        # Stopped before the encoder had opened its file, there is none.
        with contextlib.suppress(FileNotFoundError):
            safe_remove(partial, inside=target.parent)
        raise
