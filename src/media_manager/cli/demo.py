"""`demo`: a sample library of real files, built, scanned and opened."""

import argparse
import os
import sys

from media_manager.cli.desk import Desk
from media_manager.cli.scan import probe, say_counts, scan_roots
from media_manager.cli.stopping import Stopper
from media_manager.domain.media import LibraryKind
from media_manager.errors import JobCancelled
from media_manager.library import roots
from media_manager.library.scan_counts import ScanCounts
from media_manager.samples import SampleLibrary, build_sample_library


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Build what is missing, scan it, and open the window where there is a display."""
    desk.profile.ensure()
    counts = ScanCounts()
    with Stopper() as stopper:
        try:
            _scan(desk, _build(desk, stopper), counts, stopper)
        except JobCancelled:
            desk.screen.progress("")
            desk.screen.note("Stopped. The next `demo` goes on from here.")
            return stopper.exit_code
    say_counts(desk, counts)
    if counts.failed:
        return 1
    return 0 if words.build_only else _open_window(desk)


def _build(desk: Desk, stopper: Stopper) -> SampleLibrary:
    def show(done: int, total: int, name: str) -> None:
        desk.screen.progress(f"Building the sample library: {done} of {total} {name}")

    library = build_sample_library(
        desk.profile.samples, progress=show, should_stop=lambda: stopper.heard
    )
    desk.screen.progress("")
    return library


def _scan(desk: Desk, sample: SampleLibrary, counts: ScanCounts, stopper: Stopper) -> None:
    places = (
        (sample.films, "Films", LibraryKind.MOVIE),
        (sample.shows, "Shows", LibraryKind.TV),
        (sample.photos, "Photos", LibraryKind.PHOTO),
    )
    chosen = [
        root
        for path, name, kind in places
        for root in roots.take_folder(desk.store, path, library=name, kind=kind)
    ]
    scan_roots(desk, chosen, counts, stopper)
    probe(desk, stopper)


def _open_window(desk: Desk) -> int:
    if desk.open_window is None or not _has_display():
        desk.screen.note(
            "There is no display, so no window opens. The sample library is in "
            f"{desk.profile.samples}; search and stats work here."
        )
        return 0
    return desk.open_window(["--profile", str(desk.directory)] if desk.directory else [])


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
