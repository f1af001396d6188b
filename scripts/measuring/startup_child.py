"""One start in a process of its own: an empty window, ours to its first paint, or ours at rest.

`python startup_child.py empty|first|rest|warm [--profile DIR]` prints the clock (monotonic, so that
the parent knows when the process began), the CPU seconds so far, the modules that are loaded, and
what was painted.
"""

import json
import os
import sys
import time
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from media_manager.app import Program

_STEP_MS, _QUIET_STEPS = 5, 4
_WARM_MS = 8_000


def tell(**what: object) -> NoReturn:
    """Print what was reached and end at once: closing is not measured."""
    now, cpu = time.monotonic(), time.process_time()
    print(json.dumps({"at": now, "cpu": cpu, **what}), flush=True)
    os._exit(0)


def empty() -> None:
    """Show an empty window of the size that ours has."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - a child imports what it measures
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415 - as above

    class Window(QMainWindow):
        def paintEvent(self, event: "QPaintEvent") -> None:  # noqa: N802 - Qt override
            super().paintEvent(event)
            QTimer.singleShot(0, tell)

    app = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1360, 860)
    window.show()
    app.exec()


def ours(mode: str, arguments: list[str]) -> None:
    """Start the program and stop where the mode says."""
    from media_manager import app  # noqa: PLC0415 - as above

    build, stage_two = app.Program.build, app.Program._begin_stage_two  # noqa: SLF001 - the stages

    def build_and_wait(program: "Program") -> None:
        build(program)
        if mode == "first":
            setattr(program.window, "complete", lambda: tell(**painted(program)))  # noqa: B010 - as below

    def rest(program: "Program") -> None:
        stage_two(program)
        from PySide6.QtCore import QTimer  # noqa: PLC0415 - as above

        quiet = [0]

        def look() -> None:
            window = program.window
            busy = window.views.pictures._running or program.services.runner._questions  # noqa: SLF001 - what is under way
            quiet[0] = 0 if busy or not window.model.is_exact else quiet[0] + 1
            if quiet[0] >= _QUIET_STEPS:
                tell(**painted(program))

        if mode == "rest":
            timer = QTimer(program.window, interval=_STEP_MS)
            timer.timeout.connect(look)
            timer.start()
        else:
            QTimer.singleShot(_WARM_MS, program.window.close)

    # The program as it is, but for where it stops; the list, not the clock, decides when it shows.
    setattr(app.Program, "build", build_and_wait)  # noqa: B010 - see above
    setattr(app.Program, "_begin_stage_two", rest)  # noqa: B010 - as above
    setattr(app, "_SHOW_AFTER_MS", 60_000)  # noqa: B010 - as above
    app.run_window(arguments)


def painted(program: "Program") -> dict[str, object]:
    """Return what the window shows, and at which price in modules."""
    model = program.window.model
    return {
        "titles": sum(model.row_at(row) is not None for row in range(min(28, model.rowCount()))),
        "count": model.rowCount(),
        "modules": sorted(sys.modules),
    }


if __name__ == "__main__":
    if sys.argv[1] == "empty":
        empty()
    else:
        ours(sys.argv[1], sys.argv[2:])
