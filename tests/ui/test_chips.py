"""The chips: one for each condition, removable, and never more than a few rows."""

import pytest
from PySide6.QtWidgets import QApplication  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot

from media_manager.domain.query import Field, Node, Or, Word
from media_manager.ui.chips import ChipLine
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


def shown(line: ChipLine) -> int:
    return sum(not chip.isHidden() for chip in line.chips)


def test_many_chips_fold_by_the_room_that_there_is(qtbot: QtBot, qapp: QApplication) -> None:
    """The list keeps its room; one button shows the rest, which scrolls if it must."""
    line = _line(qtbot, qapp, *(Word(f"word{at}") for at in range(30)))
    few = shown(line)
    assert few < 30
    assert line.more.text() == f"{30 - few} more"
    assert line.height() < 140

    line.more.click()
    assert shown(line) == 30
    line.more.click()
    assert shown(line) == few
    line.resize(300, line.height())
    assert shown(line) < few
    line.show_nodes((Word("sea"),))
    assert line.more.isHidden()


def test_an_ampersand_is_no_access_key(qtbot: QtBot, qapp: QApplication) -> None:
    """`Fast & Furious` shows its ampersand."""
    line = _line(qtbot, qapp, Word("R&B"))
    assert line.chips[0].text() == "R&&B"
    line.show_nodes(())
    assert not line.isVisible()


def test_chips_are_kept_while_one_types(qtbot: QtBot, qapp: QApplication) -> None:
    """Nothing flickers and nothing loses the focus: only the text of the last one changes."""
    line = _line(qtbot, qapp, Word("sea"), Word("li"))
    first = line.chips[0]
    line.show_nodes((Word("sea"), Word("light"), Word("house")))
    assert line.chips[0] is first
    assert [chip.text() for chip in line.chips] == ["sea", "light", "house"]
    line.show_nodes((Word("sea"),))
    assert line.chips == [first]
