"""The background jobs of the library: the same for the window and for the command line.

Nothing here knows of Qt, so that the command line can run them.
"""

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes, unquote_to_bytes

import msgspec

from media_manager.library.job_ledger import Begin, JobEntry, JobOrder, Recorder, recorded_steps
from media_manager.library.roots import Root, get_root
from media_manager.library.scan_counts import ScanCounts
from media_manager.library.watch import Watch
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings
from media_manager.workers.job import Wait

_PROBES_AT_ONCE = 2
# One decoder: what a person looks at has two of its own.
_DECODERS = 1
# While pictures in view wait, those of the rest of the library do.
_BUSY_SECONDS = 0.5
# What stays readable in the record of a scan of some folders.
_READABLE = "/ ()[]{}'!,&+;=@~"
# As tall as a poster is for its width.
_POSTER = 1.5

Steps = Generator[Any, None, Any]


def _never() -> bool:
    return False


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class JobTools:
    """What the jobs of a library work with.

    `is_busy`: somebody waits for pictures now; `usual_side`: how large those are that lists show.
    """

    store: LibraryStore
    settings: Settings
    is_busy: Callable[[], bool] = _never
    usual_side: Callable[[], int | None] = _nothing


class LedgerJob:
    """A job with its entry in the ledger: a callable that a runner, or `run_here`, runs."""

    def __init__(self, store: LibraryStore, entry: JobEntry, begin: Begin) -> None:
        self.entry = entry
        self.store = store
        self._begin = begin

    def __call__(self, context: Watch) -> Steps:
        return recorded_steps(self.store, self.entry, context, self._begin)


def scan_parameters(
    root_id: int, *, full: bool = False, folders: Sequence[bytes] = ()
) -> dict[str, Any]:
    """Return what the record of a scan says: paths are bytes, and stand there quoted."""
    parameters: dict[str, Any] = {"root_id": root_id, "full": full}
    if folders:
        parameters["folders"] = [quote_from_bytes(path, safe=_READABLE) for path in folders]
    return parameters


def scan_job(
    store: LibraryStore,
    root: Root,
    settings: Settings,
    *,
    full: bool = False,
    counts: ScanCounts | None = None,
    origin: str = "person",
) -> LedgerJob:
    """Return the job that scans a root and keeps a record of it; fills `counts` as it goes."""
    order = JobOrder(
        "scan",
        scan_parameters(root.id, full=full),
        title=root.display_path,
        origin=origin,
        library_id=root.library_id,
    )
    begin = begin_scan(JobTools(store, settings), order, counts)
    return LedgerJob(store, JobEntry(store, order), begin)


def probe_job(store: LibraryStore, settings: Settings, *, origin: str = "person") -> LedgerJob:
    """Return the job that looks into all files that wait for it, in killable children."""
    order = JobOrder("probe", title="probe", origin=origin)
    return LedgerJob(store, JobEntry(store, order), begin_probe(JobTools(store, settings), order))


def refine_job(store: LibraryStore, *, origin: str = "person") -> LedgerJob:
    """Return the job that reads doubtful names again, in a killable child."""
    order = JobOrder("refine", title="refine", origin=origin)
    return LedgerJob(store, JobEntry(store, order), begin_refine(store))


def backup_job(store: LibraryStore, profile: Profile, *, origin: str = "schedule") -> LedgerJob:
    """Return the job that backs the library up, unless nothing changed since the last time."""
    order = JobOrder("backup", title="backup", origin=origin)
    return LedgerJob(store, JobEntry(store, order), begin_backup(profile))


def begin_backup(profile: Profile) -> Begin:
    """Return the steps of a daily backup: its path, or None where none was due."""

    def begin(watch: Recorder) -> Steps:
        from media_manager.library.maintain import backup_when_due  # noqa: PLC0415 - as below

        yield
        path = backup_when_due(
            profile,
            progress=lambda step, done, total: watch.report(done, total, step),
            should_stop=lambda: watch.cancelled,
        )
        return None if path is None else str(path)

    return begin


def begin_doctor(profile: Profile) -> Begin:
    """Return the steps of the nightly examination: how many problems there are."""

    def begin(watch: Recorder) -> Steps:
        from media_manager.library.doctor import Severity, examine  # noqa: PLC0415 - as below

        yield
        findings = examine(profile, watch=watch, quick=True)
        return sum(each.severity is Severity.PROBLEM for each in findings)

    return begin


def begin_scan(tools: JobTools, order: JobOrder, counts: ScanCounts | None = None) -> Begin:
    """Return the steps of a scan; one that repeats another looks where something failed."""
    store, settings = tools.store, tools.settings

    def begin(watch: Recorder) -> Steps:
        # Late: brings in the writing half, in the thread of the job.
        from media_manager.library.scan import ScanOptions, scan_root  # noqa: PLC0415

        root = get_root(store, order.parameters["root_id"])
        options = ScanOptions(
            full=bool(order.parameters.get("full")),
            folders=_folders(tools, order),
            young_seconds=round(settings.decimal("scan.young_file_seconds")),
            hold_share=settings.decimal("scan.hold_share"),
            hold_at_least=settings.integer("scan.hold_at_least"),
            excluded=_own_folders(settings.profile),
        )
        return scan_root(store, root, watch, options, counts=counts)

    return begin


