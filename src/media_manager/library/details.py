"""Show one item: its details as a value, and the same as plain data for the command line."""

import dataclasses
from typing import Any

from media_manager.domain.details import ItemDetails
from media_manager.persistence.details_reader import read_details
from media_manager.persistence.reader import LibraryReader


def get_details(reader: LibraryReader, item_id: int) -> ItemDetails:
    """Return one item with all that hangs on it; raise ItemNotFound."""
    return read_details(reader, item_id)


def details_as_data(details: ItemDetails) -> dict[str, Any]:
    """Return the details as JSON-ready data; paths are shown escaped, never as bytes."""
    data: dict[str, Any] = {**details.row._asdict(), **_plain(dataclasses.asdict(details))}
    del data["row"]
    for name in ("artwork_root", "artwork_path", "artwork_stamp"):
        del data[name]
    return data


def _plain(value: Any) -> Any:  # noqa: ANN401 - any part of a nested value
    if isinstance(value, dict):
        return {
            key: _plain(each)
            for key, each in value.items()
            if key not in ("root_path", "row") or not isinstance(each, bytes)
        }
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return value
