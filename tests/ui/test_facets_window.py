"""The facets in the real window: what is clicked is a search, and counts follow the list."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder

from media_manager.domain.facets import Facet, FacetLine, Mark
from media_manager.domain.query import Field
from media_manager.library.searches import save_search
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile
from media_manager.ui import places
from media_manager.ui.facets.desk import FacetDesk
from media_manager.ui.main_window import MainWindow

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FILMS = (
    ("Beacon", 1994, ("Drama",), "A lighthouse keeper listens."),
    ("Cellar", 1999, ("Drama", "Crime"), "Something is below."),
    ("Dune Walk", 2003, ("Crime",), "Sand everywhere."),
    ("Evening", 2008, ("Horror",), "It gets dark."),
    ("Lighthouse", 2019, ("Drama", "Horror"), "Two keepers, black and white."),
)


@pytest.fixture
def shelf(tmp_path: Path, profile: Profile) -> Path:
    """Return a scanned folder of five films with genres."""
    folder = tmp_path / "Films"
    for title, year, genres, plot in FILMS:
        home = folder / f"{title} ({year})"
        home.mkdir(parents=True)
        (home / f"{title} ({year}).mkv").write_bytes(title.encode() * 64)
        tags = "".join(f"<genre>{genre}</genre>" for genre in genres)
        (home / "movie.nfo").write_text(
            f"<movie><title>{title}</title><year>{year}</year><plot>{plot}</plot>{tags}</movie>",
            "utf-8",
        )
    scan_folder(profile, folder)
    return folder


def titles(window: MainWindow) -> list[str]:
    rows = [window.model.row_at(at) for at in range(window.model.rowCount())]
    return [row.title for row in rows if row is not None]


def lines(desk: FacetDesk, facet: Facet) -> dict[str, tuple[int, Mark]]:
    section = next(each for each in desk.panel.tree.facets.sections if each.facet is facet)
    return {line.label: (line.count, line.mark) for line in section.lines}


def line(desk: FacetDesk, facet: Facet, label: str) -> FacetLine:
    section = next(each for each in desk.panel.tree.facets.sections if each.facet is facet)
    return next(each for each in section.lines if each.label == label)


def open_facets(window: MainWindow, qtbot: QtBot) -> FacetDesk:
    # The first paint gives the keyboard to the list.
    qtbot.waitUntil(lambda: window.frame_.list.has_focus, timeout=PATIENCE_MS)
    window.registry["facets"].trigger()
    desk = window.commands.facets
    assert desk is not None
    qtbot.waitUntil(lambda: bool(lines(desk, Facet.GENRE)), timeout=PATIENCE_MS)
    return desk


def wait_for(qtbot: QtBot, window: MainWindow, *wanted: str) -> None:
    qtbot.waitUntil(lambda: titles(window) == list(wanted), timeout=PATIENCE_MS)


@pytest.mark.usefixtures("shelf")
def test_a_click_narrows_the_list_and_teaches_the_language(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    """The text in the box is what the click means, and taking it away comes back."""
    window = open_window()
    desk = open_facets(window, qtbot)
    assert lines(desk, Facet.GENRE) == {
        "Drama": (3, Mark.NONE),
        "Crime": (2, Mark.NONE),
        "Horror": (2, Mark.NONE),
    }

    desk.panel.tree.toggled.emit(line(desk, Facet.GENRE, "Drama"))
    assert window.frame_.search.text() == "genre:=Drama"
    assert lines(desk, Facet.GENRE)["Drama"][1] is Mark.INCLUDED
    wait_for(qtbot, window, "Beacon", "Cellar", "Lighthouse")
    qtbot.waitUntil(
        lambda: lines(desk, Facet.DECADE).keys() == {"1990s", "2010s"}, timeout=PATIENCE_MS
    )

    desk.panel.tree.excluded.emit(line(desk, Facet.GENRE, "Horror"))
    assert window.frame_.search.text() == "genre:=Drama -genre:=Horror"
    wait_for(qtbot, window, "Beacon", "Cellar")

    desk.panel.tree.toggled.emit(line(desk, Facet.GENRE, "Crime"))
    wait_for(qtbot, window, "Beacon", "Cellar", "Dune Walk")
    chips = window.frame_.list.chips
    assert chips is not None
    assert [chip.text() for chip in chips.chips] == [
        "Genre: Drama or Crime",
        "Genre: not Horror",
    ]

    desk.panel.clear_wanted.emit()
    assert window.frame_.search.text() == ""
    wait_for(qtbot, window, "Beacon", "Cellar", "Dune Walk", "Evening", "Lighthouse")


@pytest.mark.usefixtures("shelf")
def test_counts_follow_words_that_are_typed(open_window: OpenWindow, qtbot: QtBot) -> None:
    """The facets describe what the list shows, whoever changed it."""
    window = open_window()
    desk = open_facets(window, qtbot)

    QTest.keyClicks(window.frame_.search, "keepers")
    wait_for(qtbot, window, "Lighthouse")
    qtbot.waitUntil(
        lambda: lines(desk, Facet.GENRE) == {"Drama": (1, Mark.NONE), "Horror": (1, Mark.NONE)},
        timeout=PATIENCE_MS,
    )


@pytest.mark.usefixtures("shelf")
def test_a_facet_is_used_without_a_mouse(open_window: OpenWindow, qtbot: QtBot) -> None:
    """F8 leads into the column, Enter adds, Minus excludes, Esc goes back to the list."""
    window = open_window()
    desk = open_facets(window, qtbot)
    tree = desk.panel.tree
    assert window.focusWidget() is tree

    QTest.keyClick(tree, Qt.Key.Key_Down)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert window.frame_.search.text() == "genre:=Drama"
    wait_for(qtbot, window, "Beacon", "Cellar", "Lighthouse")
    QTest.keyClick(tree, Qt.Key.Key_Minus)
    assert window.frame_.search.text() == "-genre:=Drama"
    wait_for(qtbot, window, "Dune Walk", "Evening")
    QTest.keyClick(tree, Qt.Key.Key_Escape)
    assert window.frame_.list.has_focus


@pytest.mark.usefixtures("shelf")
def test_the_column_is_remembered(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Shown, with the same sections unfolded."""
    window = open_window()
    desk = open_facets(window, qtbot)
    desk.panel.tree.open_only((Facet.GENRE, Facet.COUNTRY))
    window.close()

    again = open_window()
    desk_again = again.commands.facets
    assert desk_again is not None
    assert desk_again.panel.isVisible()
    assert desk_again.panel.tree.open_facets == (Facet.GENRE, Facet.COUNTRY)