def _folders(tools: JobTools, order: JobOrder) -> tuple[bytes, ...]:
    if order.retry_of is None:
        return tuple(unquote_to_bytes(path) for path in order.parameters.get("folders", ()))
    from media_manager.library.retry import failed_folders, forget_stamps  # noqa: PLC0415 - late

    with tools.store.reading() as reader:
        folders = failed_folders(reader, order.retry_of)
    forget_stamps(tools.store, order.parameters["root_id"], folders)
    return tuple(folders)


def begin_probe(tools: JobTools, order: JobOrder) -> Begin:
    """Return the steps of a probe; one that repeats another looks into what failed."""
    store = tools.store

    def begin(watch: Recorder) -> Steps:
        from media_manager.library.probe import probe_pending  # noqa: PLC0415 - as above
        from media_manager.library.retry import failed_files  # noqa: PLC0415 - as above
        from media_manager.scanning.probe import Prober  # noqa: PLC0415 - as above

        only = None
        if order.retry_of is not None:
            with store.reading() as reader:
                only = failed_files(reader, order.retry_of)
        timeout = tools.settings.decimal("probe.timeout_seconds")
        # The children end first: a thread that waits for one of them must not hold up a stop.
        with (
            ThreadPoolExecutor(_PROBES_AT_ONCE, "probe") as spread,
            Prober(_PROBES_AT_ONCE, timeout_seconds=timeout) as prober,
        ):
            return (yield from probe_pending(store, prober.probe, watch, spread=spread, only=only))

    return begin


def begin_refine(store: LibraryStore) -> Begin:
    """Return the steps that read doubtful names again."""

    def begin(watch: Recorder) -> Steps:
        from media_manager.library.refine import refine_names  # noqa: PLC0415 - as above
        from media_manager.scanning.names import NameGuesser  # noqa: PLC0415 - as above

        with ThreadPoolExecutor(1, "refine") as spread, NameGuesser() as guesser:
            return (yield from refine_names(store, guesser.guess_names, watch, spread=spread))

    return begin


def begin_thumbnails(tools: JobTools, order: JobOrder) -> Begin:
    """Return the steps that make the thumbnails of the whole library, as room and time allow."""
    store, settings = tools.store, tools.settings

    def begin(watch: Recorder) -> Steps:
        from media_manager.library.prepare import (  # noqa: PLC0415 - as above
            prepare_again,
            prepare_thumbnails,
        )
        from media_manager.library.retry import failed_pictures  # noqa: PLC0415 - as above
        from media_manager.library.thumbnails import (  # noqa: PLC0415 - as above
            ThumbnailCache,
            ThumbnailRequest,
        )
        from media_manager.scanning.images import ImageDecoder, Thumbnail  # noqa: PLC0415 - as above

        with ThreadPoolExecutor(_DECODERS, "prepare") as spread, ImageDecoder(_DECODERS) as decoder:

            def decode(wish: ThumbnailRequest) -> Thumbnail:
                return decoder.thumbnail(
                    wish.path, width=wish.width, height=wish.height, mode=wish.mode
                )

            room = settings.integer("thumbnails.max_bytes")
            cache = ThumbnailCache(settings.profile.thumbnails, max_bytes=room, decode=decode)
            side = picture_side(tools, order)
            if order.retry_of is None:
                prepared = last_prepared(tools, watch.job_id + 1, side)
                steps = prepare_thumbnails(store, cache, watch, spread=spread, prepared=prepared)
            else:
                with store.reading() as reader:
                    keys = failed_pictures(reader, order.retry_of)
                steps = prepare_again(store, cache, watch, spread=spread, side=side, keys=keys)
            return (yield from _giving_way(steps, tools.is_busy))

    return begin


def picture_side(tools: JobTools, order: JobOrder | None = None) -> int:
    """Return the size of the pictures to prepare: as ordered, else as lists show them."""
    from media_manager.library.thumbnails import kept_side  # noqa: PLC0415 - with the first job

    side = None if order is None else order.parameters.get("side")
    side = side or tools.usual_side()
    return int(side or kept_side(round(tools.settings.integer("ui.grid_zoom") * _POSTER)))


def last_prepared(tools: JobTools, before_id: int, side: int) -> Any:  # noqa: ANN401 - a Prepared, imported late
    """Return how far runs before this one prepared pictures of the size."""
    from media_manager.library.prepare import Prepared  # noqa: PLC0415 - as above
    from media_manager.persistence.jobs_reader import newest_checkpoint  # noqa: PLC0415 - as above

    with tools.store.reading() as reader:
        noted = newest_checkpoint(reader, "thumbnails", before_id=before_id)
    found = Prepared() if noted is None else msgspec.json.decode(noted, type=Prepared)
    return found if found.side == side else Prepared(side)


def _giving_way(steps: Steps, is_busy: Callable[[], bool]) -> Steps:
    """Go on with the steps only while nobody waits for pictures in view."""
    with closing(steps):
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                return end.value
            yield step
            while is_busy():
                yield Wait(_BUSY_SECONDS)


def _own_folders(profile: Profile) -> tuple[bytes, ...]:
    """Return what is never scanned. The data folder is: it holds the sample library."""
    return tuple(os.fsencode(each) for each in (profile.cache, profile.state, profile.config))
