"""What a person does to a window, one small act after the other, over and over."""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from media_manager.app import Program
from media_manager.domain.media import LibraryKind
from media_manager.domain.steps import TagChange
from media_manager.library.roots import Root, add_root
from media_manager.ui import places
from media_manager.workers.handle import JobHandle

Act = Callable[[], None]

_TEXTS: Final = (
    *("t", "th", "the", "the w", "wa", "war", "night", "", "love", "genre:drama", "year:1990s"),
    *("is:unwatched -genre:comedy", "missing:poster", "title:~^the", "zzzz", ""),
)
_DIALOGS: Final = (
    *("preferences", "shortcuts", "query-help", "about", "palette", "jump", "build-search"),
    *("diagnostics", "doctor", "reviews", "history"),
)
_FILES, _TAGGED, _SHIFT = 25, 400, 7_919
# A file that is younger is one that is still being copied.
_OLD_SECONDS: Final = 3_600


class Hand:
    """Acts on one window; `work` counts what it did. Every act returns at once."""

    def __init__(self, program: Program, media: Path) -> None:
        self._program = program
        self._window = program.window
        self._services = program.services
        self._dice = random.Random(7)  # noqa: S311 - the same soak each time, no secret
        self._media = media
        self._root: Root | None = None
        self._there = False
        self.work = 0

    def begin(self) -> None:
        """Take the folder of files that come and go into the library."""
        media = self._media
        media.mkdir(parents=True, exist_ok=True)
        (media / "Kept (2001).mkv").write_bytes(b"kept")

        def done(root: Root) -> None:
            self._root = root

        self._services.edit(
            lambda store: add_root(store, media, library="Soak", kind=LibraryKind.MOVIE),
            on_done=done,
        )

    def acts(self) -> Iterator[Act]:
        """Yield one round: everything a few times, scrolling and typing most of all."""
        yield self._go_to_all
        for mode in ("view-grid", "view-table", "view-grid"):
            yield self._triggered(mode)
            yield from [self._scroll] * 12
            yield self._choose
        yield from (self._typed(text) for text in _TEXTS)
        yield self._triggered("facets")
        yield from (self._typed(text) for text in ("genre:drama", "t", ""))
        yield self._triggered("facets")
        yield from self._details()
        yield from [self._triggered("zoom-in")] * 2 + [self._triggered("zoom-out")] * 3
        yield self._triggered("zoom-reset")
        yield self._change_files
        yield self._scan
        yield from [self._scroll] * 6
        yield self._pause
        yield from [self._scroll] * 4
        yield self._resume
        yield self._tag
        yield from [self._scroll] * 8
        yield self._triggered("undo")
        yield from self._places()
        for name in _DIALOGS:
            yield self._triggered(name)
            yield from [self._wait] * 3
            yield self._close_others
        yield self._themed("light")
        yield from [self._scroll] * 3
        yield self._themed("dark")
        yield from [self._triggered("jobs")] * 2

    def rest(self) -> None:
        """Leave the window as it was at the beginning."""
        self._close_others()
        self._typed("")()
        self._go_to_all()

    @property
    def is_quiet(self) -> bool:
        """Tell whether no job runs any more."""
        return all(job.state.ended for job in self._jobs)

    @property
    def _jobs(self) -> tuple[JobHandle, ...]:
        return tuple(self._services.runner.jobs)

    # -- the acts ------------------------------------------------------------------------------

    def _scroll(self) -> None:
        bar = self._window.frame_.list.view.verticalScrollBar()
        step = 240 if self._dice.random() < 0.9 else _SHIFT * self._dice.randrange(1, 99)  # noqa: PLR2004 - mostly the wheel
        bar.setValue((bar.value() + step) % max(1, bar.maximum()))

    def _choose(self) -> None:
        view, rows = self._window.frame_.list.view, self._window.model.rowCount()
        if rows:
            view.setCurrentIndex(self._window.model.index(self._dice.randrange(rows), 0))

    def _typed(self, text: str) -> Act:
        return lambda: self._window.frame_.search.setText(text)

    def _triggered(self, name: str) -> Act:
        def act() -> None:
            registry = self._window.registry
            # A window that a later version has is driven as soon as it is there.
            if name in registry.specs and registry[name].isEnabled():
                registry[name].trigger()

        return act

    def _details(self) -> Iterator[Act]:
        for _ in range(6):
            yield self._choose
            yield self._wait

    def _go_to_all(self) -> None:
        self._window.browsing.go_to(places.everything())

    def _places(self) -> Iterator[Act]:
        for make in (places.home, places.added_lately, places.undecided, places.begun):
            yield lambda make=make: self._window.browsing.go_to(make())  # type: ignore[misc]
            yield from [self._scroll] * 2
        yield self._triggered("dashboard")
        yield from [self._wait] * 8
        for kind in ("movie", "show", "photo"):
            yield lambda kind=kind: self._window.browsing.go_to(places.of_type(kind))  # type: ignore[misc]
            yield self._scroll
        yield self._triggered("view-tree")
        yield from [self._wait] * 2
        yield self._triggered("view-grid")
        yield self._triggered("back")
        yield self._triggered("forward")
        yield self._go_to_all

    def _change_files(self) -> None:
        """Let files come, and let them go the next time."""
        old = time.time() - _OLD_SECONDS
        for number in range(_FILES):
            home = self._media / f"Guest {number} (19{50 + number})"
            film = home / f"{home.name}.mkv"
            if self._there:
                film.unlink(missing_ok=True)
                with suppress(OSError):
                    home.rmdir()
            else:
                home.mkdir(exist_ok=True)
                film.write_bytes(home.name.encode())
                os.utime(film, (old, old))
        self._there = not self._there

    def _scan(self) -> None:
        if self._root is not None:
            self._services.scan(self._root)

    def _pause(self) -> None:
        for job in self._jobs:
            if not job.state.ended:
                job.pause()

    def _resume(self) -> None:
        for job in self._jobs:
            if not job.state.ended:
                job.resume()

    def _tag(self) -> None:
        ids = list(self._window.model.result.ids[:_TAGGED])
        if ids:
            self._services.steps.change(ids, TagChange(add=("Soaked",)))

    def _themed(self, name: str) -> Act:
        return lambda: self._program.settings.set("ui.theme", name)

    def _close_others(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for each in QApplication.topLevelWidgets():
            if each is not self._window and each.isVisible() and _is_own(each):
                each.close()

    def _wait(self) -> None:
        """Leave the window alone for a moment."""


def _is_own(widget: QWidget) -> bool:
    return widget.windowType() in (widget.windowType().Dialog, widget.windowType().Window)
