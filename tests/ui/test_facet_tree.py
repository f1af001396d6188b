"""The tree of facets: hands and keys, what is on top, and what a screen reader hears."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible  # noqa: TID251 - a test of the room
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication  # noqa: TID251 - as above
from pytestqt.qtbot import QtBot

from media_manager.domain.facets import Facet, FacetLine, Mark
from media_manager.domain.query import Compare, Field
from media_manager.ui.facets.lines import SHORT, RowKind
from media_manager.ui.facets.tree import FacetTree
from media_manager.ui.theme import apply_theme

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SECTIONS = ((Facet.GENRE, "Genre"), (Facet.DECADE, "Decade"), (Facet.PERSON, "Person"))
Key = Qt.Key


def genre(name: str) -> Field:
    return Field("genre", name, Compare.EQUALS)


def line(name: str, count: int, mark: Mark = Mark.NONE) -> FacetLine:
    return FacetLine(genre(name), name, count, mark)


@pytest.fixture
def tree(qtbot: QtBot, qapp: QApplication) -> FacetTree:
    apply_theme(qapp)
    tree = FacetTree(SECTIONS)
    qtbot.addWidget(tree)
    tree.resize(240, 600)
    tree.open_only((Facet.GENRE,))
    tree.show_lines(Facet.GENRE, [line("Drama", 1204), line("Crime", 80), line("War", 3)])
    tree.show()
    qtbot.waitExposed(tree)
    return tree


def texts(tree: FacetTree, section: int = 0) -> list[str]:
    parent = tree.facets.index(section, 0)
    rows = range(tree.facets.rowCount(parent))
    return [str(tree.facets.index(at, 0, parent).data()) for at in rows]


def value_at(tree: FacetTree, row: int) -> QPoint:
    index = tree.facets.index(row, 0, tree.facets.index(0, 0))
    return tree.visualRect(index).center()


def test_a_click_adds_and_with_ctrl_excludes(qtbot: QtBot, tree: FacetTree) -> None:
    """The left button is enough; Ctrl turns it around."""
    left, control = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
    with qtbot.waitSignal(tree.toggled) as added:
        QTest.mouseClick(tree.viewport(), left, pos=value_at(tree, 1))
    assert added.args == [line("Crime", 80)]
    with qtbot.waitSignal(tree.excluded) as excluded:
        QTest.mouseClick(tree.viewport(), left, control, value_at(tree, 2))
    assert excluded.args == [line("War", 3)]


def test_the_minus_at_the_end_of_a_row_excludes(qtbot: QtBot, tree: FacetTree) -> None:
    """Who has only a mouse excludes too."""
    index = tree.facets.index(0, 0, tree.facets.index(0, 0))
    place = tree.visualRect(index)
    with qtbot.waitSignal(tree.excluded) as excluded:
        at = QPoint(place.right() - 12, place.center().y())
        QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert excluded.args == [line("Drama", 1204)]


def test_keys_add_exclude_and_fold(qtbot: QtBot, tree: FacetTree) -> None:
    """Down, Enter, Space, Minus, Left and Right: nothing needs the mouse."""
    tree.setFocus()
    tree.setCurrentIndex(tree.facets.index(0, 0))
    QTest.keyClick(tree, Key.Key_Down)
    for key in (Key.Key_Space, Key.Key_Return):
        with qtbot.waitSignal(tree.toggled) as added:
            QTest.keyClick(tree, key)
        assert added.args == [line("Drama", 1204)]
    with qtbot.waitSignal(tree.excluded):
        QTest.keyClick(tree, Key.Key_Minus)

    QTest.keyClick(tree, Key.Key_Left)
    assert not tree.open_facets
    assert tree.currentIndex() == tree.facets.index(0, 0)
    QTest.keyClick(tree, Key.Key_Right)
    assert list(tree.open_facets) == [Facet.GENRE]
    QTest.keyClick(tree, Key.Key_Down)
    assert tree.currentIndex().data() == "Drama"
    with qtbot.waitSignal(tree.left):
        QTest.keyClick(tree, Key.Key_Escape)


def test_what_is_chosen_is_on_top_and_the_keyboard_follows_its_value(tree: FacetTree) -> None:
    """New counts turn the order around; the hand stays where it was."""
    tree.setCurrentIndex(tree.facets.index(2, 0, tree.facets.index(0, 0)))
    assert tree.currentIndex().data() == "War"

    lines = [line("Drama", 4), line("Crime", 3, Mark.EXCLUDED), line("War", 0, Mark.INCLUDED)]
    tree.show_lines(Facet.GENRE, lines)
    assert texts(tree) == ["Crime", "War", "Drama"]
    assert tree.currentIndex().data() == "War"


def test_a_screen_reader_hears_name_count_and_choice(tree: FacetTree) -> None:
    """What the check mark says is also said in words."""
    tree.show_lines(
        Facet.GENRE, [line("Drama", 1204, Mark.INCLUDED), line("War", 3, Mark.EXCLUDED)]
    )
    genres = tree.facets.index(0, 0)
    spoken = [
        tree.facets.index(at, 0, genres).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(2)
    ]
    assert [each.replace(",204", "204") for each in spoken] == [
        "Drama, 1204, selected",
        "War, 3, excluded",
    ]
    QApplication.processEvents()
    interface = QAccessible.queryAccessibleInterface(tree)
    assert interface.text(QAccessible.Text.Name) == "Filters"
    said = {interface.child(at).text(QAccessible.Text.Name) for at in range(interface.childCount())}
    assert set(spoken) <= said


def test_a_folded_section_says_what_is_chosen_in_it(tree: FacetTree) -> None:
    """Nobody has to unfold everything to see why the list is short."""
    tree.show_lines(Facet.GENRE, [line("Drama", 9, Mark.INCLUDED), line("War", 3, Mark.EXCLUDED)])
    row = tree.facets.row_at(tree.facets.index(0, 0))
    assert row is not None
    assert row.note == "Drama, not War"


def test_long_sections_show_their_first_values_until_they_are_unfolded(tree: FacetTree) -> None:
    """Fifty names do not push the other facets away."""
    many = [line(f"Genre {at:02}", 100 - at) for at in range(50)]
    tree.show_lines(Facet.GENRE, many, more=7)
    assert len(texts(tree)) == SHORT + 1
    more = tree.facets.index(SHORT, 0, tree.facets.index(0, 0))
    assert more.data() == "42 more"

    tree.facets.unfold(more)
    assert len(texts(tree)) == 52
    assert texts(tree)[-2:] == ["7 more: find them above", "Show fewer"]


def test_the_box_finds_values_by_the_beginning_of_a_word(tree: FacetTree) -> None:
    """Marks and case do not count, and what is chosen stays in sight."""
    tree.show_lines(
        Facet.GENRE,
        [line("Science Fiction", 9), line("Drama", 4, Mark.INCLUDED), line("Épopée", 2)],
    )
    tree.facets.filter("fic")
    assert texts(tree) == ["Drama", "Science Fiction"]
    tree.facets.filter("EPO")
    assert texts(tree) == ["Drama", "Épopée"]
    tree.facets.filter("")
    assert len(texts(tree)) == 3


def test_old_counts_are_dimmed_until_the_new_ones_come(tree: FacetTree) -> None:
    """They stay readable, and nothing moves."""
    tree.facets.set_stale()
    first = tree.facets.index(0, 0, tree.facets.index(0, 0))
    row = tree.facets.row_at(first)
    assert row is not None
    assert row.stale
    tree.show_lines(Facet.GENRE, [line("Drama", 7)])
    row = tree.facets.row_at(first)
    assert row is not None
    assert (row.note, row.stale) == ("7", False)
    tree.facets.set_stale(but={Facet.GENRE})
    row = tree.facets.row_at(first)
    assert row is not None
    assert not row.stale


def test_a_choice_shows_before_its_counts(tree: FacetTree) -> None:
    """The click is answered at once, however long counting takes."""
    tree.facets.show_marks((genre("War"),))
    assert texts(tree) == ["War", "Drama", "Crime"]


def test_a_section_without_counts_says_so(tree: FacetTree) -> None:
    """Not known yet and nothing there are told apart, and neither can be clicked."""
    tree.open_only((Facet.GENRE, Facet.DECADE))
    assert texts(tree, 1) == ["Counting…"]
    tree.show_lines(Facet.DECADE, [])
    assert texts(tree, 1) == ["Nothing to choose"]
    note = tree.facets.index(0, 0, tree.facets.index(1, 0))
    assert tree.facets.flags(note) == Qt.ItemFlag.NoItemFlags
    row = tree.facets.row_at(note)
    assert row is not None
    assert row.kind is RowKind.NOTE
