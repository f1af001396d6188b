"""Pieces of a step are written and taken back alike on SQLite and PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.persistence.populated import fill, server_url

from media_manager.domain.steps import (
    Change,
    RatingChange,
    StepState,
    TagChange,
    WatchedChange,
    label_of,
)
from media_manager.persistence.repositories.change_sets import begin_step
from media_manager.persistence.repositories.step_pieces import (
    apply_piece,
    find_conflict,
    swap_piece,
)
from media_manager.persistence.upgrade import create_library, upgrade_server
from media_manager.persistence.writer import LibraryWriter

STATE = "SELECT item_id, watched, play_count, resume_ms, favorite, rating FROM user_state"
TAGS = "SELECT l.item_id, t.name FROM item_tag l JOIN tag t ON t.id = l.tag_id"
SAID = "SELECT item_id, field, value, locked, set_at, change_set_id FROM user_value"


@pytest.fixture(params=["sqlite", "postgres"])
def writer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LibraryWriter]:
    if request.param == "sqlite":
        create_library(tmp_path / "library.db")
        writer = LibraryWriter(tmp_path / "library.db")
    else:
        address = request.getfixturevalue("postgres_database")
        upgrade_server(server_url(address))
        writer = LibraryWriter(server_url(address))
    yield writer
    writer.close()


def seen(writer: LibraryWriter) -> list[set[tuple[Any, ...]]]:
    with writer.write_session("test") as session:
        return [
            {tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows}
            for rows in (session.execute(text(sql)).all() for sql in (STATE, TAGS, SAID))
        ]


@pytest.mark.parametrize(
    "change",
    [
        TagChange(("Holiday", "Japan"), ('the "best"',)),
        WatchedChange(watched=True),
        RatingChange(7.5),
    ],
    ids=str,
)
def test_a_piece_goes_back_and_forth(writer: LibraryWriter, change: Change) -> None:
    """What was written is found, taken back to the last byte, and written again."""
    ids = [*fill(writer).values(), 999_999]
    before = seen(writer)
    with writer.write_session("user") as session:
        step = begin_step(session, label_of(change, len(ids)), StepState.APPLIED)
        piece = apply_piece(session, step, 0, change, ids)
        assert piece.gone == 1
    after = seen(writer)
    assert (after != before) == bool(piece.ids)
    if not piece.ids:
        return
    with writer.write_session("user") as session:
        assert find_conflict(session, step, 0, undo=True) is None
        assert find_conflict(session, step, 0, undo=False) is not None
        assert sorted(swap_piece(session, step, 0, undo=True).ids) == sorted(piece.ids)
    assert seen(writer) == before
    with writer.write_session("user") as session:
        assert swap_piece(session, step, 0, undo=True).skipped == len(piece.ids)
        assert len(swap_piece(session, step, 0, undo=False).ids) == len(piece.ids)
    assert seen(writer) == after
