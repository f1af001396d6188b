"""What a start measures and says before it can afford files: imported before the first paint."""

import logging
from contextlib import nullcontext
from time import perf_counter
from typing import TYPE_CHECKING, Final

from media_manager.instrumentation.registry import get_instrumentation

if TYPE_CHECKING:
    from pathlib import Path

# So many records wait for the file; more of them open it.
_MOST_WAITING: Final = 200


class StartPhases:
    """How long each part of a start took, as `app.start.PHASE`.

    Told at the end: only then it is known if the settings want anything measured.
    """

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._began = self._last = perf_counter()

    def begin(self) -> None:
        self._seconds.clear()
        self._began = self._last = perf_counter()

    def end(self, phase: str) -> None:
        """End a phase, and begin the next."""
        last, self._last = self._last, perf_counter()
        self._seconds[phase] = self._last - last

    def tell(self) -> None:
        metrics = get_instrumentation()
        for phase, seconds in self._seconds.items():
            metrics.record_duration(f"app.start.{phase}", seconds)
        metrics.record_duration("app.start.all", self._last - self._began)


class LateLog(logging.Handler):
    """Keeps what is said before the first paint, which pays for no file; a warning opens it."""

    def __init__(self, path: "Path") -> None:
        super().__init__()
        self._path = path
        self._waiting: list[logging.LogRecord] = []
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is not None:
            self._file.handle(record)
            return
        self._waiting.append(record)
        if record.levelno >= logging.WARNING or len(self._waiting) > _MOST_WAITING:
            self.open()

    def open(self) -> None:
        """Open the file, and write what waits."""
        from media_manager.instrumentation.log_file import open_log  # noqa: PLC0415 - see above

        with self.lock or nullcontext():
            if self._file is None:
                self._file = open_log(self._path)
            for record in self._waiting:
                self._file.handle(record)
            self._waiting.clear()

    def close(self) -> None:
        if self._waiting:
            self.open()
        if self._file is not None:
            self._file.close()
        super().close()
