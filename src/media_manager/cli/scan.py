"""`scan`: add folders and look for changes, with progress, and a clean stop at Ctrl+C."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict

from media_manager.cli.desk import Desk
from media_manager.cli.screen import plural
from media_manager.cli.stopping import Stopper, watched
from media_manager.domain.media import LibraryKind
from media_manager.errors import JobCancelled, LibraryError, MediaManagerError
from media_manager.library import job_cleanup, roots
from media_manager.library.probe import count_pending
from media_manager.library.roots import Root
from media_manager.library.scan_counts import ScanCounts
from media_manager.persistence.names_reader import count_doubtful
from media_manager.workers.job_here import run_here
from media_manager.workers.library_jobs import probe_job, refine_job, scan_job


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Scan every folder named; one that fails does not keep the others from it."""
    desk.profile.ensure()
    kind = LibraryKind(words.kind) if words.kind else None
    total = ScanCounts()
    with Stopper() as stopper:
        try:
            chosen = _choose(words.paths, desk, words.library, kind, total)
            scan_roots(desk, chosen, total, stopper, full=words.full, release=words.release_hold)
            if not words.no_probe:
                probe(desk, stopper)
            if not words.no_refine:
                refine(desk, stopper)
        except JobCancelled:
            say_counts(desk, total, stopped=True)
            return stopper.exit_code
    say_counts(desk, total)
    return 1 if total.failed else 0


def _choose(
    paths: Sequence[str],
    desk: Desk,
    library: str | None,
    kind: LibraryKind | None,
    total: ScanCounts,
) -> list[Root]:
    chosen: dict[int, Root] = {}
    for path in paths:
        try:
            for root in roots.take_folder(desk.store, path, library=library, kind=kind):
                chosen[root.id] = root
                if kind is not None and root.library_kind is not kind:
                    desk.screen.note(
                        f"The library {root.library_name} is of the kind {root.library_kind} and "
                        "stays so."
                    )
        except LibraryError as error:
            total.failed += 1
            desk.screen.error(error)
    return list(chosen.values())


def scan_roots(
    desk: Desk,
    chosen: Sequence[Root],
    total: ScanCounts,
    stopper: Stopper,
    *,
    full: bool = False,
    release: bool = False,
) -> None:
    """Scan these roots one after the other and add up what was done."""
    if chosen:
        job_cleanup.mark_interrupted(desk.store)
    for root in chosen:
        if release and root.state == "held":
            roots.release_hold(desk.store, root.id)
        _scan_one(desk, root, total, stopper, full=full, alone=len(chosen) == 1)


def _scan_one(
    desk: Desk, root: Root, total: ScanCounts, stopper: Stopper, *, full: bool, alone: bool
) -> None:
    counts = ScanCounts()
    context = stopper.watch(watched(desk.screen, root.display_path, "file"))
    try:
        job = scan_job(desk.store, root, desk.settings, full=full, counts=counts, origin="command")
        run_here(job, context)
    except JobCancelled:
        raise
    except MediaManagerError as error:
        counts.failed += 1
        desk.screen.progress("")
        desk.screen.error(error)
    finally:
        desk.screen.progress("")
        total.add(counts)
    for failure in context.failures().examples:
        desk.screen.note(failure.message)
    if counts.held:
        desk.screen.note(
            f"{plural(counts.held, 'file')} disappeared at once from {root.display_path}: nothing "
            "was marked. If they are really gone, scan it again with --release-hold."
        )
    if not alone:
        text = f"{root.library_name}: {root.display_path}: {shown_counts(counts)}"
        desk.screen.result({"root": root.display_path, **_data(counts)}, text)


def probe(desk: Desk, stopper: Stopper) -> None:
    """Look into the files that wait for it, unless that is switched off."""
    if not desk.settings.flag("probe.enabled") or not desk.store.exists():
        return
    with desk.store.reading() as reader:
        if not count_pending(reader):
            return
    context = stopper.watch(watched(desk.screen, "Looking into files", "file"))
    try:
        probed = run_here(probe_job(desk.store, desk.settings, origin="command"), context)
    finally:
        desk.screen.progress("")
    unreadable = context.failures().count
    text = f"Looked into {plural(probed, 'file')}"
    text += f"; {unreadable:,} could not be read." if unreadable else "."
    desk.screen.result({"probed": probed, "unreadable": unreadable}, text)


def refine(desk: Desk, stopper: Stopper) -> None:
    """Read doubtful names again, and say what share of all they are."""
    if not desk.store.exists():
        return
    with desk.store.reading() as reader:
        if not count_doubtful(reader):
            return
    context = stopper.watch(watched(desk.screen, "Reading doubtful names", "name"))
    try:
        counts = run_here(refine_job(desk.store, origin="command"), context)
    finally:
        desk.screen.progress("")
    text = (
        f"{counts.doubtful:,} of {plural(counts.names, 'name')} doubtful "
        f"({counts.doubtful_share:.1%}); {counts.refined:,} read again, "
        f"{counts.changed:,} changed."
    )
    shares = {"doubtful_share": round(counts.doubtful_share, 4)}
    desk.screen.result({**asdict(counts), **shares}, text)


def say_counts(desk: Desk, counts: ScanCounts, *, stopped: bool = False) -> None:
    data = _data(counts) | ({"stopped": True} if stopped else {})
    desk.screen.result(data, ("Stopped: " if stopped else "") + shown_counts(counts))


def _data(counts: ScanCounts) -> dict[str, float]:
    data = asdict(counts)
    return data if counts.held else {name: data[name] for name in data if name != "held"}


def shown_counts(counts: ScanCounts) -> str:
    """Return what a scan did as one line."""
    held = f", {counts.held:,} held" if counts.held else ""
    return (
        f"{counts.added:,} added, {counts.changed:,} changed, {counts.moved:,} moved, "
        f"{counts.missing:,} missing{held}, {counts.failed:,} failed in {counts.seconds:.1f} s"
    )
