"""Go through all checks in order, tell how far it is, and put right what is asked for."""

from collections.abc import Iterator, Sequence

from media_manager.errors import (
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseTooNew,
    ItemNotFound,
    StorageError,
)
from media_manager.library.doctor import copies, database, files, machine, work
from media_manager.library.doctor.finding import Case, Check, Finding, Severity, fine
from media_manager.library.watch import Unwatched, Watch
from media_manager.persistence.gate import DatabaseState, inspect_database, telling_damage
from media_manager.settings import Profile, Settings

_REFUSALS: dict[type[StorageError], str] = {
    DatabaseForeign: "database-foreign",
    DatabaseTooNew: "database-newer",
    DatabaseDamaged: "database-damaged",
}
# In a damaged file the checks behind it would only stumble over the same damage.
_FIRST = "integrity"
_RESTORE = "media-manager doctor --restore"


def examine(
    profile: Profile,
    *,
    repair: bool = False,
    watch: Watch | None = None,
    quick: bool = False,
) -> tuple[Finding, ...]:
    """Look at everything and, with `repair`, put right what is repairable without a question.

    What was repaired is reported as ok with a message that says so. `quick` leaves out what reads
    every file or compares every index. Reads the whole database: called on a worker thread or by
    the command line. Raises JobCancelled when the watch says stop.
    """
    case = Case(profile, Settings(profile), watch or Unwatched(), quick)
    opened = _database(profile)
    checks = _checks(opened.code == "database", quick=quick)
    findings: list[Finding] = []
    damaged = False
    for done, check in enumerate(checks):
        case.watch.raise_if_cancelled()
        case.watch.report(done, len(checks), check.title)
        if check is _OPENS:
            findings.append(opened)
        elif not (damaged and check in database.CONTENTS):
            findings.append(_examined(check, case, repair=repair))
            damaged |= check.code == _FIRST and findings[-1].severity is Severity.PROBLEM
    case.watch.report(len(checks), len(checks), "")
    return tuple(findings)


def repair_one(profile: Profile, code: str, *, watch: Watch | None = None) -> Finding:
    """Put one thing right and look at it again; return what is found then.

    Raises ItemNotFound for a code that nothing repairs, StorageError when it cannot be done now.
    """
    case = Case(profile, Settings(profile), watch or Unwatched())
    for check in _checks(library=True, quick=False):
        if check.code == code and check.mend is not None:
            with telling_damage(profile.library_db):
                before = check.look(case)
                if before.severity is Severity.OK and not before.repairable:
                    return before
                return _mended(check, case)
    raise ItemNotFound(
        f"The doctor repairs nothing called {code}.", hint="See: media-manager doctor"
    )


def _checks(library: bool, *, quick: bool) -> Sequence[Check]:  # noqa: FBT001 - what stands in the file
    return [check for check in _all_checks(library=library) if not (quick and check.thorough)]


def _all_checks(*, library: bool) -> Iterator[Check]:
    yield from machine.SYSTEM
    yield _OPENS
    if library:
        yield from (database.INTEGRITY, *database.CONTENTS, *work.CHECKS, *files.CHECKS)
    yield from copies.CHECKS
    yield from machine.TOOLS


def _examined(check: Check, case: Case, *, repair: bool) -> Finding:
    """A library that cannot be written now is a finding, not the end of the examination."""
    try:
        with telling_damage(case.profile.library_db):
            finding = check.look(case)
            wanted = repair and finding.repairable and not finding.only_when_asked
            return _mended(check, case) if wanted else finding
    except (StorageError, OSError) as error:
        hint = error.hint if isinstance(error, StorageError) else "Look again later."
        return Finding(check.code, Severity.WARNING, f"Not examined: {error}", hint)


def _mended(check: Check, case: Case) -> Finding:
    assert check.mend is not None  # noqa: S101 - only what is repairable comes here
    said = check.mend(case)
    after = check.look(case)
    if after.severity is Severity.OK:
        return fine(check.code, said)
    return after


def _database(profile: Profile) -> Finding:
    path = profile.library_db
    try:
        facts = inspect_database(path)
    except StorageError as error:
        code = _REFUSALS.get(type(error), "database-unreadable")
        return Finding(code, Severity.PROBLEM, str(error), error.hint, command=_RESTORE)
    match facts.state:
        case DatabaseState.ABSENT:
            return fine(
                "database-absent",
                f"There is no library at {path} yet.",
                hint="Add a folder to make one.",
                command="media-manager scan FOLDER",
            )
        case DatabaseState.OLD:
            return Finding(
                "database-old",
                Severity.WARNING,
                f"The library is of an older version (revision {facts.revision}).",
                hint="Upgrade it: a verified backup is made first.",
                command="media-manager doctor --upgrade",
            )
    return fine("database", f"The library is {path}, revision {facts.revision}.")


_OPENS = Check("database", "Opening the library", lambda case: _database(case.profile))
