"""`like`: what is most like one item, and why."""

import argparse

from media_manager.cli.desk import Desk
from media_manager.cli.search import shown_row
from media_manager.domain.likeness import Alike
from media_manager.library.likeness import alike_as_data, more_like


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Write one line an item with what it shares; ItemNotFound when there is none to compare."""
    with desk.library().reading() as reader:
        found = more_like(reader, words.item_id, words.limit)
    for alike in found:
        desk.screen.result(alike_as_data(alike), f"{shown_row(alike.row)}\n{_shown_reasons(alike)}")
    if not found:
        desk.screen.note("Nothing shares its people, set, tags, studio or genres.")
    return 0 if found else 1


def _shown_reasons(alike: Alike) -> str:
    reasons = (f"{each.kind} {each.name} {each.weight:.1f}" for each in alike.reasons)
    return f"{'':>9}{alike.score:.1f} = {', '.join(reasons)}"
