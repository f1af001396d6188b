"""The words of the command line, each command declared once."""

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from media_manager import __version__
from media_manager.domain.facets import Facet
from media_manager.domain.media import LibraryKind
from media_manager.domain.query import FIELDS, Order, SortKey
from media_manager.domain.query.values import UnreadableValueError, orders

# Commands that take the text of a search, and what in it looks like an option.
_SEARCHING = frozenset({"search", "searches", "facets", "tag"})
_EXCLUSION = re.compile(r"-[^-\s].+|-\(.*")

_SHARED = """
--profile DIR and --json may stand before or after the command. Results go to stdout, errors to
stderr. Exit code: 0 done, 1 done with failures or nothing found, 2 wrong use, 130 stopped.
Without a command the window opens. --cprofile FILE writes a profile of where the time goes.
"""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the module whose `run` does it, one line of help, and its own words."""

    module: str
    help: str
    declare: Callable[[argparse.ArgumentParser], None]
    details: str = ""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Keeps our line breaks, and room enough for the names."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=100)


def _scan(parser: argparse.ArgumentParser) -> None:
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


def _parse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--guess",
        action="store_true",
        help="let guessit read doubtful names too, under the key “guess”; slow",
    )


def _search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words", metavar="TEXT", nargs="+", type=str.strip, help="words and conditions"
    )
    parser.add_argument("--limit", type=_count, default=50, help="50 unless given; 0 means all")
    keys = ", ".join(SortKey)
    parser.add_argument(
        "--sort",
        metavar="KEYS",
        type=_sort,
        help=f"{keys}; -KEY turns it around; several as -year,title; beats sort: in the text",
    )


def _facets(parser: argparse.ArgumentParser) -> None:
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
        "--limit", type=_count, default=50, help="values a facet; 50 unless given; 0 means all"
    )


def _searches(parser: argparse.ArgumentParser) -> None:
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
        _add_shared(action)
    folder = actions.add_parser("move-folder", help="move or rename a folder with all in it")
    folder.add_argument("folder", metavar="PATH")
    folder.add_argument("new_folder", metavar="NEW")
    _add_shared(folder)
    shown["save"].add_argument(
        "words", metavar="TEXT", nargs="+", type=str.strip, help="as for `search`"
    )
    shown["save"].add_argument("--folder", metavar="PATH", help="such as Mine/Later")
    shown["save"].add_argument(
        "--replace", action="store_true", help="take the place of the one of this name"
    )
    shown["rename"].add_argument("new_name", metavar="NEW")
    shown["move"].add_argument("folder", metavar="PATH", help='such as Mine/Later; "" is the top')


def _query_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("field", metavar="FIELD", nargs="?", help="only this field")
    parser.add_argument("--plain", action="store_true", help="do not look into the library")


def _show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item_id", metavar="ID", type=int, help="as `search` shows it")


def _tag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", metavar="TEXT", nargs="+", type=str.strip, help="as for `search`")
    parser.add_argument("--add", metavar="NAME", action="append", default=[], help="as often as")
    parser.add_argument("--remove", metavar="NAME", action="append", default=[], help="needed")
    parser.add_argument("--apply", action="store_true", help="do it; without it only the plan")


def _undo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "step_id", metavar="ID", type=int, nargs="?", help="as --list shows it; else the newest"
    )
    parser.add_argument("--redo", action="store_true", help="do again what was undone")
    parser.add_argument("--list", action="store_true", help="what was done, newest first")
    parser.add_argument("--limit", type=_count, default=20, help="of --list; 20 unless given")


def _like(parser: argparse.ArgumentParser) -> None:
    _show(parser)
    parser.add_argument("--limit", type=_count, default=12, help="12 unless given")


def _libraries(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions")
    remove = actions.add_parser("remove-root", help="take a folder out; files are never touched")
    remove.add_argument("root_id", metavar="ID", type=int)
    relocate = actions.add_parser("relocate", help="say that a folder lies elsewhere now")
    relocate.add_argument("root_id", metavar="ID", type=int)
    relocate.add_argument("path", metavar="PATH", type=Path)
    _add_shared(
        actions.add_parser("reviews", help="list the moved files that wait for your decision")
    )
    accept = actions.add_parser("accept", help="it is the same file: its item goes on with it")
    reject = actions.add_parser("reject", help="they are different files: both stay")
    for each in (accept, reject):
        each.add_argument("review_id", metavar="N", type=int, help="as `reviews` shows it")
    for each in (remove, relocate, accept, reject):
        each.add_argument("--apply", action="store_true", help="do it; without it only the plan")
        _add_shared(each)


def _doctor(parser: argparse.ArgumentParser) -> None:
    orders = parser.add_mutually_exclusive_group()
    orders.add_argument("--repair", action="store_true", help="repair what can be repaired")
    orders.add_argument("--backup", action="store_true", help="make a verified backup now")
    orders.add_argument(
        "--restore",
        metavar="FILE",
        nargs="?",
        const="",
        help="go back to this backup, or to the newest one that is whole",
    )
    orders.add_argument("--upgrade", action="store_true", help="bring an older library up to date")


def _nfo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="an NFO file")


def _settings(parser: argparse.ArgumentParser) -> None:
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
        _add_shared(action)


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--build-only", action="store_true", help="build and scan, open no window")


def _home(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--limit", type=int, default=6, metavar="N", help="items a line at most (6)"
    )


def _nothing(_: argparse.ArgumentParser) -> None:
    """Declare no words: the command has none of its own."""


_FIELDS = "\n".join(f"  {f'{spec.name}:':16}{spec.expects}" for spec in FIELDS.values())
COMMANDS: dict[str, Command] = {
    "scan": Command(
        "scan",
        "add folders, or look for changes in them",
        _scan,
        "The last line says how many were added, changed, moved, missing and failed. Nothing is\n"
        "ever deleted. Ctrl+C stops cleanly; the next scan goes on from there.",
    ),
    "parse": Command(
        "parse",
        "say what file names mean: no disk, no database",
        _parse,
        'Reads plain paths or JSON lines {"id", "path", "root"} on stdin; writes one JSON object\n'
        "for each.",
    ),
    "search": Command(
        "search",
        "find items",
        _search,
        'Words must all match; "phrases", OR, (groups) and -exclusions work. See\n'
        "media-manager query-help for examples. Conditions:\n" + _FIELDS,
    ),
    "home": Command("home", "list what to go on with and what is new", _home),
    "facets": Command("facets", "count what a search finds by genre, year, person …", _facets),
    "searches": Command("searches", "keep searches under a name", _searches),
    "query-help": Command("query_help", "say how to search, with examples of yours", _query_help),
    "show": Command("show", "show one item with its files and where its values come from", _show),
    "like": Command("like", "list what is most like one item, and why", _like),
    "tag": Command(
        "tag",
        "tag everything that a search finds",
        _tag,
        "One step, whatever the number of items: `media-manager undo` takes it back. Stopped by\n"
        "Ctrl+C, nothing of it remains.",
    ),
    "undo": Command(
        "undo",
        "take back what was done to items, or do it again",
        _undo,
        "Tags, watched marks, favorites and ratings; also those set in the window. A step is only\n"
        "undone when nothing that it changed was changed since.",
    ),
    "stats": Command("stats", "count what there is", _nothing),
    "bench": Command(
        "bench",
        "measure how quick this library is",
        _nothing,
        "Reads only. Each figure stands beside the least work that could give the answer. The\n"
        "exit code is 1 when one misses its target.",
    ),
    "libraries": Command("libraries", "list libraries and their folders", _libraries),
    "doctor": Command("doctor", "check the library, its files and this system", _doctor),
    "nfo": Command("nfo", "say what an NFO file says, as JSON", _nfo),
    "settings": Command("settings", "list, get, set or reset settings", _settings),
    "demo": Command("demo", "build a sample library and open it", _demo),
}


def read_words(argv: Sequence[str]) -> argparse.Namespace:
    """Return what the words ask for; print help or the mistake and raise SystemExit."""
    parser = argparse.ArgumentParser(
        prog="media-manager",
        description="Manage a library of films, shows and photos.",
        epilog=_SHARED,
        formatter_class=_Help,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.set_defaults(profile=None, json=False)
    _add_shared(parser)
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", required=True
    )
    for name, command in COMMANDS.items():
        own = commands.add_parser(
            name,
            help=command.help,
            description=command.help[0].upper() + command.help[1:] + ".",
            epilog=command.details,
            formatter_class=_Help,
            allow_abbrev=False,
        )
        command.declare(own)
        _add_shared(own)
    return parser.parse_args(_marked_exclusions(_joined_sort(argv)))


def _add_shared(parser: argparse.ArgumentParser) -> None:
    """Let the shared options stand before and after the command: no default may undo the other."""
    nothing = argparse.SUPPRESS
    parser.add_argument(
        "--profile", metavar="DIR", type=Path, default=nothing, help="use the data in this folder"
    )
    parser.add_argument(
        "--json", action="store_true", default=nothing, help="one JSON object a line"
    )


def _joined_sort(argv: Sequence[str]) -> list[str]:
    """Let `--sort -year` be written: argparse would take -year for an option."""
    words = list(argv)
    for at, word in enumerate(words[:-1]):
        if word == "--sort" and words[at + 1].startswith("-"):
            words[at : at + 2] = [f"--sort={words[at + 1]}"]
            break
    return words


def _marked_exclusions(argv: Sequence[str]) -> list[str]:
    """Let `search heat -is:watched` be written: argparse takes what holds a space for no option.

    No command has options of one dash and several letters.
    """
    if not any(word in _SEARCHING for word in argv):
        return list(argv)
    return [f"{word} " if _EXCLUSION.fullmatch(word) else word for word in argv]


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("it cannot be negative")
    return number


def _sort(text: str) -> tuple[Order, ...]:
    """Return the keys in their order."""
    try:
        return orders(text)
    except UnreadableValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is none of {', '.join(SortKey)}") from error
