"""Runs what is scheduled while a window is open; idle work stands still when a person is back.

Everything here is called on the main thread; what reads goes to the lanes.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

from media_manager.domain.jobs import JobState
from media_manager.domain.schedules import Cause, Due, Moment, Schedule, due
from media_manager.errors import JobWaits, RootFolderOffline
from media_manager.library import roots
from media_manager.library.schedules import (
    ORIGIN,
    get_job_kind,
    is_anything_set,
    load_last_runs,
    load_schedules,
)
from media_manager.processes.idle import load_per_cpu, on_battery
from media_manager.workers.background_needs import BackgroundNeeds
from media_manager.workers.lanes import JOBS

if TYPE_CHECKING:
    from media_manager.library.roots import Root
    from media_manager.workers.handle import JobHandle

_log = logging.getLogger(__name__)

# Below everything else that waits.
PRIORITY = -5
_LOOK_SECONDS = 60.0
# More programs than this want to compute for each processor: it is not idle.
_MOST_LOAD = 0.7
_SECONDS_A_MINUTE = 60
_OF_PEOPLE = frozenset({"person", "command"})


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a look found out on a lane."""

    last_runs: dict[str, datetime]
    roots: "tuple[Root, ...]"
    battery: bool
    load: float


class ScheduleKeeper:
    """Looks once a minute what is due. `idle_seconds` says how long nobody used the window."""

    def __init__(
        self,
        services: BackgroundNeeds,
        idle_seconds: Callable[[], float],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._services = services
        self._idle_seconds = idle_seconds
        self._now = now
        self._since = now()
        self._looked_at = -float("inf")
        self._looking = False
        self._ran: dict[str, datetime] = {}
        # Jobs that run because the computer is idle, and those of them that we let stand still.
        self._idle_jobs: list[JobHandle] = []
        self._waiting: list[JobHandle] = []
        self._stood: set[int] = set()  # of the latter, those that came to stand still

    def tick(self) -> None:
        """Mind the idle jobs, and once a minute look what is due; called every few seconds."""
        self._mind_idle_jobs()
        now = monotonic()
        if not self._looking and now - self._looked_at >= _LOOK_SECONDS:
            self._looked_at = now
            self.look()

    def look(self) -> None:
        """Start what is due, when the lanes have said when all of it ran last."""
        schedules = load_schedules(self._services.settings)
        if not is_anything_set(schedules) or not self._services.store.exists():
            return
        self._looking = True
        self._services.runner.ask(
            JOBS,
            self._find_facts,
            on_done=lambda facts: self._decide(schedules, facts),
            on_error=self._on_no_facts,
        )

    def close(self) -> None:
        """Let those that stand still go on: closing cuts them off, and the next start resumes."""
        for job in self._waiting:
            job.resume()
        self._waiting.clear()
        self._idle_jobs.clear()

    @property
    def is_idle(self) -> bool:
        """Return whether nobody uses the program, and no job of a person runs."""
        return self._quiet_seconds() >= self._idle_after()

    # -- inside --------------------------------------------------------------------------------

    def _find_facts(self) -> _Facts:
        store = self._services.store
        found = roots.find_roots(store, counted=False)
        return _Facts(
            load_last_runs(store, self._services.profile),
            tuple(root for root in found if root.state != "offline"),
            on_battery(),
            load_per_cpu(),
        )

    def _on_no_facts(self, error: BaseException) -> None:
        self._looking = False
        _log.info("schedules: not now: %s", error)

    def _decide(self, schedules: list[Schedule], facts: _Facts) -> None:
        self._looking = False
        now = self._now()
        moment = Moment(now, self._since, self._quiet_seconds(), self._idle_after())
        heavy = {schedule.kind for schedule in schedules if schedule.heavy}
        for each in due(schedules, self._last_runs(facts, now), moment):
            if self._may_begin(each, facts, is_heavy=each.kind in heavy):
                _log.info("schedules: %s is due (%s)", each.kind, each.cause)
                self._ran[each.kind] = now
                self._begin(each, facts)

    def _last_runs(self, facts: _Facts, now: datetime) -> dict[str, datetime]:
        """Return the newest that the clock allows, of the library's and of our own memory."""
        runs = dict(facts.last_runs)
        for kind, ran in self._ran.items():
            known = runs.get(kind)
            if known is None or known > now or (known < ran <= now):
                runs[kind] = ran
        return runs

    def _may_begin(self, wanted: Due, facts: _Facts, *, is_heavy: bool) -> bool:
        if is_heavy and facts.battery and not self._services.settings.flag("schedule.on_battery"):
            return False
        return wanted.cause is not Cause.IDLE or facts.load <= _MOST_LOAD

    def _begin(self, wanted: Due, facts: _Facts) -> None:
        if wanted.kind == "scan":
            jobs = [
                self._services.scan(root, origin=ORIGIN, priority=PRIORITY) for root in facts.roots
            ]
            for job in jobs:
                job.on_failed(self._on_scan_failed)
        else:
            kind = get_job_kind(wanted.kind)
            jobs = [self._services.jobs.submit(kind, origin=ORIGIN, priority=PRIORITY)]
        if wanted.cause is Cause.IDLE:
            self._idle_jobs += [job for job in jobs if self._is_ours(job)]

    def _on_scan_failed(self, error: BaseException) -> None:
        """Say nothing of a drive that is away: the status bar does."""
        if not isinstance(error, RootFolderOffline):
            self._services.runner.unheard_failure.emit(error)

    def _is_ours(self, job: "JobHandle") -> bool:
        order = self._services.jobs.order_of(job)
        return order is not None and order.origin == ORIGIN

    def _mind_idle_jobs(self) -> None:
        """Let idle work stand still while somebody is there, and go on when nobody is."""
        self._idle_jobs = [job for job in self._idle_jobs if not job.state.ended]
        self._waiting = [job for job in self._waiting if job in self._idle_jobs]
        idle = self.is_idle
        for job in tuple(self._idle_jobs):
            if job in self._waiting:
                if idle:
                    self._waiting.remove(job)
                    job.resume()
                elif isinstance(job.pause_reason, JobWaits):
                    self._stood.add(job.number)
                elif job.number in self._stood:
                    # A person let it go on: from now on it is theirs.
                    self._idle_jobs.remove(job)
                    self._waiting.remove(job)
            elif not idle and job.state is not JobState.PAUSED:
                self._waiting.append(job)
                self._stood.discard(job.number)
                job.pause(self._reason())

    def _reason(self) -> JobWaits:
        minutes = self._services.settings.integer("schedule.idle_minutes")
        return JobWaits(
            "Waits until nobody uses the program.",
            hint=f"It goes on by itself after {minutes} quiet minutes, or now if you let it.",
            minutes=minutes,
        )

    def _quiet_seconds(self) -> float:
        """Return how long nobody used the window; none while a job of a person runs."""
        desk = self._services.jobs
        for job in self._services.running_jobs:
            order = desk.order_of(job)
            standing = job.state is JobState.PAUSED
            if not standing and order is not None and order.origin in _OF_PEOPLE:
                return 0.0
        return self._idle_seconds()

    def _idle_after(self) -> float:
        return self._services.settings.integer("schedule.idle_minutes") * float(_SECONDS_A_MINUTE)
