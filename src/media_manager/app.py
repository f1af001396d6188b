"""Builds the program and opens its window, in two stages: what the first paint needs, and the rest.

Nothing here is imported by the command line. The order of the start is the list in `_Program`;
closing is the same list backwards.
"""

import builtins
import faulthandler
import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from media_manager.errors import MediaManagerError
from media_manager.instrumentation import LateLog, StartPhases
from media_manager.settings import Profile, Settings, use_settings
from media_manager.ui.display_check import display_problem, qt_problem, version_problem

if TYPE_CHECKING:
    from PySide6.QtCore import QSocketNotifier, QTimer
    from PySide6.QtWidgets import QApplication

    from media_manager.ui.main_window import MainWindow
    from media_manager.ui.single_instance import SingleInstance
    from media_manager.workers.services import Services

_log = logging.getLogger(__name__)

# The window appears with its content; a library that takes longer than this shows a frame first.
_SHOW_AFTER_MS = 250
_CLOSE_SECONDS = 4.0
# A young collection every second costs under 2 ms; automatic ones could come in a paint.
_GC_MS = 1_000
# A thread that computes gives way to the window this soon, not after the usual 5 ms: beside a scan
# the window answered twice as soon, and the scan was no slower.
_SWITCH_SECONDS = 2e-4
_GC_YOUNG = 500
_FAILED = 1
# Two starts that came to no end may be chance; a third one begins with less.
_SAFE_AFTER = 2
_STARTED_MS = 15_000
_phases = StartPhases()


def run_window(argv: Sequence[str]) -> int:
    """Open the window and return when it is closed; 1 when it cannot be opened."""
    # All that is made up to the first paint stays: looking for garbage in it costs a tenth of it.
    gc.disable()
    _phases.begin()
    words = _parse(argv)
    problem = display_problem(words.platform)
    if problem:
        return _refuse(problem)
    try:
        profile = Profile.at(words.profile)
        profile.ensure()
    except MediaManagerError as error:
        return _refuse(f"{error}\n{error.hint}")
    words.crashed = _set_crash_aside(profile)
    crash_log = _watch_crashes(profile)
    _open_log(profile)
    try:
        return _start(words, profile)
    except ImportError as error:
        if not (error.name or "").startswith(("PySide6", "shiboken6")):
            raise
        return _refuse(qt_problem(error))
    finally:
        faulthandler.disable()
        crash_log.close()


class _Words:
    """What the command line says."""

    profile: Path | None = None
    platform = ""
    new_instance = False
    safe_mode = False
    crashed = False


def _parse(argv: Sequence[str]) -> _Words:
    words = _Words()
    match argv:
        case []:
            return words
        case ["--profile", folder]:
            words.profile = Path(folder)
            return words
    import argparse  # noqa: PLC0415 - 5 ms that a plain start does not need

    parser = argparse.ArgumentParser(
        prog="media-manager-gui", description="Open the window of Media Manager."
    )
    parser.add_argument("--profile", type=Path, help="the folder of another profile")
    parser.add_argument("--platform", default="", help="the platform of Qt, such as wayland")
    parser.add_argument(
        "--new-instance", action="store_true", help="open a second window on the same profile"
    )
    parser.add_argument(
        "--safe-mode", action="store_true", help="start with the usual view, and no background work"
    )
    return parser.parse_args(argv, words)


def _refuse(problem: str) -> int:
    sys.stderr.write(f"media-manager: {problem}\n")
    return _FAILED


def _set_crash_aside(profile: Profile) -> bool:
    """Put the report of a crash where the next one does not meet it; tell if there was one."""
    try:
        crashed = profile.crash_file.stat().st_size > 0
    except FileNotFoundError:
        return False
    if crashed:
        profile.crash_file.replace(profile.crash_file.with_suffix(".log.1"))
    return crashed


def _count_start(profile: Profile) -> int:
    """Note that a start begins; return how many right before it never came to their end."""
    try:
        with profile.starts_file.open("ab") as file:
            before = file.tell()
            file.write(b".")
    except OSError:
        return 0
    return before


def _watch_crashes(profile: Profile) -> TextIO:
    """Write native crashes to the profile. Before Qt is imported: it may crash itself."""
    log = profile.crash_file.open("a", encoding="utf-8")
    faulthandler.enable(log)
    return log


def _open_log(profile: Profile) -> None:
    logging.basicConfig(level=logging.INFO, handlers=[LateLog(profile.log_file)])


