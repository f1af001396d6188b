"""The search box: a mistake is marked where it is, and half a condition is none."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor  # noqa: TID251 - a test of the room
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget  # noqa: TID251 - as above
from pytestqt.qtbot import QtBot

from media_manager.errors import QueryError
from media_manager.ui.search_box import SearchBox
from media_manager.ui.theme import ThemeChoice, apply_theme, current_theme

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def box(qtbot: QtBot, qapp: QApplication) -> Iterator[SearchBox]:
    apply_theme(qapp, ThemeChoice.DARK)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 400)
    box = SearchBox(window)
    box.setGeometry(100, 10, 400, 32)
    window.show()
    qtbot.waitExposed(window)
    yield box
    apply_theme(qapp)


def test_a_mistake_is_marked_where_it_is_and_says_what_was_expected(box: SearchBox) -> None:
    """Nobody counts characters to find a typing mistake."""
    box.show_text("sea year:soon")
    error = QueryError("year: expects a year, not “soon”.", position=4, end=13)
    box.show_mistake(error)

    assert box.wrong_place == (4, 13)
    assert box.mistake == "year: expects a year, not “soon”."
    assert box.accessibleDescription() == box.mistake
    red = QColor(current_theme().tokens.danger)
    image = box.grab().toImage()
    lines = {
        x
        for x in range(image.width())
        for y in range(image.height())
        if _is_near(image.pixelColor(x, y), red)
    }
    metrics, start = box.fontMetrics(), box.cursorRect().center().x()
    origin = start - metrics.horizontalAdvance("sea year:soon")
    assert abs(min(lines) - origin - metrics.horizontalAdvance("sea ")) < 8
    assert abs(max(lines) - start) < 8


def _is_near(color: QColor, wanted: QColor) -> bool:
    return all(
        abs(one - other) < 60
        for one, other in (
            (color.red(), wanted.red()),
            (color.green(), wanted.green()),
            (color.blue(), wanted.blue()),
        )
    )


def test_half_a_condition_is_a_hint_and_no_mistake(box: SearchBox) -> None:
    """While one types, nothing is red."""
    box.show_text("year:")
    box.show_mistake(
        QueryError("year: has no value.", position=5, expected="a year", unfinished=True)
    )
    assert box.wrong_place is None
    assert box.mistake == "a year"


def test_what_was_said_goes_with_the_mistake(box: SearchBox) -> None:
    """A good search says nothing."""
    box.show_mistake(QueryError("Wrong.", position=0))
    assert box.mistake == "Wrong."
    box.show_text("sea")
    assert box.mistake == ""
    assert box.wrong_place is None


def test_f1_explains_the_search(qtbot: QtBot, box: SearchBox) -> None:
    """The key that lists shortcuts elsewhere asks about the search in its box."""
    box.setFocus()
    with qtbot.waitSignal(box.help_wanted):
        QTest.keyClick(box, Qt.Key.Key_F1)


def test_esc_clears_and_then_leaves(qtbot: QtBot, box: SearchBox) -> None:
    """One key leads back to the list, step by step."""
    box.setText("sea")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
    with qtbot.waitSignal(box.left):
        QTest.keyClick(box, Qt.Key.Key_Escape)
