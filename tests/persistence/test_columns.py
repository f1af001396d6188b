"""Columns say what SQL says: when they are made, after each change, and after a restart."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text
from tests.library.facet_world import add_items, change_items, dice_of, make_world

from media_manager.persistence.columns import (
    Columns,
    TooMuch,
    current_columns,
    finished,
    open_columns,
    patched,
)
from media_manager.persistence.columns import changes as column_changes
from media_manager.persistence.columns.base import Base
from media_manager.persistence.columns.layout import ORDERS
from media_manager.persistence.columns.manifest import MANIFEST, SUFFIX, read_manifest
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.persistence.repositories.items import remove_items, set_user_state
from media_manager.persistence.writer import LibraryWriter

_TABLES = (
    "media_item i LEFT JOIN media_file mf ON mf.id = i.main_file_id "
    "LEFT JOIN user_state us ON us.item_id = i.id AND us.viewer_id = 1 "
    "LEFT JOIN photo ph ON ph.item_id = i.id"
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "library.db"
    make_world(path, seed=5, items=150).close()
    return path


@pytest.fixture
def database(tmp_path: Path, world: Path) -> Path:
    return Path(shutil.copy(world, tmp_path / "library.db"))


@pytest.fixture
def writer(database: Path) -> Iterator[LibraryWriter]:
    writer = LibraryWriter(database)
    yield writer
    writer.close()


@pytest.fixture
def reader(writer: LibraryWriter, database: Path) -> Iterator[LibraryReader]:
    assert writer is not None
    reader = open_reader(database)
    yield reader
    reader.close()


def by_sql(reader: LibraryReader, orders: list[tuple[str, bool]]) -> list[int]:
    whole = [*orders, ("i.id", orders[-1][1])]
    order = ", ".join(f"{column}{' DESC' if down else ''}" for column, down in whole)
    sql = f"SELECT i.id FROM {_TABLES} ORDER BY {order}"  # noqa: S608 - names of columns
    return [row[0] for row in reader.execute(sql)]


def assert_same_orders(columns: Columns, reader: LibraryReader, dice: random.Random) -> None:
    """Compare each single order, and some of several keys, with what SQL says."""
    keys = [[(column, dice.random() < 0.5)] for column in ORDERS]
    keys += [
        [(column, dice.random() < 0.5) for column in dice.sample(list(ORDERS), 3)]
        for _ in range(10)
    ]
    for orders in keys:
        expected = by_sql(reader, orders)
        shuffled = np.array(dice.sample(expected, len(expected)), np.int64).tobytes()
        assert columns.ranked(shuffled, orders) == np.array(expected, np.int64).tobytes(), orders
        assert columns.ranked(shuffled, orders, first=7) == (
            np.array(expected[:7], np.int64).tobytes()
        ), orders


def rows_of(base: Base) -> dict[str, list[int]]:
    found = {name: column.tolist() for name, column in base.single.items() if name != "title"}
    return found | {name: each.values.tolist() for name, each in base.ragged.items()}


def test_columns_sort_as_sql_does(tmp_path: Path, reader: LibraryReader) -> None:
    """Every order that SQL offers is the same by columns, for one key and for several."""
    columns = finished(current_columns(tmp_path / "columns", reader))

    assert_same_orders(columns, reader, dice_of(1))


def test_columns_follow_every_change(
    tmp_path: Path, writer: LibraryWriter, reader: LibraryReader
) -> None:
    """Edits, new items and removals are in the columns after each look at the change log."""
    dice = dice_of(7)
    columns = finished(current_columns(tmp_path / "columns", reader))
    for step in range(12):
        ids = [row[0] for row in reader.execute("SELECT id FROM media_item")]
        if step % 4 == 1:
            with writer.write_session("test") as session:
                remove_items(session, dice.sample(ids, 5))
        elif step % 4 == 2:
            add_items(writer, dice, 8)
        elif step % 4 == 3:
            with writer.write_session("test") as session:
                set_user_state(session, dice.sample(ids, 9), 1, play_count=step, rating=5.5)
        else:
            change_items(writer, dice, dice.sample(ids, 6))
        columns = finished(current_columns(tmp_path / "columns", reader, columns))
        assert columns.seq == reader.seq()
        assert_same_orders(columns, reader, dice)


def test_columns_written_anew_from_older_ones_are_those_of_the_library(
    tmp_path: Path,
    writer: LibraryWriter,
    reader: LibraryReader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What did not change is copied from the older files; the result is as if all was read."""
    from media_manager.persistence.columns import keeping

    dice = dice_of(3)
    columns = finished(current_columns(tmp_path / "columns", reader))
    ids = [row[0] for row in reader.execute("SELECT id FROM media_item")]
    change_items(writer, dice, ids[:40])
    add_items(writer, dice, 20)
    with writer.write_session("test") as session:
        remove_items(session, ids[50:60])
    monkeypatch.setattr(keeping, "MOST_PATCHED", 10)
    copied = finished(current_columns(tmp_path / "columns", reader, columns))
    read = finished(current_columns(tmp_path / "others", reader))

    assert len(copied.changed) == 0
    assert (copied.seq, copied.base.length) == (read.seq, read.base.length)
    assert_same_orders(copied, reader, dice)
    words = {
        name: {copied.codes[name][n] for n in copied.base.ragged[name].values}
        for name in copied.codes
    }
    assert words == {
        name: {read.codes[name][n] for n in read.base.ragged[name].values} for name in read.codes
    }
    mine, theirs = rows_of(copied.base), rows_of(read.base)
    assert {n for n in mine if mine[n] != theirs[n]} <= set(copied.codes)


