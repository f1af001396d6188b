"""The words of the commands that watch folders and run what is scheduled."""

import argparse

from media_manager.cli.words import add_shared
from media_manager.domain.schedules import NAMES


def declare_watch(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--once", action="store_true", help="end when the first changes have been scanned"
    )


def declare_schedule(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions")
    listed = actions.add_parser("list", help="what runs when; also without an action")
    add_shared(listed)
    run = actions.add_parser("run", help="run it here, now: for cron and systemd timers")
    run.add_argument("name", metavar="NAME", choices=NAMES, help=", ".join(NAMES))
    add_shared(run)
