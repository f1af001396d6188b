"""The heart of the window beats while the settings want it."""

from pytestqt.qtbot import QtBot

from media_manager.ui.heartbeat import Heartbeat
from media_manager.workers.stalls import StallWatch


def test_a_heartbeat_beats_until_it_is_switched_off(qtbot: QtBot) -> None:
    """Some sixty beats a second, and none once it is off."""
    heart = Heartbeat(StallWatch(keep_gaps=True))
    heart.set_enabled(enabled=True)
    qtbot.waitUntil(lambda: len(heart.watch.gaps) >= 3)
    heart.set_enabled(enabled=False)
    beats = len(heart.watch.gaps)
    qtbot.wait(60)

    assert beats == len(heart.watch.gaps)
