"""Jobs that never ended, locks that nobody holds any more, and files that grew."""

import os
from typing import Final

from media_manager.library.doctor.finding import (
    Case,
    Check,
    Finding,
    Severity,
    fine,
    plural,
    repair_command,
)
from media_manager.library.job_runs import JobRecord, job_history
from media_manager.persistence import upkeep
from media_manager.persistence.columns.manifest import MANIFEST
from media_manager.persistence.columns.shelf import WORTH_ITEMS, ColumnShelf
from media_manager.persistence.holders import find_holders
from media_manager.persistence.store import LibraryStore

_MIB: Final = 1024 * 1024
# As long as a scan lets its journal grow, twice over.
_LARGE_JOURNAL: Final = 160 * _MIB
# Below a tenth of the file, or 16 MiB, VACUUM is not worth its time.
_FREE_SHARE: Final = 0.1
_FREE_LEAST: Final = 16 * _MIB
_LOOKED_AT: Final = 10_000


def _jobs(case: Case) -> Finding:
    dead = _killed(case)
    if not dead:
        return fine("jobs", "Every job has ended, or its program still runs.")
    return Finding(
        "jobs",
        Severity.WARNING,
        f"{plural(len(dead), 'job')} never ended: the program that ran them is gone.",
        hint="Opening the window goes on with them. Repair marks them as interrupted.",
        repairable=True,
        command=repair_command("jobs"),
        where=tuple(f"{job.id}: {job.job_type}" for job in dead),
    )


def _end_jobs(case: Case) -> str:
    from media_manager.persistence.repositories.jobs import (  # noqa: PLC0415 - brings in the writing half
        finish_job,
    )

    dead = _killed(case)
    store = LibraryStore(case.profile.library_db)
    try:
        with store.writing("jobs") as session:
            for job in dead:
                finish_job(session, job.id, "interrupted")
    finally:
        store.close()
    return f"{plural(len(dead), 'job')} whose program is gone can be gone on with."


def _killed(case: Case) -> list[JobRecord]:
    with LibraryStore(case.profile.library_db).reading() as reader:
        return [job for job in job_history(reader, _LOOKED_AT) if job.was_killed]


def _locks(case: Case) -> Finding:
    """A lock counts only while its process lives, so a file that stays is nothing wrong."""
    holders = find_holders(case.profile.library_db)
    if not holders:
        return fine("locks", "No other program has the library open.")
    who = ", ".join(f"{each.name} (process {each.pid})" for each in holders)
    return fine("locks", f"Also open in: {who}. A restore has to wait until that is closed.")


def _window_lock(case: Case) -> Finding:
    lock = case.profile.lock_file
    try:
        owner = int(lock.read_text("utf-8", "replace").split("\n", 1)[0])
    except (OSError, ValueError):
        return fine("window-lock", "No window holds this profile.")
    if _lives(owner):
        return fine("window-lock", f"A window of this profile is open (process {owner}).")
    return Finding(
        "window-lock",
        Severity.WARNING,
        f"The window of process {owner} did not take its lock away when it ended.",
        hint="The next start takes it over by itself. Repair removes it.",
        repairable=True,
        command=repair_command("window-lock"),
        where=(str(lock),),
    )


def _remove_window_lock(case: Case) -> str:
    case.profile.lock_file.unlink(missing_ok=True)
    return "The lock of a window that is gone was removed."


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _journal(case: Case) -> Finding:
    size = upkeep.storage_numbers(case.profile.library_db).journal_bytes
    said = f"{size / _MIB:,.0f} MiB"
    if size < _LARGE_JOURNAL:
        return fine("journal", f"The journal beside the library takes {said}.")
    return Finding(
        "journal",
        Severity.WARNING,
        f"The journal beside the library has grown to {said}.",
        hint="Something reads the library without a pause. Repair folds the journal into it.",
        repairable=True,
        command=repair_command("journal"),
        where=(f"{case.profile.library_db}-wal",),
    )


def _fold(case: Case) -> str:
    upkeep.fold_journal(case.profile.library_db)
    return "The journal was folded into the library."


def _fragmentation(case: Case) -> Finding:
    numbers = upkeep.storage_numbers(case.profile.library_db)
    share = numbers.free_bytes / max(1, numbers.size_bytes)
    said = f"{numbers.free_bytes / _MIB:,.0f} of {numbers.size_bytes / _MIB:,.0f} MiB"
    if numbers.free_bytes < _FREE_LEAST or share < _FREE_SHARE:
        return fine("fragmentation", f"{said} of the library file are free for new entries.")
    return Finding(
        "fragmentation",
        Severity.WARNING,
        f"{said} of the library file are empty.",
        hint="New entries will use the room. To give it back to the disk now, compact the file: "
        "nothing can be changed meanwhile.",
        repairable=True,
        command="media-manager doctor --vacuum",
        only_when_asked=True,
    )


def _vacuum(case: Case) -> str:
    before = upkeep.storage_numbers(case.profile.library_db).size_bytes
    upkeep.vacuum(case.profile.library_db)
    after = upkeep.storage_numbers(case.profile.library_db).size_bytes
    return f"The library file was compacted: {(before - after) / _MIB:,.0f} MiB less."


def _columns(case: Case) -> Finding:
    folder = case.profile.columns
    with LibraryStore(case.profile.library_db).reading() as reader:
        items = sum(reader.counters("type:").values())
        current = ColumnShelf(folder).is_current_on_disk(reader)
    if current:
        return fine("columns", "The numbers behind sorts and counts are current.")
    if items < WORTH_ITEMS or not (folder / MANIFEST).exists():
        return fine("columns", "Sorts and counts read the library itself.")
    return fine(
        "columns",
        "The numbers behind sorts and counts are older than the library; an open window makes "
        "them anew, until then they are not used.",
    )


CHECKS = (
    Check("jobs", "Looking for jobs that never ended", _jobs, _end_jobs),
    Check("locks", "Looking who has the library open", _locks),
    Check("window-lock", "Looking for a lock that was left", _window_lock, _remove_window_lock),
    Check("journal", "Looking at the journal", _journal, _fold),
    Check(
        "fragmentation",
        "Looking for empty room in the file",
        _fragmentation,
        _vacuum,
        only_when_asked=True,
    ),
    Check("columns", "Looking at the kept columns", _columns),
)
