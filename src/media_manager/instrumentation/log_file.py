"""The log of a profile: it never grows beyond a few files, and holds no keys and no names."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from media_manager.instrumentation.formatting import RedactingFormatter

_BYTES: Final = 1_000_000
_OLD_FILES: Final = 3
_FORMAT: Final = "%(asctime)s %(levelname)s %(message)s"


def open_log(path: Path, *, most_bytes: int = _BYTES) -> logging.Handler:
    """Return a handler that writes to `path`, and to path.1, path.2 … when that is full."""
    handler = RotatingFileHandler(
        path, maxBytes=most_bytes, backupCount=_OLD_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(RedactingFormatter(_FORMAT))
    return handler
