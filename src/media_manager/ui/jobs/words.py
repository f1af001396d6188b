"""What jobs are called, how they are, and how they ended: in words a tired person reads once."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from media_manager.domain.jobs import JobProgress, JobState
from media_manager.library.scan_counts import ScanCounts
from media_manager.ui.words import job_title, number, rate, time_left

if TYPE_CHECKING:
    from media_manager.library.job_runs import JobRecord
    from media_manager.workers import JobHandle

translate = QCoreApplication.translate

_US_PER_MS = 1_000
_US_PER_SECOND = 1_000_000
_MINUTE = 60
_HOUR = 3_600


def kind_names() -> dict[str, str]:
    """Return the kinds of jobs that have a name of their own, in the order of a list."""
    return {
        "scan": translate("Jobs", "Scan"),
        "probe": translate("Jobs", "Look into files"),
        "refine": translate("Jobs", "Read doubtful names"),
        "thumbnails": translate("Jobs", "Prepare thumbnails"),
        "bulk": translate("Jobs", "Change items"),
        "backup": translate("Jobs", "Backup"),
        "doctor": translate("Jobs", "Examine the library"),
        "tidy": translate("Jobs", "Tidy up"),
    }


def kind_name(kind: str) -> str:
    return kind_names().get(kind, kind)


def result_names() -> dict[str, str]:
    """Return the states that the history can be narrowed to, in the order of a list."""
    return {
        "queued": translate("Jobs", "Waits for its turn"),
        "running": translate("Jobs", "Running"),
        "paused": translate("Jobs", "Paused"),
        "finished": translate("Jobs", "Finished"),
        "failed": translate("Jobs", "Failed"),
        "cancelled": translate("Jobs", "Cancelled"),
        "interrupted": translate("Jobs", "Interrupted; goes on at the next start"),
        "resumed": translate("Jobs", "Interrupted, then continued"),
    }


def result_name(record: "JobRecord") -> str:
    if record.was_killed:
        return translate("Jobs", "Stopped unexpectedly")
    return result_names().get(record.status, record.status)


def origin_name(origin: str) -> str:
    """Return who began a job; a person needs no word for what they began themselves."""
    return {
        "command": translate("Jobs", "from the command line"),
        "schedule": translate("Jobs", "by the schedule"),
        "watch": translate("Jobs", "because files changed"),
        "chain": translate("Jobs", "after another job"),
    }.get(origin, "")


def record_title(record: "JobRecord") -> str:
    """Return what a run is called; one without a title of its own by its kind."""
    if record.title in {"", record.job_type}:
        return kind_name(record.job_type)
    return job_title(record.title)


def state_name(state: JobState) -> str:
    return {
        JobState.QUEUED: translate("JobRow", "Waits for its turn"),
        JobState.RUNNING: translate("JobRow", "Running"),
        JobState.PAUSED: translate("JobRow", "Paused"),
        JobState.WAITING: translate("JobRow", "Waiting"),
        JobState.FINISHED: translate("JobRow", "Finished"),
        JobState.FAILED: translate("JobRow", "Failed"),
        JobState.CANCELLED: translate("JobRow", "Cancelled; what was done stays"),
    }[state]


def describe(job: "JobHandle") -> str:
    """Return the numbers of a job: count, rate and time left, or how it ended."""
    progress = job.progress
    if job.state.ended:
        return " · ".join(filter(None, (state_name(job.state), found(job.result))))
    parts = [_count(progress)]
    # A job that waits for its children works all the same; one that is held up says why.
    works = job.state is JobState.RUNNING or (
        job.state is JobState.WAITING and job.pause_reason is None
    )
    if not works:
        return " · ".join([state_name(job.state), *filter(None, parts)])
    if progress.rate:
        parts.append(rate(progress.rate))
    if progress.eta_seconds:
        parts.append(time_left(progress.eta_seconds))
    return " · ".join(filter(None, parts))


def found(result: object) -> str:
    """Return what a scan found, in the order of what matters."""
    if not isinstance(result, ScanCounts):
        return ""
    texts = (
        (result.added, translate("JobRow", "%1 new")),
        (result.changed, translate("JobRow", "%1 changed")),
        (result.moved, translate("JobRow", "%1 moved")),
        (result.missing, translate("JobRow", "%1 missing")),
        (result.held, translate("JobRow", "%1 held for you")),
    )
    parts = [text.replace("%1", number(count)) for count, text in texts if count]
    return " · ".join(parts) or translate("JobRow", "nothing new")


def retry_text(failed: int) -> str:
    """Return what the button says that tries only the failures again."""
    if failed == 1:
        return translate("Jobs", "Re&try the one that failed")
    return translate("Jobs", "Re&try the %1 that failed").replace("%1", number(failed))


def moment(instant_us: int | None) -> str:
    """Return day and time as the person writes them."""
    if instant_us is None:
        return ""
    time = QDateTime.fromMSecsSinceEpoch(instant_us // _US_PER_MS)
    return QLocale().toString(time, "d MMM yyyy HH:mm")


def took(record: "JobRecord") -> str:
    """Return how long a job took from its start to its end."""
    begun = record.started_at or record.created_at
    if record.finished_at is None:
        return ""
    return duration(max(0, record.finished_at - begun) / _US_PER_SECOND)


def duration(seconds: float) -> str:
    """Return a length of time as roughly as anybody wants to know it."""
    if seconds < 1:
        return translate("Jobs", "less than 1 s")
    if seconds < _MINUTE:
        return translate("Jobs", "%1 s").replace("%1", number(round(seconds)))
    if seconds < _HOUR:
        return translate("Jobs", "%1 min").replace("%1", number(round(seconds / _MINUTE)))
    return translate("Jobs", "%1 h").replace("%1", QLocale().toString(seconds / _HOUR, "f", 1))


def _count(progress: JobProgress) -> str:
    if progress.total is None:
        return number(progress.done) if progress.done else ""
    of = translate("JobRow", "%1 of %2")
    return of.replace("%1", number(progress.done)).replace("%2", number(progress.total))
