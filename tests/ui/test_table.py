"""The table is dense, keeps how it was arranged, and never freezes at a million rows."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QStyleOptionHeader  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot

from media_manager.domain.media import MediaRow
from media_manager.domain.paging import ResultSet, Selection
from media_manager.lazy_model import LazyMediaItemModel, MemoryListSource
from media_manager.ui.views.table import TableView
from media_manager.ui.views.table_header import TableHeader
from media_manager.ui.views.table_state import Density, TableState

SHIFT = Qt.KeyboardModifier.ShiftModifier
MILLION = 1_000_000
BLANK = MediaRow(*[None] * len(MediaRow._fields))  # type: ignore[arg-type]  # filled in below


def film(item_id: int) -> MediaRow:
    return BLANK._replace(
        id=item_id,
        media_type="movie",
        library_id=1,
        title=f"Film {item_id}",
        year=1999,
        state="matched",
        file_state="present",
        child_count=0,
        watched=0,
        favorite=0,
        resume_ms=0,
        added_at=0,
    )


class Counting(LazyMediaItemModel):
    """Counts how often anybody asks for data."""

    calls = 0

    def data(self, *arguments: object, **named: object) -> object:
        self.calls += 1
        return super().data(*arguments, **named)  # type: ignore[arg-type]  # whatever Qt gives


Shown = tuple[TableView, Counting]


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., Shown]:
    def made(ids: Sequence[int] = range(1, 61)) -> Shown:
        model = Counting(source=MemoryListSource(ids, film))
        model.set_query("q")
        table = TableView()
        qtbot.addWidget(table)
        table.setModel(model)
        table.resize(900, 600)
        table.show()
        table.setCurrentIndex(model.index(0, 0))
        table.setFocus()
        qtbot.waitUntil(lambda: model.calls > 0)
        return table, model

    return made


@pytest.mark.parametrize(
    "act",
    [
        lambda table: table.selectAll(),
        lambda table: QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier),
        lambda table: QTest.keyClick(table, Qt.Key.Key_End, SHIFT),
    ],
    ids=["select all", "Ctrl+A", "Shift+End"],
)
def test_selecting_a_million_asks_for_no_row(
    show: Callable[..., Shown], act: Callable[[TableView], None]
) -> None:
    """The number of data() calls is that of a few repaints, not of the rows."""
    table, model = show(range(1, MILLION + 1))
    model.calls = 0
    act(table)
    table.viewport().repaint()
    assert table.selection_value() == Selection(everything_else=True)
    assert model.calls < 3000


def test_painting_a_million_asks_for_what_is_seen(show: Callable[..., Shown]) -> None:
    """One call a row and one a cell."""
    table, model = show(range(1, MILLION + 1))
    table.viewport().repaint()
    model.calls = 0
    table.viewport().repaint()
    seen = len(table._seen())
    assert model.calls <= seen * (1 + len(model.columns))


def test_the_header_asks_for_an_order(show: Callable[..., Shown]) -> None:
    """A click on a header is a request by name, a second one for the other direction."""
    table, model = show()
    asked = QSignalSpy(model.orders_requested)
    table.show_orders([("year", False)])
    header, year = table.horizontalHeader(), model.column_of("year")
    middle = header.sectionViewportPosition(year) + header.sectionSize(year) // 2
    at = QPoint(middle, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked.at(0) == [(("year", True),)]


def test_the_arrangement_comes_back(show: Callable[..., Shown]) -> None:
    """Order, widths, hidden columns, sort and density survive a restart as plain values."""
    table, model = show()
    table.setColumnWidth(model.column_of("year"), 99)
    table.horizontalHeader().moveSection(0, 2)
    table.set_column_shown("rating", shown=False)
    table.set_column_shown("size", shown=True)
    table.set_density(Density.COMPACT)
    kept = table.arrangement()
    other, second = show()
    asked = QSignalSpy(second.orders_requested)
    other.restore_arrangement(TableState.from_dict(kept.to_dict()))
    assert other.arrangement() == kept
    assert other.rowHeight(0) >= Density.COMPACT
    assert asked.count() == 0


def test_a_hidden_column_keeps_its_width(show: Callable[..., Shown]) -> None:
    """Showing it again shows it as it was."""
    table, model = show()
    table.setColumnWidth(model.column_of("rating"), 133)
    table.set_column_shown("rating", shown=False)
    state = next(each for each in table.arrangement().columns if each.key == "rating")
    assert (state.width, state.shown) == (133, False)


def test_nonsense_in_the_settings_is_refused() -> None:
    """So that the caller falls back to the default."""
    with pytest.raises((KeyError, TypeError, ValueError)):
        TableState.from_dict({"columns": 5})


def test_a_new_result_keeps_selection_and_current(show: Callable[..., Shown]) -> None:
    """By id, whatever the order has become."""
    table, model = show(range(1, 2001))
    table.setCurrentIndex(model.index(500, 0))
    table.keeper.select(Selection(frozenset({501, 7})))
    model.apply_result_set(ResultSet.of("q", 2, [*range(2001, 2100), *range(8, 2001)]))
    assert table.selection_value() == Selection(frozenset({501}))
    assert model.id_at(table.currentIndex().row()) == 501


def test_enter_opens_and_space_previews(show: Callable[..., Shown]) -> None:
    """Both name the item by id."""
    table, _ = show()
    opened, seen = QSignalSpy(table.item_activated), QSignalSpy(table.preview_requested)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert (opened.at(0), seen.at(0)) == ([1], [1])


def test_home_and_end_are_the_first_and_last_row(show: Callable[..., Shown]) -> None:
    """As in every list; the columns are for Left and Right."""
    table, _ = show()
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.currentIndex().row() == 59
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert table.currentIndex().row() == 0


def test_density_changes_at_a_million_rows(show: Callable[..., Shown]) -> None:
    """The row at the upper edge stays; no header walks over all rows."""
    table, _ = show(range(1, MILLION + 1))
    table.verticalScrollBar().setValue(700_000 * table.rowHeight(0))
    table.set_density(Density.COMFORTABLE)
    assert table.first_visible()[0] == 700_000


@pytest.mark.parametrize(
    ("descending", "arrow"),
    [
        (False, QStyleOptionHeader.SortIndicator.SortUp),
        (True, QStyleOptionHeader.SortIndicator.SortDown),
    ],
)
def test_the_arrow_points_as_on_the_order_button(
    show: Callable[..., Shown], *, descending: bool, arrow: QStyleOptionHeader.SortIndicator
) -> None:
    """Up is ascending, down is descending; showing an order asks for none."""
    table, model = show()
    asked = QSignalSpy(model.orders_requested)
    table.show_orders([("year", descending)])
    option = QStyleOptionHeader()
    table.horizontalHeader().initStyleOptionForIndex(option, model.column_of("year"))
    assert (option.sortIndicator, asked.count()) == (arrow, 0)


def test_best_match_has_no_arrow(show: Callable[..., Shown]) -> None:
    """No column stands for it; the next click on one sorts by that."""
    table, _model = show()
    table.show_orders([("relevance", False)])
    header = table.horizontalHeader()
    assert isinstance(header, TableHeader)
    assert header.keys == ()
