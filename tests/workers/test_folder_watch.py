"""Live watching of real folders: what is heard, gathered, and handed over to be scanned."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from media_manager.domain.watching import PollReason, RootWatch, ScanWish, WatchMode
from media_manager.errors import ProcessCrashed
from media_manager.library.roots import Root, add_root, find_roots, relocate_root
from media_manager.persistence.store import LibraryStore
from media_manager.scanning import watching
from media_manager.scanning.watching import FolderWatcher, Heard, Refusal
from media_manager.workers import folder_watch
from media_manager.workers.folder_watch import FolderWatch, WatchOptions

PATIENCE_SECONDS = 60.0
QUICK = WatchOptions(quiet_seconds=0.2, look_seconds=0.2)


class Clock:
    """The clock of the watch, that a test can put forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


class World:
    """A root folder that is watched, turn by turn, and what was wanted of it."""

    def __init__(self, place: Path) -> None:
        self.media = place / "media"
        self.media.mkdir()
        self.store = LibraryStore(place / "data" / "library.db")
        self.root = add_root(self.store, self.media, library="Films")
        self.wishes: list[ScanWish] = []
        self.told: list[tuple[RootWatch, ...]] = []
        self.clock = Clock()
        self.busy = False
        self._watch: FolderWatch | None = None

    @property
    def watch(self) -> FolderWatch:
        return self._watch or self.begin()

    def begin(self, options: WatchOptions = QUICK) -> FolderWatch:
        self._watch = FolderWatch(
            self.store, options, self.take, changed=self.told.append, clock=self.clock
        )
        return self._watch

    def take(self, wish: ScanWish) -> bool:
        if not self.busy:
            self.wishes.append(wish)
        return not self.busy

    def turn_until(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not true():
            assert time.monotonic() < deadline, (self.wishes, self.watch.states)
            self.watch.turn(0.1)

    def turn_until_mode(self, mode: WatchMode) -> RootWatch:
        self.turn_until(lambda: [state.mode for state in self.watch.states] == [mode])
        return self.watch.states[0]

    def wait_for_wish(self) -> ScanWish:
        self.turn_until(lambda: bool(self.wishes))
        return self.wishes.pop(0)

    def end(self) -> None:
        if self._watch is not None:
            assert self._watch.stop(PATIENCE_SECONDS)
        self.store.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.end()


def test_a_new_file_makes_its_folder_wanted(world: World) -> None:
    """Not the whole root, and not the file alone."""
    (world.media / "Heat (1995)").mkdir()
    world.turn_until_mode(WatchMode.EVENTS)
    (world.media / "Heat (1995)" / "Heat.mkv").write_text("film")
    assert world.wait_for_wish() == ScanWish(world.root.id, (b"Heat (1995)",))


def test_a_folder_that_comes_is_wanted_with_all_below_it(world: World) -> None:
    """And so is the folder that it came to."""
    world.turn_until_mode(WatchMode.EVENTS)
    (world.media / "Ran (1985)").mkdir()
    assert world.wait_for_wish().folders == (b"", b"Ran (1985)/")


def test_what_a_scan_passes_over_is_passed_over(world: World) -> None:
    """Hidden files, downloads in progress, and what is our own."""
    own = world.media / "profile"
    own.mkdir()
    world.begin(WatchOptions(quiet_seconds=0.2, excluded=(os.fsencode(own) + b"/",)))
    world.turn_until_mode(WatchMode.EVENTS)
    for name in (".hidden", "film.mkv.part", "profile/library.db"):
        (world.media / name).write_text("x")
    (world.media / "last.mkv").write_text("x")
    assert world.wait_for_wish() == ScanWish(world.root.id, (b"",))
    assert world.wishes == []


def test_our_own_writes_can_be_ignored(world: World) -> None:
    """A file that the program writes beside the media is no reason to scan."""
    (world.media / "A").mkdir()
    (world.media / "B").mkdir()
    world.turn_until_mode(WatchMode.EVENTS)
    world.watch.ignore([os.fsencode(world.media / "A" / "movie.nfo")], 60.0)
    world.watch.turn(0.1)
    (world.media / "A" / "movie.nfo").write_text("<movie/>")
    (world.media / "B" / "movie.nfo").write_text("<movie/>")
    assert world.wait_for_wish() == ScanWish(world.root.id, (b"B",))


def test_many_touches_are_few_wishes(world: World) -> None:
    """B16: 100,000 touches are told folder by folder, or as one word."""
    folders = [world.media / str(number) for number in range(100)]
    for folder in folders:
        folder.mkdir()
        for name in range(10):
            (folder / f"{name}.mkv").touch()
    world.turn_until_mode(WatchMode.EVENTS)
    for _ in range(100):
        for folder in folders:
            for name in range(10):
                os.utime(folder / f"{name}.mkv")
    (world.media / "end.mkv").touch()
    wanted = {os.fsencode(folder.name) for folder in folders}

    def all_is_wanted() -> bool:
        named = {folder for wish in world.wishes for folder in wish.folders}
        return any(wish.full for wish in world.wishes) or wanted <= named

    world.turn_until(all_is_wanted)
    assert len(world.wishes) <= 10


def test_a_name_that_is_no_text_is_seen_all_the_same(world: World) -> None:
    """What listens cannot say such names: the whole root is looked at."""
    world.turn_until_mode(WatchMode.EVENTS)
    os.close(os.open(os.fsencode(world.media) + b"/\xff.mkv", os.O_CREAT | os.O_WRONLY, 0o600))
    assert world.wait_for_wish() == ScanWish(world.root.id, full=True)
    (world.media / "film.mkv").touch()
    assert world.wait_for_wish() == ScanWish(world.root.id, (b"",))


def test_a_root_that_is_away_is_watched_again_when_it_is_back(world: World) -> None:
    """And looked at once: nobody listened meanwhile."""
    (world.media / "film.mkv").touch()
    world.turn_until_mode(WatchMode.EVENTS)
    away = world.media.with_name("away")
    world.media.rename(away)
    world.turn_until_mode(WatchMode.OFFLINE)
    world.wishes.clear()
    away.rename(world.media)
    world.turn_until_mode(WatchMode.EVENTS)
    assert world.wait_for_wish() == ScanWish(world.root.id)
    (world.media / "other.mkv").touch()
    assert world.wait_for_wish() == ScanWish(world.root.id, (b"",))


def test_a_relocated_root_is_watched_where_it_is_now(world: World) -> None:
    """The old place is let go."""
    world.turn_until_mode(WatchMode.EVENTS)
    there = world.media.with_name("there")
    world.media.rename(there)
    relocate_root(world.store, world.root.id, there)
    world.watch.refresh()
    world.turn_until(lambda: [s.display_path for s in world.watch.states] == [str(there)])
    world.turn_until_mode(WatchMode.EVENTS)
    world.turn_until(lambda: bool(world.wishes))
    world.wishes.clear()
    (there / "film.mkv").touch()
    assert world.wait_for_wish() == ScanWish(world.root.id, (b"",))


def test_after_a_sleep_everything_is_looked_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K11: while the computer slept, nobody listened."""
    world.turn_until_mode(WatchMode.EVENTS)
    collect = FolderWatcher.collect

    def sleep_through(watcher: FolderWatcher, seconds: float) -> list[Heard]:
        world.clock.ahead += 3_600.0
        monkeypatch.setattr(FolderWatcher, "collect", collect)
        return collect(watcher, seconds)

    monkeypatch.setattr(FolderWatcher, "collect", sleep_through)
    assert world.wait_for_wish() == ScanWish(world.root.id)
    world.watch.turn(0.1)
    assert world.wishes == []


def test_network_drives_are_polled(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """B15: what another machine does there is told by nobody."""
    monkeypatch.setattr(folder_watch, "find_network_kind", lambda _path: "nfs4")
    state = world.turn_until_mode(WatchMode.POLLING)
    assert (state.reason, state.details) == (PollReason.NETWORK, "nfs4")
    world.watch.turn(0.1)
    assert world.wishes == []
    world.clock.ahead += QUICK.poll_seconds
    assert world.wait_for_wish() == ScanWish(world.root.id)


def test_a_refusal_of_the_system_is_polled(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """B15: when the system watches no more folders, we look ourselves, and say so."""
    refusal = Refusal(PollReason.LIMIT, "OS file watch limit reached.")
    monkeypatch.setattr(FolderWatcher, "listen", lambda _watcher, _root: refusal)
    assert world.turn_until_mode(WatchMode.POLLING).reason is PollReason.LIMIT
    assert world.wait_for_wish() == ScanWish(world.root.id)


def test_a_child_that_dies_is_replaced(world: World) -> None:
    """What it would have told meanwhile is found by one look; after many deaths we poll."""
    world.turn_until_mode(WatchMode.EVENTS)
    world.watch._watcher.close()
    world.watch._watcher = FolderWatcher()
    world.watch._on_death(ProcessCrashed("The watch helper ended unexpectedly (SIGKILL)."))
    assert world.wait_for_wish() == ScanWish(world.root.id)
    world.turn_until_mode(WatchMode.EVENTS)
    for _ in range(4):
        world.watch._on_death(ProcessCrashed("The watch helper ended unexpectedly (SIGKILL)."))
        world.watch._paths = {world.root.path: world.root.id}
    assert world.watch.states[0].mode is WatchMode.POLLING


def test_what_cannot_be_scanned_now_comes_again(world: World) -> None:
    """While a scan of the root runs, what happens is gathered on."""
    world.turn_until_mode(WatchMode.EVENTS)
    world.busy = True
    (world.media / "film.mkv").touch()
    world.turn_until(lambda: bool(world.watch._gathering._roots))
    for _ in range(5):
        world.watch.turn(0.1)
    assert world.wishes == []
    world.busy = False
    assert world.wait_for_wish() == ScanWish(world.root.id, (b"",))


def test_stopping_ends_the_thread_while_it_listens(world: World) -> None:
    """The child is killed, so that nobody waits for an event."""
    watch = world.begin()
    watch.start()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while [state.mode for state in watch.states] != [WatchMode.EVENTS]:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert watch.stop(PATIENCE_SECONDS)
    assert not watch._thread or not watch._thread.is_alive()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems list their mounts elsewhere")
def test_mounts_tell_network_drives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest mount above a folder counts, and of two at one place the later."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        "30 22 0:50 / /mnt/my\\040nas rw,relatime shared:1 - nfs4 nas:/films rw\n"
        "31 22 0:51 / /mnt/usb rw - cifs //nas/films rw\n"
        "32 22 8:2 / /mnt/usb rw - ext4 /dev/sdb1 rw\n"
    )
    monkeypatch.setattr(watching, "_MOUNTS", mounts)
    found = {
        path: watching.find_network_kind(path)
        for path in (
            b"/mnt/my nas/Films",
            b"/mnt/my nas",
            b"/mnt/my nasty",
            b"/mnt/usb/x",
            b"/home",
        )
    }
    assert found == {
        b"/mnt/my nas/Films": "nfs4",
        b"/mnt/my nas": "nfs4",
        b"/mnt/my nasty": None,
        b"/mnt/usb/x": None,
        b"/home": None,
    }


def test_a_look_keeps_the_library_as_it_is(world: World) -> None:
    """Looking at a root that is there writes nothing."""
    world.turn_until_mode(WatchMode.EVENTS)
    with world.store.reading() as reader:
        before = reader.seq()
    world.watch.refresh()
    world.watch.turn(0.1)
    world.turn_until(lambda: not world.watch._looking)
    with world.store.reading() as reader:
        assert reader.seq() == before
    assert [root.state for root in find_roots(world.store)] == ["online"]


def test_a_root_behind_a_link_is_watched(tmp_path: Path) -> None:
    """The system names its files by where they really are."""
    there = tmp_path / "there"
    there.mkdir()
    (tmp_path / "link").symlink_to(there)
    watcher = FolderWatcher()
    try:
        assert watcher.listen(os.fsencode(tmp_path / "link")) is None
        (there / "film.mkv").touch()
        heard: list[Heard] = []
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not heard:
            assert time.monotonic() < deadline
            heard = watcher.collect(0.5)
        assert (heard[0].root, heard[0].touches) == (
            os.fsencode(tmp_path / "link"),
            ((b"", b"film.mkv", False),),
        )
    finally:
        watcher.close()


def test_a_network_drive_is_not_woken_between_two_polls(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a poll touches it, and a look that somebody asks for."""
    monkeypatch.setattr(folder_watch, "find_network_kind", lambda _path: "nfs4")
    world.turn_until_mode(WatchMode.POLLING)
    looked: list[int] = []
    look_at = FolderWatch._look_at

    def note(watch: FolderWatch, root: Root) -> folder_watch._Look:
        looked.append(root.id)
        return look_at(watch, root)

    monkeypatch.setattr(FolderWatch, "_look_at", note)
    before = world.watch._looked_at
    world.turn_until(lambda: world.watch._looked_at > before and not world.watch._looking)
    assert looked == []
    world.watch.refresh()
    world.turn_until(lambda: bool(looked))
