"""The grid costs the same at any size, and keys, mouse and screen reader find what is seen."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible  # noqa: TID251 - a test of the room
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from media_manager.domain.media import MediaRow
from media_manager.domain.paging import ResultSet, Selection
from media_manager.lazy_model import LazyMediaItemModel, MemoryListSource
from media_manager.ui.delegates.card import Aspect
from media_manager.ui.geometry import Section
from media_manager.ui.views.grid import GridView

SHIFT, CONTROL, NO_KEY = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)
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
    """Counts how often anybody asks for data, or paints a row."""

    calls = 0

    def data(self, *arguments: object, **named: object) -> object:
        self.calls += 1
        return super().data(*arguments, **named)  # type: ignore[arg-type]  # whatever Qt gives

    def shown_at(self, row: int) -> MediaRow | None:
        self.calls += 1
        return super().shown_at(row)


Shown = tuple[GridView, Counting]


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., Shown]:
    def made(ids: Sequence[int] = range(1, 61)) -> Shown:
        model = Counting(source=MemoryListSource(ids, film))
        model.set_query("q")
        grid = GridView()
        qtbot.addWidget(grid)
        grid.setModel(model)
        grid.resize(900, 600)
        grid.show()
        grid.setCurrentIndex(model.index(0, 0))
        grid.setFocus()
        qtbot.waitUntil(lambda: model.calls > 0)
        return grid, model

    return made


def press(grid: GridView, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
    QTest.keyClick(grid, key, modifier)


def test_the_first_cards_are_painted_from_one_page(show: Callable[..., Shown]) -> None:
    """Showing a million asks for the data of what is seen only."""
    grid, model = show(range(1, MILLION + 1))
    grid.viewport().repaint()
    model.calls = 0
    grid.viewport().repaint()
    cards = len(list(grid._seen()))
    assert (model.calls, 0 < cards < 40) == (cards, True)


@pytest.mark.parametrize(
    "act",
    [
        lambda grid: grid.selectAll(),
        lambda grid: press(grid, Qt.Key.Key_A, CONTROL),
        lambda grid: press(grid, Qt.Key.Key_End, SHIFT),
    ],
    ids=["select all", "Ctrl+A", "Shift+End"],
)
def test_selecting_a_million_asks_for_no_row(
    show: Callable[..., Shown], act: Callable[[GridView], None]
) -> None:
    """The number of data() calls is that of a few repaints, not of the rows."""
    grid, model = show(range(1, MILLION + 1))
    model.calls = 0
    act(grid)
    grid.viewport().repaint()
    assert grid.keeper.count() == MILLION
    assert model.calls < 500
    assert grid.selection_value() == Selection(everything_else=True)


def test_resizing_a_million_asks_for_no_row(show: Callable[..., Shown]) -> None:
    """Layout is arithmetic."""
    grid, model = show(range(1, MILLION + 1))
    model.calls = 0
    for width in range(600, 1000, 40):
        grid.resize(width, 600)
    assert model.calls < 1000


def test_arrows_move_by_card_and_by_line(show: Callable[..., Shown]) -> None:
    """Down is the same column, End the last item."""
    grid, _ = show()
    columns = grid._geometry.columns
    places = []
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_End,
        Qt.Key.Key_Home,
    ):
        press(grid, key)
        places.append(grid.currentIndex().row())
    assert places == [1, columns + 1, columns, 59, 0]


def test_arrows_follow_the_reading_direction(show: Callable[..., Shown]) -> None:
    """Right to left, the next card is to the left."""
    grid, model = show()
    grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    press(grid, Qt.Key.Key_Left)
    assert grid.currentIndex().row() == 1
    first, second = (grid.visualRect(model.index(row, 0)) for row in (0, 1))
    assert second.right() < first.left()
    assert grid.indexAt(second.center()).row() == 1


def test_shift_click_selects_in_reading_order(show: Callable[..., Shown]) -> None:
    """Also when the second card is further left than the first."""
    grid, model = show()
    columns = grid._geometry.columns
    first, last = columns - 1, columns + 1
    button = Qt.MouseButton.LeftButton
    for row, modifier in ((first, NO_KEY), (last, SHIFT)):
        center = grid.visualRect(model.index(row, 0)).center()
        QTest.mouseClick(grid.viewport(), button, modifier, center)
    assert grid.keeper.spans() == [(first, last)]


def test_a_control_click_adds_one(show: Callable[..., Shown]) -> None:
    """And takes it away again."""
    grid, model = show()
    for row, modifier in ((0, NO_KEY), (2, CONTROL), (0, CONTROL)):
        center = grid.visualRect(model.index(row, 0)).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifier, center)
    assert grid.selection_value() == Selection(frozenset({3}))


def test_enter_opens_and_space_previews(show: Callable[..., Shown]) -> None:
    """Both name the item by id."""
    grid, _ = show()
    opened, seen = QSignalSpy(grid.item_activated), QSignalSpy(grid.preview_requested)
    press(grid, Qt.Key.Key_Return)
    press(grid, Qt.Key.Key_Space)
    assert (opened.at(0), seen.at(0)) == ([1], [1])


def test_typed_letters_are_handed_on(show: Callable[..., Shown]) -> None:
    """The grid never searches a million rows itself."""
    grid, _ = show()
    typed = QSignalSpy(grid.text_typed)
    QTest.keyClick(grid, Qt.Key.Key_N, NO_KEY)
    assert typed.at(0) == ["n"]


def test_the_upper_row_stays_through_resizes(show: Callable[..., Shown]) -> None:
    """Dragging the window's edge back and forth ends where it began."""
    grid, _ = show(range(1, 2001))
    grid.verticalScrollBar().setValue(20_000)
    first = grid.first_visible()[0]
    for width in (700, 1300, 650, 900):
        grid.resize(width, 600)
        seen = grid._seen()
        assert seen.start <= first < seen.stop
    assert grid.first_visible()[0] == first


