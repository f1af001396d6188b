"""Items as plain data: what a program reads of a list, without what only a window needs."""

from typing import Any

from media_manager.domain.media import MediaRow

# Paths as bytes and the stamp that thumbnails are kept under.
_FOR_THE_WINDOW = frozenset({"artwork_id", "artwork_root", "artwork_path", "artwork_stamp"})
_TRUTHS = ("watched", "favorite")


def row_as_data(row: MediaRow) -> dict[str, Any]:
    """Return a row of a list as JSON-ready data."""
    data = {name: value for name, value in row._asdict().items() if name not in _FOR_THE_WINDOW}
    return data | {name: bool(data[name]) for name in _TRUTHS}
