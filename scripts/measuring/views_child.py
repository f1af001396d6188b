"""One grid in a process of its own: the bare one, or the one of the real window.

`python -m scripts.measuring.views_child bare|product PROFILE [FOLDER]` scrolls, jumps, resizes and
selects, and prints the CPU seconds of the main thread for each frame. Painting is asked for at once
after each step; a jump ends when the rows of its place are painted. With a FOLDER, pictures of the
window are put there along the way.
"""

import gc
import json
import random
import sys
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from sqlite3 import connect
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

SCROLLS, JUMPS, RESIZES, STEP = 300, 150, 40, 37
SIZE = (1360, 860)
_SEED = 7
_CELL = (180, 288)
_POSTER = (156, 234)
_WAIT_SECONDS = 5.0
Flag = QItemSelectionModel.SelectionFlag


class Rows:
    """What the bare grid reads: packed ids, and pages of titles by plain sqlite3."""

    def __init__(self, library: Path) -> None:
        self._database = connect(f"{library.as_uri()}?mode=ro", uri=True)
        self._database.execute("PRAGMA mmap_size = 16777216")
        sql = (
            "SELECT id FROM media_item WHERE media_type NOT IN ('season', 'episode') "
            "ORDER BY sort_key, id"
        )
        self.ids = array("q", (row[0] for row in self._database.execute(sql)))
        self._pages: dict[int, list[tuple[str, int]]] = {}

    def row(self, number: int) -> tuple[str, int]:
        page, within = divmod(number, 100)
        if page not in self._pages:
            if len(self._pages) > 60:  # noqa: PLR2004 - as many as the product keeps
                self._pages.clear()
            ids = self.ids[page * 100 : page * 100 + 100]
            sql = f"SELECT id, title, year FROM media_item WHERE id IN ({','.join('?' * len(ids))})"  # noqa: S608 - only marks
            found = {item: (title, year) for item, title, year in self._database.execute(sql, ids)}
            self._pages[page] = [found[item] for item in ids]
        return self._pages[page][within]


