"""`schedule`: say what runs when, and run one of it now, as cron does."""

import argparse
from datetime import UTC, datetime

from media_manager.cli.desk import Desk
from media_manager.cli.stopping import Stopper, watched
from media_manager.errors import JobCancelled, MediaManagerError
from media_manager.library.job_ledger import JobEntry, JobOrder
from media_manager.library.roots import find_roots
from media_manager.library.schedules import (
    ORIGIN,
    ScheduleLine,
    get_job_kind,
    list_schedules,
)
from media_manager.workers.job_here import run_here
from media_manager.workers.job_kinds import make_job
from media_manager.workers.library_jobs import JobTools, scan_parameters


def run(words: argparse.Namespace, desk: Desk) -> int:
    """List the schedules, or run one."""
    if words.action == "run":
        desk.library()
        return _run(desk, words.name)
    for line in list_schedules(desk.settings, desk.store):
        data = {
            "name": line.name,
            "when": line.when,
            "last_run": None if line.last_run is None else line.last_run.isoformat(),
            "next_due": None if line.next_due is None else line.next_due.isoformat(),
        }
        desk.screen.result(data, _shown(line))
    return 0


def _run(desk: Desk, name: str) -> int:
    """Run it to its end; one folder that fails does not keep the others from it."""
    kind = get_job_kind(name)
    orders = _orders(desk, kind)
    failed = 0
    with Stopper() as stopper:
        for order in orders:
            context = stopper.watch(watched(desk.screen, order.title, "item"))
            tools = JobTools(desk.store, desk.settings)
            try:
                run_here(make_job(tools, JobEntry(desk.store, order)), context)
            except JobCancelled:
                return stopper.exit_code
            except MediaManagerError as error:
                failed += 1
                desk.screen.error(error)
            finally:
                desk.screen.progress("")
            failed += context.failures().count
    done = f"{name}: done." if not failed else f"{name}: done, with failures."
    desk.screen.result({"name": name, "jobs": len(orders), "failed": failed}, done)
    return 1 if failed else 0


def _orders(desk: Desk, kind: str) -> list[JobOrder]:
    if kind != "scan":
        return [JobOrder(kind, title=kind, origin=ORIGIN)]
    return [
        JobOrder(
            kind,
            scan_parameters(root.id),
            title=root.display_path,
            origin=ORIGIN,
            library_id=root.library_id,
        )
        for root in find_roots(desk.store, counted=False)
    ]


def _shown(line: ScheduleLine) -> str:
    last = "never ran" if line.last_run is None else f"ran {_instant(line.last_run)}"
    if line.next_due is None:
        due = "will not run"
    elif line.next_due <= datetime.now(UTC):
        due = "due now"
    else:
        due = f"due {_instant(line.next_due)}"
    return f"{line.name:8}{line.when:10}{last:24}{due}"


def _instant(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
