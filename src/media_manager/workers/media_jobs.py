"""The runner on a library, and the list source that models get by default."""

from collections.abc import Callable
from typing import Any

from media_manager.persistence.store import LibraryStore
from media_manager.settings import get_settings
from media_manager.workers.lanes import READ, standard_lanes
from media_manager.workers.library_lane import reader_resource
from media_manager.workers.list_source import MediaListSource
from media_manager.workers.pool import LanePool
from media_manager.workers.runner import JobRunner


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
