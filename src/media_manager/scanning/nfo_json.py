"""An NFO as plain JSON: only what the file says, under the names of the values."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from media_manager.domain.nfo import NfoDocument, NfoEntry


def document_to_json(document: NfoDocument) -> dict[str, Any]:
    """Return the document as JSON values; `entries` is always there."""
    result: dict[str, Any] = {"entries": [entry_to_json(one) for one in document.entries]}
    return result | {
        "urls": list(document.urls),
        "ids": dict(document.ids),
        "warnings": list(document.warnings),
        "encoding": document.encoding,
    }


def entry_to_json(entry: NfoEntry) -> dict[str, Any]:
    """Return one entry as JSON values, without the fields that it does not set."""
    return _said(entry)


def _said(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the values of domain.nfo
    said = {}
    for field in fields(value):
        item = getattr(value, field.name)
        # Zero is a value (season 0), and so is "not watched"; "not locked" is only the default.
        unsaid = item is None or item in ((), {}) or (item is False and field.default is False)
        if not unsaid:
            said[field.name] = _plain(item)
    return said


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON is untyped
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return _said(value) if is_dataclass(value) else value
