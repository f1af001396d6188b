"""Live watching for the window: begins behind the first paint, follows the settings, scans.

Everything here is called on the main thread, but what the watch itself calls.
"""

import os
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from media_manager.domain.changes import LibraryChanges
from media_manager.domain.watching import RootWatch, ScanWish
from media_manager.errors import MediaManagerError
from media_manager.library import roots
from media_manager.settings import Profile, Settings
from media_manager.workers.background_needs import BackgroundNeeds
from media_manager.workers.folder_watch import FolderWatch, WatchOptions
from media_manager.workers.lanes import JOBS

if TYPE_CHECKING:
    from media_manager.library.roots import Root

ORIGIN = "watch"
# Below what a person asked for, above what waits for idle hours.
PRIORITY = -1
_SECONDS_A_MINUTE = 60

Told = Callable[[Sequence[RootWatch]], None]


def watch_options(settings: Settings) -> WatchOptions:
    """Return what a person chose about watching."""
    return WatchOptions(
        quiet_seconds=settings.decimal("watch.quiet_seconds"),
        poll_seconds=settings.integer("watch.poll_minutes") * _SECONDS_A_MINUTE,
        excluded=_own_places(settings.profile),
    )


class WatchKeeper:
    """Keeps one FolderWatch as the settings say, and turns its wishes into jobs."""

    def __init__(self, services: BackgroundNeeds) -> None:
        self._services = services
        self._runner = services.runner
        self._store = services.store
        self._settings = services.settings
        self._watch: FolderWatch | None = None
        self._begun = False
        # Roots with a scan on its way: their wishes wait. Shared with the thread of the watch.
        self._busy: set[int] = set()
        self._busy_lock = threading.Lock()
        self._again: list[ScanWish] = []
        self._told: list[Told] = []
        self.states: tuple[RootWatch, ...] = ()
        services.changes.on_changes(self._on_changes)
        services.settings.on_change(self._on_setting_changed)

    def begin(self) -> None:
        """Watch from now on, unless it is switched off."""
        self._begun = True
        if self._watch is None and self._settings.flag("watch.enabled"):
            options = watch_options(self._settings)
            self._watch = FolderWatch(
                self._store, options, self._want, changed=self._on_states_any_thread
            )
            self._watch.start()

    def on_changed(self, told: Told) -> None:
        """Call with how each root is watched whenever that changes."""
        self._told.append(told)

    def ignore(self, paths: Sequence[bytes], seconds: float) -> None:
        """Pass over what we do to these files ourselves, from now on for a while."""
        if self._watch is not None:
            self._watch.ignore(paths, seconds)

    def close(self, timeout_seconds: float = 1.0) -> bool:
        """End the watch; False when its thread did not end in time."""
        self._begun = False
        watch, self._watch = self._watch, None
        return watch is None or watch.stop(timeout_seconds)

    # -- on the thread of the watch ------------------------------------------------------------

    def _want(self, wish: ScanWish) -> bool:
        with self._busy_lock:
            if wish.root_id in self._busy:
                return False
            self._busy.add(wish.root_id)
        self._runner.post(partial(self._begin, wish))
        return True

    def _on_states_any_thread(self, states: tuple[RootWatch, ...]) -> None:
        self._runner.post(partial(self._on_states, states))

    # -- on the main thread --------------------------------------------------------------------

    def _begin(self, wish: ScanWish) -> None:
        self._runner.ask(
            JOBS,
            partial(roots.get_root, self._store, wish.root_id),
            on_done=partial(self._submit, wish),
            on_error=lambda _gone: self._free(wish.root_id),
        )

    def _submit(self, wish: ScanWish, root: "Root") -> None:
        if self._watch is None:
            self._free(wish.root_id)
            return
        handle = self._services.scan(
            root, full=wish.full, folders=wish.folders, origin=ORIGIN, priority=PRIORITY
        )
        order = self._services.jobs.order_of(handle)
        if order is not None and wish.full and not order.parameters.get("full"):
            # A quick one runs already, which does not see what was edited in place.
            self._again.append(wish)
        handle.on_finished(lambda _counts: self._free(wish.root_id))
        handle.on_cancelled(lambda: self._free(wish.root_id))
        handle.on_failed(partial(self._on_failed, wish.root_id))

    def _on_failed(self, root_id: int, error: BaseException) -> None:
        self._free(root_id)
        if isinstance(error, MediaManagerError):
            # Nobody asked for this scan: a drive that is away, a full disk. The status bar shows
            # the first, the job list both; the next look scans again.
            if self._watch is not None:
                self._watch.refresh()
            return
        self._runner.unheard_failure.emit(error)

    def _free(self, root_id: int) -> None:
        with self._busy_lock:
            self._busy.discard(root_id)
        again = [wish for wish in self._again if wish.root_id == root_id]
        self._again = [wish for wish in self._again if wish.root_id != root_id]
        for wish in again:
            if self._watch is not None:
                self._watch.put_back(wish)

    def _on_states(self, states: tuple[RootWatch, ...]) -> None:
        self.states = states if self._watch is not None else ()
        for told in self._told:
            told(self.states)

    def _on_changes(self, changes: Sequence[LibraryChanges]) -> None:
        if self._watch is not None and any(
            {"roots", "everything"} & each.fields for each in changes
        ):
            self._watch.refresh()

    def _on_setting_changed(self, key: str, _value: object) -> None:
        if self._begun and key.startswith("watch."):
            self.close()
            self._on_states(())
            self.begin()


def _own_places(profile: Profile) -> tuple[bytes, ...]:
    """Return how paths begin whose changes are our own doing."""
    folders = (profile.cache, profile.state, profile.config, profile.backups)
    return (
        *(os.fsencode(folder) + os.fsencode(os.sep) for folder in folders),
        os.fsencode(profile.library_db),
    )
