"""What the words of several commands have in common: shared options, and kinds of values."""

import argparse
from pathlib import Path


def add_shared(parser: argparse.ArgumentParser) -> None:
    """Let the shared options stand before and after the command: no default may undo the other."""
    nothing = argparse.SUPPRESS
    parser.add_argument(
        "--profile", metavar="DIR", type=Path, default=nothing, help="use the data in this folder"
    )
    parser.add_argument(
        "--json", action="store_true", default=nothing, help="one JSON object a line"
    )


def count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("it cannot be negative")
    return number
