"""The words of the command that looks at background jobs, runs, repeats and stops them."""

import argparse
import re
from datetime import UTC, datetime, timedelta

from media_manager.cli.words import add_shared, count

_SPAN = re.compile(r"(\d+)([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 168}
_STATUSES = (
    "queued",
    "running",
    "paused",
    "interrupted",
    "finished",
    "failed",
    "cancelled",
    "resumed",
)
_ORDERS = {
    "retry": "do again what failed in a job, and no more",
    "cancel": "stop a job within two seconds, and what waits behind it",
    "pause": "let a job stand still, also after a restart",
    "resume": "let a paused job go on",
    "priority": "let a job come before those of lower priority",
}


def declare_jobs(parser: argparse.ArgumentParser) -> None:
    _add_filters(parser, limit=20)
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions")
    listed = actions.add_parser("list", help="the newest jobs; also without an action")
    _add_filters(listed, limit=argparse.SUPPRESS)
    show = actions.add_parser("show", help="one job, and why what failed in it did")
    show.add_argument("job_id", metavar="ID", type=int)
    show.add_argument("--errors", action="store_true", help="every item that failed")
    run = actions.add_parser("run", help="run a job here, now")
    run.add_argument("kind", metavar="KIND", help="scan, probe, refine, thumbnails …")
    run.add_argument("--root", metavar="ID", type=int, help="scan only this root folder")
    for name, text in _ORDERS.items():
        order = actions.add_parser(name, help=text)
        order.add_argument("job_id", metavar="ID", type=int)
        if name == "priority":
            order.add_argument("priority", metavar="N", type=int, help="0 is usual; more is sooner")
        add_shared(order)
    for each in (listed, show, run):
        add_shared(each)


def _add_filters(parser: argparse.ArgumentParser, *, limit: int | str) -> None:
    # The words may stand before and behind `list`: no default may undo the other.
    nothing = argparse.SUPPRESS if limit == argparse.SUPPRESS else None
    parser.add_argument(
        "--kind", metavar="KIND", action="append", default=nothing, help="such as scan; repeatable"
    )
    parser.add_argument(
        "--status",
        choices=_STATUSES,
        metavar="STATUS",
        action="append",
        default=nothing,
        help=", ".join(_STATUSES),
    )
    parser.add_argument(
        "--since", metavar="WHEN", type=_instant, default=nothing, help="12h, 7d, 2w or 2026-01-31"
    )
    parser.add_argument(
        "--text", metavar="TEXT", default=nothing, help="in the title or the message"
    )
    parser.add_argument("--limit", type=count, default=limit, help="20 unless given")


def _instant(text: str) -> int:
    """Return a moment in the past in microseconds."""
    match = _SPAN.fullmatch(text)
    if match:
        hours = int(match[1]) * _HOURS[match[2]]
        moment = datetime.now(UTC) - timedelta(hours=hours)
    else:
        try:
            # In the zone of whoever writes it.
            moment = datetime.fromisoformat(text).astimezone()
        except ValueError as error:
            raise argparse.ArgumentTypeError(
                f"“{text}” is neither a span such as 7d nor a date such as 2026-01-31"
            ) from error
    return int(moment.timestamp() * 1_000_000)
