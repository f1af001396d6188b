"""Write a job down when it is handed in, and how far it is while it runs.

Progress and failures are written with the batches of the job, so that they cost no transaction
of their own and survive whatever kills the program.
"""

import json
import logging
from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

import msgspec

from media_manager.errors import (
    DatabaseLocked,
    DiskFull,
    JobCancelled,
    MediaManagerError,
    StorageError,
)
from media_manager.library.job_owner import is_alive, this_process
from media_manager.library.outages import outlast
from media_manager.library.watch import Watch, is_closing
from media_manager.persistence.store import LibraryStore

if TYPE_CHECKING:
    # Only for its type: a job may be handed in where nothing was written yet.
    from media_manager.persistence.writer import WriteSession

_log = logging.getLogger(__name__)

# Batches come several times a second; a row that is a second old is new enough for everybody.
_SAVE_SECONDS = 1.0
# Without batches, a transaction of its own: a quick scan of a library that did not change.
_ALONE_SECONDS = 5.0
# Rows of failed items that wait for the next batch, and that one run has; all are counted.
_WAITING_FAILURES = 10_000
_KEPT_FAILURES = 100_000
_LONGEST = 1_000

Steps = Generator[Any, None, Any]
Begin = Callable[["Recorder"], Steps]
FailureRow = tuple[str, str, str, str, str | None]


@dataclass(frozen=True, slots=True)
class JobOrder:
    """What is to be done, for whom, and how urgently."""

    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    origin: str = "person"
    priority: int = 0
    library_id: int | None = None
    retry_of: int | None = None
    follows_id: int | None = None


class JobEntry:
    """One job in the ledger. Its row is written by whoever comes first.

    That is who hands it in, on a lane for short writes, or the job itself when it begins. Every
    method writes: called on worker threads.
    """

    def __init__(
        self, store: LibraryStore, order: JobOrder, *, job_id: int | None = None, held: bool = False
    ) -> None:
        self._store = store
        self.order = order
        self.id = job_id
        # Paused before it began: it was paused when the program ended.
        self.held = held
        # It has rows of an earlier process, or of an earlier try.
        self.resumed = job_id is not None
        self.begun = False
        self.ended = False

    def enter(self) -> int:
        """Write the row of a queued job, unless it is there; return its id."""
        if self.id is not None:
            return self.id
        try:
            with self._store.writing("jobs") as session:
                self._insert(session, "queued")
        except BaseException:
            self.id = None
            raise
        return self._known_id()

    def begin(self) -> int:
        """Write that the job runs; return its id."""
        from media_manager.persistence.repositories.jobs import begin_job  # noqa: PLC0415 - late

        fresh = self.id is None
        self.resumed |= self.begun
        try:
            with self._store.writing("jobs") as session:
                self._insert(session, "running")
                begin_job(session, self._known_id(), this_process())
                _supersede(session, self._known_id(), self.order)
        except BaseException:
            self.id = None if fresh else self.id
            raise
        self.begun = True
        self.ended = False
        return self._known_id()

    def finish(self, status: str, message: str | None = None) -> None:
        """Write how the job ended."""
        from media_manager.persistence.repositories.jobs import finish_job  # noqa: PLC0415 - late

        self.ended = True
        with self._store.writing("jobs") as session:
            self._insert(session, status)
            finish_job(session, self._known_id(), status, message=message)

    def set_status(self, status: str) -> None:
        """Write that the job stands still or goes on; a wish for that is granted herewith."""
        from media_manager.persistence.repositories.jobs import update_job  # noqa: PLC0415 - late

        with self._store.writing("jobs") as session:
            # Here: the job may have ended while this waited for its turn.
            if not self.ended:
                self._insert(session, status)
                update_job(session, self._known_id(), status=status, wish=None)
                session.touch_everything("jobs")

    def granted(self) -> None:
        """Write that what was asked of the job is done."""
        from media_manager.persistence.repositories.jobs import update_job  # noqa: PLC0415 - late

        with self._store.writing("jobs") as session:
            update_job(session, self._known_id(), wish=None)

    def set_priority(self, priority: int) -> None:
        """Write how urgent the job is."""
        from media_manager.persistence.repositories.jobs import update_job  # noqa: PLC0415 - late

        if self.id is not None and not self.ended:
            with self._store.writing("jobs") as session:
                update_job(session, self.id, priority=priority, wish=None)
                session.touch_everything("jobs")

    def _insert(self, session: "WriteSession", status: str) -> None:
        """Write the row inside a transaction: those of one library take turns."""
        from media_manager.persistence.repositories.jobs import insert_job  # noqa: PLC0415 - late

        if self.id is not None:
            return
        order = self.order
        self.id = insert_job(
            session,
            {
                "job_type": order.kind,
                "status": status,
                "parameters": order.parameters,
                "library_id": order.library_id,
                "title": order.title or None,
                "origin": order.origin,
                "priority": order.priority,
                "retry_of": order.retry_of,
                "follows_id": order.follows_id,
                "process": this_process(),
            },
        )

    def _known_id(self) -> int:
        if self.id is None:
            raise RuntimeError("the row of this job was not written yet")
        return self.id


