"""`nfo`: what an NFO file says, as JSON."""

import argparse
import json
import os

from media_manager.cli.desk import Desk
from media_manager.scanning import document_to_json, load_nfo


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Write the document: on one line with --json, else indented."""
    data = document_to_json(load_nfo(os.fsencode(words.path)))
    desk.screen.result(data, json.dumps(data, ensure_ascii=False, indent=2))
    return 0
