"""What people come to find, in the real window: the film by the lighthouse, and what is wrong."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder

from media_manager.domain.facets import Facet
from media_manager.domain.query import Query, parse_query
from media_manager.library.probe import probe_pending
from media_manager.library.watch import Unwatched
from media_manager.persistence.repositories.items import set_user_state
from media_manager.persistence.store import LibraryStore
from media_manager.samples.videos import Recipe, encode
from media_manager.scanning.probe import Prober
from media_manager.settings import Profile
from media_manager.ui.facets.desk import FacetDesk
from media_manager.ui.main_window import MainWindow
from media_manager.workers import run_to_end

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key

# title, year, folder, lines of the picture, languages of the subtitles, genre, plot
FILMS = (
    (
        "The Keeper",
        2019,
        "A",
        480,
        ("ger",),
        "Drama",
        "A lighthouse. Black and white.",
    ),
    ("The Keeper", 2019, "B", 720, ("eng",), "Drama", "A lighthouse. Black and white."),
    ("Beacon", 1994, "A", 720, (), "Thriller", "A lighthouse in a storm."),
    ("Harbor", 2003, "A", 480, ("eng", "ger"), "Drama", "A town by the sea."),
)


@pytest.fixture
def shelf(tmp_path: Path, profile: Profile) -> None:
    """Make small real videos with NFO files, scan them, and look into them."""
    picture = Image.new("RGB", (320, 180), "#335577")
    for title, year, place, height, subtitles, genre, plot in FILMS:
        home = tmp_path / place / f"{title} ({year})"
        home.mkdir(parents=True)
        (home / "movie.nfo").write_text(
            f"<movie><title>{title}</title><year>{year}</year><genre>{genre}</genre>"
            f"<plot>{plot}</plot></movie>",
            "utf-8",
        )
        recipe = Recipe(
            container="mkv",
            height=height,
            square=False,
            hdr=False,
            audio=("eng",),
            subtitles=subtitles,
            title=title,
            seconds=1,
        )
        encode(home / f"{title} ({year}).mkv", recipe, picture, should_stop=lambda: False)
    for place in ("A", "B"):
        scan_folder(profile, tmp_path / place)
    store = LibraryStore(profile.library_db)
    with Prober(1, timeout_seconds=30) as prober:
        run_to_end(lambda _context: probe_pending(store, prober.probe, Unwatched()))
    with store.writing("test") as session, store.reading() as reader:
        ids = reader.first_ids(Query(parse_query("keeper resolution:<720p")), 2)
        played = datetime(2026, 1, 12, 20, tzinfo=UTC)
        set_user_state(
            session, ids, 1, watched=True, last_played_at=int(played.timestamp() * 1_000_000)
        )
    store.close()


def titles(window: MainWindow) -> list[str]:
    rows = [window.model.row_at(at) for at in range(window.model.rowCount())]
    return [row.title for row in rows if row is not None]


def wait_for(qtbot: QtBot, window: MainWindow, *wanted: str) -> None:
    qtbot.waitUntil(lambda: titles(window) == list(wanted), timeout=PATIENCE_MS)


def search(qtbot: QtBot, window: MainWindow, text: str, *wanted: str) -> None:
    """Type a search anew, as a person does."""
    window.frame_.search.clear()
    window.frame_.focus_search()
    QTest.keyClicks(window.frame_.search, text)
    wait_for(qtbot, window, *wanted)


def begin(open_window: OpenWindow, qtbot: QtBot) -> MainWindow:
    window = open_window()
    wait_for(qtbot, window, "Beacon", "Harbor", "The Keeper", "The Keeper")
    # The first paint gives the keyboard to the list.
    qtbot.waitUntil(lambda: window.frame_.list.has_focus, timeout=PATIENCE_MS)
    return window


def click(qtbot: QtBot, desk: FacetDesk, facet: Facet, label: str, *, ctrl: bool = False) -> None:
    """Click a value of a facet with the mouse."""
    tree = desk.panel.tree
    section = next(each for each in tree.facets.sections if each.facet is facet)
    tree.expand(tree.facets.index(tree.facets.sections.index(section), 0))
    qtbot.waitUntil(lambda: any(line.label == label for line in section.lines), timeout=PATIENCE_MS)
    line = next(each for each in section.lines if each.label == label)
    index = tree.facets.index_of(facet, line.node)
    tree.scrollTo(index)
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    place = tree.visualRect(index)
    at = QPoint(place.left() + 60, place.center().y())
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, modifier, at)


@pytest.mark.usefixtures("shelf")
def test_journey_of_the_film_with_the_lighthouse(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Words, then words and fields; rows while typing; a facet narrows, another excludes."""
    window = begin(open_window, qtbot)
    search(qtbot, window, "lighthouse", "Beacon", "The Keeper", "The Keeper")
    search(qtbot, window, "plot:lighthouse watched:2025-12..2026-02", "The Keeper")
    QTest.keyClick(window.frame_.search, Key.Key_Return)
    assert window.frame_.list.has_focus
    assert window.frame_.list.selected_count() == 1

    search(qtbot, window, "lighthouse", "Beacon", "The Keeper", "The Keeper")
    window.registry["facets"].trigger()
    desk = window.commands.facets
    assert desk is not None
    click(qtbot, desk, Facet.GENRE, "Drama")
    wait_for(qtbot, window, "The Keeper", "The Keeper")
    assert window.frame_.search.text() == "lighthouse genre:=Drama"
    click(qtbot, desk, Facet.GENRE, "Drama")
    wait_for(qtbot, window, "Beacon", "The Keeper", "The Keeper")
    click(qtbot, desk, Facet.GENRE, "Drama", ctrl=True)
    wait_for(qtbot, window, "Beacon")
    assert window.frame_.search.text() == "lighthouse -genre:=Drama"

    window.frame_.focus_search()
    QTest.keyClick(window.frame_.search, Key.Key_Escape)
    wait_for(qtbot, window, "Beacon", "Harbor", "The Keeper", "The Keeper")


@pytest.mark.usefixtures("shelf")
def test_journey_of_what_is_wrong_by_search(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Twice, without German subtitles, under 720p: three searches, each a list to act on."""
    window = begin(open_window, qtbot)
    search(qtbot, window, "is:duplicate", "The Keeper", "The Keeper")
    search(qtbot, window, "missing:subtitle:de", "Beacon", "The Keeper")
    search(qtbot, window, "resolution:<720p", "Harbor", "The Keeper")
    window.frame_.list.select_all()
    assert window.frame_.list.selected_count() == 2


@pytest.mark.usefixtures("shelf")
def test_journey_of_what_is_wrong_by_facets(open_window: OpenWindow, qtbot: QtBot) -> None:
    """Nobody has to know a word of the language for it."""
    window = begin(open_window, qtbot)
    window.registry["facets"].trigger()
    desk = window.commands.facets
    assert desk is not None
    click(qtbot, desk, Facet.MISSING, "Subtitles")
    wait_for(qtbot, window, "Beacon")
    desk.panel.clear_wanted.emit()
    click(qtbot, desk, Facet.RESOLUTION, "SD")
    wait_for(qtbot, window, "Harbor", "The Keeper")
    assert window.frame_.search.text() == "resolution:sd"