class Recorder:
    """Passes everything on to the caller's watch, and keeps the record of the job with it."""

    def __init__(self, store: LibraryStore, entry: JobEntry, watch: Watch) -> None:
        self._store = store
        self._entry = entry
        self._watch = watch
        self._done = 0
        self._total: int | None = None
        self._failed = 0
        self._failures: list[FailureRow] = []
        self._written_failures = 0
        self._saved_at = monotonic()
        self._changed = False
        self._position: bytes | None = None

    @property
    def job_id(self) -> int:
        return self._entry.begin() if self._entry.id is None else self._entry.id

    @property
    def order(self) -> JobOrder:
        return self._entry.order

    @property
    def cancelled(self) -> bool:
        return self._watch.cancelled

    def report(self, done: int, total: int | None = None, message: str | None = None) -> None:
        self._done = done
        self._total = self._total if total is None else total
        self._changed = True
        self._watch.report(done, total, message)

    def item_failed(self, key: str, error: BaseException) -> None:
        self._failed += 1
        self._changed = True
        room = _KEPT_FAILURES - self._written_failures
        if len(self._failures) < min(_WAITING_FAILURES, room):
            self._failures.append(_failure_row(key, error))
        self._watch.item_failed(key, error)

    def raise_if_cancelled(self) -> None:
        self._watch.raise_if_cancelled()

    def checkpoint(self, position: Any) -> None:  # noqa: ANN401 - each job saves what it needs
        """Note where the job is, to be written with the next batch."""
        self._position = msgspec.json.encode(position)
        self._changed = True

    def save(self, session: "WriteSession") -> None:
        """Write how far the job is into the transaction of a batch; at most once a second."""
        if self._failures or monotonic() - self._saved_at >= _SAVE_SECONDS:
            self._write(session)

    def save_alone(self) -> None:
        """Write it in a transaction of its own, when no batch has for a while."""
        waiting = len(self._failures) >= _WAITING_FAILURES // 2
        if waiting or (self._changed and monotonic() - self._saved_at >= _ALONE_SECONDS):
            with self._store.writing("jobs") as session:
                self._write(session)

    def finish(self, status: str, message: str | None = None) -> None:
        """Write how the job ended, with all that is still to be written."""
        from media_manager.persistence.repositories.jobs import (  # noqa: PLC0415 - late
            finish_job,
            settle_retried,
        )

        entry = self._entry
        entry.ended = True
        job_id = self.job_id
        with self._store.writing("jobs") as session:
            self._write(session)
            finish_job(session, job_id, status, message=message)
            if status == "finished" and entry.order.retry_of is not None:
                settle_retried(session, entry.order.retry_of, job_id)

    def suspend(self, message: str | None = None, *, released: bool = False) -> None:
        """Write that the job was cut off and goes on later; the one that was paused stays so.

        `released`: with the next process that starts, not with this one.
        """
        from media_manager.persistence.repositories.jobs import (  # noqa: PLC0415 - late
            find_job,
            update_job,
        )

        with self._store.writing("jobs") as session:
            self._write(session)
            row = find_job(session, self.job_id)
            paused = row is not None and row.status == "paused"
            status = "paused" if paused else "interrupted"
            owner = None if released else this_process()
            update_job(session, self.job_id, status=status, message=message, process=owner)
            session.touch_everything("jobs")

    def _write(self, session: "WriteSession") -> None:
        from media_manager.persistence.repositories.jobs import (  # noqa: PLC0415 - late
            add_failures,
            count_failures,
            update_job,
        )

        failures, self._failures = self._failures, []
        self._written_failures += len(failures)
        failed, resumed = self._failed, self._entry.resumed
        add_failures(session, self.job_id, failures, again=resumed)
        if resumed:
            failed = max(failed, count_failures(session, self.job_id))
        values: dict[str, Any] = {"done": self._done, "failed": failed}
        if self._total is not None:
            values["total"] = self._total
        if self._position is not None:
            values["checkpoint"] = self._position
        update_job(session, self.job_id, **values)
        self._saved_at = monotonic()
        self._changed = False


