"""What the pages of Diagnostics are made of: tables that stand still, tiles that can be read."""

import math
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication  # noqa: TID251 - a test of the room
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication  # noqa: TID251 - as above
from pytestqt.qtbot import QtBot

from media_manager.instrumentation import Instrumentation
from media_manager.ui.diagnostics import texts
from media_manager.ui.diagnostics.rows import Column
from media_manager.ui.diagnostics.sparkline import Mark, Tile
from media_manager.ui.diagnostics.table import FactTable
from media_manager.ui.diagnostics.timings import lines
from media_manager.ui.theme import ThemeChoice, apply_theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@dataclass(frozen=True)
class Line:
    name: str
    count: int


COLUMNS = (
    Column("Name", lambda line: line.name),
    Column("Count", lambda line: line.count, is_number=True),
)


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication) -> FactTable:
    apply_theme(qapp)
    table = FactTable("Things", COLUMNS, lambda line: line.name, sort=1)
    qtbot.addWidget(table)
    table.resize(300, 150)
    table.show()
    return table


def shown(table: FactTable) -> list[str]:
    model = table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_what_is_selected_stays_selected_while_numbers_change(table: FactTable) -> None:
    """A row is known by its name, wherever the new order puts it."""
    table.set_rows([Line("a", 3), Line("b", 2), Line("c", 1)])
    table.selectRow(1)
    table.set_rows([Line("c", 9), Line("b", 2), Line("d", 5)])

    assert shown(table) == ["c", "d", "b"]
    assert Line("b", 2) == table.current()


def test_the_place_in_a_long_table_stays(table: FactTable, qtbot: QtBot) -> None:
    """A look each second does not scroll back to the top."""
    table.set_rows([Line(f"{at:03}", at) for at in range(200)])
    bar = table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 50)
    bar.setValue(50)
    table.set_rows([Line(f"{at:03}", at) for at in range(200)])
    table.set_rows([Line(f"{at:03}", at + 1) for at in range(200)])

    assert bar.value() == 50


def test_rows_that_did_not_change_are_not_touched(table: FactTable) -> None:
    """Nothing is painted again for nothing."""
    rows = [Line("a", 1), Line("b", 2)]
    table.set_rows(rows)
    changes: list[object] = []
    table.rows.dataChanged.connect(lambda *_: changes.append(1))
    table.rows.rowsInserted.connect(lambda *_: changes.append(2))
    table.set_rows([Line("a", 1), Line("b", 2)])

    assert changes == []


def test_a_filter_and_a_copy(table: FactTable, qtbot: QtBot) -> None:
    """Only what holds the text is shown, and only what is shown is copied."""
    table.set_rows([Line("read", 1), Line("write", 2)])
    table.filter("REA")
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert shown(table) == ["read"]
    assert QGuiApplication.clipboard().text() == "Name\tCount\nread\t1"


def test_numbers_are_short_and_exact_enough() -> None:
    """Three digits that count."""
    assert [texts.duration(seconds) for seconds in (0.000123, 0.0123, 0.123, 1.23, math.nan)] == [
        "0.12 ms",
        "12.3 ms",
        "123 ms",
        "1.23 s",
        texts.NOTHING,
    ]
    assert texts.percent(0.256) == "26 %"
    assert texts.size(None) == texts.NOTHING


@pytest.fixture
def tile(qtbot: QtBot, qapp: QApplication) -> Tile:
    apply_theme(qapp)
    tile = Tile(Mark("Memory", "MiB", texts.whole, 100, "Opens memory"))
    qtbot.addWidget(tile)
    tile.resize(tile.sizeHint())
    tile.show_samples([1.0, 2.0, 3.0], [10.0, math.nan, 30.0], span=300, caption="so far")
    return tile


def test_a_tile_is_read_aloud(tile: Tile) -> None:
    """With its number and unit, and what stands below."""
    assert tile.accessibleName() == "Memory: 30 MiB"
    assert tile.accessibleDescription() == "so far"


def test_arrow_keys_walk_through_the_past(tile: Tile) -> None:
    """Back from now, and forward again; where nothing was measured the tile says so."""
    readings = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(tile, key)
        readings.append(tile.reading())
    for _step in range(4):
        QTest.keyClick(tile, Qt.Key.Key_Right)

    assert readings == [
        "00:00:02 · nothing to measure",
        "00:00:01 · 10 MiB",
        "00:00:01 · 10 MiB",
        "00:00:01 · 10 MiB",
    ]
    assert tile.reading() == "so far"


def test_a_tile_opens_what_it_counts(tile: Tile, qtbot: QtBot) -> None:
    """By hand and by keys."""
    with qtbot.waitSignal(tile.clicked):
        QTest.keyClick(tile, Qt.Key.Key_Return)
    with qtbot.waitSignal(tile.clicked):
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("choice", [ThemeChoice.DARK, ThemeChoice.LIGHT])
def test_a_tile_draws_its_line_in_the_color_of_the_theme(
    qapp: QApplication, tile: Tile, choice: ThemeChoice
) -> None:
    """On the ground of the theme."""
    theme = apply_theme(qapp, choice)
    tile.show_samples([1.0, 2.0, 3.0], [100.0, 100.0, 100.0], span=3)
    picture = tile.grab().toImage()
    colors = [
        picture.pixelColor(x, y)
        for x in range(0, picture.width(), 4)
        for y in range(picture.height())
    ]

    assert near(colors, theme.tokens.accent)
    assert near(colors, theme.tokens.surface)


def near(colors: list[QColor], wanted: str) -> bool:
    """Tell if a color is there, but for the smoothing of edges."""
    color = QColor(wanted)
    return any(
        abs(each.red() - color.red())
        + abs(each.green() - color.green())
        + abs(each.blue() - color.blue())
        < 90
        for each in colors
    )


def test_a_timer_and_its_histogram_are_one_line() -> None:
    """With the percentiles, if details were measured; counters and gauges stand beside."""
    metrics = Instrumentation()
    metrics.record_duration("plain", 0.5)
    metrics.detail = True
    metrics.record_duration("deep", 0.5)
    metrics.observe("spread", 3.0)
    metrics.increment_counter("hits", 7)
    metrics.set_gauge("lane.queued", 4.0)
    found = {line.name: line for line in lines(metrics.get_all_metrics())}

    assert {"plain", "deep", "spread", "hits", "lane.queued"} == set(found)
    assert found["plain"].p95 is None
    assert found["deep"].p95 == pytest.approx(0.5, rel=0.05)
    assert (found["hits"].count, found["lane.queued"].value) == (7, 4.0)