class Bare(QListView):
    """The least that shows posters and titles of any number of rows, and what is selected."""

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self._rows = rows
        self._posters = [QPixmap(*_POSTER) for _ in range(16)]
        for at, poster in enumerate(self._posters):
            poster.fill(QColor.fromHsv(at * 22, 120, 120))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.chosen = range(0)

    def columns(self) -> int:
        return max(1, self.viewport().width() // _CELL[0])

    def updateGeometries(self) -> None:  # noqa: N802 - Qt override
        lines = -(-len(self._rows.ids) // self.columns())
        room = lines * _CELL[1] - self.viewport().height()
        self.verticalScrollBar().setRange(0, max(0, room))

    def doItemsLayout(self) -> None:  # noqa: N802 - Qt override
        self.updateGeometries()

    def visualRegionForSelection(self, _selection: QItemSelection) -> QRegion:  # noqa: N802 - Qt override
        return QRegion(self.viewport().rect())

    def visualRect(self, _index: QModelIndex) -> QRect:  # type: ignore[override]  # noqa: N802 - Qt override
        return QRect()

    def indexAt(self, _point: QPoint) -> QModelIndex:  # noqa: N802 - Qt override
        return QModelIndex()

    def resizeEvent(self, _event: Any) -> None:  # noqa: N802, ANN401 - Qt override
        self.updateGeometries()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt override
        self.viewport().scroll(dx, dy)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt override
        painter = QPainter(self.viewport())
        columns, offset = self.columns(), self.verticalScrollBar().value()
        width, height = _CELL
        top, bottom = event.rect().top() + offset, event.rect().bottom() + offset
        for line in range(top // height, bottom // height + 1):
            first = line * columns
            for row in range(first, min(first + columns, len(self._rows.ids))):
                x, y = (row - first) * width, line * height - offset
                title, year = self._rows.row(row)
                if row in self.chosen:
                    painter.fillRect(x, y, width, height, QColor(80, 120, 255, 60))
                painter.drawPixmap(x + 8, y + 8, self._posters[row % 16])
                painter.drawText(QRect(x + 8, y + 248, 160, 18), 0, title)
                painter.drawText(QRect(x + 8, y + 266, 160, 18), 0, str(year))
        painter.end()


class Drive:
    """Moves a grid and takes the time of each frame."""

    def __init__(self, grid: QListView, top: QWidget, is_whole: Callable[[], bool]) -> None:
        self._grid = grid
        self._top = top
        self._is_whole = is_whole
        self._random = random.Random(_SEED)  # noqa: S311 - places, the same each time

    def frame(self, act: Callable[[], object]) -> float:
        """Return the CPU seconds from an act to its last paint."""
        began, until = time.thread_time(), time.monotonic() + _WAIT_SECONDS
        act()
        QApplication.processEvents()
        while not self._is_whole() and time.monotonic() < until:
            time.sleep(0.0005)
            QApplication.processEvents()
        return time.thread_time() - began

    def rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.002)

    def scrolls(self) -> list[float]:
        bar = self._grid.verticalScrollBar()
        return [self.frame(lambda: bar.setValue(bar.value() + STEP)) for _ in range(SCROLLS)]

    def jumps(self) -> list[float]:
        bar, where = self._grid.verticalScrollBar(), self._random
        return [
            self.frame(lambda: bar.setValue(where.randrange(bar.maximum()))) for _ in range(JUMPS)
        ]

    def resizes(self) -> list[float]:
        width, height = SIZE
        return [
            self.frame(lambda at=at: self._top.resize(width + at * 7 % 200, height))  # type: ignore[misc]
            for at in range(RESIZES)
        ]


def bare(profile: Path) -> dict[str, list[float]]:
    """Drive the bare grid."""
    grid = Bare(Rows(profile / "data" / "library.db"))
    grid.resize(766, 710)
    grid.show()
    drive = Drive(grid, grid, lambda: True)
    drive.rest(0.2)
    found = {"scroll": drive.scrolls(), "jump": drive.jumps(), "resize": drive.resizes()}
    grid.chosen = range(len(grid._rows.ids))  # noqa: SLF001 - our own
    return {**found, "selected": drive.scrolls()}


def product(profile: Path, pictures: Path | None) -> dict[str, list[float]]:
    """Drive the grid of the real window."""
    from media_manager.app import _collect_young  # noqa: PLC0415 - the bare one needs none
    from media_manager.settings import Profile, Settings  # noqa: PLC0415 - the bare one needs none
    from media_manager.ui.main_window import MainWindow  # noqa: PLC0415 - as above
    from media_manager.ui.theme import apply_theme  # noqa: PLC0415 - as above
    from media_manager.workers.services import Services  # noqa: PLC0415 - as above

    application = QApplication.instance()
    assert isinstance(application, QApplication)  # noqa: S101 - made in `main`
    apply_theme(application)
    place = Profile.at(profile)
    services = Services(place, Settings(place))
    window = MainWindow(services)
    window.resize(*SIZE)
    window.start()
    window.show()
    view, model = window.frame_.list.view, window.model
    grid: Any = view

    def is_whole() -> bool:
        seen = grid._seen()  # noqa: SLF001 - what is on the screen
        return all(model.row_at(row) is not None for row in seen)

    drive = Drive(grid, window, is_whole)
    while not model.is_exact:
        drive.rest(0.1)
    drive.rest(1.0)
    gc.freeze()  # as the program does behind its first paint
    young = QTimer(window, interval=1_000)
    young.timeout.connect(_collect_young)
    young.start()
    found = {"scroll": drive.scrolls()}
    if pictures is not None:
        window.grab().save(str(pictures / "scrolled.png"))
    found |= {"jump": drive.jumps(), "resize": drive.resizes()}
    found["all"] = [drive.frame(view.selectAll) for _ in range(5)]
    if pictures is not None:
        drive.rest(0.5)
        window.grab().save(str(pictures / "selected.png"))
    found["selected"] = drive.scrolls()
    window.close()
    services.close()
    return found


def main() -> None:
    kind, profile = sys.argv[1], Path(sys.argv[2])
    pictures = Path(sys.argv[3]) if len(sys.argv) > 3 else None  # noqa: PLR2004 - the third word
    gc.disable()
    application = QApplication(sys.argv[:1])
    found = bare(profile) if kind == "bare" else product(profile, pictures)
    print(json.dumps(found), flush=True)
    del application


if __name__ == "__main__":
    main()