def test_zoom_keeps_the_place(show: Callable[..., Shown]) -> None:
    """The row at the upper edge is still there, and steps end at both ends."""
    grid, _ = show(range(1, 2001))
    grid.verticalScrollBar().setValue(20_000)
    first = grid.first_visible()[0]
    grid.set_zoom(99)
    assert grid.zoom == grid.zoom_steps - 1
    assert first in grid._seen()
    grid.set_aspect(Aspect.STILL)
    assert first in grid._seen()


def test_a_new_result_keeps_selection_current_and_place(show: Callable[..., Shown]) -> None:
    """By id, whatever the order has become."""
    grid, model = show(range(1, 2001))
    grid.setCurrentIndex(model.index(500, 0))
    grid.keeper.select(Selection(frozenset({501, 502, 7})))
    grid.scrollTo(model.index(500, 0))
    first_id = model.id_at(grid.first_visible()[0])
    model.apply_result_set(ResultSet.of("q", 2, [*range(2001, 2100), *range(8, 2001)]))
    assert grid.selection_value() == Selection(frozenset({501, 502}))
    assert model.id_at(grid.currentIndex().row()) == 501
    line = range(grid.first_visible()[0], grid.first_visible()[0] + grid._geometry.columns)
    assert first_id in [model.id_at(row) for row in line]


def test_the_current_item_that_went_gives_way_to_its_neighbor(show: Callable[..., Shown]) -> None:
    """The keyboard is never left nowhere."""
    grid, model = show(range(1, 11))
    grid.setCurrentIndex(model.index(9, 0))
    model.apply_result_set(ResultSet.of("q", 2, range(1, 10)))
    assert grid.currentIndex().row() == 8


def test_sections_have_headings_and_all_cards(show: Callable[..., Shown]) -> None:
    """A section starts on a new line."""
    grid, model = show()
    grid.set_sections([Section("A", 0), Section("B", 3)])
    third, fourth = (grid.visualRect(model.index(row, 0)) for row in (2, 3))
    assert fourth.top() > third.bottom() + 30
    assert fourth.left() == grid.visualRect(model.index(0, 0)).left()


def test_between_cards_is_nothing(show: Callable[..., Shown]) -> None:
    """A click beside a card does not hit its neighbor."""
    grid, _ = show()
    assert not grid.indexAt(QPoint(2, 2)).isValid()


def test_a_screen_reader_finds_every_card(show: Callable[..., Shown]) -> None:
    """The grid is a list with items that have names (ux 54)."""
    grid, _ = show(range(1, MILLION + 1))
    reader = QAccessible.queryAccessibleInterface(grid)
    assert reader.role() == QAccessible.Role.List
    name = reader.child(499_999).text(QAccessible.Text.Name)
    grid.viewport().repaint()
    assert name in {"Loading", "Film 500000, 1999, Film"}
    assert reader.child(3).text(QAccessible.Text.Name) == "Film 4, 1999, Film"
