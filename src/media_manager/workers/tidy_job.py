"""The job that clears away what nobody needs any more: old runs, old thumbnails, loose pieces."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from media_manager.files import remove_leftovers
from media_manager.library.job_ledger import Begin
from media_manager.library.watch import Watch
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Settings


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many old job runs went, how much the caches shrank, and how many pieces were joined."""

    job_runs: int
    freed_bytes: int
    index_steps: int


def begin_tidy(store: LibraryStore, settings: Settings) -> Begin:
    """Return the steps of tidying up. Each of them may be the last: what is done stays done."""

    def begin(watch: Watch) -> Generator[None, None, Any]:
        # Late: brings in the writing half, in the thread of the job.
        from media_manager.library.cache_care import maintain_caches  # noqa: PLC0415
        from media_manager.library.diagnostics import tidy_database  # noqa: PLC0415 - as above
        from media_manager.library.job_cleanup import tidy_jobs  # noqa: PLC0415 - as above

        runs = tidy_jobs(store)
        remove_leftovers(settings.profile.data)
        yield
        watch.raise_if_cancelled()
        room = settings.integer("thumbnails.max_bytes")
        care = maintain_caches(settings.profile, thumbnail_bytes=room, watch=watch)
        yield
        joined = yield from tidy_database(store, watch)
        return Tidied(runs, care.freed_bytes, joined.steps)

    return begin