def test_a_change_of_everything_reads_only_its_columns(
    tmp_path: Path, writer: LibraryWriter, reader: LibraryReader
) -> None:
    """A tag on a million items must not cost what making all columns costs; the rest is copied."""
    columns = finished(current_columns(tmp_path / "columns", reader))
    with writer.write_session("test") as session:
        session.execute(text("UPDATE user_state SET watched = NOT watched, play_count = 7"))
        session.execute(text("DELETE FROM item_tag WHERE item_id % 2 = 0"))
        session.touch_everything("tags", "watched", "play_count")
    changed = column_changes.changes_after(reader, columns.seq)
    assert changed is not None
    assert changed.everywhere == {"single", "tag", "watched_at", "plays", "my_rating"}
    with pytest.raises(TooMuch):
        patched(reader, columns)
    copied = finished(current_columns(tmp_path / "columns", reader, columns))
    read = finished(current_columns(tmp_path / "others", reader))

    assert copied.codes == read.codes
    assert rows_of(copied.base) == rows_of(read.base)
    assert rows_of(copied.base) != rows_of(columns.base)


def test_columns_on_disk_are_caught_up_after_a_restart(
    tmp_path: Path, writer: LibraryWriter, reader: LibraryReader
) -> None:
    """The files are as old as they are; the change log says the rest."""
    finished(current_columns(tmp_path / "columns", reader))
    change_items(writer, dice_of(2), [1, 2, 3])
    columns = finished(current_columns(tmp_path / "columns", reader))

    assert columns.changed.ids.tolist() == [1, 2, 3]
    assert_same_orders(columns, reader, dice_of(2))


def test_columns_of_another_library_are_not_used(tmp_path: Path, reader: LibraryReader) -> None:
    """A uid tells whose columns they are; a seq, of which moment."""
    made = finished(current_columns(tmp_path / "columns", reader))

    assert open_columns(tmp_path / "columns", "another") is None
    assert open_columns(tmp_path / "columns", made.uid, made.seq + 1) is None
    assert open_columns(tmp_path / "columns", made.uid, made.seq) is not None


