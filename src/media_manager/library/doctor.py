"""Examine the library: what is wrong, what to do about it, and what can be put right at once."""

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from media_manager.errors import (
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseTooNew,
    StorageError,
)
from media_manager.files import free_bytes
from media_manager.persistence import health
from media_manager.persistence.backup import SPACE_FACTOR, list_backups
from media_manager.persistence.gate import DatabaseState, inspect_database
from media_manager.settings import Profile

_OLD_BACKUP_DAYS = 7
_DAY_SECONDS = 86_400
_LEAST_FREE_BYTES = 500 * 1024 * 1024
_SHOWN = 3
# What an upgrade, a restore or a backup leaves when it is killed.
_STALE = ("library.db.new*", "library.db.upgrade*", "library.db.restore*", "backups/*.part*")
_HOUR_SECONDS = 3600
_REFUSALS: dict[type[StorageError], str] = {
    DatabaseForeign: "database-foreign",
    DatabaseTooNew: "database-newer",
    DatabaseDamaged: "database-damaged",
}


class Severity(StrEnum):
    """Ok is told too, so that a person sees what was looked at."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `repairable`: `repair=True` puts it right without a risk."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    repairable: bool = False


def examine(profile: Profile, *, repair: bool = False) -> tuple[Finding, ...]:
    """Look at everything and, with `repair`, put right what is repairable.

    What was repaired is reported as ok with a message that says so. Reads the whole database:
    called on a worker thread or by the command line.
    """
    database = _database(profile)
    findings = [*_system(profile), database]
    if database.code == "database":
        findings += _contents(profile.library_db, repair=repair)
    if database.code != "database-absent":
        findings.append(_backups(profile))
    findings.append(_stale_files(profile, repair=repair))
    return tuple(findings)


def _contents(path: Path, *, repair: bool) -> Iterator[Finding]:
    integrity = _guarded(_integrity, path, repair=repair)
    yield integrity
    # In a damaged file the other checks would only stumble over the same damage.
    if integrity.severity is Severity.OK:
        for check in (_foreign_keys, _search_index, _counters, _roots):
            yield _guarded(check, path, repair=repair)


def _system(profile: Profile) -> Iterator[Finding]:
    version = health.sqlite_version()
    if health.sqlite_is_safe():
        yield _ok("sqlite-version", f"SQLite {version}.")
    else:
        yield Finding(
            "sqlite-version",
            Severity.WARNING,
            f"SQLite {version} is older than 3.51.3, in which two programs that tidy one "
            "database at the same moment cannot damage it.",
            hint="Media Manager lets only one program tidy at a time. Do not open library.db "
            "with other programs, and update SQLite with your system.",
        )
    yield _permissions(profile)
    yield _disk_space(profile)


def _permissions(profile: Profile) -> Finding:
    folders = (profile.data, profile.config, profile.cache, profile.state)
    there = [each for each in folders if each.is_dir()]
    closed = [each for each in there if not os.access(each, os.R_OK | os.W_OK | os.X_OK)]
    if closed:
        return Finding(
            "permissions",
            Severity.PROBLEM,
            f"These folders cannot be used: {', '.join(map(str, closed))}.",
            hint="Make them readable and writable for your account.",
        )
    others = stat.S_IRWXG | stat.S_IRWXO
    open_to_others = [each for each in there if each.stat().st_mode & others]
    if open_to_others and sys.platform != "win32":
        return Finding(
            "permissions",
            Severity.WARNING,
            f"Other accounts can look into {', '.join(map(str, open_to_others))}.",
            hint="Run chmod 700 on them: they hold what you watch, and keys of providers.",
        )
    return _ok("permissions", "The folders of the profile belong to you alone.")


def _disk_space(profile: Profile) -> Finding:
    free = free_bytes(profile.data)
    size = profile.library_db.stat().st_size if profile.library_db.is_file() else 0
    needed = max(_LEAST_FREE_BYTES, int(size * SPACE_FACTOR))
    megabytes = free // 1_000_000
    if free >= needed:
        return _ok("disk-space", f"{megabytes:,} MB are free beside the library.")
    return Finding(
        "disk-space",
        Severity.WARNING,
        f"Only {megabytes:,} MB are free beside the library.",
        hint=f"Free {(needed - free) // 1_000_000 + 1:,} MB on the disk of {profile.data}: "
        "backups and upgrades need the room.",
    )


def _database(profile: Profile) -> Finding:
    path = profile.library_db
    try:
        facts = inspect_database(path)
    except StorageError as error:
        code = _REFUSALS.get(type(error), "database-unreadable")
        return Finding(code, Severity.PROBLEM, str(error), error.hint)
    match facts.state:
        case DatabaseState.ABSENT:
            return Finding(
                "database-absent",
                Severity.OK,
                f"There is no library at {path} yet.",
                hint="Add a folder to make one.",
            )
        case DatabaseState.OLD:
            return Finding(
                "database-old",
                Severity.WARNING,
                f"The library is of an older version (revision {facts.revision}).",
                hint="Upgrade it: a verified backup is made first.",
            )
    return _ok("database", f"The library is {path}, revision {facts.revision}.")


def _guarded(check: Callable[..., Finding], path: Path, *, repair: bool) -> Finding:
    """A library that cannot be written now is a finding, not the end of the examination."""
    try:
        return check(path, repair=repair)
    except StorageError as error:
        code = check.__name__.strip("_").replace("_", "-")
        return Finding(code, Severity.WARNING, f"Not examined: {error}", error.hint)


def _integrity(path: Path, *, repair: bool) -> Finding:
    problems = health.integrity_problems(path)
    only_indexes = health.only_indexes(problems)
    if problems and only_indexes and repair:
        health.rebuild_indexes(path)
        if not health.integrity_problems(path):
            return _ok("integrity", f"{len(problems)} index entries were wrong: built anew.")
    if not problems:
        return _ok("integrity", "The database file is sound.")
    return Finding(
        "integrity",
        Severity.PROBLEM,
        f"The database file is damaged: {'; '.join(problems[:_SHOWN])}.",
        hint="Only indexes are concerned: repair builds them anew."
        if only_indexes
        else "Restore the newest verified backup; the damaged file is kept beside it.",
        repairable=only_indexes,
    )


def _foreign_keys(path: Path, *, repair: bool) -> Finding:  # noqa: ARG001 - one shape for all
    orphans = health.orphan_tables(path)
    if not orphans:
        return _ok("foreign-keys", "Every reference leads somewhere.")
    listed = ", ".join(f"{count} in {table}" for table, count in sorted(orphans.items()))
    return Finding(
        "foreign-keys",
        Severity.PROBLEM,
        f"Rows point to rows that are gone: {listed}.",
        hint="Another program changed the library. Restore a backup made before.",
    )


def _search_index(path: Path, *, repair: bool) -> Finding:
    faults = health.search_faults(path)
    if not faults:
        return _ok("search-index", "The search finds what the library holds.")
    listed = ", ".join(faults)
    if repair:
        health.rebuild_search(path)
        if not health.search_faults(path):
            return _ok("search-index", f"The search index was wrong ({listed}): built anew.")
    return Finding(
        "search-index",
        Severity.PROBLEM,
        f"The search index disagrees with the library: {listed}.",
        hint="Repair builds it anew from the library.",
        repairable=True,
    )


def _counters(path: Path, *, repair: bool) -> Finding:
    wrong = health.wrong_counters(path)
    if not wrong:
        return _ok("counters", "The numbers beside the lists are right.")
    listed = ", ".join(
        f"{name} says {stored}, counted {counted}"
        for name, (stored, counted) in list(wrong.items())[:_SHOWN]
    )
    if repair:
        health.recount(path)
        return _ok("counters", f"{len(wrong)} counters were wrong ({listed}): counted anew.")
    return Finding(
        "counters",
        Severity.PROBLEM,
        f"{len(wrong)} counters are wrong: {listed}.",
        hint="Repair counts anew.",
        repairable=True,
    )


def _roots(path: Path, *, repair: bool) -> Finding:  # noqa: ARG001 - one shape for all
    numbers = health.root_numbers(path)
    parts = [
        (numbers.offline_roots, "cannot be reached"),
        (numbers.held_roots, "wait for your decision"),
    ]
    said = [f"{count} of {numbers.roots} folders {what}" for count, what in parts if count]
    if numbers.missing_files:
        said.append(f"{numbers.missing_files:,} files are gone from folders that are there")
    if not said:
        return _ok("roots", f"All {numbers.roots} folders of the library can be reached.")
    return Finding(
        "roots",
        Severity.WARNING,
        f"{'; '.join(said)}.",
        hint="Connect the drive and scan again. Nothing is removed from the library by itself.",
    )


def _backups(profile: Profile) -> Finding:
    backups = list_backups(profile.backups)
    hint = "Make a backup now; it is checked before it counts."
    if not backups:
        return Finding("backups", Severity.WARNING, "There is no backup yet.", hint)
    days = int((time.time() - backups[0].stat().st_mtime) // _DAY_SECONDS)
    message = f"The newest verified backup is {days} days old: {backups[0]}."
    if days > _OLD_BACKUP_DAYS:
        return Finding("backups", Severity.WARNING, message, hint)
    return _ok("backups", message)


def _stale_files(profile: Profile, *, repair: bool) -> Finding:
    before = time.time() - _HOUR_SECONDS  # a younger one may be an upgrade that runs now
    stale = [
        path
        for pattern in _STALE
        for path in profile.data.glob(pattern)
        if path.is_file() and path.stat().st_mtime < before
    ]
    if not stale:
        return _ok("stale-files", "Nothing was left over by an upgrade or a backup.")
    listed = ", ".join(path.name for path in stale[:_SHOWN])
    if repair:
        for path in stale:
            path.unlink(missing_ok=True)
        return _ok("stale-files", f"Removed what a broken-off upgrade left: {listed}.")
    return Finding(
        "stale-files",
        Severity.WARNING,
        f"A broken-off upgrade or backup left {len(stale)} files: {listed}.",
        hint="Repair removes them; the library itself is not among them.",
        repairable=True,
    )


def _ok(code: str, message: str) -> Finding:
    return Finding(code, Severity.OK, message)
