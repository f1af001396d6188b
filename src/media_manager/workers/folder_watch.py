"""Live watching: what changes in the root folders is gathered and scanned, folder by folder.

One thread listens (`scanning.watching`), another looks which roots are there: a dead share holds
up only the second. Knows no Qt; the command line takes the turns on its own thread.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from media_manager.domain.watching import (
    Gathering,
    PollReason,
    RootWatch,
    ScanWish,
    WatchMode,
)
from media_manager.errors import FileVanished, MediaManagerError, ProcessError
from media_manager.instrumentation import get_instrumentation
from media_manager.library import roots
from media_manager.library.roots import Root
from media_manager.library.scan_scope import DEEP
from media_manager.persistence.store import LibraryStore
from media_manager.scanning.watching import FolderWatcher, Heard, Refusal, find_network_kind

_log = logging.getLogger(__name__)

TURN_SECONDS = 1.0
# A wait that took so much longer than it should: the computer slept, and nobody listened.
GAP_SECONDS = 60.0
# After so many deaths of the child in a row its roots are polled, until something else changes.
_MOST_DEATHS = 3
_MOST_IGNORED = 10_000

# Takes a wish on the thread of the watch; False when it must come again later.
Scan = Callable[[ScanWish], bool]
Changed = Callable[[tuple[RootWatch, ...]], None]


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """What a person chose about watching; defaults as in the settings table.

    What begins with one of `excluded` is ours and is passed over; `look_seconds` is how often the
    roots themselves are looked at.
    """

    quiet_seconds: float = 2.0
    poll_seconds: float = 900.0
    excluded: tuple[bytes, ...] = ()
    look_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class _Look:
    """One root as the last look found it."""

    root: Root
    online: bool
    network: str | None


def awake_clock() -> float:
    """Return seconds that go on while the computer sleeps, and never jump with its clock."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    # Elsewhere the clock on the wall: set by hand it costs one more scan.
    return time.time() if clock is None else time.clock_gettime(clock)


