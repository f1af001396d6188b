"""The dashboard: every number is what its query finds, by columns and by SQL alike."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.library.facet_world import add_items, change_items, dice_of, make_world

from media_manager.domain.dashboard import Chart, ChartKey, Dashboard, Figure, FigureKey, Mark, Unit
from media_manager.domain.query import Field, Node, Query, format_search, parse_search
from media_manager.domain.query.dates import local_now
from media_manager.library import dashboard as module
from media_manager.library.columns import Patience
from media_manager.library.dashboard import Part, answer_dashboard, dashboard, dashboard_once
from media_manager.library.searches import save_search
from media_manager.persistence.columns import Columns, current_columns, finished
from media_manager.persistence.columns.shelf import ColumnShelf
from media_manager.persistence.models import MediaItem
from media_manager.persistence.models.base import table_of
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.persistence.repositories.items import link_files, update_items
from media_manager.persistence.repositories.places import mark_missing
from media_manager.persistence.searches_reader import resolved
from media_manager.persistence.store import LibraryStore
from media_manager.persistence.writer import LibraryWriter

ITEMS = 160
DAY_US = 24 * 60 * 60 * 1_000_000
NOW = local_now()
WITHIN: Sequence[tuple[Node, ...]] = (
    (),
    (Field("library", "Films"),),
    (Field("in", "Newer"),),
    (Field("genre", "dra"), Field("is", "unmatched")),
)
NAMES = ("everything", "a library", "a virtual library", "a search")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a file of two episodes, a missing file, and months between additions."""
    path = tmp_path_factory.mktemp("dashboard") / "library.db"
    writer = make_world(path, seed=5, items=ITEMS)
    _spread(writer)
    writer.close()
    store = LibraryStore(path)
    save_search(store, "Newer", "year:>=1995")
    store.close()
    return path


def _spread(writer: LibraryWriter) -> None:
    with writer.write_session("test") as session:
        items = table_of(MediaItem)
        chosen = select(items.c.id, items.c.main_file_id).order_by(items.c.id)
        rows: list[Any] = list(session.execute(chosen))
        added = [
            {"id": item_id, "added_at": 1_600_000_000_000_000 + at * 9 * DAY_US}
            for at, (item_id, _file) in enumerate(rows)
        ]
        update_items(session, added)
        files = [file_id for _item, file_id in rows if file_id is not None]
        others = [item_id for item_id, file_id in rows if file_id is None][:2]
        link = {"role": "main", "edition": None, "version_label": None, "part": None}
        link_files(session, [{"item_id": each, "file_id": files[0], **link} for each in others])
        update_items(session, [{"id": each, "main_file_id": files[0]} for each in others])
        mark_missing(session, files[1:3])


@pytest.fixture
def reader(world: Path) -> Iterator[LibraryReader]:
    reader = open_reader(world)
    yield reader
    reader.close()


@pytest.fixture
def columns(reader: LibraryReader, tmp_path: Path) -> Columns:
    return finished(current_columns(tmp_path / "columns", reader))


def asked(reader: LibraryReader, within: tuple[Node, ...], columns: Columns | None) -> Dashboard:
    return dashboard(reader, within=within, now=NOW, columns=columns)


def found(reader: LibraryReader, query: Query) -> list[int]:
    """Return what a person finds who searches for the text of a query."""
    parsed = parse_search(format_search(query.where, query.orders))
    return list(reader.all_ids(resolved(reader, Query(parsed.where))))


def value_of(found: Dashboard, key: FigureKey) -> int:
    return next(each.value for each in found.numbers if each.key is key)


def chart_of(found: Dashboard, key: ChartKey) -> Chart:
    return next(each for each in found.charts if each.key is key)


@pytest.mark.parametrize("within", WITHIN, ids=NAMES)
def test_columns_and_sql_say_the_same(
    reader: LibraryReader, columns: Columns, within: tuple[Node, ...]
) -> None:
    """All eight numbers and four charts, whatever they are restricted to."""
    assert asked(reader, within, columns) == asked(reader, within, None)


@pytest.mark.parametrize("within", WITHIN, ids=NAMES)
def test_every_count_is_what_its_query_finds(
    reader: LibraryReader, columns: Columns, within: tuple[Node, ...]
) -> None:
    """Whoever opens a number or a bar sees as many items as it says."""
    shown = asked(reader, within, columns)
    counted: list[Figure | Mark] = [each for each in shown.numbers if each.unit is Unit.ITEMS]
    counted += [mark for chart in shown.charts if chart.unit is Unit.ITEMS for mark in chart.marks]
    assert len(counted) > 12
    said = {str(each.query.where): each.value for each in counted}
    assert {str(each.query.where): len(found(reader, each.query)) for each in counted} == said


