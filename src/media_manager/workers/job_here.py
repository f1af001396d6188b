"""Run a job on this thread, for a command line, and do meanwhile what others ask of it.

A job that should not be cut off keeps the computer awake, once it takes longer than a moment.
"""

import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from media_manager.errors import StorageError
from media_manager.library.job_ledger import JobEntry
from media_manager.library.job_wishes import JobWish
from media_manager.persistence.jobs_reader import find_wish
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.store import LibraryStore
from media_manager.processes.sleep_guard import SleepGuard
from media_manager.workers.job import JobContext, run_to_end
from media_manager.workers.job_kinds import KINDS
from media_manager.workers.library_jobs import LedgerJob

# A job stops within 2 s of being asked to; this is a quarter of that.
_LOOK_SECONDS = 0.5


def run_here(job: LedgerJob, context: JobContext) -> Any:  # noqa: ANN401 - the job's result
    """Run a job to its end; raise what it raises. Others can pause and stop it."""
    with _Heed(job.store, job.entry, context):
        return run_to_end(job, context)


class _Heed:
    """Looks for wishes in a thread of its own: the job may wait for a child, or stand still."""

    def __init__(self, store: LibraryStore, entry: JobEntry, context: JobContext) -> None:
        self._store = store
        self._entry = entry
        self._context = context
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wishes", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        kind = KINDS.get(self._entry.order.kind)
        guard = SleepGuard("Scanning, moving or saving media files")
        try:
            while not self._over.wait(_LOOK_SECONDS):
                if kind is not None and kind.keeps_awake:
                    guard.hold()
                # Busy or replaced right now: the next look tells.
                with suppress(StorageError):
                    self._look_until_over()
        finally:
            guard.release()

    def _look_until_over(self) -> None:
        seq = -1
        with self._store.reading() as reader:
            while True:
                newest = reader.seq()
                if newest != seq:
                    seq = newest
                    self._grant(reader)
                if self._over.wait(_LOOK_SECONDS):
                    return

    def _grant(self, reader: LibraryReader) -> None:
        found = None if self._entry.id is None else find_wish(reader, self._entry.id)
        if found is None:
            return
        match found.wish:
            case JobWish.CANCEL:
                self._context.cancel()
            case JobWish.PAUSE:
                self._context.pause()
                self._entry.set_status("paused")
            case JobWish.RESUME:
                self._context.resume()
                self._entry.set_status("running")
            case _:
                # There is no other job here that it could come before.
                self._entry.granted()
