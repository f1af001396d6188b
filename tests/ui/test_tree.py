"""The tree opens what is asked for, keeps its place, and is quick with ten thousand shows."""

from collections.abc import Iterator
from pathlib import Path
from time import thread_time

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot
from tests.ui.item_world import World, open_world, wait_until

from media_manager.domain.media import LibraryKind
from media_manager.domain.query import Word
from media_manager.library import state
from media_manager.persistence.repositories.items import insert_items
from media_manager.persistence.repositories.places import ensure_library
from media_manager.settings import Profile
from media_manager.ui.artwork_loader import ArtworkLoader
from media_manager.ui.models.tree_model import SHOWS
from media_manager.ui.models.tree_texts import TreeColumn
from media_manager.ui.theme import ThemeChoice, apply_theme
from media_manager.ui.thumbnails import PixmapStore
from media_manager.ui.views.tree import ShowTree
from media_manager.ui.widgets.look import color

Flag = QItemSelectionModel.SelectionFlag
STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def world(qapp: QApplication, profile: Profile, tmp_path: Path) -> Iterator[World]:
    apply_theme(qapp, ThemeChoice.DARK)
    with open_world(profile, tmp_path) as world:
        yield world


@pytest.fixture
def tree(qtbot: QtBot, world: World) -> Iterator[ShowTree]:
    window = QWidget()
    window.resize(1000, 600)
    qtbot.addWidget(window)
    pictures = PixmapStore(ArtworkLoader(world.services), parent=window)
    tree = ShowTree(world.services, pictures, window)
    tree.resize(1000, 600)
    tester = QAbstractItemModelTester(tree.tree, STRICT, tree)
    tester.setUseFetchMore(False)
    window.show()
    yield tree
    pictures.stop()
    window.close()
    del tester


def fill(tree: ShowTree, *, shows: int) -> None:
    tree.set_query(SHOWS)
    wait_until(lambda: tree.tree.show_count == shows and text(at(tree, 0)) != "…")


def at(tree: ShowTree, *rows: int) -> QModelIndex:
    index = QModelIndex()
    for row in rows:
        index = tree.tree.index(row, 0, index)
    return index


def text(index: QModelIndex, column: int = TreeColumn.TITLE) -> str:
    return str(index.siblingAtColumn(column).data() or "")


def open_at(tree: ShowTree, *rows: int) -> None:
    index = at(tree, *rows)
    tree.expand(index)
    wait_until(lambda: tree.tree.rowCount(at(tree, *rows)) > 0)


def test_levels_come_when_they_are_opened(tree: ShowTree, world: World) -> None:
    """Nothing below a show is read before it is opened; then seasons, then episodes."""
    world.write_show()
    world.scan()
    fill(tree, shows=1)
    assert tree.tree.rowCount(at(tree, 0)) == 0
    open_at(tree, 0)
    open_at(tree, 0, 1)
    season = at(tree, 0, 1)
    assert [text(at(tree, 0, n)) for n in range(2)] == ["Season 1", "Season 2"]
    numbers = [text(at(tree, 0, 1, n), TreeColumn.EPISODE) for n in range(3)]
    assert numbers == ["S02E01", "S02E02", "S02E03"]
    assert text(season, TreeColumn.WATCHED) == "3 unwatched"


def test_a_greedy_reader_finds_the_model_sound(tree: ShowTree, world: World) -> None:
    """Qt's strict tester opens every level by itself, through a scan that adds to all of them."""
    greedy = QAbstractItemModelTester(tree.tree, STRICT)
    world.write_show("Signals")
    world.scan()
    fill(tree, shows=1)
    wait_until(lambda: tree.tree.rowCount(at(tree, 0, 1)) == 3)
    world.write_show("Antennas")
    world.write("Signals (2001)/Season 02/Signals S02E04.mkv")
    world.scan()
    wait_until(lambda: tree.tree.rowCount(at(tree, 1, 1)) == 4)
    wait_until(lambda: tree.tree.rowCount(at(tree, 0, 1)) == 3)
    del greedy


def test_enter_plays_an_episode_and_opens_the_rest(tree: ShowTree, world: World) -> None:
    """The keyboard alone goes from a show to the player."""
    world.write_show()
    world.scan()
    fill(tree, shows=1)
    played = QSignalSpy(tree.play_requested)
    tree.setFocus()
    tree.setCurrentIndex(at(tree, 0))
    QTest.keyClick(tree, Qt.Key.Key_Return)
    wait_until(lambda: tree.tree.rowCount(at(tree, 0)) == 2)
    QTest.keyClick(tree, Qt.Key.Key_Down)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    wait_until(lambda: tree.tree.rowCount(at(tree, 0, 0)) == 3)
    assert played.count() == 0
    QTest.keyClick(tree, Qt.Key.Key_Down)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert played.at(0) == [at(tree, 0, 0, 0).internalId()]


