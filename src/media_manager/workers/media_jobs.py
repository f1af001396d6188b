"""The background jobs of the library, and the list source that models get by default."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from media_manager.library.job_runs import recorded
from media_manager.library.roots import Root, get_root
from media_manager.library.watch import Watch
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings, get_settings
from media_manager.workers.job import Job
from media_manager.workers.lanes import READ, standard_lanes
from media_manager.workers.library_lane import reader_resource
from media_manager.workers.list_source import MediaListSource
from media_manager.workers.pool import LanePool
from media_manager.workers.runner import JobRunner

_PROBES_AT_ONCE = 2

Steps = Generator[Any, None, Any]


def scan_job(store: LibraryStore, root: Root, settings: Settings, *, full: bool = False) -> Job:
    """Return the job that scans a root and keeps a record of it."""

    def begin(watch: Watch) -> Steps:
        # Late: brings in the writing half, in the thread of the job.
        from media_manager.library.scan import ScanOptions, scan_root  # noqa: PLC0415

        options = ScanOptions(
            full=full,
            young_seconds=settings.integer("scan.young_file_seconds"),
            hold_share=settings.decimal("scan.hold_share"),
            hold_at_least=settings.integer("scan.hold_at_least"),
            excluded=_own_folders(settings.profile),
        )
        return scan_root(store, get_root(store, root.id), watch, options)

    def run(context: Watch) -> Steps:
        parameters = {"root_id": root.id, "full": full}
        return recorded(store, "scan", parameters, context, begin, library_id=root.library_id)

    return run


def probe_job(store: LibraryStore) -> Job:
    """Return the job that looks into all files that wait for it, in killable children."""

    def begin(watch: Watch) -> Steps:
        from media_manager.library.probe import probe_pending  # noqa: PLC0415 - as above
        from media_manager.scanning.probe import Prober  # noqa: PLC0415 - as above

        with (
            Prober(_PROBES_AT_ONCE) as prober,
            ThreadPoolExecutor(_PROBES_AT_ONCE, "probe") as spread,
        ):
            return (yield from probe_pending(store, prober.probe, watch, spread=spread))

    def run(context: Watch) -> Steps:
        return recorded(store, "probe", {}, context, begin)

    return run


def make_runner(
    store: LibraryStore,
    *,
    max_thread_count: int = 0,
    parent: Any = None,  # noqa: ANN401 - a QObject
) -> JobRunner:
    """Return a runner whose read lane reads this library."""
    lanes = standard_lanes(
        max_thread_count=max_thread_count, resources={READ: reader_resource(store)}
    )
    return JobRunner(LanePool(lanes), parent)


def default_list_source() -> MediaListSource | None:
    """Return a source on the library of the profile in use; None while there is none."""
    profile = get_settings().profile
    store = LibraryStore(profile.library_db)
    if not store.exists():
        return None
    return MediaListSource(_default_runner(store))


def _own_folders(profile: Profile) -> tuple[bytes, ...]:
    return tuple(str(folder).encode() for folder in (profile.cache, profile.state, profile.config))


_runners: dict[str, JobRunner] = {}


def _default_runner(store: LibraryStore) -> JobRunner:
    key = str(store.path)
    if key not in _runners:
        _runners[key] = make_runner(store)
    return _runners[key]


def close_default_runners(close: Callable[[JobRunner], object] = JobRunner.close) -> None:
    """Stop the threads of models that were built bare."""
    while _runners:
        close(_runners.popitem()[1])
