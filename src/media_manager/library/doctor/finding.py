"""What the doctor says of one thing, and what a check of it looks like."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from media_manager.library.watch import Watch
from media_manager.settings import Profile, Settings

# So many places are named one by one; the message has the number of all.
SHOWN = 3
LISTED = 100


class Severity(StrEnum):
    """Ok is told too, so that a person sees what was looked at."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    `repairable`: `repair_one(profile, code)` puts it right; with `only_when_asked` only that does,
    never a repair of everything. `command` is what to type instead, or what must be done by hand.
    `where` names places: paths, or numbers of items.
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""
    repairable: bool = False
    command: str = ""
    where: tuple[str, ...] = ()
    only_when_asked: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """What a check gets: the profile, what was chosen in it, and who watches."""

    profile: Profile
    settings: Settings
    watch: Watch
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at. `mend` puts it right and says what it did.

    `thorough` ones read so much that a quick examination leaves them out.
    """

    code: str
    title: str
    look: Callable[[Case], Finding]
    mend: Callable[[Case], str] | None = None
    thorough: bool = False
    only_when_asked: bool = False


def fine(code: str, message: str, *, hint: str = "", command: str = "") -> Finding:
    """Return that a thing is in order."""
    return Finding(code, Severity.OK, message, hint, command=command)


def plural(count: int, word: str) -> str:
    """Return "1 file" or "2 files"."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def repair_command(code: str) -> str:
    """Return what to type to have one thing repaired."""
    return f"media-manager doctor --repair {code}"
