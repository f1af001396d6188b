"""Is what the database holds sound, and does it agree with itself?"""

from collections.abc import Callable
from typing import TYPE_CHECKING

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
from media_manager.persistence import health, orphans, upkeep
from media_manager.persistence.backup_shelf import stamp

if TYPE_CHECKING:
    from pathlib import Path

_BEFORE_REPAIR = "before-repair"
_RESTORE = "media-manager doctor --restore"


def _stop(case: Case) -> Callable[[], bool]:
    return lambda: case.watch.cancelled


def _integrity(case: Case) -> Finding:
    def progress(table: str, done: int, total: int) -> None:
        case.watch.report(done, total, f"Checking {table}")

    problems = health.integrity_problems(
        case.profile.library_db, quick=case.quick, progress=progress, should_stop=_stop(case)
    )
    if not problems:
        looked = "looked over quickly" if case.quick else "read whole"
        return fine("integrity", f"The database file is sound ({looked}).")
    only_indexes = health.only_indexes(problems)
    return Finding(
        "integrity",
        Severity.PROBLEM,
        f"The database file is damaged: {'; '.join(problems[:SHOWN])}.",
        hint="Only indexes are concerned: repair builds them anew."
        if only_indexes
        else "Restore the newest verified backup; the damaged file is kept beside it. Without a "
        "backup, doctor --salvage reads what can still be read.",
        repairable=only_indexes,
        command=repair_command("integrity") if only_indexes else _RESTORE,
        where=tuple(problems),
    )


def _rebuild_indexes(case: Case) -> str:
    health.rebuild_indexes(case.profile.library_db)
    return "Index entries were wrong: the indexes were built anew."


def _foreign_keys(case: Case) -> Finding:
    loose = orphans.orphan_tables(case.profile.library_db, should_stop=_stop(case))
    if not loose:
        return fine("foreign-keys", "Every reference leads somewhere.")
    listed = ", ".join(f"{count} in {table}" for table, count in sorted(loose.items()))
    return Finding(
        "foreign-keys",
        Severity.PROBLEM,
        f"Rows point to rows that are gone: {listed}.",
        hint="Another program changed the library. Repair makes a backup, writes these rows to a "
        "file beside the library, and takes them out.",
        repairable=True,
        command=repair_command("foreign-keys"),
        where=tuple(sorted(loose)),
    )


def _quarantine(case: Case) -> str:
    _back_up_damaged(case)
    kept = case.profile.data / f"quarantine-{stamp()}.jsonl"
    removed = orphans.quarantine_orphans(case.profile.library_db, kept)
    total = plural(sum(removed.values()), "row")
    # Counters and the search follow from the rows that stayed.
    health.rebuild_search(case.profile.library_db)
    health.recount(case.profile.library_db)
    return f"{total} that pointed nowhere were taken out and are kept in {kept}."


def _back_up_damaged(case: Case) -> "Path":
    """Keep the file as it is: the copy is not verified, as its references are what is wrong."""
    return upkeep.keep_copy(case.profile.library_db, case.profile.data, label=_BEFORE_REPAIR)


def _orphans(case: Case) -> Finding:
    path = case.profile.library_db
    empty, removable = orphans.count_empty_items(path, should_stop=_stop(case))
    names = orphans.count_unused_names(path, should_stop=_stop(case))
    if not empty and not names:
        return fine("orphans", "Every item has a file, and every name is used.")
    said = [f"{plural(empty, 'item')} without a file"] if empty else []
    said += [f"{plural(count, kind)} that nothing uses" for kind, count in names.items()]
    kept = f" {empty - removable:,} stay, because you changed them." if empty > removable else ""
    return Finding(
        "orphans",
        Severity.WARNING if removable or names else Severity.OK,
        f"Nothing hangs on these: {', '.join(said)}.",
        hint=f"Repair makes a backup and removes them.{kept}",
        repairable=bool(removable or names),
        command=repair_command("orphans"),
        where=tuple(map(str, orphans.empty_items(path, 100))),
    )


def _remove_orphans(case: Case) -> str:
    maintain.backup_now(case.profile, label=_BEFORE_REPAIR, should_stop=_stop(case))
    items, names = upkeep.remove_orphans(case.profile.library_db, should_stop=_stop(case))
    return (
        f"{plural(items, 'item')} without a file and {plural(names, 'unused name')} were removed."
    )


def _search_index(case: Case) -> Finding:
    faults = health.search_faults(case.profile.library_db, should_stop=_stop(case))
    if not faults:
        return fine("search-index", "The search finds what the library holds.")
    return Finding(
        "search-index",
        Severity.PROBLEM,
        f"The search index disagrees with the library: {', '.join(faults)}.",
        hint="Repair builds it anew from the library.",
        repairable=True,
        command=repair_command("search-index"),
        where=tuple(faults),
    )


def _rebuild_search(case: Case) -> str:
    health.rebuild_search(case.profile.library_db)
    return "The search index was wrong: built anew."


def _counters(case: Case) -> Finding:
    wrong = health.wrong_counters(case.profile.library_db)
    if not wrong:
        return fine("counters", "The numbers beside the lists are right.")
    listed = ", ".join(
        f"{name} says {stored}, counted {counted}"
        for name, (stored, counted) in list(wrong.items())[:SHOWN]
    )
    return Finding(
        "counters",
        Severity.PROBLEM,
        f"{len(wrong)} counters are wrong: {listed}.",
        hint="Repair counts anew.",
        repairable=True,
        command=repair_command("counters"),
        where=tuple(wrong),
    )


def _recount(case: Case) -> str:
    health.recount(case.profile.library_db)
    return "Counters were wrong: counted anew."


def _change_log(case: Case) -> Finding:
    reused = upkeep.reused_numbers(case.profile.library_db)
    if not reused:
        return fine("change-log", "The change log and the numbers of items go on where they were.")
    return Finding(
        "change-log",
        Severity.PROBLEM,
        f"Numbers would be given out twice in {', '.join(reused)}.",
        hint="Another program changed the library. Repair lets the numbers go on behind the last.",
        repairable=True,
        command=repair_command("change-log"),
        where=tuple(reused),
    )


def _mend_numbers(case: Case) -> str:
    tables = upkeep.raise_numbers(case.profile.library_db)
    return f"Numbers go on behind the last again in {', '.join(tables)}."


INTEGRITY = Check("integrity", "Checking the database file", _integrity, _rebuild_indexes)
CONTENTS = (
    Check("foreign-keys", "Following references", _foreign_keys, _quarantine),
    # Nobody can write while it is compared.
    Check(
        "search-index",
        "Comparing the search index",
        _search_index,
        _rebuild_search,
        thorough=True,
    ),
    Check("counters", "Counting", _counters, _recount),
    Check("change-log", "Looking at the change log", _change_log, _mend_numbers),
    Check("orphans", "Looking for what nothing uses", _orphans, _remove_orphans, thorough=True),
)