def test_what_is_watched_elsewhere_is_counted(tree: ShowTree, world: World) -> None:
    """Marking an episode changes its line, its season and its show."""
    world.write_show()
    world.scan()
    fill(tree, shows=1)
    open_at(tree, 0)
    open_at(tree, 0, 0)
    state.set_watched(world.store, [at(tree, 0, 0, 0).internalId()], watched=True)
    wait_until(lambda: text(at(tree, 0), TreeColumn.WATCHED) == "5 unwatched")
    wait_until(lambda: text(at(tree, 0, 0), TreeColumn.WATCHED) == "2 unwatched")
    wait_until(lambda: text(at(tree, 0, 0, 0), TreeColumn.WATCHED) == "Watched")


def test_a_scan_keeps_what_is_open_and_chosen(tree: ShowTree, world: World) -> None:
    """A show that comes before, and an episode that is added, move nothing out of sight."""
    world.write_show("Signals")
    world.scan()
    fill(tree, shows=1)
    open_at(tree, 0)
    open_at(tree, 0, 0)
    chosen = at(tree, 0, 0, 1)
    tree.setCurrentIndex(chosen)
    item = chosen.internalId()
    world.write_show("Antennas")
    world.write("Signals (2001)/Season 01/Signals S01E04.mkv")
    world.scan()
    wait_until(lambda: tree.tree.show_count == 2 and text(at(tree, 0)) == "Antennas")
    wait_until(lambda: tree.tree.rowCount(at(tree, 1, 0)) == 4)
    assert tree.isExpanded(at(tree, 1))
    assert tree.isExpanded(at(tree, 1, 0))
    assert not tree.isExpanded(at(tree, 0))
    assert (tree.currentIndex().internalId(), tree.selected_ids()) == (item, [item])


def test_a_query_filters_the_shows(tree: ShowTree, world: World) -> None:
    """Another query shows its shows; one that finds nothing says so."""
    world.write_show("Signals")
    world.write_show("Antennas")
    world.scan()
    fill(tree, shows=2)
    tree.set_query(SHOWS.narrowed(Word("antennas")))
    wait_until(lambda: tree.tree.show_count == 1)
    wait_until(lambda: text(at(tree, 0)) == "Antennas")
    tree.set_query(SHOWS.narrowed(Word("nothing")))
    wait_until(lambda: not tree.tree.is_loading)
    assert tree.tree.rowCount() == 0
    tree.grab()


def test_ten_thousand_shows_are_not_all_in_the_tree(tree: ShowTree, world: World) -> None:
    """The first page is there at once, the rest as one scrolls down."""
    with world.store.writing("test") as session:
        library = ensure_library(session, "Media", LibraryKind.MIXED)
        shared = {"library_id": library, "media_type": "show", "state": "matched"}
        insert_items(session, [{**shared, "title": f"Show {n:05d}"} for n in range(10_000)])
    tree.set_query(SHOWS)
    wait_until(lambda: tree.tree.show_count == 10_000)
    assert tree.tree.rowCount() < 1_000
    wait_until(lambda: tree.verticalScrollBar().maximum() > 0)
    before = tree.tree.rowCount()
    began = thread_time()  # what others do on the machine is not counted
    tree.verticalScrollBar().setValue(tree.verticalScrollBar().maximum())
    assert thread_time() - began < 0.5
    assert tree.tree.rowCount() > before
    last = at(tree, before - 1)
    tree.scrollTo(last)
    wait_until(lambda: text(at(tree, before - 1)) == f"Show {before - 1:05d}")


def test_a_line_is_spoken_as_one_sentence(tree: ShowTree, world: World) -> None:
    """A screen reader hears title, kind, episodes and what is unwatched."""
    world.write_show()
    world.scan()
    fill(tree, shows=1)
    spoken = at(tree, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Signals, Show, 6 episodes, 6 unwatched, Not identified"


@pytest.mark.parametrize(("width", "hidden"), [(1100, 0), (760, 1), (600, 2), (480, 3)])
def test_the_title_keeps_its_room(tree: ShowTree, width: int, hidden: int) -> None:
    """A narrow tree gives up state, then date, then runtime; the title stays readable."""
    going = [TreeColumn.STATE, TreeColumn.DATE, TreeColumn.RUNTIME]
    tree.resize(width, 600)
    assert [tree.isColumnHidden(each) for each in going] == [at < hidden for at in range(3)]
    assert tree.columnWidth(TreeColumn.TITLE) >= 220
    tree.resize(1100, 600)
    assert not any(tree.isColumnHidden(each) for each in going)


def test_a_selected_line_has_the_color_of_the_grid(tree: ShowTree, world: World) -> None:
    """The selection looks the same in all three views."""
    world.write_show()
    world.scan()
    fill(tree, shows=1)
    tree.selectionModel().select(at(tree, 0), Flag.ClearAndSelect | Flag.Rows)
    line = tree.visualRect(at(tree, 0))
    place = tree.viewport().width() - 4, line.center().y()
    assert tree.viewport().grab().toImage().pixelColor(*place) == color("selection")
