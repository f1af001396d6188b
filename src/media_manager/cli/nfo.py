"""`nfo`: what an NFO file says, as JSON."""

import argparse
import json
import os
from pathlib import Path

from media_manager.cli.desk import Desk
from media_manager.errors import FileVanished, UnreadableFile
from media_manager.files import display_path
from media_manager.scanning import document_to_json, load_nfo


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Write the document: on one line with --json, else indented."""
    path = os.fsencode(words.path)
    _check(path)
    data = document_to_json(load_nfo(path))
    desk.screen.result(data, json.dumps(data, ensure_ascii=False, indent=2))
    return 0


def _check(path: bytes) -> None:
    """Say what is wrong with a path that a person typed, rather than with a file of the library."""
    shown = display_path(path)
    typed = Path(os.fsdecode(path))
    if not typed.exists():
        raise FileVanished(f"There is no file {shown}.", hint="Check the path.", path=shown)
    if typed.is_dir():
        raise UnreadableFile(
            f"{shown} is a folder.", hint="Name one NFO file, such as movie.nfo.", path=shown
        )