@pytest.mark.parametrize("harm", ["cut", "flip", "remove", "manifest", "nonsense"])
def test_damaged_columns_are_made_again(tmp_path: Path, reader: LibraryReader, harm: str) -> None:
    """A file that lost a byte, or has a wrong one, is never read as numbers."""
    folder = tmp_path / "columns"
    made = finished(current_columns(folder, reader))
    file = next(folder.glob(f"title-*{SUFFIX}"))
    data = file.read_bytes()
    if harm == "cut":
        file.write_bytes(data[:-1])
    elif harm == "flip":
        file.write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:])
    elif harm == "remove":
        file.unlink()
    elif harm == "manifest":
        (folder / MANIFEST).write_bytes(b'{"format": 1')
    else:
        (folder / MANIFEST).write_bytes(b'["format"]')

    assert open_columns(folder, made.uid) is None
    assert_same_orders(finished(current_columns(folder, reader)), reader, dice_of(4))


def test_two_programs_make_columns_at_once(tmp_path: Path, reader: LibraryReader) -> None:
    """The last one counts, whoever that is; the other keeps what it has mapped."""
    folder = tmp_path / "columns"
    runs = [current_columns(folder, reader), current_columns(folder, reader)]
    made: list[Columns] = []
    while runs:
        for steps in list(runs):
            try:
                next(steps)
            except StopIteration as end:
                made.append(end.value)
                runs.remove(steps)
    found = open_columns(folder, reader.uid(), reader.seq())

    assert found is not None
    for columns in (*made, found):
        assert_same_orders(columns, reader, dice_of(6))
    named = {file.name for file in read_manifest(folder).arrays.values()}
    assert {each.name for each in folder.glob(f"*{SUFFIX}")} == named


def test_a_stopped_build_leaves_nothing_that_counts(tmp_path: Path, reader: LibraryReader) -> None:
    """Closing the program in the middle of a slice removes what was begun."""
    steps = current_columns(tmp_path / "columns", reader)
    next(steps)
    next(steps)
    steps.close()

    assert list((tmp_path / "columns").iterdir()) == []


def test_a_moment_is_not_enough_for_everything(
    tmp_path: Path, writer: LibraryWriter, reader: LibraryReader
) -> None:
    """A reader in a hurry takes few changes in, and leaves removals to who keeps the columns."""
    columns = finished(current_columns(tmp_path / "columns", reader))
    change_items(writer, dice_of(2), [1, 2, 3])
    assert patched(reader, columns).changed.ids.tolist() == [1, 2, 3]
    with pytest.raises(TooMuch):
        patched(reader, columns, most=2)
    with writer.write_session("test") as session:
        remove_items(session, [1])
    with pytest.raises(TooMuch):
        patched(reader, columns)


def test_a_mark_leaves_the_places_of_titles(
    tmp_path: Path, writer: LibraryWriter, reader: LibraryReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To find a title's place costs more than all the rest: a watched mark does not ask for it."""
    from media_manager.persistence.columns import keeping

    columns = finished(current_columns(tmp_path / "columns", reader))
    with writer.write_session("test") as session:
        set_user_state(session, [3, 4, 5], 1, watched=True, play_count=9)
    monkeypatch.delattr(keeping, "place_titles")
    columns = patched(reader, columns)

    assert columns.changed.ids.tolist() == [3, 4, 5]
    assert_same_orders(columns, reader, dice_of(8))


def test_what_no_column_holds_changes_none(
    tmp_path: Path, writer: LibraryWriter, reader: LibraryReader
) -> None:
    """A job that notes its progress must not make a million items be read again."""
    columns = finished(current_columns(tmp_path / "columns", reader))
    with writer.write_session("test") as session:
        session.touch_everything("jobs")
    changed = column_changes.changes_after(reader, columns.seq)

    assert changed is not None
    assert (changed.ids, changed.removed) == (frozenset(), False)
