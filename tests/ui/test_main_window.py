"""The window on real files: found while the scan runs, searched, opened, played, kept in step."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible  # noqa: TID251 - a test of the room
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget  # noqa: TID251 - as above
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder, write_episode, write_film

from media_manager.domain.media import LibraryKind
from media_manager.lazy_model import MediaRole
from media_manager.library import roots
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile
from media_manager.ui import places
from media_manager.ui.background import begin_background
from media_manager.ui.folder_choice import FolderChoice, guess_kind
from media_manager.ui.main_window import MainWindow
from media_manager.ui.thumbnails import artwork_of
from media_manager.ui.window_state import pull_back

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def titles(window: MainWindow) -> list[str]:
    rows = [window.model.row_at(at) for at in range(window.model.rowCount())]
    return [row.title for row in rows if row is not None]


def wait_for(qtbot: QtBot, window: MainWindow, *wanted: str) -> None:
    qtbot.waitUntil(lambda: titles(window) == list(wanted), timeout=PATIENCE_MS)


def stub_player(place: Path) -> tuple[Path, Path]:
    """Return a player that writes down what it was given, and where."""
    heard = place / "heard.txt"
    player = place / "player"
    player.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > "{heard}.part"\nmv "{heard}.part" "{heard}"\n'
    )
    player.chmod(0o755)
    return player, heard


def test_journey_of_the_first_start(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, films: Path
) -> None:
    """Add a folder, see posters, search, look at the details, play: no key, no network."""
    window = open_window()
    assert window.gate.first_run is not None
    player, heard = stub_player(tmp_path)
    window.services.settings.set("player.command", str(player))

    window.roots.add([FolderChoice(films, "Films", LibraryKind.MOVIE)])
    wait_for(qtbot, window, "Alpha", "Bravo", "Charlie", "Delta", "Lighthouse")
    assert window.frame_.shows_library
    qtbot.waitUntil(lambda: _all_posters(window), timeout=PATIENCE_MS)

    QTest.keyClicks(window.frame_.search, "lighth")
    wait_for(qtbot, window, "Lighthouse")
    QTest.keyClick(window.frame_.search, Qt.Key.Key_Return)
    assert window.frame_.list.view.currentIndex().row() == 0
    window.frame_.list.select_all()
    details = window.commands.details
    assert details is not None
    qtbot.waitUntil(lambda: details.page is not None, timeout=PATIENCE_MS)
    assert details.page is not None
    assert details.page.details.plot == "A story about Lighthouse."

    with qtbot.waitSignal(window.items.played, timeout=PATIENCE_MS):
        window.registry["open"].trigger()
    qtbot.waitUntil(heard.exists, timeout=PATIENCE_MS)
    assert heard.read_text().splitlines() == [
        str(films / "Lighthouse (1994)" / "Lighthouse (1994).mkv")
    ]


def _all_posters(window: MainWindow) -> bool:
    grid = window.views.grid
    assert grid is not None
    rows = [window.model.row_at(at) for at in range(window.model.rowCount())]
    found = [artwork_of(row) for row in rows if row is not None]
    return all(art is not None and window.views.pictures.color(art) is not None for art in found)


def test_what_another_process_finds_appears(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """A scan from the command line beside the open window: new items come by themselves."""
    scan_folder(profile, films)
    window = open_window()
    wait_for(qtbot, window, "Alpha", "Bravo", "Charlie", "Delta", "Lighthouse")

    write_film(films, "Brandnew", 2020)
    words = [sys.executable, "-m", "media_manager", "--profile", str(profile.data.parent)]
    subprocess.run([*words, "scan", str(films)], check=True, capture_output=True)

    qtbot.waitUntil(lambda: "Brandnew" in titles(window), timeout=20_000)


def test_an_opened_show_leads_to_its_episodes_and_back(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, tmp_path: Path
) -> None:
    """Enter goes down, Alt+Left comes back."""
    for episode in (1, 2):
        write_episode(tmp_path / "Shows", "Signals", 1, episode)
    scan_folder(profile, tmp_path / "Shows")
    window = open_window()
    wait_for(qtbot, window, "Signals")

    window.frame_.list.focus_list()
    window.registry["open"].setEnabled(True)
    window.browsing.open_current()
    qtbot.waitUntil(lambda: window.navigation.current.place.noun == "season")
    qtbot.waitUntil(lambda: titles(window) not in ([], ["Signals"]), timeout=PATIENCE_MS)
    window.frame_.list.focus_list()
    window.browsing.open_current()
    qtbot.waitUntil(lambda: window.model.rowCount() == 2, timeout=PATIENCE_MS)
    kinds = {window.model.index(at, 0).data(MediaRole.MEDIA_TYPE) for at in range(2)}
    assert kinds == {"episode"}

    window.registry["back"].trigger()
    window.registry["back"].trigger()
    wait_for(qtbot, window, "Signals")


def test_the_tree_shows_the_same_shows(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, tmp_path: Path
) -> None:
    """The third view holds shows with their seasons; films are left out of it."""
    write_episode(tmp_path / "Shows", "Signals", 1, 1)
    scan_folder(profile, tmp_path / "Shows")
    window = open_window()

    window.registry["view-tree"].trigger()

    tree = window.frame_.list.tree
    assert tree is not None
    qtbot.waitUntil(lambda: tree.tree.rowCount() == 1, timeout=PATIENCE_MS)
    assert window.frame_.list.shows_tree


def test_an_offline_root_is_one_banner(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """A drive that is gone: nothing is lost, one line says so, and it comes back by itself."""
    scan_folder(profile, films)
    away = films.with_name("Away")
    films.rename(away)
    window = open_window()
    banner = window.frame_.list.banner

    window.roots.check_all()
    qtbot.waitUntil(lambda: not banner.isHidden(), timeout=PATIENCE_MS)
    assert str(films) in banner.accessibleName()
    assert titles(window) == ["Alpha", "Bravo", "Charlie", "Delta", "Lighthouse"]
    qtbot.waitUntil(lambda: not window.frame_.status.offline_button.isHidden())

    away.rename(films)
    assert banner.root is not None
    window.roots.check_again(banner.root)
    qtbot.waitUntil(banner.isHidden, timeout=PATIENCE_MS)


def test_a_moved_folder_is_located_in_one_step(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """Items and what a person said of them stay."""
    scan_folder(profile, films)
    elsewhere = films.rename(films.with_name("Elsewhere"))
    window = open_window()
    window.roots.check_all()
    banner = window.frame_.list.banner
    qtbot.waitUntil(lambda: banner.root is not None, timeout=PATIENCE_MS)
    assert banner.root is not None

    window.roots.relocate(banner.root.id, elsewhere)

    qtbot.waitUntil(banner.isHidden, timeout=PATIENCE_MS)
    store = LibraryStore(profile.library_db)
    assert [root.path for root in roots.find_roots(store)] == [os.fsencode(elsewhere)]


def test_a_mistake_in_the_search_is_shown_with_its_place(
    open_window: OpenWindow, profile: Profile, films: Path
) -> None:
    """The list stays, and the message says where to look."""
    scan_folder(profile, films)
    window = open_window()

    window.frame_.search.setText("alpha year:soon")

    assert "“soon”" in window.frame_.search.mistake
    assert window.frame_.search.wrong_place is not None
    assert window.frame_.search.wrong_place[0] >= len("alpha ")
    assert window.model.rowCount() == 5
    QTest.keyClick(window.frame_.search, Qt.Key.Key_Escape)
    assert window.frame_.search.mistake == ""
    assert window.frame_.search.text() == ""


def test_a_search_without_hits_offers_the_way_back(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """The page says what happened, and its button undoes it."""
    scan_folder(profile, films)
    window = open_window()
    page = window.frame_.list.page

    window.frame_.search.setText("nothinglikethis")
    qtbot.waitUntil(lambda: not window.frame_.list.shows_list, timeout=PATIENCE_MS)
    assert page.title == "Nothing matches this search"
    page.press()
    wait_for(qtbot, window, "Alpha", "Bravo", "Charlie", "Delta", "Lighthouse")


def test_marks_are_written_and_seen(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """Watched, favorite and rating: one key each, on everything selected."""
    scan_folder(profile, films)
    window = open_window()
    window.frame_.list.select_all()

    window.registry["watched"].trigger()
    window.registry["favorite"].trigger()
    window.registry["rate-8"].trigger()

    def marked() -> bool:
        rows = [window.model.row_at(at) for at in range(5)]
        return all(r and r.watched and r.favorite and r.user_rating == 8 for r in rows)

    qtbot.waitUntil(marked, timeout=PATIENCE_MS)


def test_the_window_comes_back_as_it_was_left(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """Place, search, view and panels of the last time."""
    scan_folder(profile, films)
    first = open_window()
    first.navigation.go(places.Stop(places.of_type("movie")))
    first.frame_.search.setText("charlie")
    first.commands.show_mode("table")
    first.commands.show_details(shown=False)
    first.close()

    again = open_window()

    wait_for(qtbot, again, "Charlie")
    assert again.navigation.current.place.key == "type:movie"
    assert again.frame_.search.text() == "charlie"
    assert again.frame_.list.mode == "table"
    assert not again.registry["details"].isChecked()


def test_a_window_on_a_screen_that_is_gone_is_pulled_back(qtbot: QtBot) -> None:
    """A second monitor was unplugged since the last time."""
    lost = QWidget()
    qtbot.addWidget(lost)
    lost.setGeometry(QRect(QPoint(-9_000, -9_000), QPoint(-8_000, -8_400)))

    pull_back(lost)

    assert lost.screen().availableGeometry().intersects(lost.geometry())


@pytest.mark.parametrize("begun", [False, True])
def test_a_scan_goes_on_where_closing_stopped_it(
    open_window: OpenWindow,
    qtbot: QtBot,
    tmp_path: Path,
    begun: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """Closing ends within 5 s; the next start takes the scan up, and nothing comes twice."""
    folder = tmp_path / "Many"
    for number in range(600):
        file = folder / f"Film {number:04} (1999)" / f"Film {number:04} (1999).mkv"
        file.parent.mkdir(parents=True)
        file.write_bytes(b"x%d" % number)
    window = open_window()
    window.roots.add([FolderChoice(folder, "Many", LibraryKind.MOVIE)])
    if begun:
        qtbot.waitUntil(lambda: window.model.rowCount() > 0, timeout=PATIENCE_MS)
    else:
        qtbot.waitUntil(lambda: len(window.services.runner.jobs) > 0, timeout=PATIENCE_MS)
    window.close()
    assert window.services.close(5.0) == ()

    again = open_window()
    begin_background(again.services, again.roots, again.notifications)

    qtbot.waitUntil(lambda: again.model.rowCount() == 600, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: all(job.state.ended for job in again.services.runner.jobs))
    assert again.model.rowCount() == 600


def test_a_database_that_is_no_library_is_refused_with_words(
    open_window: OpenWindow, profile: Profile
) -> None:
    """The file stays as it is, and the page says what to do."""
    profile.library_db.write_bytes(b"This is a diary, not a database." * 10)
    before = profile.library_db.read_bytes()

    window = open_window()

    assert window.gate.recovery is not None
    page = window.gate.recovery.page
    assert page.title.text() == "This is no library of Media Manager"
    assert "--profile" in page.text.text()
    assert profile.library_db.read_bytes() == before


def test_everything_that_takes_the_keyboard_has_a_name(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, films: Path
) -> None:
    """A screen reader finds no nameless node."""
    scan_folder(profile, films)
    window = open_window()
    window.commands.show_jobs(shown=True)
    window.commands.show_facets(shown=True)
    window.frame_.search.setText("a")
    qtbot.wait(200)

    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not _spoken_name(widget)
    ]
    assert nameless == []


def _spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("Alien (1979).mkv", "Heat (1995)/Heat (1995).mkv"), LibraryKind.MOVIE),
        (("Dark/S01E01.mkv", "Dark/S01E02.mkv"), LibraryKind.TV),
        (("IMG_1.jpg", "IMG_2.jpg"), LibraryKind.PHOTO),
        (("notes.txt",), LibraryKind.AUTO),
    ],
)
def test_the_kind_of_a_folder_is_guessed_from_its_names(
    tmp_path: Path, names: tuple[str, ...], kind: LibraryKind
) -> None:
    """The question about a new folder has its answer chosen already."""
    for name in names:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")

    assert kind == guess_kind(tmp_path)
