"""One list on a display of its own, scrolled by events as a hand would send them.

`python -m scripts.measuring.recording_child bare|product PROFILE` prints, for each way to scroll,
the CPU seconds of the main thread for every paint of the list, how many cards it painted, and how
many of these had no title yet; for flicks also the seconds until all had one.
"""

import gc
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QStyle, QStyleOptionSlider
from scripts.measuring.views_child import SIZE, Bare, Rows

if TYPE_CHECKING:
    from collections.abc import Callable

_FRAME_SECONDS: Final = 1 / 60
_NOTCH: Final = 120
_WHEELS, _KEYS, _STEPS, _FLICKS = 240, 150, 240, 40
_WAIT_SECONDS: Final = 5.0
_MIDDLES: Final = 7_919  # a prime: each flick ends elsewhere


class Recorder:
    """Writes down the paints of a list, by what was being done."""

    def __init__(self, lists: type[QListView]) -> None:
        """Listen to the paints of a class of lists; none of it has been made yet."""
        # Cards on the screen, and how many of these have no title.
        self.seen: Callable[[], tuple[int, int]] = lambda: (1, 0)
        self.found: dict[str, Any] = {}
        self.act = ""
        paint = lists.paintEvent

        def recorded(view: Any, event: QPaintEvent) -> None:  # noqa: ANN401 - one of two lists
            began = time.thread_time()
            paint(view, event)
            if self.act:
                self._note(time.thread_time() - began)

        setattr(lists, "paintEvent", recorded)  # noqa: B010 - the list as it is, but for this

    def begin(self, act: str) -> None:
        self.act = act
        self.found[act] = {"paint": [], "cards": 0, "empty": 0, "whole": []}

    def _note(self, seconds: float) -> None:
        cards, empty = self.seen()
        kept = self.found[self.act]
        kept["paint"].append(seconds)
        kept["cards"] += cards
        kept["empty"] += empty


def pace(frames: int = 1) -> None:
    """Let the event loop run for as long as frames of a display last."""
    until = time.monotonic() + frames * _FRAME_SECONDS
    while True:
        QApplication.processEvents()
        if time.monotonic() >= until:
            return
        time.sleep(0.001)


def wheel(view: QListView) -> None:
    """Turn the wheel, a notch each second frame."""
    port = view.viewport()
    middle = QPointF(port.rect().center())
    for _ in range(_WHEELS):
        turned = QWheelEvent(
            middle,
            QPointF(port.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, -_NOTCH),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 - not inverted: Qt's own signature
        )
        QApplication.sendEvent(port, turned)
        pace(2)


def keys(view: QListView) -> None:
    """Hold Page Down: thirty a second."""
    bar = view.verticalScrollBar()
    for _ in range(_KEYS):
        before = bar.value()
        QTest.keyPress(view, Qt.Key.Key_PageDown)
        if bar.value() == before:  # the bare list has no current item to move
            bar.setValue(before + bar.pageStep())
        pace(2)


def drag(view: QListView) -> None:
    """Take the handle of the bar and pull it slowly over the whole list."""
    bar = view.verticalScrollBar()
    option = QStyleOptionSlider()
    bar.initStyleOption(option)
    style, slider = bar.style(), QStyle.SubControl.SC_ScrollBarSlider
    at = style.subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, slider, bar).center()
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=at)
    room = bar.height() - at.y() - 4
    for step in range(_STEPS):
        QTest.mouseMove(bar, QPoint(at.x(), at.y() + room * step // _STEPS))
        pace()
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(at.x(), at.y() + room))
    pace(10)


def flick(view: QListView, recorder: Recorder) -> None:
    """Jump somewhere, and wait until every card that is seen has its title."""
    bar = view.verticalScrollBar()
    for turn in range(1, _FLICKS + 1):
        began = time.monotonic()
        bar.setValue(turn * _MIDDLES * 1_013 % max(1, bar.maximum()))
        while True:
            pace()
            waited = time.monotonic() - began
            if not recorder.seen()[1] or waited > _WAIT_SECONDS:
                break
        recorder.found["flick"]["whole"].append(waited)
        pace(6)


def record(view: QListView, recorder: Recorder) -> None:
    """Go through all ways to scroll."""
    view.setFocus()
    for act, move in (("wheel", wheel), ("keys", keys), ("drag", drag)):
        recorder.begin(act)
        move(view)
    recorder.begin("flick")
    flick(view, recorder)
    print(json.dumps(recorder.found), flush=True)


def bare(profile: Path) -> None:
    """Record the bare grid."""
    recorder = Recorder(Bare)
    grid = Bare(Rows(profile / "data" / "library.db"))
    grid.verticalScrollBar().setPageStep(710)
    grid.resize(766, 710)
    grid.show()
    pace(30)
    record(grid, recorder)


def product(profile: Path) -> None:
    """Record the list of the real window."""
    from media_manager.app import _collect_young  # noqa: PLC0415 - the bare one needs none
    from media_manager.settings import Profile, Settings  # noqa: PLC0415 - as above
    from media_manager.ui.main_window import MainWindow  # noqa: PLC0415 - as above
    from media_manager.ui.theme import apply_theme  # noqa: PLC0415 - as above
    from media_manager.ui.views.grid import GridView  # noqa: PLC0415 - as above
    from media_manager.workers.services import Services  # noqa: PLC0415 - as above

    application = QApplication.instance()
    assert isinstance(application, QApplication)  # noqa: S101 - made in `main`
    apply_theme(application)
    recorder = Recorder(GridView)
    place = Profile.at(profile)
    services = Services(place, Settings(place))
    window = MainWindow(services)
    window.resize(*SIZE)
    window.start()
    window.show()
    view: Any = window.frame_.list.view
    model = window.model

    def seen() -> tuple[int, int]:
        rows = view._seen()  # noqa: SLF001 - what is on the screen
        return len(rows), sum(model.row_at(row) is None for row in rows)

    while not model.is_exact:
        pace(6)
    pace(60)
    gc.freeze()  # as the program does behind its first paint
    recorder.seen = seen
    record(view, recorder)
    _collect_young()
    window.close()
    services.close()


def main() -> None:
    kind, profile = sys.argv[1], Path(sys.argv[2])
    gc.disable()
    application = QApplication(sys.argv[:1])
    {"bare": bare, "product": product}[kind](profile)
    del application


if __name__ == "__main__":
    main()
