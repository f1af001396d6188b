"""The background jobs of the library: the same for the window and for the command line.

Nothing here knows of Qt, so that the command line can run them.
"""

import os
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from media_manager.library.job_runs import recorded
from media_manager.library.roots import Root, get_root
from media_manager.library.scan_counts import ScanCounts
from media_manager.library.watch import Watch
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings
from media_manager.workers.job import Job

_PROBES_AT_ONCE = 2

Steps = Generator[Any, None, Any]


def scan_job(
    store: LibraryStore,
    root: Root,
    settings: Settings,
    *,
    full: bool = False,
    counts: ScanCounts | None = None,
) -> Job:
    """Return the job that scans a root and keeps a record of it; fills `counts` as it goes."""

    def begin(watch: Watch) -> Steps:
        # Late: brings in the writing half, in the thread of the job.
        from media_manager.library.scan import ScanOptions, scan_root  # noqa: PLC0415

        options = ScanOptions(
            full=full,
            young_seconds=round(settings.decimal("scan.young_file_seconds")),
            hold_share=settings.decimal("scan.hold_share"),
            hold_at_least=settings.integer("scan.hold_at_least"),
            excluded=_own_folders(settings.profile),
        )
        return scan_root(store, get_root(store, root.id), watch, options, counts=counts)

    def run(context: Watch) -> Steps:
        parameters = {"root_id": root.id, "full": full}
        return recorded(store, "scan", parameters, context, begin, library_id=root.library_id)

    return run


def probe_job(store: LibraryStore, settings: Settings) -> Job:
    """Return the job that looks into all files that wait for it, in killable children."""

    def begin(watch: Watch) -> Steps:
        from media_manager.library.probe import probe_pending  # noqa: PLC0415 - as above
        from media_manager.scanning.probe import Prober  # noqa: PLC0415 - as above

        # The children end first: a thread that waits for one of them must not hold up a stop.
        with (
            ThreadPoolExecutor(_PROBES_AT_ONCE, "probe") as spread,
            Prober(
                _PROBES_AT_ONCE, timeout_seconds=settings.decimal("probe.timeout_seconds")
            ) as prober,
        ):
            return (yield from probe_pending(store, prober.probe, watch, spread=spread))

    def run(context: Watch) -> Steps:
        return recorded(store, "probe", {}, context, begin)

    return run


def refine_job(store: LibraryStore) -> Job:
    """Return the job that reads doubtful names again, in a killable child."""

    def begin(watch: Watch) -> Steps:
        from media_manager.library.refine import refine_names  # noqa: PLC0415 - as above
        from media_manager.scanning.names import NameGuesser  # noqa: PLC0415 - as above

        with NameGuesser() as guesser:
            return (yield from refine_names(store, guesser.guess_names, watch))

    def run(context: Watch) -> Steps:
        return recorded(store, "refine", {}, context, begin)

    return run


def _own_folders(profile: Profile) -> tuple[bytes, ...]:
    """Return what is never scanned. The data folder is: it holds the sample library."""
    return tuple(os.fsencode(each) for each in (profile.cache, profile.state, profile.config))
