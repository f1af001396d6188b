"""The real window while a scan writes: browsed and searched without rest, its heart listened to.

`python -m scripts.measuring.alive_child bare|browse|scan SECONDS [PROFILE MEDIA]` prints the gaps
between two heartbeats (16 ms apart when nothing is in the way). `bare` is an empty window; `browse`
scrolls and searches; `scan` does the same while a folder of new files is taken into the library.
"""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from media_manager.ui.heartbeat import Heartbeat
from media_manager.workers.stalls import StallWatch

if TYPE_CHECKING:
    from media_manager.app import Program

_SCROLL_MS, _TYPE_MS = 40, 170
# After the start has come to rest.
_BEGIN_MS = 3_000
_TEXTS = ("t", "th", "the", "the ", "the w", "wa", "war", "night", "nig", "", "love", "a", "")


class Ear:
    """Listens for some seconds and prints what it heard."""

    def __init__(self, seconds: float) -> None:
        self.watch = StallWatch(keep_gaps=True)
        self.heart = Heartbeat(self.watch)
        self.heart.start()
        self.seconds = seconds

    def tell(self, **more: object) -> None:
        gaps = sorted(self.watch.gaps)
        worst = max(self.watch.stalls, key=lambda each: each.seconds, default=None)
        told = {
            "p99_ms": gaps[int(len(gaps) * 0.99)] * 1e3,
            "max_ms": gaps[-1] * 1e3,
            "beats": len(gaps),
            "stalls": self.watch.count,
            "stack": worst.stack if worst else "",
        }
        print(json.dumps(told | more), flush=True)
        os._exit(0)


def bare(seconds: float) -> None:
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - a child imports what it measures
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415 - as above

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1360, 860)
    window.show()
    ear = Ear(seconds)
    QTimer.singleShot(_BEGIN_MS, ear.watch.reset)
    QTimer.singleShot(_BEGIN_MS + int(seconds * 1e3), ear.tell)
    app.exec()


class Hand:
    """Scrolls, types, and perhaps begins a scan, as a person in a hurry does."""

    def __init__(self, program: "Program", ear: Ear, media: str | None) -> None:
        from PySide6.QtCore import QTimer  # noqa: PLC0415 - as above

        self.program, self.ear = program, ear
        self.turn = self.wal = self.refreshes = 0
        self.handle: Any = None
        self.library = program.services.profile.library_db
        for pause, call in ((_SCROLL_MS, self.scroll), (_TYPE_MS, self.type)):
            timer = QTimer(program.window, interval=pause)
            timer.timeout.connect(call)
            timer.start()
        program.window.model.layoutChanged.connect(self.refreshed)
        if media is not None:
            self.scan(media)
        ear.watch.reset()
        QTimer.singleShot(int(ear.seconds * 1e3), self.end)

    def scan(self, media: str) -> None:
        from media_manager.domain.media import LibraryKind  # noqa: PLC0415 - as above
        from media_manager.library.roots import add_root  # noqa: PLC0415 - as above

        services = self.program.services
        services.edit(
            lambda store: add_root(store, Path(media), library="New", kind=LibraryKind.MIXED),
            on_done=self.begin_scan,
        )

    def begin_scan(self, root: Any) -> None:  # noqa: ANN401 - a root, known when it is imported
        self.handle = self.program.services.scan(root)

    def scroll(self) -> None:
        self.turn += 1
        bar = self.program.window.frame_.list.view.verticalScrollBar()
        # Most of the time a wheel, now and then a jump to anywhere.
        step = 90 if self.turn % 25 else 7_919 * self.turn
        bar.setValue((bar.value() + step) % max(1, bar.maximum()))
        wal = self.library.with_name("library.db-wal")
        self.wal = max(self.wal, wal.stat().st_size if wal.exists() else 0)

    def type(self) -> None:
        self.program.window.frame_.search.setText(_TEXTS[self.turn % len(_TEXTS)])

    def refreshed(self) -> None:
        self.refreshes += 1

    def end(self) -> None:
        scanned = 0 if self.handle is None else self.handle.progress.done
        self.ear.tell(
            wal_mib=self.wal / (1 << 20),
            scanned=scanned,
            refreshes=self.refreshes,
            shown=self.program.window.model.rowCount(),
        )


def ours(seconds: float, profile: str, media: str | None) -> None:
    """Start the program as it is, and let a hand work in it."""
    from media_manager import app  # noqa: PLC0415 - as above

    stage_two = app.Program._begin_stage_two  # noqa: SLF001 - the stages
    kept: list[Any] = []

    def begin(program: "Program") -> None:
        stage_two(program)
        from PySide6.QtCore import QTimer  # noqa: PLC0415 - as above

        ear = Ear(seconds)
        QTimer.singleShot(_BEGIN_MS, program.window, lambda: kept.append(Hand(program, ear, media)))

    setattr(app.Program, "_begin_stage_two", begin)  # noqa: B010 - the program but for this
    app.run_window(["--profile", profile])


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare(float(sys.argv[2]))
    else:
        ours(float(sys.argv[2]), sys.argv[3], sys.argv[4] if sys.argv[1] == "scan" else None)