def recorded_steps(store: LibraryStore, entry: JobEntry, watch: Watch, begin: Begin) -> Steps:
    """Run the steps that `begin(recorder)` returns, and keep the ledger of it."""
    recorder = Recorder(store, entry, watch)
    try:
        yield from _stand_still(entry)
        steps = outlast(lambda: _begun(entry, begin, recorder))
        result = yield from _kept(steps, recorder)
    except JobCancelled as stop:
        # Closing the program is no decision to give the job up: it goes on at the next start.
        if is_closing(stop, watch):
            recorder.suspend(released=True)
        else:
            recorder.finish("cancelled")
        raise
    except (GeneratorExit, KeyboardInterrupt):
        recorder.suspend(released=True)
        raise
    except (DiskFull, DatabaseLocked) as error:
        # Nobody is there to wait for room. Perhaps even this cannot be written now.
        with suppress(StorageError):
            recorder.suspend(str(error))
        raise
    except BaseException as error:
        recorder.finish("failed", str(error))
        raise
    yield from outlast(lambda: _finished(recorder))
    return result


def _begun(entry: JobEntry, begin: Begin, recorder: Recorder) -> Steps:
    entry.begin()
    return (yield from begin(recorder))


def _finished(recorder: Recorder) -> Steps:
    recorder.finish("finished")
    yield from ()


def _stand_still(entry: JobEntry) -> Steps:
    """Yield until whoever hands the job in has paused it; it was paused when the program ended."""
    while entry.held:
        yield None
    # Once more: here the pause is seen.
    yield None


def _kept(steps: Steps, recorder: Recorder) -> Steps:
    """Go through the steps, and look between them whether the record is old."""
    thrown: BaseException | None = None
    while True:
        try:
            step = next(steps) if thrown is None else steps.throw(thrown)
        except StopIteration as end:
            return end.value
        thrown = None
        # The record may wait for room; the job will meet the same, and says so.
        with suppress(DiskFull, DatabaseLocked):
            recorder.save_alone()
        try:
            yield step
        except GeneratorExit:
            steps.close()
            raise
        except BaseException as error:  # noqa: BLE001 - the job boundary: it is the steps' to take
            thrown = error


def _supersede(session: "WriteSession", job_id: int, order: JobOrder) -> None:
    """Mark older runs that were cut off in the same work: this one does what they left."""
    from media_manager.persistence.repositories.jobs import (  # noqa: PLC0415 - late
        LIVE,
        encode_parameters,
        finish_job,
        rows_by_status,
    )

    wanted = encode_parameters(order.parameters)
    for row in rows_by_status(session, [order.kind], LIVE):
        same = encode_parameters(msgspec.json.decode(bytes(row.parameters))) == wanted
        if row.id != job_id and row.status != "paused" and same and not is_alive(row.process):
            finish_job(session, row.id, "resumed", quiet=True)


def _failure_row(key: str, error: BaseException) -> FailureRow:
    if not isinstance(error, MediaManagerError):
        return key, type(error).__name__, str(error)[:_LONGEST], "", None
    return key, error.code, str(error)[:_LONGEST], error.hint[:_LONGEST], _details(error)


def _details(error: MediaManagerError) -> str | None:
    """Return what the error knows as JSON; bytes are base64."""
    if not error.arguments:
        return None
    try:
        return msgspec.json.encode(error.arguments, enc_hook=str, order="sorted").decode()
    except (msgspec.MsgspecError, UnicodeError, TypeError):
        return json.dumps({name: ascii(value) for name, value in error.arguments.items()})
