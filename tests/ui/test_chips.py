"""The chips: one for each condition, removable, and never more than a few rows."""

import pytest
from PySide6.QtWidgets import QApplication  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot

from media_manager.domain.query import Field, Node, Or, Word
from media_manager.ui.chips import MOST_SHOWN, ChipLine
from media_manager.ui.theme import apply_theme

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def _line(qtbot: QtBot, qapp: QApplication, *nodes: Node) -> ChipLine:
    apply_theme(qapp)
    line = ChipLine()
    qtbot.addWidget(line)
    line.resize(600, 200)
    line.show_nodes(nodes)
    return line


def test_values_of_one_field_are_one_chip(qtbot: QtBot, qapp: QApplication) -> None:
    """An Or group is removed as a whole."""
    either = Or((Field("genre", "Drama"), Field("genre", "Crime")))
    line = _line(qtbot, qapp, Word("sea"), either)

    assert [chip.text() for chip in line.chips] == ["sea", "Genre: Drama or Crime"]
    assert line.chips[1].accessibleName() == "Remove Genre: Drama or Crime"
    with qtbot.waitSignal(line.removed) as removed:
        line.chips[1].click()
    assert removed.args == [1]


def test_many_chips_fold(qtbot: QtBot, qapp: QApplication) -> None:
    """The list keeps its room; one button shows the rest."""
    line = _line(qtbot, qapp, *(Word(f"word{at}") for at in range(30)))
    assert len(line.chips) < MOST_SHOWN
    assert line.chips[-1].text() == "20 more"

    line.chips[-1].click()
    assert len(line.chips) == 31
    line.chips[-1].click()
    assert line.chips[-1].text() == "20 more"


def test_an_ampersand_is_no_access_key(qtbot: QtBot, qapp: QApplication) -> None:
    """`Fast & Furious` shows its ampersand."""
    line = _line(qtbot, qapp, Word("R&B"))
    assert line.chips[0].text() == "R&&B"
    line.show_nodes(())
    assert not line.isVisible()


def test_chips_that_stay_are_not_made_anew(qtbot: QtBot, qapp: QApplication) -> None:
    """While the last word is typed, those before it keep their chips and their focus."""
    line = _line(qtbot, qapp, Word("sea"), Word("li"))
    first = line.chips[0]
    line.show_nodes((Word("sea"), Word("light"), Word("house")))
    assert line.chips[0] is first
    assert [chip.text() for chip in line.chips] == ["sea", "light", "house"]
    line.show_nodes((Word("sea"),))
    assert line.chips == [first]