def _start(words: _Words, profile: Profile) -> int:
    import PySide6  # noqa: PLC0415 - after faulthandler and the checks

    problem = version_problem(PySide6.__version__, sys.version_info[:2])
    if problem:
        return _refuse(problem)
    _import_plainly()
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - as above

    from media_manager.ui.single_instance import SingleInstance  # noqa: PLC0415 - as above

    instance = SingleInstance(profile.lock_file)
    if not words.new_instance and not instance.acquire():
        if instance.raise_first():
            return 0
        return _refuse(
            "Another window of this profile is open but does not answer.\n"
            "Close it, or start with --new-instance."
        )
    platform = ["-platform", words.platform] if words.platform else []
    # Named here: asked of the style factory, a style is a class of 4 ms.
    app = QApplication([sys.argv[0], "-style", "Fusion", *platform])
    _phases.end("imports")
    program = Program(
        app,
        profile,
        instance,
        safe_mode=words.safe_mode,
        crashed=words.crashed,
        failed_starts=_count_start(profile),
    )
    try:
        return program.run()
    finally:
        program.close()


def _import_plainly() -> None:
    """Take back the import hook of PySide, which reads the source of each module imported after it.

    It looks for `from __feature__ import …`, which nothing here uses; reading and keeping the
    source of everything costs a third of each import, and memory for as long as we run.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain


class Program:
    """Everything that lives as long as the window, in the order it is made."""

    def __init__(
        self,
        app: "QApplication",
        profile: Profile,
        instance: "SingleInstance",
        *,
        safe_mode: bool = False,
        crashed: bool = False,
        failed_starts: int = 0,
    ) -> None:
        self._app = app
        self._profile = profile
        self._instance = instance
        self._failed_starts = failed_starts if failed_starts >= _SAFE_AFTER else 0
        self._safe_mode = safe_mode or bool(self._failed_starts)
        self._crashed = crashed
        self._undo: list[Callable[[], object]] = [instance.release]
        self._timers: list[QTimer] = []
        self._wake: QSocketNotifier | None = None
        self._shown = False
        self.settings = Settings(profile)
        self.services: Services
        self.window: MainWindow

    def run(self) -> int:
        """Go through stage one, then the event loop; stage two begins behind the first paint."""
        self.build()
        code = int(self._app.exec())
        self._forget_starts()
        return code

    def close(self) -> None:
        """Undo all stages backwards, however far they came."""
        while self._undo:
            undo = self._undo.pop()
            try:
                undo()
            except Exception:  # noqa: BLE001 - one step that fails must not keep the others from closing
                _log.exception("app: closing")

    # -- stage one: what the first paint needs -------------------------------------------------

    def build(self) -> None:
        """Make everything that the first paint needs, and ask for it."""
        from PySide6.QtCore import QTimer  # noqa: PLC0415 - loaded by now

        from media_manager.ui.main_window import MainWindow  # noqa: PLC0415 - as above
        from media_manager.ui.theme import ThemeChoice, apply_theme  # noqa: PLC0415 - as above
        from media_manager.workers.hooks import install_error_hooks  # noqa: PLC0415 - as above
        from media_manager.workers.services import Services  # noqa: PLC0415 - as above

        use_settings(self.settings)
        self._app.setApplicationName("media-manager")
        self._app.setApplicationDisplayName("Media Manager")
        self._app.setDesktopFileName("media-manager")
        apply_theme(self._app, ThemeChoice(self.settings.text("ui.theme")), has_style=True)
        self.services = Services(self._profile, self.settings)
        self._undo.append(self._close_services)
        self.window = MainWindow(self.services)
        self._undo.append(self.window.deleteLater)
        self._undo.append(install_error_hooks(self._report))
        self.window.closed.connect(self._app.quit)
        self.window.settled.connect(self._show)
        self.window.painted.connect(self._begin_stage_two)
        self.window.start()
        _phases.end("window")
        QTimer.singleShot(_SHOW_AFTER_MS, self.window, self._show)

    def _show(self) -> None:
        # Asked by the clock and by the list, whichever comes first; closed again, it stays closed.
        if not self._shown and self._undo:
            self._shown = True
            self.window.show()

    # -- stage two: everything else ------------------------------------------------------------

    def _begin_stage_two(self) -> None:
        _phases.end("first_paint")
        sys.setswitchinterval(_SWITCH_SECONDS)
        from media_manager.ui.background import (  # noqa: PLC0415 - behind the first paint
            begin_background,
            tell_of_crash,
        )
        from media_manager.workers.lanes import JOBS  # noqa: PLC0415 - as above

        self._heed_signals()
        self._instance.raise_wanted.connect(self._raise)
        self._instance.listen()
        self._every(_GC_MS, _collect_young)
        self._begin_feed()
        self._begin_heartbeat()
        if not self._safe_mode:
            window = self.window
            begin_background(
                self.services, window.roots, window.notifications, window.frame_.status
            )
        self._look_after_start()
        # All that was made stays as long as the window: collections need not look at it again.
        # Looking for garbage in it once would take 150 ms, when a person begins to use the window.
        gc.freeze()
        if self._crashed:
            tell_of_crash(self._profile, self.window.notifications)
        _phases.end("stage_two")
        _phases.tell()
        for handler in logging.getLogger().handlers:
            if isinstance(handler, LateLog):
                # 15 ms of imports and patterns, for which no frame has to wait.
                self.services.runner.pool.submit(JOBS, handler.open)

    def _look_after_start(self) -> None:
        from PySide6.QtCore import QTimer  # noqa: PLC0415 - loaded by now

        from media_manager.ui.start_check import (  # noqa: PLC0415 - behind the first paint
            look_after_cut,
            tell_of_safe_mode,
        )

        care = self.window.commands.care
        if self._safe_mode:
            tell_of_safe_mode(care, self._failed_starts)
        look_after_cut(self.services, care, self.window.notifications)
        # A crash after this is none of the start.
        QTimer.singleShot(_STARTED_MS, self.window, self._forget_starts)

    def _forget_starts(self) -> None:
        self._profile.starts_file.unlink(missing_ok=True)

    def _begin_feed(self) -> None:
        from media_manager.workers.change_feed import POLL_MS  # noqa: PLC0415 - loaded by now

        self._every(POLL_MS, self.services.changes.poll)

    def _begin_heartbeat(self) -> None:
        from media_manager.ui.heartbeat import Heartbeat  # noqa: PLC0415 - behind the first paint

        heart = Heartbeat(parent=self._app)
        self.services.stalls = heart.watch
        key = "instrumentation.stalls"
        heart.set_enabled(enabled=self.settings.flag(key))
        self._undo.append(heart.stop)
        self.settings.on_change(
            lambda changed, value: (
                heart.set_enabled(enabled=bool(value)) if changed == key else None
            )
        )

    def _every(self, milliseconds: int, call: Callable[[], Any]) -> None:
        from PySide6.QtCore import QTimer  # noqa: PLC0415 - loaded by now

        timer = QTimer(self._app, interval=milliseconds)
        timer.timeout.connect(call)
        timer.start()
        self._timers.append(timer)
        self._undo.append(timer.stop)

    # -- from outside --------------------------------------------------------------------------

    def _raise(self) -> None:
        window = self.window
        window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def _heed_signals(self) -> None:
        """Close on SIGTERM and SIGINT: Python hears of them only when Qt gives it a turn."""
        import signal  # noqa: PLC0415 - behind the first paint
        import socket  # noqa: PLC0415 - as above

        from PySide6.QtCore import QSocketNotifier, QTimer  # noqa: PLC0415 - loaded by now

        here, there = socket.socketpair()
        for end in (here, there):
            end.setblocking(False)  # noqa: FBT003 - the socket's own
        old = signal.set_wakeup_fd(there.fileno(), warn_on_full_buffer=False)
        self._wake = QSocketNotifier(here.fileno(), QSocketNotifier.Type.Read, self._app)
        self._wake.activated.connect(lambda: here.recv(64))
        for number in (signal.SIGINT, signal.SIGTERM):
            # Not at once: Python hears of a signal also in the middle of a paint.
            before = signal.signal(number, lambda *_: QTimer.singleShot(0, self.window.close))
            self._undo.append(partial(signal.signal, number, before))
        self._undo += [here.close, there.close, partial(signal.set_wakeup_fd, old)]

    def _report(self, error: BaseException) -> None:
        """Called on any thread."""
        self.services.runner.post(lambda: self.window.notifications.error(error))

    def _close_services(self) -> None:
        left = self.services.close(_CLOSE_SECONDS)
        if left:
            _log.error("app: these threads did not end: %s", ", ".join(left))
            logging.shutdown()
            # A thread that hangs in a dead share would keep the process for ever.
            os._exit(0)


def _collect_young() -> None:
    if gc.get_count()[0] > _GC_YOUNG:
        gc.collect(1)