class FolderWatch:
    """Watches every root that is there. `start` and `stop`, or one `turn` after the other."""

    def __init__(
        self,
        store: LibraryStore,
        options: WatchOptions,
        scan: Scan,
        *,
        changed: Changed = lambda _: None,
        clock: Callable[[], float] = awake_clock,
    ) -> None:
        self._store = store
        self._options = options
        self._scan = scan
        self._changed = changed
        self._clock = clock
        self._gathering = Gathering(options.quiet_seconds)
        self._watcher = FolderWatcher(options.excluded)
        self._states: dict[int, RootWatch] = {}
        self._paths: dict[bytes, int] = {}  # listened to
        self._polled: dict[int, float] = {}
        self._ignored: dict[bytes, float] = {}
        self._deaths = 0
        self._looked_at = -float("inf")
        self._inbox: list[Callable[[], None]] = []
        self._inbox_lock = threading.Lock()
        self._looking = False
        self._looker: threading.Thread | None = None
        self._awake = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    # -- from any thread -----------------------------------------------------------------------

    @property
    def states(self) -> tuple[RootWatch, ...]:
        """Return how each root is watched now."""
        return tuple(self._states.values())

    def start(self) -> None:
        """Watch on a thread of its own until `stop`."""
        # A daemon: one that hangs in a dead share must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name="folder-watch", daemon=True)
        self._thread.start()

    def stop(self, timeout_seconds: float = 1.0) -> bool:
        """End all listening; False when the thread did not end in time."""
        self._stopped.set()
        self._awake.set()
        self._watcher.close()
        threads = [each for each in (self._thread, self._looker) if each is not None]
        deadline = time.monotonic() + timeout_seconds
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def refresh(self) -> None:
        """Look soon which roots there are: one came, went, or is to be watched again."""
        self._post(self._forget_look)

    def put_back(self, wish: ScanWish) -> None:
        """Come again with a wish that could not be done."""
        self._post(lambda: self._gathering.put_back(wish, now=self._clock()))

    def ignore(self, paths: Iterable[bytes], seconds: float) -> None:
        """Pass over what happens to these files (absolute) for a while: it is our own doing."""
        wanted = tuple(paths)
        self._post(lambda: self._note_ignored(wanted, seconds))

    # -- on the thread of the watch ------------------------------------------------------------

    def turn(self, seconds: float = TURN_SECONDS) -> None:
        """Listen for this long at most, then hand over what is due."""
        self._take_inbox()
        if not self._looking:
            self._look_when_due()
        began = self._clock()
        self._listen(seconds)
        self._take_inbox()
        now = self._clock()
        if now - began > seconds + GAP_SECONDS:
            self._on_gap(now - began)
        self._poll(now)
        for wish in self._gathering.due(now):
            get_instrumentation().increment_counter("watch.scans")
            if not self._scan(wish):
                self._gathering.put_back(wish, now=now)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.turn()
            except MediaManagerError as error:
                # The library is locked or replaced right now: the next turn tries again.
                _log.warning("watch: %s", error)
                self._stopped.wait(TURN_SECONDS)

    def _on_gap(self, gap_seconds: float) -> None:
        _log.info("watch: nobody listened for %.0f s; looking at everything again", gap_seconds)
        self._forget_look()
        for state in self._states.values():
            if state.mode is not WatchMode.OFFLINE:
                self._gathering.want_quick(state.root_id, now=self._clock())

    def _listen(self, seconds: float) -> None:
        if not self._paths:
            self._awake.wait(seconds)
            self._awake.clear()
            return
        try:
            heard = self._watcher.collect(seconds)
        except ProcessError as error:
            self._on_death(error)
            return
        if heard:
            self._deaths = 0
        for each in heard:
            self._take(each)

    def _take(self, heard: Heard) -> None:
        root_id = self._paths.get(heard.root)
        if root_id is None:
            return
        now = self._clock()
        get_instrumentation().increment_counter("watch.touches", len(heard.touches))
        folders = {
            folder + (DEEP if deep else b"")
            for folder, name, deep in heard.touches
            if not self._is_ignored(heard.root, folder, name, now)
        }
        if folders:
            self._gathering.touch(root_id, folders, now=now)
        if heard.everything:
            self._gathering.want_full(root_id, now=now)
        if heard.root_itself:
            self._forget_look()
        if heard.reason:
            self._begin_polling(root_id, heard.root, Refusal(heard.reason, heard.details))

    def _on_death(self, error: ProcessError) -> None:
        """Listen to all roots anew: what happened meanwhile, a look finds."""
        if self._stopped.is_set():
            return
        self._deaths += 1
        _log.warning("watch: %s", error)
        lost, self._paths = self._paths, {}
        for path, root_id in lost.items():
            if self._deaths > _MOST_DEATHS:
                self._begin_polling(root_id, path, Refusal(PollReason.FAILED, str(error)))
            else:
                self._gathering.want_quick(root_id, now=self._clock())
                self._set(root_id, WatchMode.STARTING)
        self._forget_look()

    # -- which roots there are -----------------------------------------------------------------

    def _look_when_due(self) -> None:
        since = self._clock() - self._looked_at
        if since < self._options.look_seconds:
            return
        # A drive of the network may sleep: between two polls nobody wakes it.
        resting = {
            state.root_id: state.details
            for state in self._states.values()
            if state.reason is PollReason.NETWORK and since != float("inf")
        }
        self._looking = True
        self._looked_at = self._clock()
        # A daemon, as above.
        self._looker = threading.Thread(
            target=self._look, args=(resting,), name="folder-look", daemon=True
        )
        self._looker.start()

    def _look(self, resting: Mapping[int, str]) -> None:
        """Look at every root; runs on a thread of its own, which a dead share may hold."""
        found: list[_Look] | None = None
        try:
            found = [
                _Look(root, online=True, network=resting[root.id])
                if root.id in resting
                else self._look_at(root)
                for root in roots.find_roots(self._store, counted=False)
                if not self._stopped.is_set()
            ]
        except MediaManagerError as error:
            _log.warning("watch: the folders cannot be looked at now: %s", error)
        self._post(partial(self._take_look, found))

    def _look_at(self, root: Root) -> _Look:
        online = roots.check(self._store, root).is_online
        return _Look(root, online, find_network_kind(root.path) if online else None)

    def _forget_look(self) -> None:
        self._looked_at = -float("inf")

    def _take_look(self, found: list[_Look] | None) -> None:
        self._looking = False
        if found is None or self._stopped.is_set():
            return
        for gone in self._states.keys() - {look.root.id for look in found}:
            self._let_go(gone)
            self._states = {n: state for n, state in self._states.items() if n != gone}
        for look in found:
            self._settle(look)
        self._tell()

    def _settle(self, look: _Look) -> None:
        root, before = look.root, self._states.get(look.root.id)
        if not look.online:
            self._let_go(root.id)
            self._set(root.id, WatchMode.OFFLINE, root=root)
            return
        moved = before is not None and before.display_path != root.display_path
        if moved:
            self._let_go(root.id)
        back = before is not None and (moved or before.mode is WatchMode.OFFLINE)
        if back:
            # Nobody listened while it was away.
            self._gathering.want_quick(root.id, now=self._clock())
        if back or before is None or before.mode is WatchMode.STARTING:
            self._watch(root, look.network)

    def _watch(self, root: Root, network: str | None) -> None:
        self._set(root.id, WatchMode.STARTING, root=root)
        if network is not None:
            refusal: Refusal | None = Refusal(PollReason.NETWORK, network)
        else:
            try:
                refusal = self._watcher.listen(root.path)
            except FileVanished:
                self._forget_look()
                return
            except ProcessError as error:
                refusal = Refusal(PollReason.FAILED, str(error))
        if refusal is not None:
            self._begin_polling(root.id, root.path, refusal)
            return
        self._paths[root.path] = root.id
        self._set(root.id, WatchMode.EVENTS)

    def _begin_polling(self, root_id: int, path: bytes, refusal: Refusal) -> None:
        _log.info("watch: polling %s: %s %s", path, refusal.reason, refusal.details)
        self._paths.pop(path, None)
        now = self._clock()
        self._polled[root_id] = now
        if refusal.reason is not PollReason.NETWORK:
            self._gathering.want_quick(root_id, now=now)  # what was said until now may be lost
        self._set(root_id, WatchMode.POLLING, refusal=refusal)

    def _poll(self, now: float) -> None:
        for state in self._states.values():
            since = now - self._polled.get(state.root_id, now)
            if state.mode is WatchMode.POLLING and since >= self._options.poll_seconds:
                self._polled[state.root_id] = now
                self._gathering.want_quick(state.root_id, now=now)

    def _let_go(self, root_id: int) -> None:
        self._gathering.forget(root_id)
        for path in [path for path, each in self._paths.items() if each == root_id]:
            del self._paths[path]
            try:
                self._watcher.let_go(path)
            except ProcessError as error:
                self._on_death(error)

    def _set(
        self,
        root_id: int,
        mode: WatchMode,
        *,
        root: Root | None = None,
        refusal: Refusal | None = None,
    ) -> None:
        before = self._states.get(root_id)
        name = root.display_path if root else before.display_path if before else ""
        why = refusal or Refusal(PollReason.NONE)
        state = RootWatch(root_id, name, mode, why.reason, why.details)
        self._states = {**self._states, root_id: state}
        if state != before:
            self._tell()

    def _tell(self) -> None:
        self._changed(self.states)

    # -- what is our own doing -----------------------------------------------------------------

    def _note_ignored(self, paths: tuple[bytes, ...], seconds: float) -> None:
        now = self._clock()
        if len(self._ignored) + len(paths) > _MOST_IGNORED:
            self._ignored = {path: until for path, until in self._ignored.items() if until > now}
        room = _MOST_IGNORED - len(self._ignored)
        self._ignored.update(dict.fromkeys(paths[: max(0, room)], now + seconds))

    def _is_ignored(self, root: bytes, folder: bytes, name: bytes, now: float) -> bool:
        if not self._ignored:
            return False
        path = os.path.join(root, folder, name)  # noqa: PTH118 - bytes
        while len(path) > len(root):
            if self._ignored.get(path, 0.0) > now:
                return True
            path = os.path.dirname(path)  # noqa: PTH120 - bytes
        return False

    # -- between the threads -------------------------------------------------------------------

    def _post(self, call: Callable[[], Any]) -> None:
        with self._inbox_lock:
            self._inbox.append(call)
        self._awake.set()

    def _take_inbox(self) -> None:
        with self._inbox_lock:
            calls, self._inbox = self._inbox, []
        for call in calls:
            call()
