"""The small widgets: stars, tags, rows of words, shortened lines."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot

from media_manager.ui.theme import ThemeChoice, apply_theme
from media_manager.ui.widgets.elided_label import ElidedLabel
from media_manager.ui.widgets.flow_layout import FlowLayout
from media_manager.ui.widgets.plain import LinkButton, breakable, tooltip
from media_manager.ui.widgets.rating_stars import RatingStars
from media_manager.ui.widgets.tag_editor import TagEditor

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> QWidget:
    apply_theme(qapp, ThemeChoice.LIGHT)
    window = QWidget()
    window.resize(400, 300)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def stars(window: QWidget) -> RatingStars:
    stars = RatingStars(window)
    stars.resize(stars.sizeHint())
    stars.show()
    return stars


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Right, 6.0),
        (Qt.Key.Key_Left, 4.0),
        (Qt.Key.Key_Up, 6.0),
        (Qt.Key.Key_8, 8.0),
        (Qt.Key.Key_0, 0.0),
        (Qt.Key.Key_End, 10.0),
        (Qt.Key.Key_Delete, None),
        (Qt.Key.Key_Backspace, None),
    ],
)
def test_keys_rate(stars: RatingStars, key: Qt.Key, expected: float | None) -> None:
    """Arrows step by half a star, digits set, Delete takes back."""
    stars.set_rating(5)
    told = QSignalSpy(stars.rated)
    QTest.keyClick(stars, key)
    assert (stars.rating, told.at(0)) == (expected, [expected])


@pytest.mark.parametrize(("direction", "expected"), [(LTR, 3.0), (RTL, 8.0)])
def test_a_click_rates_in_half_stars(
    stars: RatingStars, direction: Qt.LayoutDirection, expected: float
) -> None:
    """The first half of the second star is three of ten, from where reading begins."""
    stars.setLayoutDirection(direction)
    spot = QPoint(round(stars.width() * 0.27), stars.height() // 2)
    QTest.mouseClick(stars, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert stars.rating == expected
    QTest.mouseClick(stars, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert stars.rating is None


def test_showing_a_rating_tells_nobody(stars: RatingStars) -> None:
    """Only a person's choice is told, and it is said in words."""
    told = QSignalSpy(stars.rated)
    stars.set_rating(7.4)
    assert (told.count(), stars.rating, stars.accessibleDescription()) == (0, 7.0, "7 of 10")
    stars.set_rating(None)
    assert stars.accessibleDescription() == "Not rated"


def test_a_tag_is_typed_and_trimmed(window: QWidget) -> None:
    """Enter adds, a tag that is there already is not added again, Escape gives up."""
    editor = TagEditor(window)
    editor.set_tags(["sea"], known=["Quay", "quiet"])
    editor.show()
    added = QSignalSpy(editor.tag_added)
    editor.begin_adding()
    for typed in ("  deep   sea ", "sea", "   "):
        QTest.keyClicks(editor._entry, typed)
        QTest.keyClick(editor._entry, Qt.Key.Key_Return)
        editor._entry.clear()
    assert [added.at(n) for n in range(added.count())] == [["deep sea"]]
    QTest.keyClick(editor._entry, Qt.Key.Key_Escape)
    assert not editor._entry.isVisible()
    completer = editor._entry.completer()
    completer.setCompletionPrefix("QU")
    assert completer.completionCount() == 2


def test_delete_on_a_chip_removes_its_tag(window: QWidget) -> None:
    """A chip is reached with Tab; Delete and its button remove it; a click opens it."""
    editor = TagEditor(window)
    editor.set_tags(["sea & <b>sun</b>"])
    editor.show()
    removed, opened = QSignalSpy(editor.tag_removed), QSignalSpy(editor.tag_opened)
    chip = editor._chips[0]
    QTest.keyClick(chip._word, Qt.Key.Key_Delete)
    chip._remove.click()
    chip._word.click()
    assert [removed.at(0), removed.at(1), opened.at(0)] == [["sea & <b>sun</b>"]] * 3
    assert chip._remove.accessibleName() == "Remove tag sea & <b>sun</b>"


def test_what_is_typed_survives_a_reload(window: QWidget) -> None:
    """Tags that change elsewhere do not take the words out of the person's hands."""
    editor = TagEditor(window)
    editor.set_tags(["one"])
    editor.begin_adding()
    QTest.keyClicks(editor._entry, "half a wo")
    editor.set_tags(["one", "two"])
    assert (editor.tags, editor._entry.text()) == (["one", "two"], "half a wo")


@pytest.mark.parametrize("direction", [LTR, RTL])
def test_rows_begin_where_reading_begins(window: QWidget, direction: Qt.LayoutDirection) -> None:
    """What does not fit goes to the next row; nothing leaves the place."""
    host = QWidget(window)
    host.setLayoutDirection(direction)
    flow = FlowLayout(host)
    words = [LinkButton("word " * 4, parent=host) for _ in range(6)]
    for word in words:
        flow.addWidget(word)
    host.resize(220, flow.heightForWidth(220))
    host.show()
    inside = QRect(0, 0, 220, host.height())
    assert all(inside.contains(word.geometry()) for word in words)
    assert len({word.y() for word in words}) > 1
    first = words[0].geometry()
    assert (first.left() == 0) if direction == LTR else (first.right() == 219)


def test_a_flow_is_as_high_as_what_is_in_it_now(window: QWidget) -> None:
    """Heights are remembered by width, but not beyond a change."""
    host = QWidget(window)
    flow = FlowLayout(host)
    assert flow.heightForWidth(80) == 0
    words = [LinkButton("word " * 2, parent=host) for _ in range(3)]
    for word in words:
        flow.addWidget(word)
    host.show()
    all_rows = flow.heightForWidth(80)
    words[1].hide()
    two_rows = flow.heightForWidth(80)
    flow.takeAt(2)
    assert 0 < flow.heightForWidth(80) < two_rows < all_rows


def test_a_word_wider_than_the_place_is_squeezed(window: QWidget) -> None:
    """The least width of a flow is small, so that one long word never widens a page."""
    host = QWidget(window)
    flow = FlowLayout(host)
    flow.addWidget(LinkButton("endless" * 40, parent=host))
    host.resize(120, 40)
    host.show()
    assert flow.minimumSize().width() <= 120
    assert all(word.width() <= 120 for word in host.findChildren(LinkButton))


def test_a_long_line_is_cut_in_the_middle_and_told_whole(window: QWidget) -> None:
    """The tooltip has the rest, as text; a line that fits has none."""
    label = ElidedLabel("/films/<i>a</i>/" + "x" * 200 + "/end.mkv", parent=window)
    label.resize(160, label.sizeHint().height())
    label.show()
    assert label.shown_text().startswith("/films")
    assert label.shown_text().endswith(".mkv")
    assert "&lt;i&gt;" in label.toolTip()
    label.set_text("short")
    assert label.toolTip() == ""


def test_tooltips_and_words_are_text() -> None:
    """Markup is escaped, and only endless words get places to break."""
    assert tooltip("<img src=x>\n&") == "<qt>&lt;img src=x&gt;<br>&amp;</qt>"
    assert breakable("plain words") == "plain words"
    assert breakable("y" * 30).replace("\u200b", "") == "y" * 30
    assert "\u200b" in breakable("y" * 30)
