"""What is scheduled in a profile, when each of it ran last, and when it runs next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from media_manager.domain.schedules import NAMES, Rhythm, Schedule, next_due, parse_when
from media_manager.errors import MediaManagerError, SettingError
from media_manager.persistence.schedule_reader import newest_run_us
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings

ORIGIN = "schedule"
# What can be scheduled: its name in settings and commands -> the kind of job. Only the kinds that
# read much wait on battery.
KINDS: Mapping[str, str] = {name: "doctor" if name == "check" else name for name in NAMES}
_LIGHT = frozenset({"tidy"})
_US = 1_000_000


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One schedule as a list shows it. `next_due` in the past means: as soon as it may."""

    name: str
    when: str
    last_run: datetime | None
    next_due: datetime | None


def load_schedules(settings: Settings) -> list[Schedule]:
    """Return what is scheduled, in the order in which it is done when all is due."""
    return [
        Schedule(name, parse_when(settings.text(f"schedule.{name}")), heavy=name not in _LIGHT)
        for name in KINDS
    ]


def load_last_runs(store: LibraryStore, profile: Profile) -> dict[str, datetime]:
    """Return when each schedule ran last; a backup that was made by hand counts too.

    Touches the folder of the backups: called on a worker thread.
    """
    runs: dict[str, datetime] = {}
    if store.exists():
        with store.reading() as reader:
            for name, kind in KINDS.items():
                at_us = newest_run_us(reader, kind, ORIGIN)
                if at_us is not None:
                    runs[name] = _instant(at_us)
    backed_up = _last_backup(profile)
    if backed_up is not None:
        runs["backup"] = max(backed_up, runs.get("backup", backed_up))
    return runs


def list_schedules(settings: Settings, store: LibraryStore) -> list[ScheduleLine]:
    """Return every schedule with its last and its next run."""
    runs = load_last_runs(store, settings.profile)
    now = datetime.now(UTC)
    return [_line(schedule, runs.get(schedule.kind), now) for schedule in load_schedules(settings)]


def get_job_kind(name: str) -> str:
    """Return the kind of job behind the name of a schedule; raise SettingError."""
    kind = KINDS.get(name)
    if kind is None:
        raise SettingError(
            f"There is no schedule “{name}”.", hint=f"There are: {', '.join(KINDS)}.", key=name
        )
    return kind


def is_anything_set(schedules: Sequence[Schedule]) -> bool:
    """Return whether anything but `off` is chosen."""
    return any(schedule.when.rhythm is not Rhythm.OFF for schedule in schedules)


def _line(schedule: Schedule, last_run: datetime | None, now: datetime) -> ScheduleLine:
    due_at = next_due(schedule.when, last_run, now)
    return ScheduleLine(schedule.kind, str(schedule.when), last_run, due_at)


def _last_backup(profile: Profile) -> datetime | None:
    from media_manager.library.maintain import last_verified  # noqa: PLC0415 - the writing half

    try:
        line = last_verified(profile)
    except MediaManagerError:
        return None  # its disk is away: then it is due, and the backup says so
    return None if line is None or line.verified_at_us is None else _instant(line.verified_at_us)


def _instant(at_us: int) -> datetime:
    return datetime.fromtimestamp(at_us / _US, UTC)