@pytest.mark.usefixtures("shelf")
def test_half_a_condition_in_the_box_gives_way_to_a_click(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    """A click is a whole condition; it does not wait for the box to make sense."""
    window = open_window()
    desk = open_facets(window, qtbot)
    window.frame_.search.setText("year:")
    desk.panel.tree.toggled.emit(line(desk, Facet.GENRE, "Horror"))
    assert window.frame_.search.text() == "genre:=Horror"
    wait_for(qtbot, window, "Evening", "Lighthouse")


@pytest.mark.usefixtures("shelf")
def test_a_hidden_column_asks_nothing(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Who does not see counts does not pay for them."""
    window = open_window()
    assert window.commands.facets is None
    desk = open_facets(window, qtbot)
    window.registry["facets"].trigger()
    assert not desk.panel.isVisible()

    window.frame_.search.setText("lighthouse")
    wait_for(qtbot, window, "Lighthouse", "Beacon")
    assert lines(desk, Facet.GENRE)["Drama"] == (3, Mark.NONE)

    window.registry["facets"].trigger()
    qtbot.waitUntil(
        lambda: lines(desk, Facet.GENRE)["Drama"] == (2, Mark.NONE), timeout=PATIENCE_MS
    )


@pytest.mark.usefixtures("shelf")
def test_a_name_is_found_in_sections_that_are_folded(open_window: OpenWindow, qtbot: QtBot) -> None:
    """The box looks through all names, and leaves the column as it was."""
    window = open_window()
    desk = open_facets(window, qtbot)
    tree = desk.panel.tree
    tree.open_only((Facet.DECADE,))
    desk.panel.find_box.setText("cri")
    qtbot.waitUntil(lambda: Facet.GENRE in tree.open_facets, timeout=PATIENCE_MS)
    genres = tree.facets.index_of(Facet.GENRE)
    qtbot.waitUntil(lambda: tree.facets.index(0, 0, genres).data() == "Crime", timeout=PATIENCE_MS)
    qtbot.waitUntil(
        lambda: tree.isRowHidden(tree.facets.index_of(Facet.DECADE).row(), QModelIndex()),
        timeout=PATIENCE_MS,
    )
    desk.panel.find_box.clear()
    assert tree.open_facets == (Facet.DECADE,)
    assert not tree.isRowHidden(tree.facets.index_of(Facet.DECADE).row(), QModelIndex())


@pytest.mark.usefixtures("shelf")
def test_a_virtual_library_restricts_the_facets_too(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile
) -> None:
    """What lies outside of it is neither listed nor counted, and no click leads out of it."""
    store = LibraryStore(profile.library_db)
    saved = save_search(store, "Dark ones", "genre:=Horror")
    store.close()
    window = open_window()
    desk = open_facets(window, qtbot)

    window.browsing.use_within(places.Within(saved.id, saved.name))
    wait_for(qtbot, window, "Evening", "Lighthouse")
    qtbot.waitUntil(
        lambda: lines(desk, Facet.GENRE) == {"Horror": (2, Mark.NONE), "Drama": (1, Mark.NONE)},
        timeout=PATIENCE_MS,
    )
    desk.panel.tree.toggled.emit(line(desk, Facet.GENRE, "Drama"))
    assert window.frame_.search.text() == "genre:=Drama"
    wait_for(qtbot, window, "Lighthouse")
    qtbot.waitUntil(
        lambda: lines(desk, Facet.GENRE) == {"Drama": (1, Mark.INCLUDED), "Horror": (2, Mark.NONE)},
        timeout=PATIENCE_MS,
    )


@pytest.mark.usefixtures("shelf")
def test_a_place_restricts_the_facets_too(open_window: OpenWindow, qtbot: QtBot) -> None:
    """The condition of the place is not one that a person chose: it is neither marked nor left."""
    window = open_window()
    desk = open_facets(window, qtbot)
    window.browsing.go_to(places.Place("tag:x", "Crime", where=(Field("genre", "crime"),)))
    wait_for(qtbot, window, "Cellar", "Dune Walk")
    qtbot.waitUntil(
        lambda: lines(desk, Facet.GENRE) == {"Crime": (2, Mark.NONE), "Drama": (1, Mark.NONE)},
        timeout=PATIENCE_MS,
    )
    desk.panel.tree.toggled.emit(line(desk, Facet.GENRE, "Drama"))
    wait_for(qtbot, window, "Cellar")


def test_what_another_process_adds_is_counted(
    open_window: OpenWindow, qtbot: QtBot, profile: Profile, shelf: Path
) -> None:
    """Counts follow the library while one looks at them."""
    window = open_window()
    desk = open_facets(window, qtbot)
    home = shelf / "Fog (2020)"
    home.mkdir()
    (home / "Fog (2020).mkv").write_bytes(b"fog" * 64)
    (home / "movie.nfo").write_text(
        "<movie><title>Fog</title><year>2020</year><genre>Drama</genre></movie>", "utf-8"
    )
    scan_folder(profile, shelf)
    qtbot.waitUntil(
        lambda: lines(desk, Facet.GENRE)["Drama"] == (4, Mark.NONE), timeout=PATIENCE_MS
    )


@pytest.mark.usefixtures("shelf")
def test_the_home_page_counts_everything(open_window: OpenWindow, qtbot: QtBot) -> None:
    """A value that is chosen there searches everything, and so it is counted."""
    window = open_window()
    desk = open_facets(window, qtbot)
    window.browsing.go_to(places.home())
    qtbot.waitUntil(lambda: window.navigation.current.is_home, timeout=PATIENCE_MS)
    qtbot.wait(300)
    assert lines(desk, Facet.GENRE)["Drama"] == (3, Mark.NONE)
    desk.panel.tree.toggled.emit(line(desk, Facet.GENRE, "Drama"))
    wait_for(qtbot, window, "Beacon", "Cellar", "Lighthouse")
