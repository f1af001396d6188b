"""The words of the commands that fill the library and change what it says."""

import argparse
from pathlib import Path

from media_manager.cli.words import add_shared, count
from media_manager.domain.media import LibraryKind


def declare_scan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", help="a folder; known ones are rescanned"
    )
    parser.add_argument("--library", metavar="NAME", help="the library that a new folder joins")
    parser.add_argument("--kind", choices=[str(kind) for kind in LibraryKind], help="what it holds")
    parser.add_argument("--full", action="store_true", help="look at every file, not every folder")
    parser.add_argument(
        "--release-hold",
        action="store_true",
        help="the many files that disappeared are really gone: mark them missing",
    )
    parser.add_argument("--no-probe", action="store_true", help="do not look into the files")
    parser.add_argument(
        "--no-refine", action="store_true", help="do not read doubtful names a second time"
    )


def declare_parse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--guess",
        action="store_true",
        help="let guessit read doubtful names too, under the key “guess”; slow",
    )


def declare_tag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", metavar="TEXT", nargs="+", type=str.strip, help="as for `search`")
    parser.add_argument("--add", metavar="NAME", action="append", default=[], help="as often as")
    parser.add_argument("--remove", metavar="NAME", action="append", default=[], help="needed")
    parser.add_argument("--apply", action="store_true", help="do it; without it only the plan")


def declare_undo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "step_id", metavar="ID", type=int, nargs="?", help="as --list shows it; else the newest"
    )
    parser.add_argument("--redo", action="store_true", help="do again what was undone")
    parser.add_argument("--list", action="store_true", help="what was done, newest first")
    parser.add_argument("--limit", type=count, default=20, help="of --list; 20 unless given")


def declare_libraries(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions")
    remove = actions.add_parser("remove-root", help="take a folder out; files are never touched")
    remove.add_argument("root_id", metavar="ID", type=int)
    relocate = actions.add_parser("relocate", help="say that a folder lies elsewhere now")
    relocate.add_argument("root_id", metavar="ID", type=int)
    relocate.add_argument("path", metavar="PATH", type=Path)
    add_shared(
        actions.add_parser("reviews", help="list the moved files that wait for your decision")
    )
    accept = actions.add_parser("accept", help="it is the same file: its item goes on with it")
    reject = actions.add_parser("reject", help="they are different files: both stay")
    for each in (accept, reject):
        each.add_argument("review_id", metavar="N", type=int, help="as `reviews` shows it")
    for each in (remove, relocate, accept, reject):
        each.add_argument("--apply", action="store_true", help="do it; without it only the plan")
        add_shared(each)


def declare_nfo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="an NFO file")


def declare_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--build-only", action="store_true", help="build and scan, open no window")
