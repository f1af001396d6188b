"""The details show everything of an item as it is, and change what the person says."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor  # noqa: TID251 - a test of the room
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget  # noqa: TID251 - as above
from pytestqt.qtbot import QtBot
from tests.ui.details_world import link, show_one, shown_panel, words_of
from tests.ui.item_world import FANART, World, wait_until

from media_manager.library import state
from media_manager.settings import Profile
from media_manager.ui.details_panel import DetailsPanel

Shown = tuple[World, DetailsPanel]


@pytest.fixture
def shown(profile: Profile, tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    with shown_panel(profile, tmp_path, qtbot) as shown:
        yield shown


@pytest.fixture
def world(shown: Shown) -> World:
    return shown[0]


@pytest.fixture
def panel(shown: Shown) -> DetailsPanel:
    return shown[1]


def test_a_film_shows_all_that_is_known(panel: DetailsPanel, world: World) -> None:
    """Title, facts, ratings, people, words, numbers and every file are on the page."""
    world.write_film()
    world.scan()
    show_one(panel, world.id_of("harbor"))
    shown = words_of(panel.one)
    for expected in (
        "The Harbor",
        "Der Hafen",
        "1999 · 2 h 16 min · PG-13 · Film",
        "IMDb 8.1 (1,234)",
        "Nobody sails.",
        "A ship waits for a captain.",
        "Ann Helm",
        "Bo Rigg",
        "Actor 11",
        "Role 11",
        "Drama",
        "Sample & Sons",
        "tt0000001",
        "sea",
        "Director's Cut",
        "Theatrical Cut",
        "Trailer",
        "German · forced",
        "The Harbor (1999) - Director's Cut.mkv",
    ):
        assert expected in shown
    assert "Actor 12" not in shown


def test_the_rest_of_the_cast_comes_when_asked(panel: DetailsPanel, world: World) -> None:
    """Twelve people are shown first, all after a click, and twelve again after another."""
    world.write_film()
    world.scan()
    show_one(panel, world.id_of("harbor"))
    link(panel, "Show all 15").click()
    assert "Actor 14" in words_of(panel.one)
    link(panel, "Show fewer").click()
    assert "Actor 14" not in words_of(panel.one)


def test_every_value_says_where_it_is_from(panel: DetailsPanel, world: World) -> None:
    """The tooltip names source and day; the list names every field."""
    world.write_film()
    world.scan()
    show_one(panel, world.id_of("harbor"))
    assert "From NFO, " in panel.one.title.title.toolTip()
    state.change_tags(world.store, panel.ids, add=["mine"])
    wait_until(lambda: panel.page is not None and "mine" in panel.page.details.tags)
    assert "Set by you, " in panel.one.tags.toolTip()
    link(panel, "Where from").click()
    table = words_of(panel.one.origins)
    assert "Tagline" in table
    assert "NFO · " in table
    assert "You · " in table


def test_j8_markup_in_a_plot_is_shown_as_text_and_loads_nothing(
    panel: DetailsPanel, world: World
) -> None:
    """Fault J8: what a stranger wrote is never markup, in no label and in no tooltip."""
    asked = threading.Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        server.settimeout(0.2)
        tag = f"<b>Bold</b> <img src='http://127.0.0.1:{server.getsockname()[1]}/x.png'>"
        world.write_film(tag.replace("<", "&lt;").replace(">", "&gt;"))
        world.scan()
        item = world.id_of("harbor")
        state.change_tags(world.store, [item], add=[tag])
        show_one(panel, item)
        panel.grab()
        try:
            server.accept()
            asked.set()
        except TimeoutError:
            pass
    assert not asked.is_set()
    assert tag in words_of(panel.one.plot)
    labels = panel.findChildren(QLabel)
    assert {each.textFormat() for each in labels} == {Qt.TextFormat.PlainText}
    tips = [each.toolTip() for each in panel.findChildren(QWidget) if "img" in each.toolTip()]
    assert tips
    assert all("&lt;img" in tip and "<img" not in tip for tip in tips)


def test_one_click_marks_rates_and_tags(panel: DetailsPanel, world: World) -> None:
    """What the person says is written, announced and shown."""
    world.write_film()
    world.scan()
    item = world.id_of("harbor")
    show_one(panel, item)
    edited = QSignalSpy(panel.edited)
    row = panel.one.actions_row
    row._watched.click()
    row._favorite.click()
    row.stars.setFocus()
    QTest.keyClick(row.stars, Qt.Key.Key_7)
    panel.one.tags.begin_adding()
    QTest.keyClicks(panel.one.tags._entry, "harbor  towns")
    QTest.keyClick(panel.one.tags._entry, Qt.Key.Key_Return)
    wait_until(lambda: edited.count() == 4)
    found = world.one("harbor")
    assert (found.watched, found.favorite, found.user_rating) == (1, 1, 7.0)
    wait_until(lambda: sorted(panel.one.tags.tags) == ["harbor towns", "sea"])
    next(chip for chip in panel.one.tags._chips if chip.name == "sea")._remove.click()
    wait_until(lambda: panel.one.tags.tags == ["harbor towns"])
    assert world.details("harbor").tags == ("harbor towns",)


def test_a_change_elsewhere_is_shown_and_the_keyboard_stays(
    panel: DetailsPanel, world: World
) -> None:
    """Another part of the program changes the item: the page follows, focus and scroll stay."""
    world.write_film()
    world.scan()
    show_one(panel, world.id_of("harbor"))
    panel.activateWindow()
    focused = link(panel, "Ann Helm")
    focused.setFocus()
    panel._one_area.verticalScrollBar().setValue(100)
    state.set_favorite(world.store, panel.ids, favorite=True)
    wait_until(panel.one.actions_row._favorite.isChecked)
    assert panel.focusWidget() is focused
    assert panel._one_area.verticalScrollBar().value() == 100


def test_the_newest_question_is_the_one_answered(panel: DetailsPanel, world: World) -> None:
    """Arrow keys held down ask for many items; only the last is shown, and nothing flickers."""
    for number in range(12):
        world.write(f"Film {number} (2000)/Film {number} (2000).mkv")
    world.scan()
    ids = [row.id for row in world.rows()]
    show_one(panel, ids[0])
    shown = []
    for item in ids[1:]:
        panel.show_items([item])
        assert panel.page is not None
        shown.append(panel.page.details.row.id)
    assert set(shown) == {ids[0]}
    wait_until(lambda: panel.page is not None and panel.page.details.row.id == ids[-1])


def test_an_offline_film_says_why_it_cannot_play(panel: DetailsPanel, world: World) -> None:
    """The button is off, and the reason is beside it in words."""
    world.write_film()
    world.scan()
    world.set_offline()
    show_one(panel, world.id_of("harbor"))
    button = panel.one.actions_row.play_button
    assert not button.isEnabled()
    assert "offline" in panel.one.actions_row._reason.text()
    assert "Offline: the drive is not connected" in words_of(panel.one.files)


def test_play_and_its_menu_name_the_file(panel: DetailsPanel, world: World) -> None:
    """Play leaves the choice to the library; the menu lists versions and trailers."""
    world.write_film()
    world.scan()
    item = world.id_of("harbor")
    show_one(panel, item)
    wanted = QSignalSpy(panel.play_requested)
    panel.one.actions_row.play_button.click()
    names = [action.text() for action in panel.one.actions_row._menu.actions()]
    panel.one.actions_row._menu.actions()[-1].trigger()
    files = world.details("harbor").files
    assert [wanted.at(0), wanted.at(1)] == [[item, None], [item, files[-1].id]]
    assert [name.split(" · ")[0] for name in names] == [
        "Director's Cut",
        "Theatrical Cut",
        "Trailer",
    ]


def test_a_name_that_is_not_utf8_is_shown_escaped_and_found(
    panel: DetailsPanel, world: World
) -> None:
    """Show in folder gets the bytes of the path, whatever they are."""
    folder = bytes(world.folder)
    (world.folder / "x").write_text("x")
    (world.folder / "x").rename(
        Path((folder + b"/Caf\xe9 (2001).mkv").decode(errors="surrogateescape"))
    )
    world.scan()
    show_one(panel, world.rows()[0].id)
    wanted = QSignalSpy(panel.show_in_folder_requested)
    next(
        each
        for each in panel.findChildren(QAbstractButton)
        if each.accessibleName() == "Show in folder"
    ).click()
    assert bytes(wanted.at(0)[0]) == folder + b"/Caf\xe9 (2001).mkv"
    assert "Caf\\xe9 (2001).mkv" in words_of(panel.one.files)


def test_links_ask_for_a_search(panel: DetailsPanel, world: World) -> None:
    """People, genres and tags lead to what else there is of them."""
    world.write_film()
    world.scan()
    show_one(panel, world.id_of("harbor"))
    wanted = QSignalSpy(panel.query_requested)
    link(panel, "Actor 3").click()
    link(panel, "Drama").click()
    link(panel, "sea").click()
    assert [wanted.at(n)[0] for n in range(3)] == [
        'person:="Actor 3"',
        "genre:=Drama",
        "tag:=sea",
    ]


def test_a_show_says_how_far_it_is_and_plays_the_next(panel: DetailsPanel, world: World) -> None:
    """Seasons, episodes and watched are counted; Play takes the first unwatched episode."""
    world.write_show()
    world.scan()
    show = world.id_of("type:show")
    first = world.rows("type:episode")[0]
    show_one(panel, show)
    assert "2 seasons · 6 episodes · 0 watched" in words_of(panel.one.episodes)
    wanted = QSignalSpy(panel.play_requested)
    panel.one.actions_row.play_button.click()
    assert wanted.at(0) == [first.id, None]
    state.set_watched(world.store, [first.id], watched=True)
    wait_until(lambda: "1 watched" in words_of(panel.one.episodes))
    assert panel.one.actions_row.play_button.text() == "Play S01E02"


def test_many_items_are_counted_and_changed_at_once(panel: DetailsPanel, world: World) -> None:
    """A selection shows totals, tags with how many have them, and acts on all."""
    world.write_film()
    world.write("Other (2005)/Other (2005).mkv")
    world.scan()
    ids = [row.id for row in world.rows()]
    panel.show_items(ids)
    wait_until(lambda: "2 films" in panel.many.summary.text())
    assert panel.many.title.text() == "2 items selected"
    assert "sea · 1 of 2" in words_of(panel.many)
    panel.many._watched.click()
    wait_until(lambda: "2 watched" in panel.many.summary.text())
    assert not panel.many._watched.isEnabled()
    panel.many.tags.tag_added.emit("both")
    wait_until(lambda: panel.many.tags.tags[:1] == ["both"])


def test_an_edit_that_fails_is_told_where_it_happened(panel: DetailsPanel, world: World) -> None:
    """The problem stands in the panel, and the button shows again what is true."""
    world.write_film()
    world.scan()
    show_one(panel, world.id_of("harbor"))
    panel.edits.set_rating(panel.ids, 11)
    wait_until(panel.problem.isVisible)
    assert "rating" in panel.problem.text()


def test_what_is_gone_or_not_chosen_is_said(panel: DetailsPanel) -> None:
    """Nothing chosen and an item that is gone are two different sentences."""
    assert panel.message.text() == "Select something to see its details."
    panel.show_items([424_242])
    wait_until(lambda: "no longer" in panel.message.text())
    assert panel.page is None


def test_the_head_shows_the_artwork(panel: DetailsPanel, world: World) -> None:
    """Fanart fills the width, decoded from the file that lies beside the film."""
    world.write_film()
    world.scan()
    show_one(panel, world.id_of("harbor"))
    hero = panel.one.hero
    wait_until(lambda: bool(hero.is_loaded))
    color = QColor(hero.grab().toImage().pixel(hero.width() - 8, 8))
    found = (color.red(), color.green(), color.blue())
    assert max(abs(a - b) for a, b in zip(found, FANART, strict=True)) < 12


def test_what_is_alike_comes_when_asked(panel: DetailsPanel, world: World) -> None:
    """Two films of one director find each other; a click searches for the other one."""
    for title in ("Harbor", "Street"):
        folder = f"{title} (1999)"
        world.write(f"Films/{folder}/{folder}.mkv", title)
        world.write(
            f"Films/{folder}/{folder}.nfo",
            f"<movie><title>{title}</title><director>Ann Helm</director></movie>",
        )
    world.scan()
    show_one(panel, world.id_of("harbor"))
    link(panel, "More like this").click()
    wait_until(lambda: "Street (1999)" in words_of(panel.one.like))
    assert "Ann Helm" in words_of(panel.one.like)
    asked = QSignalSpy(panel.query_requested)
    link(panel, "Street (1999)").click()
    assert asked.at(0) == ["title:=Street year:1999"]
