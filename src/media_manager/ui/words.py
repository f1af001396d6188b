"""Numbers, counts and times as the window says them, in the person's language."""

from functools import cache
from pathlib import PurePosixPath

from PySide6.QtCore import QCoreApplication, QLocale

translate = QCoreApplication.translate

_MINUTE = 60
_HOUR = 3_600


def number(value: int) -> str:
    """Return a whole number with the separators of the person's language."""
    return QLocale().toString(value)


def counted(noun: str, count: int) -> str:
    """Return `1 film` or `1,204 films`; `noun` is a media type or one of our own words."""
    one, many = _nouns().get(noun, _nouns()["item"])
    return (one if count == 1 else many).replace("%1", number(count))


def time_left(seconds: float) -> str:
    """Return how long something will take, as roughly as it is known."""
    if seconds < _MINUTE:
        return translate("Words", "%1 s left").replace("%1", number(max(1, round(seconds))))
    if seconds < _HOUR:
        minutes = number(round(seconds / _MINUTE))
        return translate("Words", "%1 min left").replace("%1", minutes)
    hours = QLocale().toString(seconds / _HOUR, "f", 1)
    return translate("Words", "%1 h left").replace("%1", hours)


def rate(items_per_second: float) -> str:
    """Return `1,840/s`, with a decimal below ten."""
    decimals = 0 if items_per_second >= 10 else 1  # noqa: PLR2004 - two digits are enough
    shown = QLocale().toString(items_per_second, "f", decimals)
    return translate("Words", "%1/s").replace("%1", shown)


def job_title(title: str) -> str:
    """Return what a job is called: below the window it is a stable word, or a folder's path."""
    known = _job_titles().get(title)
    if known is not None:
        return known
    if title.startswith(("/", "\\")) or title[1:3] == ":\\":
        return translate("Words", "Scan of %1").replace("%1", folder_name(title))
    return title


def folder_name(display_path: str) -> str:
    """Return the last part of a path, which a sidebar has room for."""
    return PurePosixPath(display_path.replace("\\", "/")).name or display_path


@cache
def _job_titles() -> dict[str, str]:
    return {
        "probe": translate("Words", "Looking into files"),
        "refine": translate("Words", "Reading doubtful names"),
        "thumbnails": translate("Words", "Preparing thumbnails"),
        "backup": translate("Words", "Backup"),
        "doctor": translate("Words", "Examining the library"),
        "tidy": translate("Words", "Tidying up"),
        "recover": translate("Words", "Taking back what was cut off"),
        "database-measure": translate("Words", "Measuring the database"),
        "database-check": translate("Words", "Checking the database"),
        "database-tidy": translate("Words", "Optimizing the database"),
        "cache-maintenance": translate("Words", "Tidying the caches"),
    }


@cache
def _nouns() -> dict[str, tuple[str, str]]:
    return {
        "item": (translate("Words", "%1 item"), translate("Words", "%1 items")),
        "movie": (translate("Words", "%1 film"), translate("Words", "%1 films")),
        "show": (translate("Words", "%1 show"), translate("Words", "%1 shows")),
        "season": (translate("Words", "%1 season"), translate("Words", "%1 seasons")),
        "episode": (translate("Words", "%1 episode"), translate("Words", "%1 episodes")),
        "video": (translate("Words", "%1 video"), translate("Words", "%1 videos")),
        "photo": (translate("Words", "%1 photo"), translate("Words", "%1 photos")),
        "result": (translate("Words", "%1 result"), translate("Words", "%1 results")),
        "folder": (translate("Words", "%1 folder"), translate("Words", "%1 folders")),
        "file": (translate("Words", "%1 file"), translate("Words", "%1 files")),
        "failure": (translate("Words", "%1 failure"), translate("Words", "%1 failures")),
        "problem": (translate("Words", "%1 problem"), translate("Words", "%1 problems")),
        "thing": (translate("Words", "%1 thing"), translate("Words", "%1 things")),
        "step": (
            translate("Words", "%1 change of yours"),
            translate("Words", "%1 changes of yours"),
        ),
        "day": (translate("Words", "%1 day"), translate("Words", "%1 days")),
        "job": (translate("Words", "%1 job"), translate("Words", "%1 jobs")),
        "decision": (
            translate("Words", "%1 needs a decision"),
            translate("Words", "%1 need a decision"),
        ),
    }
