"""The words of the commands that look after the program and its data."""

import argparse
from pathlib import Path

from media_manager.cli.words import add_shared


def declare_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--quick", action="store_true", help="leave out what reads every file or every index"
    )
    parser.add_argument(
        "--preview", action="store_true", help="say what a restore would bring and lose"
    )
    orders = parser.add_mutually_exclusive_group()
    orders.add_argument(
        "--repair",
        metavar="CODE",
        nargs="?",
        const="",
        help="repair one thing, or all that can be repaired without a question",
    )
    orders.add_argument("--backup", action="store_true", help="make a verified backup now")
    orders.add_argument("--backups", action="store_true", help="list the backups")
    orders.add_argument(
        "--verify",
        metavar="FILE",
        nargs="?",
        const="",
        help="check this backup whole, or the newest one",
    )
    orders.add_argument(
        "--restore",
        metavar="FILE",
        nargs="?",
        const="",
        help="go back to this backup, or to the newest one that is whole",
    )
    orders.add_argument(
        "--salvage", action="store_true", help="read what can be read of a damaged library"
    )
    orders.add_argument(
        "--rebuild",
        action="store_true",
        help="scan all folders into a new library; what you said of items comes along",
    )
    orders.add_argument(
        "--vacuum", action="store_true", help="give the empty room in the library file back"
    )
    orders.add_argument("--upgrade", action="store_true", help="bring an older library up to date")


def declare_diagnostics(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--full", action="store_true", help="also measure and check every table: takes long"
    )
    parser.add_argument(
        "--report",
        metavar="FILE",
        type=Path,
        help="write it to a file, as JSON if its name ends so",
    )
    parser.add_argument(
        "--no-redact", action="store_true", help="keep names, home folders and host names"
    )


def declare_settings(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions", required=True)
    for name, words, text in (
        ("list", (), "every setting with its value"),
        ("get", ("key",), "the value of one setting"),
        ("set", ("key", "value"), "change a setting"),
        ("reset", ("key",), "go back to the default"),
    ):
        action = actions.add_parser(name, help=text)
        for word in words:
            action.add_argument(word, metavar=word.upper())
        add_shared(action)


def declare_nothing(_: argparse.ArgumentParser) -> None:
    """Declare no words: the command has none of its own."""
