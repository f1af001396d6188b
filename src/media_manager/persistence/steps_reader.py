"""The steps that can be undone or redone, and what was being written when a program ended."""

from array import array
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import msgspec

from media_manager.domain.steps import UNFINISHED, Step, StepLabel, StepState
from media_manager.persistence.reader import LibraryReader

_STEP: Final = (
    "SELECT id, label, label_arguments, state, item_count, created_at, undone_at FROM change_set"
)
_SLICE: Final = 20_000


def encode_label(label: StepLabel) -> bytes:
    """Return what a label says besides its code, as it is kept."""
    said = {key: value for key, value in asdict(label).items() if value and key != "code"}
    return msgspec.json.encode(said)


def decode_label(code: str, arguments: bytes) -> StepLabel:
    """Return a label as it was kept; of what a newer program says, what is known here."""
    said: dict[str, Any] = msgspec.json.decode(bytes(arguments))
    return StepLabel(
        code,
        said.get("count", 0),
        said.get("title"),
        tuple(said.get("names", ())),
        tuple(said.get("removed", ())),
        said.get("rating"),
    )


def newest_steps(reader: LibraryReader, limit: int) -> list[Step]:
    """Return the newest steps that were wholly applied, newest first; undone ones too."""
    rows = reader.execute(
        f"{_STEP} WHERE state IN ('applied', 'undone') ORDER BY id DESC LIMIT ?", [limit]
    )
    return [_step(row) for row in rows]


def find_undoable(reader: LibraryReader) -> Step | None:
    """Return the newest step that stands."""
    row = reader.execute(
        f"{_STEP} WHERE state = 'applied' AND actor = 'user' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return None if row is None else _step(row)


def find_redoable(reader: LibraryReader) -> Step | None:
    """Return the step that was undone last, unless something new was done since."""
    row = reader.execute(
        f"{_STEP} WHERE state = 'undone' AND actor = 'user' AND undone_at > (SELECT "
        "COALESCE(max(created_at), 0) FROM change_set WHERE state = 'applied' AND actor = 'user') "
        "ORDER BY undone_at DESC, id LIMIT 1"
    ).fetchone()
    return None if row is None else _step(row)


def has_unfinished(reader: LibraryReader) -> bool:
    """Tell whether a step is neither applied nor undone: it is being written, or was cut off."""
    marks = ", ".join("?" for _ in UNFINISHED)
    sql = f"SELECT 1 FROM change_set WHERE state IN ({marks}) LIMIT 1"
    return reader.execute(sql, [str(state) for state in UNFINISHED]).fetchone() is not None


def with_descendants(reader: LibraryReader, item_ids: Sequence[int]) -> "array[int]":
    """Return these ids and those of the seasons and episodes below them."""
    found = array("q")
    if isinstance(item_ids, memoryview):
        # By bytes: number by number a million hold the interpreter for 60 ms.
        found.frombytes(item_ids.tobytes())
    else:
        found.extend(item_ids)
    for start in range(0, len(item_ids), _SLICE):
        piece = str(list(item_ids[start : start + _SLICE]))
        sql = (
            "WITH RECURSIVE below(id) AS (SELECT i.id FROM json_each(?) j JOIN media_item i "
            "ON i.parent_id = j.value UNION SELECT i.id FROM below b JOIN media_item i "
            "ON i.parent_id = b.id) SELECT id FROM below"
        )
        found.extend(item_id for (item_id,) in reader.execute(sql, [piece]))
    return found


def _step(row: Sequence[Any]) -> Step:
    step_id, code, arguments, state, item_count, created_at, undone_at = row
    label = decode_label(code, arguments)
    return Step(step_id, label, StepState(state), item_count, created_at, undone_at)
