"""Writes one piece of a step, or takes it back: rows, what follows from them, and the journal.

A piece is one transaction, whole by itself: the next one may come after other edits.
"""

from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from media_manager.domain.steps import Change, TagChange, WatchedChange
from media_manager.domain.uids import now_us
from media_manager.persistence.repositories import step_items as items
from media_manager.persistence.repositories import step_states as states
from media_manager.persistence.repositories import step_tags as tags
from media_manager.persistence.repositories.change_sets import (
    Chunk,
    add_chunk,
    load_chunk,
    replace_chunk,
)
from media_manager.persistence.repositories.step_items import Part
from media_manager.persistence.repositories.step_tables import StepTable, step_table
from media_manager.persistence.writer import WriteSession

WATCHED = "watched"


class Piece(NamedTuple):
    """What became of a piece: items that changed, and those above them that followed."""

    field: str
    ids: "array[int]"
    followers: Sequence[int] = ()
    gone: int = 0
    skipped: int = 0
    # The title of one that was skipped.
    conflict: str | None = None


def apply_piece(
    session: WriteSession, step_id: int, position: int, change: Change, ids: Sequence[int]
) -> Piece:
    """Change these items and write how to take that back."""
    table = _table(change)
    gone = len(ids) - items.fill(session, table, ids)
    found = items.groups(session, table)
    targets = (
        tags.tag_records(change, found, step_id, now_us())
        if isinstance(change, TagChange)
        else states.state_records(change, found)
    )
    changed = {group.no: group for group in found if group.no in targets}
    if not changed:
        return Piece(table.field, array("q"), gone=gone)
    items.keep_only(session, changed)
    parts = {no: Part(each.record, targets[no], each.ids) for no, each in changed.items()}
    new_names, followers = _write(session, table, parts)
    if isinstance(change, WatchedChange):
        states.note_history(session, step_id, seen=change.watched)
    add_chunk(session, step_id, position, Chunk(table, list(parts.values()), new_names))
    touched = array("q")
    for part in parts.values():
        touched.extend(part.ids)
    return Piece(table.field, touched, followers, gone)


def swap_piece(session: WriteSession, step_id: int, position: int, *, undo: bool) -> Piece:
    """Take a piece back, or write it again; what was changed since by others stays as it is."""
    chunk = load_chunk(session, step_id, position)
    table = chunk.table
    parts = {
        no: Part(each.after, each.before, each.ids) if undo else each
        for no, each in enumerate(chunk.parts)
    }
    wanted = sum(len(part.ids) for part in parts.values())
    gone = wanted - items.fill_parts(session, list(parts.values()))
    rows = {no: part.before for no, part in parts.items()}
    skipped, conflict = items.drop_changed(session, table, rows)
    new_names, followers = _write(session, table, parts)
    if undo:
        tags.drop_unused_tags(session, chunk.new_names)
    elif new_names:
        replace_chunk(session, step_id, position, Chunk(table, chunk.parts, new_names))
    if table.field == WATCHED:
        _turn_history(session, step_id, parts, undo=undo)
    return Piece(table.field, items.piece_ids(session), followers, gone, skipped, conflict)


def find_conflict(
    session: WriteSession, step_id: int, position: int, *, undo: bool
) -> tuple[str, str] | None:
    """Return title and field of an item that was changed since a piece was written."""
    chunk = load_chunk(session, step_id, position)
    items.fill_parts(session, chunk.parts)
    rows = {no: part.after if undo else part.before for no, part in enumerate(chunk.parts)}
    title = items.drop_changed(session, chunk.table, rows)[1]
    return None if title is None else (title, chunk.table.field)


def _write(
    session: WriteSession, table: StepTable, parts: Mapping[int, Part]
) -> tuple[list[int], list[int]]:
    """Write the rows of the piece and what follows from them: links, or the parents."""
    items.write_rows(session, table, {no: part.after for no, part in parts.items()})
    if table.field == tags.FIELD:
        return tags.link_tags(session, parts), []
    if table.field != WATCHED:
        return [], []
    return [], states.follow_parents(session, table.viewer_id or 1)


def _turn_history(
    session: WriteSession, step_id: int, parts: Mapping[int, Part], *, undo: bool
) -> None:
    if undo:
        states.forget_history(session, step_id)
        return
    seen = next(part.after["watched"] for part in parts.values() if part.after is not None)
    states.note_history(session, step_id, seen=seen)


def _table(change: Change) -> StepTable:
    viewer_id = None if isinstance(change, TagChange) else change.viewer_id
    return step_table(change.field, viewer_id)
