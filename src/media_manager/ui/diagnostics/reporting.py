"""The report that a person hands on: gathered and redacted in the background, copied or saved."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from media_manager.files import write_atomic
from media_manager.library.diagnostics import as_text, gather, redacted
from media_manager.ui.diagnostics.environment import window_facts
from media_manager.ui.diagnostics.texts import translate
from media_manager.ui.notifications import explain
from media_manager.workers.lanes import JOBS
from media_manager.workers.services import Services

_SOON = 1
_LOG_BYTES = 16_000
Report = dict[str, Any]


class Reporting(QObject):
    """`said` carries what came of it, for people."""

    said = Signal(str)
    copied = Signal()
    saved = Signal()

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._window = parent

    def copy(self) -> None:
        """Put the report on the clipboard."""
        self._gather(self._on_gathered)

    def ask_where_to_save(self) -> None:
        self._ask_where("media-manager-report.txt", self.save)

    def ask_where_to_export(self) -> None:
        self._ask_where("media-manager-metrics.json", self.export)

    def save(self, path: Path) -> None:
        """Write the report to a file."""
        self._gather(lambda text: self._write(path, text))

    def export(self, path: Path) -> None:
        """Write every metric to a file, for a program."""
        # Late: it brings in all that can be measured and maintained.
        from media_manager.performance_utils import export_performance_metrics  # noqa: PLC0415

        self._do(partial(export_performance_metrics, path), lambda _: self._on_saved(path))

    def _gather(self, done: Callable[[str], None]) -> None:
        services = self._services
        self.said.emit(translate("Diagnostics", "Gathering the report…"))
        here = self._of_the_window()
        self._do(lambda: build_text(services, here), done)

    def _of_the_window(self) -> Report:
        """Return what only the main thread knows."""
        runner, watch = self._services.runner, self._services.stalls
        stalls = [] if watch is None else list(watch.stalls)
        return {
            "window": window_facts(),
            "lanes": {name: load._asdict() for name, load in runner.pool.loads().items()},
            "threads": [{"name": each.name, "does": each.what} for each in runner.pool.threads()],
            "jobs": [{"job": job.title, "state": str(job.state)} for job in runner.jobs],
            "stalls": [{"seconds": each.seconds, "stack": each.stack} for each in stalls],
        }

    def _do(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._services.runner.ask(
            JOBS, work, on_done=done, on_error=self._on_failed, priority=_SOON, owner=self
        )

    def _on_gathered(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.said.emit(translate("Diagnostics", "The report is on the clipboard."))
        self.copied.emit()

    def _write(self, path: Path, text: str) -> None:
        data = text.encode("utf-8", "backslashreplace")
        self._do(lambda: write_atomic(path, data), lambda _: self._on_saved(path))

    def _on_saved(self, path: Path) -> None:
        self.said.emit(translate("Diagnostics", "Written: %1").replace("%1", path.name))
        self.saved.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.said.emit(explain(error))

    def _ask_where(self, name: str, done: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self._window, self._window.windowTitle())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: done(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def build_text(services: Services, here: Report) -> str:
    """Return the whole report as text that may leave this machine. Called on a worker thread."""
    report = gather(services.profile, services.settings, services.store)
    report |= {name: here[name] for name in ("window", "lanes", "stalls")}
    # What names folders and files of media is there with marks in their places.
    media = {name: here[name] for name in ("threads", "jobs")}
    media["log"] = _end_of_log(services.profile.log_file)
    return as_text({**redacted(report), **redacted(media, hide_paths=True)})


def _end_of_log(path: Path) -> list[str]:
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - _LOG_BYTES))
            text = log.read().decode("utf-8", "replace")
    except OSError:
        return []
    return text.splitlines()[1:] if len(text) >= _LOG_BYTES else text.splitlines()
