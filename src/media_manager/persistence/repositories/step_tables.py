"""Which row holds what a step changes of an item, field by field."""

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

# Every column that a step can write, with its type on SQLite and on PostgreSQL.
COLUMN_TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "value": ("BLOB", "BYTEA"),
    "locked": ("BOOLEAN", "BOOLEAN"),
    "set_at": ("BIGINT", "BIGINT"),
    "change_set_id": ("BIGINT", "BIGINT"),
    "watched": ("BOOLEAN", "BOOLEAN"),
    "play_count": ("INTEGER", "INTEGER"),
    "resume_ms": ("BIGINT", "BIGINT"),
    "favorite": ("BOOLEAN", "BOOLEAN"),
    "rating": ("FLOAT", "DOUBLE PRECISION"),
}
_STATE_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "watched": ("watched", "play_count", "resume_ms"),
    "favorite": ("favorite",),
    "rating": ("rating",),
}
# A row of these values says nothing of its item.
_NO_STATE: Final[Mapping[str, Any]] = {
    "watched": False,
    "play_count": 0,
    "resume_ms": 0,
    "favorite": False,
    "rating": None,
    "note": None,
    "last_played_at": None,
}


@dataclasses.dataclass(frozen=True, slots=True)
class StepTable:
    """Where a field is kept: one row an item, found by `key`."""

    field: str
    name: str
    key: Mapping[str, Any]
    columns: tuple[str, ...]
    # Those that tell whether somebody else changed the row since.
    compared: tuple[str, ...]
    # What a row holds besides, and by which values it says nothing of its item.
    defaults: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def viewer_id(self) -> int | None:
        """Return whose row it is; None where it is everybody's."""
        return self.key.get("viewer_id")

    @property
    def join(self) -> str:
        """Return the join of this table to the items `s`."""
        known = " AND ".join(f"t.{column} = :{column}" for column in self.key)
        return f"LEFT JOIN {self.name} t ON t.item_id = s.id AND {known}"


def step_table(name: str, viewer_id: int | None = None) -> StepTable:
    """Return where a field is kept: what a viewer says of items, or what the user does."""
    columns = _STATE_COLUMNS.get(name)
    if columns is not None:
        return StepTable(
            name, "user_state", {"viewer_id": viewer_id or 1}, columns, columns, _NO_STATE
        )
    columns = ("value", "locked", "set_at", "change_set_id")
    return StepTable(name, "user_value", {"field": name}, columns, ("value", "locked"))
