"""Every kind of job, and what follows what: the one table that a new kind is added to.

A chain is no object: when a job ends, the kinds that follow it are looked up here, and each of
them begins if there is work for it. So a chain survives whatever kills the program.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from media_manager.errors import LibraryError
from media_manager.library.job_ledger import Begin, JobEntry, JobOrder
from media_manager.settings import Settings
from media_manager.workers.library_jobs import (
    JobTools,
    LedgerJob,
    begin_backup,
    begin_doctor,
    begin_probe,
    begin_refine,
    begin_scan,
    begin_thumbnails,
    last_prepared,
    picture_side,
)
from media_manager.workers.tidy_job import begin_tidy

if TYPE_CHECKING:
    from media_manager.persistence.reader import LibraryReader

Make = Callable[[JobTools, JobOrder], Begin]
FindWork = Callable[[JobTools, "LibraryReader"], int]

# Above every id.
_LATEST = 2**62


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of job.

    `make` returns its steps. As a link of a chain it begins when one of `follows` has ended, if it
    is switched on and `find_work` counts any work; not when one of those in `needs` failed.
    `parameters` are those of a link. `can_retry`: its steps look at `order.retry_of`. `at_start`:
    the work that is left is looked for when the program starts. `unasked`: not in safe mode.
    """

    name: str
    make: Make
    follows: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    is_on: Callable[[Settings], bool] = lambda _settings: True
    find_work: FindWork | None = None
    parameters: Callable[[JobTools], Mapping[str, Any]] = lambda _tools: {}
    can_retry: bool = False
    keeps_awake: bool = False
    at_start: bool = False
    unasked: bool = False


def _files_to_probe(_tools: JobTools, reader: "LibraryReader") -> int:
    from media_manager.persistence.probe_reader import (  # noqa: PLC0415 - with the first job
        count_pending_files,
        pending_files,
    )

    return count_pending_files(reader) if pending_files(reader, 1) else 0


def _names_to_refine(_tools: JobTools, reader: "LibraryReader") -> int:
    from media_manager.persistence.names_reader import count_doubtful  # noqa: PLC0415 - as above

    return count_doubtful(reader)


def _pictures_to_prepare(tools: JobTools, reader: "LibraryReader") -> int:
    from media_manager.library.prepare import is_prepared  # noqa: PLC0415 - as above

    side = picture_side(tools)
    return int(not is_prepared(reader, last_prepared(tools, _LATEST, side), side=side))


_TABLE = (
    JobKind("scan", begin_scan, can_retry=True, keeps_awake=True),
    JobKind(
        "probe",
        begin_probe,
        follows=("scan",),
        is_on=lambda settings: settings.flag("probe.enabled"),
        find_work=_files_to_probe,
        can_retry=True,
        at_start=True,
    ),
    JobKind(
        "refine",
        lambda tools, _order: begin_refine(tools.store),
        follows=("probe",),
        find_work=_names_to_refine,
        at_start=True,
    ),
    JobKind(
        "thumbnails",
        begin_thumbnails,
        follows=("refine",),
        is_on=lambda settings: settings.flag("thumbnails.prepare"),
        find_work=_pictures_to_prepare,
        parameters=lambda tools: {"side": picture_side(tools)},
        can_retry=True,
        unasked=True,
    ),
    JobKind("backup", lambda tools, _order: begin_backup(tools.settings.profile)),
    JobKind("doctor", lambda tools, _order: begin_doctor(tools.settings.profile)),
    JobKind("tidy", lambda tools, _order: begin_tidy(tools.store, tools.settings)),
)
KINDS: Mapping[str, JobKind] = {kind.name: kind for kind in _TABLE}


def get_kind(name: str) -> JobKind:
    """Return a kind by its name; raise LibraryError when there is none."""
    kind = KINDS.get(name)
    if kind is None:
        raise LibraryError(
            f"There is no job of the kind “{name}”.",
            hint=f"There are: {', '.join(KINDS)}.",
            kind=name,
        )
    return kind


def followers(name: str) -> tuple[JobKind, ...]:
    """Return the kinds that come next when a job of this kind has ended."""
    return tuple(kind for kind in KINDS.values() if name in kind.follows)


def chain_behind(name: str) -> tuple[str, ...]:
    """Return all kinds that can still come, in order."""
    found: list[str] = []
    ahead = [name]
    while ahead:
        kinds = [kind.name for kind in followers(ahead.pop(0)) if kind.name not in found]
        found += kinds
        ahead += kinds
    return tuple(found)


def make_job(tools: JobTools, entry: JobEntry) -> LedgerJob:
    """Return the job of an entry in the ledger."""
    order = entry.order
    kind = get_kind(order.kind)
    if order.retry_of is not None and not kind.can_retry:
        raise LibraryError(
            f"What failed in a job of the kind “{kind.name}” cannot be tried alone.",
            hint="Run the whole job again instead.",
            kind=kind.name,
        )
    return LedgerJob(tools.store, entry, kind.make(tools, order))


def retry_failed(tools: JobTools, job_id: int) -> LedgerJob:
    """Return the job that does again what failed in a run; raise LibraryError when it cannot.

    Called on a worker thread.
    """
    from media_manager.library.retry import retry_order  # noqa: PLC0415 - as above

    with tools.store.reading() as reader:
        order = retry_order(reader, job_id)
    return make_job(tools, JobEntry(tools.store, order))
