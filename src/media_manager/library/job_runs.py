"""Keep a record of a background job: that it ran, how it ended, what failed in it.

A row that says `running` while its process is dead was killed: the next start goes on with it.
"""

import os
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from media_manager.errors import JobCancelled, MediaManagerError
from media_manager.library.watch import Watch
from media_manager.persistence.reader import LibraryReader, newest_jobs
from media_manager.persistence.store import LibraryStore

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_KEPT_FAILURES = 10_000

Steps = Generator[Any, None, Any]


@dataclass(frozen=True, slots=True)
class JobRecord:
    """One job as the history shows it."""

    id: int
    job_type: str
    status: str
    parameters: Mapping[str, Any]
    library_id: int | None
    done: int
    failed: int
    message: str | None
    created_at: int
    finished_at: int | None
    process: str | None

    @property
    def was_killed(self) -> bool:
        """Tell whether the job's process died without ending it."""
        return self.status == "running" and not is_alive(self.process)


class _RecordingWatch:
    """Passes everything on to the caller's watch, and keeps the failures for the record."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self.done = 0
        self.failures: list[tuple[str, str, str, str]] = []
        self.failed = 0

    @property
    def cancelled(self) -> bool:
        return self._watch.cancelled

    def report(self, done: int, total: int | None = None, message: str | None = None) -> None:
        self.done = done
        self._watch.report(done, total, message)

    def item_failed(self, key: str, error: BaseException) -> None:
        self.failed += 1
        if len(self.failures) < _KEPT_FAILURES:
            known = isinstance(error, MediaManagerError)
            code = error.code if known else type(error).__name__  # type: ignore[attr-defined]
            hint = error.hint if known else ""  # type: ignore[attr-defined]
            self.failures.append((key, code, str(error), hint))
        self._watch.item_failed(key, error)

    def raise_if_cancelled(self) -> None:
        self._watch.raise_if_cancelled()


def recorded(
    store: LibraryStore,
    job_type: str,
    parameters: Mapping[str, Any],
    watch: Watch,
    begin: Any,  # noqa: ANN401 - Callable[[Watch], Steps], any result
    *,
    library_id: int | None = None,
) -> Steps:
    """Run the steps that `begin(watch)` returns, and keep a JobRun of it."""
    from media_manager.persistence.repositories.jobs import start_job  # noqa: PLC0415 - late

    with store.writing("jobs") as session:
        job_id = start_job(
            session, job_type, dict(parameters), library_id=library_id, process=this_process()
        )
    recording = _RecordingWatch(watch)
    try:
        result = yield from begin(recording)
    except JobCancelled as stop:
        # Closing the program is no decision to give the job up: it goes on at the next start.
        closing = bool(stop.arguments.get("closing"))
        _finish(store, job_id, "interrupted" if closing else "cancelled", recording)
        raise
    except GeneratorExit:
        _finish(store, job_id, "interrupted", recording)
        raise
    except BaseException as error:
        _finish(store, job_id, "failed", recording, message=str(error))
        raise
    _finish(store, job_id, "finished", recording)
    return result


def _finish(
    store: LibraryStore,
    job_id: int,
    status: str,
    recording: _RecordingWatch,
    *,
    message: str | None = None,
) -> None:
    from media_manager.persistence.repositories.jobs import (  # noqa: PLC0415 - late
        add_failures,
        finish_job,
    )

    with store.writing("jobs") as session:
        add_failures(session, job_id, recording.failures)
        done, failed = recording.done, recording.failed
        finish_job(session, job_id, status, message=message, done=done, failed=failed)


def job_history(reader: LibraryReader, limit: int = 100) -> list[JobRecord]:
    """Return the newest jobs, newest first."""
    return [_record(row) for row in newest_jobs(reader, limit)]


def _record(row: Sequence[Any]) -> JobRecord:
    job_id, job_type, status, parameters, *rest = row
    return JobRecord(job_id, job_type, status, msgspec.json.decode(bytes(parameters)), *rest)


def take_over_killed(store: LibraryStore) -> list[JobRecord]:
    """Mark jobs whose process died, or that a closing window left, and return them to go on."""
    from media_manager.persistence.repositories.jobs import finish_job  # noqa: PLC0415 - late

    with store.reading() as reader:
        left = [job for job in job_history(reader) if job.was_killed or job.status == "interrupted"]
    if left:
        with store.writing("jobs") as session:
            for job in left:
                finish_job(session, job.id, "resumed")
    return left


def this_process() -> str:
    """Return who we are, as the record of a job keeps it."""
    return f"{os.getpid()}:{_boot_id()}"[:32]


def _boot_id() -> str:
    try:
        return _BOOT_ID.read_text().strip().replace("-", "")[:16]
    except OSError:
        return ""


def is_alive(process: str | None) -> bool:
    """Tell whether the process that a record names still runs."""
    if not process:
        return False
    pid, _, boot = process.partition(":")
    if boot != _boot_id():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
