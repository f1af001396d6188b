"""Is there a way back: verified backups, and nothing that a broken-off one left?"""

import time
from pathlib import Path
from typing import Final

from media_manager.library import maintain
from media_manager.library.doctor.finding import (
    SHOWN,
    Case,
    Check,
    Finding,
    Severity,
    fine,
    plural,
    repair_command,
)

_OLD_DAYS: Final = 7
_DAY_US: Final = 86_400 * 1_000_000
_HOUR_SECONDS: Final = 3_600
_BACKUP: Final = "media-manager doctor --backup"
# What an upgrade, a restore or a backup leaves when it is killed.
_STALE: Final = (
    "library.db.new*",
    "library.db.upgrade*",
    "library.db.restore*",
    "library.db.salvage*",
    "library.db.rebuild*",
    "backups/*.part*",
    ".media-manager-*.part",
)


def _backups(case: Case) -> Finding:
    hint = "Make a backup now; it is checked before it counts."
    if not case.profile.library_db.exists():
        return fine("backups", "There is nothing to back up yet.")
    lines = maintain.backup_lines(case.profile)
    verified = next((line for line in lines if line.verified_at_us is not None), None)
    if verified is None:
        said = f"None of {len(lines)} backups was checked." if lines else "There is no backup yet."
        return Finding("backups", Severity.WARNING, said, hint, repairable=True, command=_BACKUP)
    days = max(0, (time.time_ns() // 1_000 - verified.at_us) // _DAY_US)
    age = "less than a day old" if not days else f"{plural(days, 'day')} old"
    message = f"The newest verified backup is {age}: {verified.path}."
    if days > _OLD_DAYS:
        return Finding("backups", Severity.WARNING, message, hint, repairable=True, command=_BACKUP)
    return fine("backups", message)


def _back_up(case: Case) -> str:
    path = maintain.backup_now(case.profile, should_stop=lambda: case.watch.cancelled)
    return f"A verified backup was made: {path}."


def _stale_files(case: Case) -> Finding:
    stale = _stale(case)
    if not stale:
        return fine("stale-files", "Nothing was left over by an upgrade or a backup.")
    listed = ", ".join(path.name for path in stale[:SHOWN])
    return Finding(
        "stale-files",
        Severity.WARNING,
        f"A broken-off upgrade or backup left {plural(len(stale), 'file')}: {listed}.",
        hint="Repair removes them; the library itself is not among them.",
        repairable=True,
        command=repair_command("stale-files"),
        where=tuple(map(str, stale)),
    )


def _remove_stale(case: Case) -> str:
    stale = _stale(case)
    for path in stale:
        path.unlink(missing_ok=True)
    listed = ", ".join(path.name for path in stale[:SHOWN])
    return f"Removed what a broken-off upgrade or backup left: {listed}."


def _stale(case: Case) -> list[Path]:
    before = time.time() - _HOUR_SECONDS  # a younger one may be an upgrade that runs now
    return [
        path
        for pattern in _STALE
        for path in sorted(case.profile.data.glob(pattern))
        if path.is_file() and path.stat().st_mtime < before
    ]


CHECKS = (
    Check("backups", "Looking at the backups", _backups, _back_up),
    Check("stale-files", "Looking for leftovers", _stale_files, _remove_stale),
)
