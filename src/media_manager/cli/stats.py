"""`stats`: how much of what there is, a library a line and all together last."""

import argparse
from dataclasses import asdict

from media_manager.cli.desk import Desk
from media_manager.cli.screen import plural, shown_bytes, shown_minutes
from media_manager.library.statistics import LibraryStatistics, get_statistics


def run(_words: argparse.Namespace, desk: Desk) -> int:
    """Write the numbers."""
    with desk.library().reading() as reader:
        for each in get_statistics(reader):
            desk.screen.result(asdict(each), _shown(each))
    return 0


def _shown(numbers: LibraryStatistics) -> str:
    types = ", ".join(plural(count, name) for name, count in sorted(numbers.items.items()))
    doubts = ", ".join(
        f"{count:,} {word}"
        for word, count in (
            ("unmatched", numbers.unmatched),
            ("missing", numbers.missing),
            ("offline", numbers.offline),
            ("waiting to be looked into", numbers.waiting),
            ("unreadable", numbers.unreadable),
        )
        if count
    )
    facts = (
        plural(numbers.files, "file"),
        shown_bytes(numbers.size_bytes),
        shown_minutes(numbers.runtime_minutes),
        f"{numbers.watched:,} watched",
        f"{numbers.favorites:,} favorites",
    )
    lines = [
        numbers.library or "All libraries",
        f"  {types or 'nothing yet'}",
        "  " + ", ".join(facts),
    ]
    return "\n".join([*lines, *([f"  {doubts}"] if doubts else [])])
