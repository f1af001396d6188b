"""The words of the commands that find and show items."""

import argparse

from media_manager.cli.words import add_shared, count
from media_manager.domain.facets import Facet
from media_manager.domain.query import Order, SortKey
from media_manager.domain.query.values import UnreadableValueError, orders


def declare_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words", metavar="TEXT", nargs="+", type=str.strip, help="words and conditions"
    )
    parser.add_argument("--limit", type=count, default=50, help="50 unless given; 0 means all")
    keys = ", ".join(SortKey)
    parser.add_argument(
        "--sort",
        metavar="KEYS",
        type=_sort,
        help=f"{keys}; -KEY turns it around; several as -year,title; beats sort: in the text",
    )


def declare_facets(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words", metavar="TEXT", nargs="*", type=str.strip, help="as for `search`; all without"
    )
    parser.add_argument(
        "--facet",
        metavar="NAME",
        action="append",
        choices=list(Facet),
        help=f"only this one, or these: {', '.join(Facet)}",
    )
    parser.add_argument(
        "--contains", metavar="TEXT", default="", help="only names with words that begin so"
    )
    parser.add_argument(
        "--limit", type=count, default=50, help="values a facet; 50 unless given; 0 means all"
    )


def declare_dashboard(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words",
        metavar="TEXT",
        nargs="*",
        type=str.strip,
        help="only of what this search finds, as for `search`",
    )


def declare_searches(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions")
    shown = {
        "list": actions.add_parser("list", help="all of them, folder by folder"),
        "show": actions.add_parser("show", help="one, and what it finds"),
        "save": actions.add_parser("save", help="keep a search under a name"),
        "rename": actions.add_parser("rename", help="another name, also in searches that ask it"),
        "move": actions.add_parser("move", help="into another folder"),
        "delete": actions.add_parser("delete", help="forget it; its text is shown once more"),
    }
    for name, action in shown.items():
        if name != "list":
            action.add_argument("name", metavar="NAME", help="whatever its case and folder")
        add_shared(action)
    folder = actions.add_parser("move-folder", help="move or rename a folder with all in it")
    folder.add_argument("folder", metavar="PATH")
    folder.add_argument("new_folder", metavar="NEW")
    add_shared(folder)
    shown["save"].add_argument(
        "words", metavar="TEXT", nargs="+", type=str.strip, help="as for `search`"
    )
    shown["save"].add_argument("--folder", metavar="PATH", help="such as Mine/Later")
    shown["save"].add_argument(
        "--replace", action="store_true", help="take the place of the one of this name"
    )
    shown["rename"].add_argument("new_name", metavar="NEW")
    shown["move"].add_argument("folder", metavar="PATH", help='such as Mine/Later; "" is the top')


def declare_query_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("field", metavar="FIELD", nargs="?", help="only this field")
    parser.add_argument("--plain", action="store_true", help="do not look into the library")


def declare_home(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--limit", type=int, default=6, metavar="N", help="items a line at most (6)"
    )


def declare_show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item_id", metavar="ID", type=int, help="as `search` shows it")


def declare_like(parser: argparse.ArgumentParser) -> None:
    declare_show(parser)
    parser.add_argument("--limit", type=count, default=12, help="12 unless given")


def _sort(text: str) -> tuple[Order, ...]:
    """Return the keys in their order."""
    try:
        return orders(text)
    except UnreadableValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is none of {', '.join(SortKey)}") from error
