"""Writes the journal of steps: what each changed, and how to take it back.

A chunk is the inverse of one piece of a step and is written in the same transaction.
"""

import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import delete, insert, select, text, update

from media_manager.domain.changes import pack_ids
from media_manager.domain.steps import UNFINISHED, Step, StepLabel, StepState
from media_manager.domain.uids import new_uid, now_us
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.records import ChangeChunk, ChangeSet, JobRun
from media_manager.persistence.repositories.step_items import Part, Record, unpack
from media_manager.persistence.repositories.step_tables import StepTable, step_table
from media_manager.persistence.steps_reader import decode_label, encode_label
from media_manager.persistence.writer import WriteSession

_SET = table_of(ChangeSet)
_CHUNK = table_of(ChangeChunk)
_JOB = table_of(JobRun)
# Above this many items a step is found through its chunks: a row for each item would take more
# room than the change itself.
_NAMED_ITEMS = 1_000
# Level 1: sorted ids shrink to a fraction at once; more effort gains little.
_EFFORT = 1


class Chunk(NamedTuple):
    """What one piece of a step changed, and the names that it brought into the library."""

    table: StepTable
    parts: Sequence[Part]
    new_names: Sequence[int] = ()


class _StoredPart(msgspec.Struct, array_like=True, frozen=True):
    before: list[Any] | None
    after: list[Any] | None
    ids: bytes


class _StoredChunk(msgspec.Struct, array_like=True, frozen=True):
    field: str
    viewer_id: int | None
    parts: list[_StoredPart]
    new_names: list[int]


# Made once, when the module is imported: two threads that make one for the same class at the
# same moment crash the program (see tests/house/test_decoders.py).
_CHUNKS = msgspec.msgpack.Decoder(_StoredChunk)


class UnfinishedStep(NamedTuple):
    """A step that is neither applied nor undone, and who was at it."""

    id: int
    state: StepState
    job_run_id: int | None
    job_status: str | None
    process: str | None


def begin_step(
    session: WriteSession, label: StepLabel, state: StepState, *, job_run_id: int | None = None
) -> int:
    """Write the head of a step and return its id."""
    values = {
        "uid": new_uid(),
        "actor": "user",
        "label": label.code,
        "label_arguments": encode_label(label),
        "state": str(state),
        "item_count": 0,
        "created_at": now_us(),
        "job_run_id": job_run_id,
    }
    return int(session.execute(insert(_SET).returning(_SET.c.id), values).scalar_one())


def set_step(session: WriteSession, step_id: int, **values: Any) -> None:
    """Set columns of a step: its state, its count, its job."""
    session.execute(update(_SET).where(_SET.c.id == step_id).values(**values))


def relabel_step(session: WriteSession, step_id: int, label: StepLabel) -> None:
    """Name a step by what it came to: items can be gone that were to be changed."""
    set_step(session, step_id, label=label.code, label_arguments=encode_label(label))


def drop_step(session: WriteSession, step_id: int) -> None:
    """Forget a step that is wholly absent now."""
    session.execute(delete(_SET).where(_SET.c.id == step_id))


def find_step(session: WriteSession, step_id: int) -> Step | None:
    """Return a step as it is in this transaction."""
    row = session.execute(select(_SET).where(_SET.c.id == step_id)).first()
    if row is None:
        return None
    label = decode_label(row.label, row.label_arguments)
    state = StepState(row.state)
    return Step(row.id, label, state, row.item_count, row.created_at, row.undone_at)


def unfinished_steps(session: WriteSession) -> list[UnfinishedStep]:
    """Return the steps that are being written, or were when their process ended."""
    rows = session.execute(
        select(_SET.c.id, _SET.c.state, _SET.c.job_run_id, _JOB.c.status, _JOB.c.process)
        .join_from(_SET, _JOB, _JOB.c.id == _SET.c.job_run_id, isouter=True)
        .where(_SET.c.state.in_([str(state) for state in UNFINISHED]))
        .order_by(_SET.c.id)
    )
    return [
        UnfinishedStep(row.id, StepState(row.state), row.job_run_id, row.status, row.process)
        for row in rows
    ]


def add_chunk(session: WriteSession, step_id: int, position: int, chunk: Chunk) -> None:
    """Write the inverse of a piece, in the same transaction as the piece itself."""
    data = _encode(chunk)
    session.execute(
        insert(_CHUNK), {"change_set_id": step_id, "position": position, "inverse": data}
    )


def replace_chunk(session: WriteSession, step_id: int, position: int, chunk: Chunk) -> None:
    """Write a chunk anew: what was done again brought other names than the first time."""
    at = (_CHUNK.c.change_set_id == step_id) & (_CHUNK.c.position == position)
    session.execute(update(_CHUNK).where(at).values(inverse=_encode(chunk)))


def _encode(chunk: Chunk) -> bytes:
    columns = chunk.table.columns
    parts = [
        _StoredPart(_values(columns, each.before), _values(columns, each.after), pack_ids(each.ids))
        for each in chunk.parts
    ]
    stored = _StoredChunk(chunk.table.field, chunk.table.viewer_id, parts, list(chunk.new_names))
    return zlib.compress(msgspec.msgpack.encode(stored), _EFFORT)


def name_items(session: WriteSession, step_id: int, amount: int) -> None:
    """Note the items of the piece one by one, unless the step is too large for that."""
    if amount <= _NAMED_ITEMS:
        session.execute(
            text(
                "INSERT INTO change_item (item_id, change_set_id) SELECT id, CAST(:step AS BIGINT) "
                "FROM step_item WHERE true ON CONFLICT DO NOTHING"
            ),
            {"step": step_id},
        )


def chunk_positions(session: WriteSession, step_id: int) -> list[int]:
    """Return the positions of a step's chunks, in order."""
    found = select(_CHUNK.c.position).where(_CHUNK.c.change_set_id == step_id)
    return list(session.execute(found.order_by(_CHUNK.c.position)).scalars())


def load_chunk(session: WriteSession, step_id: int, position: int) -> Chunk:
    """Return what one piece of a step changed."""
    data = session.execute(
        select(_CHUNK.c.inverse).where(
            _CHUNK.c.change_set_id == step_id, _CHUNK.c.position == position
        )
    ).scalar_one()
    stored = _CHUNKS.decode(zlib.decompress(bytes(data)))
    table = step_table(stored.field, stored.viewer_id)
    columns = table.columns
    parts = [
        Part(_record(columns, each.before), _record(columns, each.after), unpack(each.ids))
        for each in stored.parts
    ]
    return Chunk(table, parts, stored.new_names)


def _values(columns: Sequence[str], record: Record) -> list[Any] | None:
    return None if record is None else [record[column] for column in columns]


def _record(columns: Sequence[str], values: Sequence[Any] | None) -> Record:
    return None if values is None else dict(zip(columns, values, strict=True))
