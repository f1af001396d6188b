"""The words of the command line, each command declared once."""

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from media_manager import __version__
from media_manager.cli import words_care, words_jobs, words_library, words_search, words_watch
from media_manager.cli.words import add_shared
from media_manager.domain.query import FIELDS

# Commands that take the text of a search, and what in it looks like an option.
_SEARCHING = frozenset({"search", "searches", "facets", "tag", "dashboard"})
_EXCLUSION = re.compile(r"-[^-\s].+|-\(.*")

_SHARED = """
--profile DIR and --json may stand before or after the command. Results go to stdout, errors to
stderr. Exit code: 0 done, 1 done with failures or nothing found, 2 wrong use, 130 stopped.
Without a command the window opens. --cprofile FILE profiles it, --metrics [FILE.json] measures.
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


_FIELDS = "\n".join(f"  {f'{spec.name}:':16}{spec.expects}" for spec in FIELDS.values())
COMMANDS: dict[str, Command] = {
    "scan": Command(
        "scan",
        "add folders, or look for changes in them",
        words_library.declare_scan,
        "The last line says how many were added, changed, moved, missing and failed. Nothing is\n"
        "ever deleted. Ctrl+C stops cleanly; the next scan goes on from there.",
    ),
    "parse": Command(
        "parse",
        "say what file names mean: no disk, no database",
        words_library.declare_parse,
        'Reads plain paths or JSON lines {"id", "path", "root"} on stdin; writes one JSON object\n'
        "for each.",
    ),
    "search": Command(
        "search",
        "find items",
        words_search.declare_search,
        'Words must all match; "phrases", OR, (groups) and -exclusions work. See\n'
        "media-manager query-help for examples. Conditions:\n" + _FIELDS,
    ),
    "home": Command("home", "list what to go on with and what is new", words_search.declare_home),
    "facets": Command(
        "facets", "count what a search finds by genre, year, person …", words_search.declare_facets
    ),
    "dashboard": Command(
        "dashboard",
        "show eight numbers and four charts, and the search behind each",
        words_search.declare_dashboard,
    ),
    "searches": Command("searches", "keep searches under a name", words_search.declare_searches),
    "query-help": Command(
        "query_help", "say how to search, with examples of yours", words_search.declare_query_help
    ),
    "show": Command(
        "show",
        "show one item with its files and where its values come from",
        words_search.declare_show,
    ),
    "like": Command("like", "list what is most like one item, and why", words_search.declare_like),
    "tag": Command(
        "tag",
        "tag everything that a search finds",
        words_library.declare_tag,
        "One step, whatever the number of items: `media-manager undo` takes it back. Stopped by\n"
        "Ctrl+C, nothing of it remains.",
    ),
    "undo": Command(
        "undo",
        "take back what was done to items, or do it again",
        words_library.declare_undo,
        "Tags, watched marks, favorites and ratings; also those set in the window. A step is only\n"
        "undone when nothing that it changed was changed since.",
    ),
    "stats": Command("stats", "count what there is", words_care.declare_nothing),
    "bench": Command(
        "bench",
        "measure how quick this library is",
        words_care.declare_nothing,
        "Reads only. Each figure stands beside the least work that could give the answer. The\n"
        "exit code is 1 when one misses its target.",
    ),
    "libraries": Command(
        "libraries", "list libraries and their folders", words_library.declare_libraries
    ),
    "doctor": Command(
        "doctor", "check the library, its files and this system", words_care.declare_doctor
    ),
    "diagnostics": Command(
        "diagnostics",
        "gather what a person who helps needs to know",
        words_care.declare_diagnostics,
        "Versions, machine, changed settings, database, and a short test of this library, which\n"
        "only reads. Nobody's name, home folder or key is in it unless --no-redact is given.",
    ),
    "jobs": Command(
        "jobs",
        "list background jobs, run one, repeat what failed, stop one anywhere",
        words_jobs.declare_jobs,
        "Stopping, pausing and ordering also work for the jobs of an open window and of other\n"
        "commands. What a killed program left goes on when the next window opens.",
    ),
    "watch": Command(
        "watch",
        "scan what changes in the folders, until Ctrl+C",
        words_watch.declare_watch,
        "Folders that do not tell of changes, such as network drives, are looked at every\n"
        "watch.poll_minutes. An open window watches by itself.",
    ),
    "schedule": Command(
        "schedule",
        "say what runs by itself and when, or run it now",
        words_watch.declare_schedule,
        "An open window runs what is due. Without one, let cron or a systemd timer call\n"
        "`media-manager schedule run backup`. Change it with `settings set schedule.backup 03:30`.",
    ),
    "nfo": Command("nfo", "say what an NFO file says, as JSON", words_library.declare_nfo),
    "settings": Command(
        "settings", "list, get, set or reset settings", words_care.declare_settings
    ),
    "demo": Command("demo", "build a sample library and open it", words_library.declare_demo),
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
    add_shared(parser)
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
        add_shared(own)
    return parser.parse_args(_marked_exclusions(_joined_sort(argv)))


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
