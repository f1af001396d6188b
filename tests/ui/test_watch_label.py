"""How the folders are watched, as a person reads it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent  # noqa: TID251 - a test of the room
from PySide6.QtWidgets import QApplication, QToolButton, QWidget  # noqa: TID251 - as above
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow

from media_manager.domain.watching import PollReason, RootWatch, WatchMode
from media_manager.library.roots import add_root
from media_manager.ui import presence
from media_manager.ui.background import begin_background
from media_manager.ui.presence import Presence
from media_manager.ui.status_bar import StatusBar
from media_manager.ui.watch_words import watching_details, watching_text


def root(
    name: str, mode: WatchMode = WatchMode.EVENTS, reason: PollReason = PollReason.NONE
) -> RootWatch:
    return RootWatch(len(name), f"/media/{name}", mode, reason, "nfs4" if reason else "")


NAS = root("NAS", WatchMode.POLLING, PollReason.NETWORK)
BIG = root("Big", WatchMode.POLLING, PollReason.LIMIT)


@pytest.mark.parametrize(
    ("states", "text"),
    [
        ([], ""),
        ([root("Films", WatchMode.STARTING)], ""),
        ([root("Films", WatchMode.OFFLINE)], ""),
        ([root("Films")], "Watching 1 folder"),
        ([root("Films"), root("Shows")], "Watching 2 folders"),
        ([NAS], "Polling NAS (network drive)"),
        ([root("Films"), NAS], "Watching 1 folder · polling NAS (network drive)"),
        ([NAS, BIG], "Polling NAS, Big"),
        ([NAS, NAS, BIG], "Polling 3 folders"),
    ],
)
def test_one_line_says_how_folders_are_watched(states: list[RootWatch], text: str) -> None:
    """And names those that are not heard of at once."""
    assert watching_text(states) == text


def test_the_details_name_every_folder_and_the_reason() -> None:
    """What could be done about it stands there too."""
    lines = watching_details([root("Films"), NAS, BIG, root("Away", WatchMode.OFFLINE)])
    films, nas, big, away = lines.splitlines()
    assert films == "/media/Films: changes are scanned as they happen"
    assert "nfs4" in nas
    assert "max_user_watches" in big
    assert "offline" in away


def test_the_status_bar_has_room_for_it(qtbot: QtBot) -> None:
    """It comes when there is something to say, and goes again."""
    bar = StatusBar(QToolButton())
    qtbot.addWidget(bar)
    least = bar.minimumSizeHint().width()
    bar.show_watching([root("Films"), NAS])
    assert bar.watch_label is not None
    assert bar.watch_label.text == "Watching 1 folder · polling NAS (network drive)"
    assert "nfs4" in bar.watch_label.toolTip()
    bar.resize(300, 28)
    assert "nfs4" in bar.watch_label.toolTip()
    assert bar.minimumSizeHint().width() - least < 120
    bar.show_watching([])
    assert bar.watch_label.isHidden()


def test_the_window_watches_its_folders(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    """From the first second behind the first paint."""
    window = open_window()
    (tmp_path / "media").mkdir()
    add_root(window.services.store, tmp_path / "media", library="Films")
    status = window.frame_.status
    begin_background(window.services, window.roots, window.notifications, status)
    qtbot.waitUntil(
        lambda: status.watch_label is not None and status.watch_label.text == "Watching 1 folder",
        timeout=4 * PATIENCE_MS,
    )


def test_input_in_a_window_of_ours_is_presence(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key or a move of the mouse; also in a dialog, which is a window of its own."""
    clock = [1_000.0]
    monkeypatch.setattr(presence, "monotonic", lambda: clock[0])
    window = QWidget()
    qtbot.addWidget(window)
    here = Presence(window)
    window.show()
    handle = window.windowHandle()
    qapp.focusWindowChanged.emit(handle)
    clock[0] += 600.0
    assert here.idle_seconds() == 600.0
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove):
        clock[0] += 600.0
        none = Qt.KeyboardModifier.NoModifier
        left = Qt.MouseButton.LeftButton
        qapp.sendEvent(handle, QMouseEvent(kind, QPointF(), QPointF(), left, left, none))
        assert here.idle_seconds() == 0.0
    qapp.sendEvent(handle, QEvent(QEvent.Type.UpdateRequest))
    clock[0] += 5.0
    assert here.idle_seconds() == 5.0
