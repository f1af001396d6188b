"""Undo and redo in the window: named by what they do, offered after each bulk action."""

from collections.abc import Callable
from contextlib import closing

import pytest
from PySide6.QtWidgets import QPushButton  # noqa: TID251 - a test of the room
from pytestqt.qtbot import QtBot
from tests.persistence.populated import make_library

from media_manager.domain.query import Query, parse_query
from media_manager.domain.steps import StepLabel, StepResult, TagChange
from media_manager.persistence.reader import open_reader
from media_manager.settings import Profile
from media_manager.ui.main_window import MainWindow
from media_manager.ui.notifications import Toast
from media_manager.ui.step_words import done_text, step_text

PATIENCE_MS = 15_000


@pytest.fixture
def window(open_window: Callable[[], MainWindow], profile: Profile) -> MainWindow:
    make_library(profile.library_db)
    return open_window()


def found(profile: Profile, text: str) -> int:
    with closing(open_reader(profile.library_db)) as reader:
        return reader.count(Query(parse_query(text)))


def press(window: MainWindow, text: str) -> None:
    """Press a button of the newest message."""
    toast = window.findChildren(Toast)[-1]
    next(each for each in toast.findChildren(QPushButton) if each.text() == text).click()


def test_a_bulk_action_is_undone_from_its_message(
    window: MainWindow, profile: Profile, qtbot: QtBot
) -> None:
    """Nothing asks a question that undo can answer: it is done, said, and taken back."""
    undo, redo = window.registry["undo"], window.registry["redo"]
    assert (undo.isEnabled(), redo.isEnabled()) == (False, False)
    ids = list(window.model.result.ids)
    window.items.change_tags(ids, ["Holiday"], [])
    qtbot.waitUntil(undo.isEnabled, timeout=PATIENCE_MS)
    assert undo.text() == f"&Undo Tag {len(ids)} items with Holiday"
    assert window.notifications.texts == (f"{len(ids)} items tagged with Holiday",)
    assert found(profile, "tag:holiday") == len(ids)
    press(window, "Undo")
    qtbot.waitUntil(redo.isEnabled, timeout=PATIENCE_MS)
    assert found(profile, "tag:holiday") == 0
    assert redo.text() == f"&Redo Tag {len(ids)} items with Holiday"
    redo.trigger()
    qtbot.waitUntil(undo.isEnabled, timeout=PATIENCE_MS)
    assert found(profile, "tag:holiday") == len(ids)


def test_undo_twice_takes_back_two_steps(
    window: MainWindow, profile: Profile, qtbot: QtBot
) -> None:
    """Two quick presses are two steps, not the same one twice."""
    ids = list(window.model.result.ids)
    undo, redo = window.registry["undo"], window.registry["redo"]
    before = found(profile, "is:favorite")
    window.items.set_favorite(ids, favorite=True)
    window.items.rate(ids[:2], 7)
    qtbot.waitUntil(lambda: "Rate" in undo.text(), timeout=PATIENCE_MS)
    undo.trigger()
    undo.trigger()
    qtbot.waitUntil(lambda: redo.isEnabled() and not undo.isEnabled(), timeout=PATIENCE_MS)
    assert found(profile, "is:favorite") == before
    assert window.notifications.texts[-1].startswith("Undone: Add ")


def test_a_large_selection_is_a_job(
    window: MainWindow, profile: Profile, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes longer shows among the jobs, and its undo does as well."""
    from media_manager.library import undo as library_undo
    from media_manager.workers import steps

    monkeypatch.setattr(steps, "SMALL_STEP", 1)
    monkeypatch.setattr(library_undo, "SMALL", 1)
    ids = window.frame_.list.model.result.ids
    window.items.change_tags(ids, ["Holiday"], [])
    jobs = window.services.runner.jobs
    assert [job.title for job in jobs] == [f"Tag {len(ids)} items with Holiday"]
    undo = window.registry["undo"]
    qtbot.waitUntil(undo.isEnabled, timeout=PATIENCE_MS)
    undo.trigger()
    qtbot.waitUntil(window.registry["redo"].isEnabled, timeout=PATIENCE_MS)
    assert len(window.services.runner.jobs) == 2
    assert found(profile, "tag:holiday") == 0


def test_select_all_names_ids_without_copying_them(window: MainWindow, qtbot: QtBot) -> None:
    """The ids of a selection are a view of the result set, whatever their number."""
    window.frame_.list.select_all()
    qtbot.wait(10)
    ids = window.frame_.list.selected_ids()
    assert isinstance(ids, memoryview)
    assert list(ids) == list(window.model.result.ids)


def test_a_step_of_another_window_can_be_undone(
    window: MainWindow, profile: Profile, qtbot: QtBot
) -> None:
    """What the command line did is undone by Ctrl+Z as well."""
    from media_manager.library.bulk import change_items
    from media_manager.persistence.store import LibraryStore

    other = LibraryStore(profile.library_db)
    change_items(other, list(window.model.result.ids)[:2], TagChange(("Holiday",)))
    other.close()
    undo = window.registry["undo"]
    qtbot.waitUntil(undo.isEnabled, timeout=PATIENCE_MS)
    assert "Tag 2 items with Holiday" in undo.text()


def test_words_say_what_was_left_out() -> None:
    """One title is named; what was gone or so already is counted."""
    label = StepLabel("tag-both", 1, "Heat & Ran", names=("Noir",), removed=("LA",))
    assert step_text(label) == "Tag “Heat & Ran” with Noir, remove LA"
    many = StepLabel("favorite", 1_204)
    said = done_text(StepResult(1, many, 1_204, gone=3))
    assert said == "1,204 items added to the favorites. 3 no longer in the library"
    assert done_text(StepResult(None, many, 0)) == "Nothing to change: 1,204 items were so already"
