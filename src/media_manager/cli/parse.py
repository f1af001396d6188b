"""`parse`: names in, meanings out, as fast as they come."""

import argparse
import sys
from collections.abc import Iterator
from typing import BinaryIO

from media_manager.cli.desk import Desk
from media_manager.library.parse import BadLineError, Guess, parse_line
from media_manager.scanning.names import NameGuesser

_CHUNK_BYTES = 1 << 16


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Write one line for each line of stdin; memory stays flat however many there are."""
    if not words.guess:
        return _run(desk, None)
    with NameGuesser() as guesser:
        return _run(desk, guesser.guess_names)


def _run(desk: Desk, guess: Guess | None) -> int:
    failed = 0
    for lines in _iter_batches(sys.stdin.buffer):
        answers = []
        for line in lines:
            try:
                answers.append(parse_line(line, guess))
            except BadLineError as error:
                failed += 1
                desk.screen.note(str(error))
                answers.append(error.answer)
        sys.stdout.buffer.write(b"".join(answers))
        sys.stdout.buffer.flush()
    return 1 if failed else 0


def _iter_batches(stream: BinaryIO) -> Iterator[list[bytes]]:
    """Yield lines as they arrive: whoever writes one and waits for its answer gets it."""
    read = getattr(stream, "read1", stream.read)
    rest = b""
    while chunk := read(_CHUNK_BYTES):
        *lines, rest = (rest + chunk).split(b"\n")
        yield lines
    if rest:
        yield [rest]
