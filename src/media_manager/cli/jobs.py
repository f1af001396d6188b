"""`jobs`: look at background jobs, run one here, repeat what failed, stop one anywhere."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from media_manager.cli.desk import Desk
from media_manager.cli.screen import plural
from media_manager.cli.stopping import Stopper, watched
from media_manager.domain.job_filter import JobFilter
from media_manager.library.job_history import (
    FailureGroup,
    JobRecord,
    failure_groups,
    page_failures,
    page_jobs,
)
from media_manager.library.job_ledger import JobEntry, JobOrder
from media_manager.library.job_wishes import Answer, JobWish, ask_of_job
from media_manager.library.retry import get_job
from media_manager.library.roots import Root, find_roots
from media_manager.workers.job_here import run_here
from media_manager.workers.job_kinds import get_kind, make_job, retry_failed
from media_manager.workers.library_jobs import JobTools, LedgerJob, scan_parameters

_PAGE = 1_000
_SHOWN_TITLE = 60
_DONE = {
    JobWish.CANCEL: "Job {} is cancelled.",
    JobWish.PAUSE: "Job {} is paused.",
    JobWish.RESUME: "Job {} waits: the next window that opens goes on with it.",
    JobWish.PRIORITY: "Job {} has the priority {}.",
}


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Do what was asked; without an action list the newest jobs."""
    desk.library()
    match words.action:
        case None | "list":
            return _list(words, desk)
        case "show":
            return _show(words, desk)
        case "retry":
            return _run_all(desk, [lambda: retry_failed(_tools(desk), words.job_id)])
        case "run":
            return _run(words, desk)
        case order:
            return _ask(words, desk, JobWish(order))


def _list(words: argparse.Namespace, desk: Desk) -> int:
    wanted = JobFilter(
        kinds=tuple(words.kind or ()),
        statuses=tuple(words.status or ()),
        text=words.text or "",
        since_us=words.since,
    )
    with desk.store.reading() as reader:
        jobs = page_jobs(reader, wanted, limit=words.limit or _PAGE)
    for job in jobs:
        desk.screen.result(_data(job), _line(job))
    if not jobs:
        desk.screen.note("There are no such jobs.")
    return 0 if jobs else 1


def _show(words: argparse.Namespace, desk: Desk) -> int:
    with desk.store.reading() as reader:
        job = get_job(reader, words.job_id)
        groups = failure_groups(reader, job.id)
        lines = [_line(job), *_facts(job), *(_shown_group(group) for group in groups)]
        data = _data(job) | {"failures": [asdict(group) for group in groups]}
        desk.screen.result(data, "\n".join(lines))
        after = 0
        while words.errors and (page := page_failures(reader, job.id, after_id=after, limit=_PAGE)):
            after = page[-1].id
            for each in page:
                desk.screen.result(asdict(each), f"  {each.subject}\n    {each.message}")
    return 0


def _ask(words: argparse.Namespace, desk: Desk, wish: JobWish) -> int:
    priority = words.priority if wish is JobWish.PRIORITY else None
    answer = ask_of_job(desk.store, words.job_id, wish, priority=priority)
    asked = f"Asked the program that runs job {words.job_id} to {_verb(wish)} it."
    text = asked if answer is Answer.ASKED else _DONE[wish].format(words.job_id, priority)
    desk.screen.result({"job_id": words.job_id, "wish": wish, "answer": answer}, text)
    return 0


def _verb(wish: JobWish) -> str:
    return {JobWish.CANCEL: "stop", JobWish.PRIORITY: "reorder"}.get(wish, str(wish))


def _run(words: argparse.Namespace, desk: Desk) -> int:
    tools = _tools(desk)
    kind = get_kind(words.kind)
    if kind.name == "scan":
        found = find_roots(desk.store, counted=False)
        roots = [root for root in found if words.root in (None, root.id)]
        orders = [_scan_order(root) for root in roots]
    else:
        orders = [JobOrder(kind.name, kind.parameters(tools), kind.name, "command")]
    if not orders:
        desk.screen.note("There is no such root folder. List them: media-manager libraries")
        return 1
    return _run_all(desk, [_maker(tools, order) for order in orders])


def _scan_order(root: Root) -> JobOrder:
    return JobOrder("scan", scan_parameters(root.id), root.display_path, "command")


def _maker(tools: JobTools, order: JobOrder) -> Callable[[], LedgerJob]:
    return lambda: make_job(tools, JobEntry(tools.store, order))


def _run_all(desk: Desk, makers: list[Callable[[], LedgerJob]]) -> int:
    """Run jobs one after the other; one that has failures does not keep the others from it."""
    failed = 0
    with Stopper() as stopper:
        for make in makers:
            job = make()
            context = stopper.watch(watched(desk.screen, job.entry.order.title, "item"))
            try:
                run_here(job, context)
            finally:
                desk.screen.progress("")
            failed += context.failures().count
            with desk.store.reading() as reader:
                record = get_job(reader, job.entry.id or 0)
            desk.screen.result(_data(record), _line(record))
    return 1 if failed else 0


def _tools(desk: Desk) -> JobTools:
    return JobTools(desk.store, desk.settings)


def _data(job: JobRecord) -> dict[str, Any]:
    data = asdict(job)
    data.pop("position")
    return data | {"status": _status(job)}


def _line(job: JobRecord) -> str:
    done = f"{job.done:,}" + (f" of {job.total:,}" if job.total else "")
    failed = f", {job.failed:,} failed" if job.failed else ""
    title = job.title if job.title != job.job_type else ""
    return (
        f"{job.id:>6}  {job.job_type:10}  {_status(job):11}  {_shown(job.created_at)}  "
        f"{done} done{failed}  {title[:_SHOWN_TITLE]}"
    ).rstrip()


def _facts(job: JobRecord) -> list[str]:
    facts = [f"  asked for by {job.origin}, priority {job.priority}"]
    if job.started_at and job.finished_at:
        seconds = (job.finished_at - job.started_at) / 1_000_000
        facts.append(f"  took {seconds:,.1f} s, ended {_shown(job.finished_at)}")
    if job.retry_of:
        facts.append(f"  does again what failed in job {job.retry_of}")
    if job.follows_id:
        facts.append(f"  follows job {job.follows_id}")
    if job.message:
        facts.append(f"  {job.message}")
    return facts


def _shown_group(group: FailureGroup) -> str:
    hint = f"\n    {group.hint}" if group.hint else ""
    count = plural(group.count, "item")
    return f"  {count} failed ({group.code}), such as:\n    {group.message}{hint}"


def _status(job: JobRecord) -> str:
    return "interrupted" if job.was_killed else job.status


def _shown(instant_us: int) -> str:
    return f"{datetime.fromtimestamp(instant_us / 1_000_000, UTC).astimezone():%Y-%m-%d %H:%M}"
