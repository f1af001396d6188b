"""What a command says: results on stdout, as text or one JSON object a line; all else on stderr."""

import io
import json
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any

from media_manager.errors import MediaManagerError, QueryError

ERASE_LINE = "\r\x1b[K"


class Screen:
    """Writes for people or for programs. Text that cannot be shown is escaped, never refused."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        if as_json and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")

    def result(self, data: Mapping[str, Any], text: str) -> None:
        """Write one result: `data` for programs, `text` for people."""
        line = json.dumps(data, ensure_ascii=False, default=str) if self.as_json else text
        sys.stdout.write(line + "\n")

    def note(self, text: str) -> None:
        """Say something that is no result."""
        sys.stderr.write(f"{text}\n")

    def error(self, error: MediaManagerError, *, text: str | None = None) -> None:
        """Say what went wrong and what to do; a mistake in a search is pointed at."""
        sys.stderr.write(f"{error}\n")
        if isinstance(error, QueryError) and text is not None:
            before, place = text[: error.position], text[error.position : error.end]
            sys.stderr.write(f"  {text}\n  {' ' * _width(before)}{'^' * max(1, _width(place))}\n")
        if error.hint:
            sys.stderr.write(f"{error.hint}\n")

    def progress(self, text: str) -> None:
        """Show how far the work is, on a terminal only; an empty text takes it away."""
        if sys.stderr.isatty():
            sys.stderr.write(ERASE_LINE + text)
            sys.stderr.flush()

    def flush(self) -> None:
        sys.stdout.flush()


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide signs take two, marks none."""
    widths = ((unicodedata.east_asian_width(each), unicodedata.combining(each)) for each in text)
    return sum(0 if mark else 2 if wide in "WF" else 1 for wide, mark in widths)


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return `1 file` or `1,234 files`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def shown_bytes(size: float) -> str:
    """Return a size as people read it."""
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1000:  # noqa: PLR2004 - as disks are sold
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def shown_minutes(minutes: int) -> str:
    """Return a running time as people read it."""
    hours, rest = divmod(minutes, 60)
    return f"{hours:,} h {rest} min" if hours else f"{rest} min"
