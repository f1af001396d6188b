"""The builder shows every search as rows and groups, and writes back what it says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QWidget  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot
from tests.ui.item_world import World, open_world, wait_until

from media_manager.domain.query import format_query, normal, parse_query
from media_manager.settings import Profile
from media_manager.ui.builder.condition_row import ConditionRow
from media_manager.ui.builder.group import Group, Match
from media_manager.ui.dialogs.query_builder import QueryBuilder
from media_manager.ui.theme import ThemeChoice, apply_theme

# Without a screen Qt says so of every dialog.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def world(profile: Profile, tmp_path: Path) -> Iterator[World]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, ThemeChoice.DARK)
    with open_world(profile, tmp_path) as world:
        world.write_all("Heat (1995)/Heat (1995).mkv", "Ran (1985)/Ran (1985).mkv")
        world.scan()
        yield world


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(900, 700)
    qtbot.addWidget(window)
    window.show()
    return window


def row(group: Group, at: int = 0) -> ConditionRow:
    child = group.children_[at]
    assert isinstance(child, ConditionRow)
    return child


@pytest.mark.parametrize(
    "text",
    [
        "heat year:1990..1999 -is:watched",
        'genre:=Drama OR genre:=Crime OR "two words"',
        "(genre:=Drama OR genre:=Crime) rating:>=8 tags:#>3",
        "-(is:watched OR has:poster)",
        "type:movie (year:<1980 OR (year:>2000 rating:>=8)) title:~^the",
        "added:<30d size:>4gb missing:subtitle:en library_id:3 in:favorites",
        "",
    ],
)
def test_a_search_comes_back_as_it_was(text: str, world: World, window: QWidget) -> None:
    """What is shown and not touched says the same."""
    builder = QueryBuilder(world.services, text, parent=window)
    assert normal(builder.nodes()) == normal(parse_query(text))
    builder.close()


def test_a_search_is_built_without_typing_syntax(world: World, window: QWidget) -> None:
    """Choose a field, a comparison and a value; the text shows, and what it finds is counted."""
    builder = QueryBuilder(world.services, parent=window)
    builder.show()
    condition = row(builder.group)
    condition.field.setCurrentIndex(condition.field.findData("year"))
    condition.compare.setCurrentIndex(condition.compare.findData(":<"))
    condition.value.setEditText("1990")
    assert builder.text.text() == "year:<1990"
    wait_until(lambda: builder.found.text() == "1 result")
    chosen = QSignalSpy(builder.query_chosen)
    builder.search.click()
    assert chosen.at(0) == ["year:<1990"]


def test_groups_say_any_and_none(world: World, window: QWidget) -> None:
    """A group of alternatives inside a search that wants the rest."""
    builder = QueryBuilder(world.services, "type:movie", parent=window)
    group = builder.group.add_group(parse_query("genre:=Drama OR genre:=Crime"))
    assert format_query(builder.nodes()) == "type:movie (genre:=Drama OR genre:=Crime)"
    group.match.setCurrentIndex(Match.NONE)
    assert format_query(builder.nodes()) == "type:movie -(genre:=Drama OR genre:=Crime)"
    group.removed.emit()
    assert format_query(builder.nodes()) == "type:movie"
    builder.close()


def test_a_value_that_means_nothing_is_said_beside_it(world: World, window: QWidget) -> None:
    """The row says what is expected, and the rest of the search stays."""
    builder = QueryBuilder(world.services, "heat year:1990", parent=window)
    builder.show()
    condition = row(builder.group, 1)
    condition.value.setEditText("soon")
    assert builder.text.text() == "heat"
    assert condition.problem.isVisibleTo(builder)
    assert "year" in condition.problem.text()
    condition.value.setEditText("1995")
    assert (builder.text.text(), condition.problem.isVisibleTo(builder)) == (
        "heat year:1995",
        False,
    )
    builder.close()


def test_choices_are_shown_in_words(world: World, window: QWidget) -> None:
    """The list of values says Unwatched; the search says unwatched."""
    builder = QueryBuilder(world.services, "is:unwatched", parent=window)
    condition = row(builder.group)
    assert condition.value.currentText() == "Unwatched"
    assert format_query(builder.nodes()) == "is:unwatched"
    builder.close()
