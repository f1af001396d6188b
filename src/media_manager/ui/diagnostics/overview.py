"""Six numbers and how they went in the last minutes: is it well, and where to look if not."""

import math
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from media_manager.ui.diagnostics import texts
from media_manager.ui.diagnostics.page import Page
from media_manager.ui.diagnostics.sparkline import Mark, Tile
from media_manager.ui.diagnostics.texts import translate
from media_manager.ui.theme import SPACE, current_theme
from media_manager.workers import vitals as vital
from media_manager.workers.vitals import SAMPLES, Vitals

_THREE_COLUMNS: Final = 780
_TILES: Final = (
    vital.PAGE_MS,
    vital.HIT_PERCENT,
    vital.LANES_PERCENT,
    vital.STALL_MS,
    vital.MEMORY_MIB,
    vital.CPU_PERCENT,
)


class Overview(Page):
    """Each tile leads to what it counts."""

    opened = Signal(str)  # the name of a vital

    def __init__(self, vitals: Vitals, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vitals = vitals
        self._columns = 0
        self.tiles = {name: Tile(mark, self) for name, mark in _marks().items()}
        self._grid = QGridLayout()
        self._grid.setSpacing(SPACE.large)
        self.column.addLayout(self._grid, 1)
        self.note(
            translate(
                "Diagnostics",
                "Looked at once a second, for as long as this window is open. Point at a line, "
                "or walk along it with the arrow keys, for the exact numbers.",
            )
        )
        for name, tile in self.tiles.items():
            tile.clicked.connect(lambda _checked=False, name=name: self.opened.emit(name))
        self._arrange(3)

    def refresh(self) -> None:
        times = list(self._vitals.times)
        captions = _captions(self._vitals)
        for name, tile in self.tiles.items():
            values = list(self._vitals[name])
            tile.show_samples(times, values, span=SAMPLES, caption=captions[name])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _THREE_COLUMNS * current_theme().scale
        self._arrange(3 if wide else 2)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, name in enumerate(_TILES):
            self._grid.addWidget(self.tiles[name], at // columns, at % columns)


def _captions(vitals: Vitals) -> Mapping[str, str]:
    return {
        vital.PAGE_MS: _page(vitals),
        vital.HIT_PERCENT: translate("Diagnostics", "thumbnails found ready on the disk"),
        vital.LANES_PERCENT: _lanes(vitals),
        vital.STALL_MS: _stalls(vitals),
        vital.MEMORY_MIB: _memory(vitals),
        vital.CPU_PERCENT: _processor(vitals),
    }


def _page(vitals: Vitals) -> str:
    p95 = vitals[vital.PAGE_P95_MS].newest_known
    queries = texts.whole(vitals[vital.QUERIES].last)
    if math.isnan(p95):
        text = translate("Diagnostics", "average · %2 queries/s")
    else:
        text = translate("Diagnostics", "median · p95 %1 ms · %2 queries/s")
    return text.replace("%1", texts.decimal(p95)).replace("%2", queries)


def _lanes(vitals: Vitals) -> str:
    busy = [
        f"{name} {lane.load.running}/{lane.load.size}"
        for name, lane in vitals.lanes.items()
        if lane.load.running
    ]
    if not busy:
        busy = [translate("Diagnostics", "all lanes rest")]
    queued = vitals[vital.QUEUED].last
    if queued > 0:
        waiting = translate("Diagnostics", "%1 waiting").replace("%1", texts.whole(queued))
        busy.append(waiting)
    return " · ".join(busy)


def _stalls(vitals: Vitals) -> str:
    count = sum(each for each in vitals[vital.STALLS] if not math.isnan(each))
    longest = max(vitals[vital.STALL_MS], default=0.0)
    text = translate("Diagnostics", "%1 in this time, the longest %2 ms")
    return text.replace("%1", texts.whole(count)).replace("%2", texts.whole(longest))


def _memory(vitals: Vitals) -> str:
    usage = vitals.usage
    if usage is None or usage.peak_rss_bytes is None:
        return ""
    text = translate("Diagnostics", "the most so far: %1")
    return text.replace("%1", texts.size(usage.peak_rss_bytes))


def _processor(vitals: Vitals) -> str:
    usage = vitals.usage
    if usage is None:
        return ""
    text = translate("Diagnostics", "%1 threads · %2 open files")
    threads, files = (
        texts.NOTHING if each is None else texts.whole(each)
        for each in (usage.threads, usage.open_files)
    )
    return text.replace("%1", threads).replace("%2", files)


def _marks() -> dict[str, Mark]:
    ms, percent = translate("Diagnostics", "ms"), "%"
    return {
        vital.PAGE_MS: Mark(
            translate("Diagnostics", "Page of the list"),
            ms,
            texts.decimal,
            opens=translate("Diagnostics", "Opens the timings of pages"),
        ),
        vital.HIT_PERCENT: Mark(
            translate("Diagnostics", "Cache hits"),
            percent,
            texts.whole,
            100,
            translate("Diagnostics", "Opens the caches"),
        ),
        vital.LANES_PERCENT: Mark(
            translate("Diagnostics", "Worker lanes in use"),
            percent,
            texts.whole,
            100,
            translate("Diagnostics", "Opens jobs and threads"),
        ),
        vital.STALL_MS: Mark(
            translate("Diagnostics", "Longest stall of the window"),
            ms,
            texts.whole,
            100,
            translate("Diagnostics", "Opens the stalls"),
        ),
        vital.MEMORY_MIB: Mark(translate("Diagnostics", "Memory"), "MiB", texts.whole, 256),
        vital.CPU_PERCENT: Mark(
            translate("Diagnostics", "Processor, of one core"),
            percent,
            texts.whole,
            100,
            translate("Diagnostics", "Opens jobs and threads"),
        ),
    }
