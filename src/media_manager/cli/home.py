"""`home`: what to go on with, what is new, what needs a decision, what was on this day."""

import argparse
from typing import Final

from media_manager.cli.desk import Desk
from media_manager.cli.search import shown_row
from media_manager.domain.query.dates import local_now
from media_manager.library.home import ADDED, CONTINUE, NEEDS_YOU, THIS_DAY, home_page
from media_manager.library.plain_rows import row_as_data

_TITLES: Final = {
    CONTINUE: "Continue watching",
    ADDED: "Recently added",
    NEEDS_YOU: "Needs you",
    THIS_DAY: "On this day",
}


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Write each line of the home page under its heading."""
    with desk.library().reading() as reader:
        lines = home_page(reader, local_now())
    for line in lines:
        if not desk.screen.as_json:
            desk.screen.result({}, _TITLES[line.key])
        for row in line.items[: words.limit]:
            desk.screen.result({"line": line.key, **row_as_data(row)}, shown_row(row))
    if not lines:
        desk.screen.note("There is nothing to go on with yet.")
    return 0
