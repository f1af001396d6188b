"""Where the window hands in long work: it is written down, run, and followed by what comes next.

Everything here is called on the main thread; what writes or reads goes to the lanes.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from media_manager.domain.changes import LibraryChanges
from media_manager.domain.jobs import JobState
from media_manager.errors import DatabaseLocked, StorageError
from media_manager.library.job_ledger import JobEntry, JobOrder
from media_manager.library.job_runs import JobRecord, left_jobs, take_over_killed, this_process
from media_manager.library.job_wishes import JobWish, ask_of_job, cancel_rows
from media_manager.library.retry import get_job, retry_order
from media_manager.persistence.jobs_reader import Wish, pending_wishes
from media_manager.persistence.lock import waiting_with
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Settings
from media_manager.workers.change_feed import ChangeFeed
from media_manager.workers.job_chain import JobChain, Link
from media_manager.workers.job_kinds import KINDS, chain_behind, get_kind, make_job
from media_manager.workers.lanes import EDIT, READ, THUMBS
from media_manager.workers.library_jobs import JobTools
from media_manager.workers.library_lane import reading
from media_manager.workers.runner import JobRunner

if TYPE_CHECKING:
    from media_manager.persistence.reader import LibraryReader
    from media_manager.workers.handle import JobHandle

_log = logging.getLogger(__name__)

T = TypeVar("T")
Told = Callable[["JobHandle"], None]
Refused = Callable[[BaseException], None]


@dataclass(slots=True)
class _Line:
    """A job of this window: its handle, and its entry in the ledger."""

    handle: "JobHandle"
    entry: JobEntry
    paused: bool = False
    # Somebody found work for it while it ran: it may have looked already.
    again: bool = False
    over: bool = False
    # Which kinds before it in its chain failed.
    failed: frozenset[str] = frozenset()

    @property
    def order(self) -> JobOrder:
        return self.entry.order


class JobDesk:
    """Takes orders and keeps their records true."""

    def __init__(
        self,
        runner: JobRunner,
        store: LibraryStore,
        settings: Settings,
        changes: ChangeFeed,
        usual_side: Callable[[], int | None] = lambda: None,
    ) -> None:
        self._runner = runner
        self._store = store
        self._settings = settings
        self._tools = JobTools(store, settings, self._pictures_wait, usual_side)
        self._lines: dict[int, _Line] = {}
        self._chain = JobChain(self, self._tools)
        self.takes_unasked = False
        self._closing = False
        runner.job_changed.connect(self._on_job_changed)
        runner.job_removed.connect(self._on_job_removed)
        changes.on_changes(self._on_changes)

    # -- handing in ----------------------------------------------------------------------------

    def submit(
        self,
        kind: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        title: str = "",
        origin: str = "person",
        priority: int = 0,
    ) -> "JobHandle":
        """Hand in a job; one that does the same already is returned instead."""
        order = JobOrder(kind, parameters or {}, title=title, origin=origin, priority=priority)
        return self.hand_in(order)

    def hand_in(self, order: JobOrder) -> "JobHandle":
        """Hand in an order; see `submit`."""
        running = self._find_same(order)
        if running is not None:
            return running.handle
        return self._start(JobEntry(self._store, replace(order, title=order.title or order.kind)))

    def retry_failed(
        self, job_id: int, on_done: Told | None = None, on_error: Refused | None = None
    ) -> None:
        """Do again what failed in a run, and no more."""
        self._order(lambda reader: retry_order(reader, job_id), on_done, on_error)

    def start_again(
        self, job_id: int, on_done: Told | None = None, on_error: Refused | None = None
    ) -> None:
        """Do all that a run did once more."""

        def order(reader: "LibraryReader") -> JobOrder:
            old = get_job(reader, job_id).order
            return replace(old, origin="person", priority=0, follows_id=None, retry_of=None)

        self._order(order, on_done, on_error)

    def offer(self, kind: str, *, origin: str = "person", priority: int = 0) -> None:
        """Begin a job of this kind if there is work for it; if not, what comes behind it."""
        self._chain.offer(get_kind(kind), Link(origin, priority))

    def go_on(self, on_done: Callable[[Sequence[JobOrder]], None] | None = None) -> None:
        """Go on with what a killed or closed program left, and begin what it had not begun.

        From here on jobs may be made that nobody asked for. A start with nothing to do never
        loads the writing half.
        """
        self.takes_unasked = True

        def take(left: Sequence[JobRecord]) -> None:
            for record in left:
                entry = JobEntry(self._store, record.order, job_id=record.id)
                entry.held = record.status == "paused"
                self._start(entry)
            if on_done is not None:
                on_done([record.order for record in left])
            for kind in KINDS.values():
                if kind.at_start:
                    self._chain.offer(kind, Link("person", -1), alone=True)

        def look(left: Sequence[JobRecord]) -> None:
            if left:
                self._write(lambda: take_over_killed(self._store, KINDS), take)
            else:
                take(())

        self._read(left_jobs, look, empty=list[JobRecord]())

    # -- what can be asked of a job ------------------------------------------------------------

    def job_id(self, handle: "JobHandle") -> int | None:
        """Return the number of a job in the history, once it is written there."""
        line = self._lines.get(handle.number)
        return None if line is None else line.entry.id

    def handle_of(self, job_id: int) -> "JobHandle | None":
        """Return the job of this window that has a number of the history."""
        found = (line.handle for line in self._lines.values() if line.entry.id == job_id)
        return next(found, None)

    def order_of(self, handle: "JobHandle") -> JobOrder | None:
        """Return what was handed in."""
        line = self._lines.get(handle.number)
        return None if line is None else line.order

    def next_kinds(self, handle: "JobHandle") -> tuple[str, ...]:
        """Return the kinds that can begin when a job has ended, in order."""
        order = self.order_of(handle)
        return () if order is None else chain_behind(order.kind)

    def keeps_awake(self, handle: "JobHandle") -> bool:
        """Return whether the machine should not fall asleep while this runs."""
        order = self.order_of(handle)
        return order is not None and get_kind(order.kind).keeps_awake

    def set_priority(self, handle: "JobHandle", priority: int) -> None:
        """Let a job come before those of lower priority, from its next step on."""
        handle.set_priority(priority)
        line = self._lines.get(handle.number)
        if line is not None:
            self._write(lambda: line.entry.set_priority(priority))

    def cancel(self, job_id: int, on_error: Refused | None = None) -> None:
        """Stop a job, of this window or of any other program, and what waits behind it."""
        self._ask(job_id, JobWish.CANCEL, on_error)

    def pause(self, job_id: int, on_error: Refused | None = None) -> None:
        """Let a job stand still, also after a restart."""
        self._ask(job_id, JobWish.PAUSE, on_error)

    def resume(self, job_id: int, on_error: Refused | None = None) -> None:
        """Let a job go on."""
        self._ask(job_id, JobWish.RESUME, on_error)

    # -- closing -------------------------------------------------------------------------------

    def closing(self) -> None:
        """Take what ends from now on as cut off, not as given up; before the runner is closed."""
        self._closing = True

    def close(self) -> None:
        """Leave to the next start what has not ended; when the lanes have ended."""
        left = [line.entry for line in self._lines.values() if not line.entry.ended]
        if not left:
            return
        # Late: as the first write of a job.
        from media_manager.persistence.repositories.jobs import release_jobs  # noqa: PLC0415

        try:
            with waiting_with(_not_long):
                for entry in left:
                    entry.enter()
                with self._store.writing("jobs") as session:
                    release_jobs(session, this_process())
        except StorageError:
            # The next start finds them too: their process is dead then.
            _log.warning("workers: jobs that go on later could not be noted", exc_info=True)

    # -- for the chain -------------------------------------------------------------------------

    def count_work(
        self, find: "Callable[[LibraryReader], int]", on_done: Callable[[int], None]
    ) -> None:
        """Count what there is to do, on the read lane; nobody hears of it once this closes."""
        self._read(find, lambda work: None if self._closing else on_done(work), empty=0)

    def begin_link(self, order: JobOrder, failed: frozenset[str]) -> None:
        """Hand in the next job of a chain, which knows what failed before it."""
        handle = self.hand_in(order)
        self._lines[handle.number].failed = failed

    def note_work(self, order: JobOrder) -> bool:
        """Return whether a job does this already; it looks once more when it has ended."""
        running = self._find_same(order)
        if running is not None:
            running.again = True
        return running is not None

    # -- inside --------------------------------------------------------------------------------

    def _start(self, entry: JobEntry) -> "JobHandle":
        order = entry.order
        job = make_job(self._tools, entry)
        handle = self._runner.submit(job, title=order.title, priority=order.priority)
        line = _Line(handle, entry, paused=entry.held)
        self._lines[handle.number] = line
        if entry.held:
            handle.pause()
            entry.held = False
        else:
            self._write(entry.enter)
        return handle

    def _find_same(self, order: JobOrder) -> _Line | None:
        running = (line for line in self._lines.values() if not line.over)
        return next((line for line in running if _is_same(line.order, order)), None)

    def _order(
        self,
        find: "Callable[[LibraryReader], JobOrder]",
        on_done: Told | None,
        on_error: Refused | None,
    ) -> None:
        def begin(order: JobOrder | None) -> None:
            if order is not None:
                handle = self.hand_in(order)
                if on_done is not None:
                    on_done(handle)

        self._runner.ask(READ, reading(find, empty=None), on_done=begin, on_error=on_error)

    def _ask(self, job_id: int, wish: JobWish, on_error: Refused | None) -> None:
        handle = self.handle_of(job_id)
        if handle is not None and not handle.state.ended:
            _apply(handle, Wish(job_id, wish, handle.priority))
            return
        store = self._store
        self._runner.ask(
            EDIT, lambda: ask_of_job(store, job_id, wish), on_done=_ignore, on_error=on_error
        )

    def _on_job_changed(self, handle: "JobHandle") -> None:
        line = self._lines.get(handle.number)
        if line is None or line.over:
            return
        if handle.state.ended:
            line.over = True
            if not self._closing:
                self._on_ended(line)
        else:
            self._note_pause(line)

    def _note_pause(self, line: _Line) -> None:
        """Write what a person decided; a job that stands still for a full disk goes on anyway."""
        handle, entry = line.handle, line.entry
        paused = handle.state is JobState.PAUSED and handle.pause_reason is None
        if paused != line.paused:
            line.paused = paused
            status = "paused" if paused else "running" if entry.begun else "queued"
            self._write(lambda: entry.set_status(status))

    def _on_ended(self, line: _Line) -> None:
        state, entry = line.handle.state, line.entry
        if state is JobState.CANCELLED:
            self._cancel_behind(entry)
            return
        if not entry.ended:
            self._write(lambda: entry.finish("failed", str(line.handle.error)))
        order = line.order
        failed = line.failed | ({order.kind} if state is JobState.FAILED else frozenset())
        link = Link(order.origin, order.priority - 1, entry.id, failed)
        if line.again and state is JobState.FINISHED:
            self._chain.offer(get_kind(order.kind), replace(link, priority=order.priority))
        self._chain.behind(order.kind, link)

    def _cancel_behind(self, entry: JobEntry) -> None:
        """Give up what waits behind a job that was given up."""
        store = self._store

        def write() -> None:
            if not entry.ended:
                entry.finish("cancelled")
            if entry.id is not None:
                with store.writing("jobs") as session:
                    cancel_rows(session, entry.id, itself=False)

        for line in self._lines.values():
            if not line.over and entry.id is not None and line.order.follows_id == entry.id:
                line.handle.cancel()
        self._write(write)

    def _on_changes(self, changes: Sequence[LibraryChanges]) -> None:
        if not any({"jobs", "everything"} & change.fields for change in changes):
            return
        if any(not line.over for line in self._lines.values()):
            self._read(pending_wishes, self._grant, empty=list[Wish]())

    def _grant(self, wishes: Sequence[Wish]) -> None:
        for wish in wishes:
            handle = self.handle_of(wish.job_id)
            if handle is not None and not handle.state.ended:
                _apply(handle, wish)
                self._write(self._lines[handle.number].entry.granted)

    def _on_job_removed(self, handle: "JobHandle") -> None:
        self._lines.pop(handle.number, None)

    def _pictures_wait(self) -> bool:
        """Tell whether somebody waits for pictures in view; from any thread."""
        load = self._runner.pool.load(THUMBS)
        return bool(load.queued or load.running)

    def _read(
        self, work: "Callable[[LibraryReader], T]", on_done: Callable[[T], None], *, empty: T
    ) -> None:
        self._runner.ask(READ, reading(work, empty=empty), on_done=on_done, on_error=_note_error)

    def _write(self, work: Callable[[], T], on_done: Callable[[T], None] | None = None) -> None:
        self._runner.ask(EDIT, work, on_done=on_done or _ignore, on_error=_note_error)


def _not_long(_waited_seconds: float) -> None:
    """Called on the main thread, which must not wait for another program when it closes."""
    raise DatabaseLocked("The library is busy: another program is writing to it.")


def _apply(handle: "JobHandle", wish: Wish) -> None:
    match wish.wish:
        case JobWish.CANCEL:
            handle.cancel()
        case JobWish.PAUSE:
            handle.pause()
        case JobWish.RESUME:
            handle.resume()
        case JobWish.PRIORITY:
            handle.set_priority(wish.priority)


def _is_same(one: JobOrder, other: JobOrder) -> bool:
    """Tell whether two orders do the same work; a scan of every file does that of a quick one."""
    if (one.kind, one.retry_of) != (other.kind, other.retry_of):
        return False
    mine, yours = dict(one.parameters), dict(other.parameters)
    mine.pop("full", None)
    yours.pop("full", None)
    return mine == yours


def _note_error(error: BaseException) -> None:
    """Note what kept a record from being written; the job itself meets the same and tells it."""
    _log.warning("workers: the record of a job could not be kept: %s", error)


def _ignore(_result: object) -> None:
    """Nobody waits for this answer."""