@pytest.mark.parametrize("within", WITHIN, ids=NAMES)
def test_every_sum_is_of_what_its_query_finds(
    reader: LibraryReader, columns: Columns, within: tuple[Node, ...]
) -> None:
    """Running time adds up items, storage their main files, each once."""
    shown = asked(reader, within, columns)
    sized: list[Figure | Mark] = [*chart_of(shown, ChartKey.RESOLUTIONS).marks]
    sized += [each for each in shown.numbers if each.unit is Unit.BYTES]
    assert {each.value for each in sized} == {_size(reader, each.query) for each in sized}
    runtime = next(each for each in shown.numbers if each.unit is Unit.MINUTES)
    rows = reader.rows(found(reader, runtime.query))
    assert runtime.value == sum(row.runtime_minutes or 0 for row in rows)


def _size(reader: LibraryReader, query: Query) -> int:
    sql = (
        "SELECT sum(size_bytes) FROM media_file WHERE id IN (SELECT main_file_id "
        "FROM media_item WHERE id IN (SELECT value FROM json_each(?)))"
    )
    return int(reader.execute(sql, [str(found(reader, query))]).fetchone()[0])


def test_a_restricted_dashboard_stays_within(reader: LibraryReader) -> None:
    """Both libraries together have what all have; a virtual library has fewer."""
    everything = asked(reader, (), None)
    parts = [asked(reader, (Field("library", name),), None) for name in ("Films", "Évènements")]
    for key in (FigureKey.ITEMS, FigureKey.RUNTIME, FigureKey.UNDECIDED, FigureKey.INCOMPLETE):
        assert value_of(everything, key) == sum(value_of(part, key) for part in parts)
    newer = asked(reader, (Field("in", "Newer"),), None)
    assert 0 < value_of(newer, FigureKey.ITEMS) < value_of(everything, FigureKey.ITEMS)


def test_growth_adds_up_to_all_items(reader: LibraryReader) -> None:
    """The last point of the line is the first number of the page."""
    shown = asked(reader, (), None)
    growth = chart_of(shown, ChartKey.GROWTH).marks
    assert growth[-1].total == value_of(shown, FigureKey.ITEMS)
    assert [mark.label for mark in growth] == sorted(mark.label for mark in growth)
    assert len(growth) > 12


def test_the_bars_of_storage_add_up(reader: LibraryReader) -> None:
    """Every file is in one bar, what is not known of its picture in the last."""
    shown = asked(reader, (), None)
    bars = chart_of(shown, ChartKey.RESOLUTIONS).marks
    assert sum(bar.value for bar in bars) == value_of(shown, FigureKey.STORAGE)
    assert bars[-1].label == ""
    assert all(size <= bar.value for bar in bars for _codec, size in bar.parts)
    assert any(bar.parts for bar in bars)


def test_the_rest_of_the_genres_is_one_bar(
    reader: LibraryReader, columns: Columns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With more genres than bars, the last bar holds what has none of the others."""
    monkeypatch.setattr(module, "GENRES", 2)
    shown = asked(reader, (), columns)
    assert shown == asked(reader, (), None)
    *_first, rest = chart_of(shown, ChartKey.GENRES).marks
    assert (rest.label, len(chart_of(shown, ChartKey.GENRES).marks)) == ("", 3)
    assert len(found(reader, rest.query)) == rest.value > 0


def test_changed_items_are_counted_anew(tmp_path: Path) -> None:
    """Columns that took in changes say what SQL says."""
    writer = make_world(tmp_path / "library.db", seed=7, items=60)
    dice = dice_of(3)
    reader = open_reader(tmp_path / "library.db")
    folder = tmp_path / "columns"
    columns = finished(current_columns(folder, reader))
    more = add_items(writer, dice, 20)
    change_items(writer, dice, [*more[:5], 1, 2, 3])
    columns = finished(current_columns(folder, reader, columns))
    assert dashboard(reader, now=NOW, columns=columns) == dashboard(reader, now=NOW)
    reader.close()
    writer.close()


def test_a_large_library_waits_for_columns(
    reader: LibraryReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile it tells what counters know; a command makes the columns itself."""
    monkeypatch.setattr(module, "MOST_ROWS", 1)
    shelf = ColumnShelf(tmp_path / "columns")
    told: list[Part] = []
    answer = answer_dashboard(reader, shelf, now=NOW, on_part=told.append)
    assert answer is None
    assert [part.key for part in told] == [
        FigureKey.ITEMS,
        FigureKey.UNDECIDED,
        FigureKey.OFFLINE,
    ]
    rows = answer_dashboard(reader, shelf, now=NOW, patience=Patience.ROWS)
    assert dashboard_once(reader, shelf, now=NOW) == rows
    assert shelf.held is not None


def test_an_empty_library_has_zeros_and_no_marks(made: LibraryStore) -> None:
    """Nothing is invented where nothing is."""
    with made.reading() as reader:
        shown = dashboard(reader, now=NOW)
    assert [each.value for each in shown.numbers] == [0] * len(FigureKey)
    assert [chart.marks for chart in shown.charts] == [()] * len(ChartKey)
