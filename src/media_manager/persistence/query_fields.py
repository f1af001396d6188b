"""What a named field of a query means in SQL: `year:1999`, `is:watched`, `library_id:3`."""

from collections.abc import Callable, Sequence
from typing import Any

from media_manager.domain.naming import fold
from media_manager.domain.query import year_range

OF_TYPE, IN_LIBRARY, IN_PARENT = "i.media_type = ?", "i.library_id = ?", "i.parent_id = ?"

Condition = tuple[str, Sequence[Any]]


def field_condition(name: str, value: str, viewer_id: int) -> Condition:
    """Return the SQL and its values for a field that says something of the item `i` itself."""
    return _FIELDS[name](value, viewer_id)


def _year(value: str, _viewer: int) -> Condition:
    low, high = year_range(value) or (None, None)
    tests = [("i.year >= ?", low), ("i.year <= ?", high)]
    kept = [(sql, bound) for sql, bound in tests if bound is not None]
    return " AND ".join(sql for sql, _ in kept), [bound for _, bound in kept]


def _library(value: str, _viewer: int) -> Condition:
    return "i.library_id IN (SELECT id FROM library WHERE lower(name) = lower(?))", [value]


def _state(value: str, viewer_id: int) -> Condition:
    viewer = [viewer_id]
    file_state = (
        "EXISTS (SELECT 1 FROM media_file f JOIN root_folder r ON r.id = f.root_id "
        "WHERE f.id = i.main_file_id AND {test})"
    )
    states: dict[str, Condition] = {
        "unmatched": ("i.state <> 'matched'", ()),
        "offline": (file_state.format(test="r.state = 'offline'"), ()),
        "missing": (file_state.format(test="f.state = 'missing'"), ()),
        "favorite": (_mine("favorite"), viewer),
        "watched": (_mine("watched"), viewer),
        "unwatched": (f"NOT {_mine('watched')}", viewer),
    }
    return states[fold(value)]


def _mine(column: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM user_state u WHERE u.item_id = i.id AND u.viewer_id = ? "
        f"AND u.{column})"
    )


_FIELDS: dict[str, Callable[[str, int], Condition]] = {
    "type": lambda value, _viewer: (OF_TYPE, [value.lower()]),
    "library": _library,
    "library_id": lambda value, _viewer: (IN_LIBRARY, [int(value)]),
    "parent": lambda value, _viewer: (IN_PARENT, [int(value)]),
    "root": lambda value, _viewer: (
        (
            "i.id IN (SELECT l.item_id FROM item_file l JOIN media_file f ON f.id = l.file_id "
            "WHERE f.root_id = ?)"
        ),
        [int(value)],
    ),
    "year": _year,
    "is": _state,
}
