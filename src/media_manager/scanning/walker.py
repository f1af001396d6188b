"""Walk a root folder and say, folder by folder, what is there.

Two ways: a quick scan looks at one time stamp a folder and lists again only what changed, so it
sees adds, removes and renames; a full scan looks at every file and also sees edits in place.
"""

# Paths are bytes here, and pathlib takes only text.
# ruff: noqa: PTH112, PTH113, PTH116, PTH118, PTH123

import errno
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter

from media_manager.domain.media import FoundFile
from media_manager.errors import JobCancelled, RootFolderOffline
from media_manager.files import display_path
from media_manager.scanning.discs import DISC_NAMES, find_disc
from media_manager.scanning.ignore import (
    PATTERN_FILES,
    RULE_FILES,
    SKIPPED_NAMES,
    SKIPPED_SUFFIXES,
    RuleSet,
    hides_folder,
)

_LONGEST_PATH = 4_095  # PATH_MAX of Linux without its closing zero
_LONGEST_RULE_FILE = 1 << 20
_ENTRIES_BETWEEN_LOOKS = 2_048  # a slow share lists 10 entries a millisecond and must stop soon
_DOT = ord(".")
_CODES = {
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.ENOENT: "vanished",
    errno.ENOTDIR: "vanished",
    errno.ENAMETOOLONG: "path-too-long",
    errno.ELOOP: "link-loop",
}
_by_name = attrgetter("name")
_SPECIAL = RULE_FILES | SKIPPED_NAMES


@dataclass(frozen=True, slots=True)
class KnownFolder:
    """What the last scan kept of a folder: its stamp and its subfolders (relative to the root)."""

    stamp: int | None
    subfolders: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderListing:
    """One folder as the walker saw it. All paths are relative to the root; the root is empty.

    `error` and `ignored_by` say why nothing below is listed: known files there are neither
    missing nor gone. The same holds for single names in `unreadable` and `ignored`.
    """

    path: bytes
    mtime_ns: int = 0
    # Keep this for the next quick scan. None means: list again, something is still settling.
    stamp: int | None = None
    files: tuple[FoundFile, ...] = ()
    subfolders: tuple[bytes, ...] = ()
    unchanged: bool = False
    error: str | None = None
    ignored_by: str | None = None
    # Files written less than a minute ago: wait until they are stable.
    young: frozenset[bytes] = frozenset()
    # Files that stand for a whole disc folder; their size is that of the folder.
    discs: frozenset[bytes] = frozenset()
    ignored: tuple[bytes, ...] = ()
    unreadable: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class WalkOptions:
    """What a person or a library may choose about a walk."""

    # Absolute folders that symbolic links may lead to. A link to anywhere else is passed over; one
    # to a place inside the root is never followed, because the walk comes there by itself.
    link_folders: tuple[bytes, ...] = ()
    # Absolute folders that are never entered: our own cache and profile.
    excluded: tuple[bytes, ...] = ()
    # gitignore lines of the library itself.
    patterns: bytes = b""
    young_seconds: int = 60
    now_ns: Callable[[], int] = time.time_ns
    # Whether to go into a subfolder; asked parents first.
    leads_on: Callable[[bytes], bool] = lambda _path: True


@dataclass(slots=True)
class _Seen:
    """What one listing has gathered so far."""

    files: list[os.DirEntry[bytes]] = field(default_factory=list)
    folders: list[bytes] = field(default_factory=list)
    links: list[os.DirEntry[bytes]] = field(default_factory=list)
    rules: list[os.DirEntry[bytes]] = field(default_factory=list)
    ignored: list[bytes] = field(default_factory=list)
    unreadable: list[bytes] = field(default_factory=list)

    def add_other(self, entry: os.DirEntry[bytes]) -> None:
        """Put what is no file where it belongs. Pipes, sockets and devices belong nowhere."""
        if entry.is_dir(follow_symlinks=False):
            self.folders.append(entry.name)
        elif entry.is_symlink():
            self.links.append(entry)


def _know_nothing(_path: bytes) -> KnownFolder | None:
    return None


def _go_on() -> bool:
    return False


def iter_folders(
    root: bytes,
    *,
    known_folders: Callable[[bytes], KnownFolder | None] = _know_nothing,
    options: WalkOptions | None = None,
    should_stop: Callable[[], bool] = _go_on,
) -> Iterator[FolderListing]:
    """Yield the folders below `root`, parents first, names in byte order.

    A quick scan gives `known_folders`; a full scan gives none. Raises RootFolderOffline when the
    root itself goes away, and JobCancelled when asked to stop, so that half a walk is never
    taken for a whole one.
    """
    return _Walk(root, known_folders, options or WalkOptions(), should_stop).run()


class _Walk:
    def __init__(
        self,
        root: bytes,
        known_folders: Callable[[bytes], KnownFolder | None],
        options: WalkOptions,
        should_stop: Callable[[], bool],
    ) -> None:
        self._root = root
        self._known = known_folders
        self._options = options
        self._should_stop = should_stop
        self._real_root = os.path.realpath(root)
        self._prefix = root.rstrip(b"/") + b"/"
        self._real_prefix = self._real_root.rstrip(b"/") + b"/"
        self._excluded = {os.path.realpath(path) for path in options.excluded}
        self._link_folders = [os.path.realpath(path) for path in options.link_folders]
        self._visited: set[tuple[int, int]] = set()
        self._root_identity = (0, 0)

    def run(self) -> Iterator[FolderListing]:
        self._root_identity = self._look_at_root()
        rules = RuleSet().extended(b"", [self._options.patterns])
        stack: list[tuple[bytes, RuleSet]] = [(b"", rules)]
        while stack:
            path, rules = stack.pop()
            self._stop_if_asked()
            real = self._real_path(path)
            if self._link_folders and self._is_second_visit(real):
                continue
            if real in self._excluded:
                yield FolderListing(path, ignored_by="excluded")
                continue
            listing, rules = self._visit(path, rules)
            if listing.error is not None and self._look_at_root() != self._root_identity:
                self._root_lost(OSError(errno.ESTALE, "another file system is mounted there"))
            yield listing
            stack.extend(
                (subfolder, rules)
                for subfolder in reversed(listing.subfolders)
                if self._options.leads_on(subfolder)
            )

    def _stop_if_asked(self) -> None:
        if self._should_stop():
            raise JobCancelled("The scan was stopped", hint="Scan again to go on.")

    def _look_at_root(self) -> tuple[int, int]:
        try:
            stat = os.stat(self._root)
            os.scandir(self._root).close()
        except OSError as error:
            self._root_lost(error)
        return (stat.st_dev, stat.st_ino)

    def _root_lost(self, error: OSError) -> None:
        raise RootFolderOffline(
            f"{display_path(self._root)} cannot be read: {error.strerror}",
            hint="Connect the drive or mount the share, then scan again. Nothing was removed.",
            path=display_path(self._root),
        ) from error

    def _real_path(self, path: bytes) -> bytes:
        """Return where a folder truly is; the system is asked only when links may be followed."""
        real = self._real_prefix + path if path else self._real_root
        return os.path.realpath(real) if self._link_folders else real

    def _is_second_visit(self, real: bytes) -> bool:
        try:
            stat = os.stat(real)
        except OSError:
            return False  # listing it will say what is wrong
        key = (stat.st_dev, stat.st_ino)
        if key in self._visited:
            return True
        self._visited.add(key)
        return False

    def _visit(self, path: bytes, rules: RuleSet) -> tuple[FolderListing, RuleSet]:
        full = self._prefix + path if path else self._root
        if len(full) > _LONGEST_PATH:
            return FolderListing(path, error="path-too-long"), rules
        try:
            mtime_ns = os.stat(full).st_mtime_ns
            known = self._known(path)
            stamp = mtime_ns ^ (rules.stamp >> 1)
            if known is not None and known.stamp == stamp:
                same = FolderListing(
                    path, mtime_ns, stamp, subfolders=known.subfolders, unchanged=True
                )
                return same, rules
            return self._list(path, full, mtime_ns, rules)
        except OSError as error:
            code = _CODES.get(error.errno or 0, "io-error")
            return FolderListing(path, error=code), rules

    def _list(
        self, path: bytes, full: bytes, mtime_ns: int, rules: RuleSet
    ) -> tuple[FolderListing, RuleSet]:
        seen = self._gather(full)
        contents = {entry.name: _read_rule_file(entry) for entry in seen.rules}
        for name, content in contents.items():
            if hides_folder(name, content):
                return FolderListing(path, mtime_ns, ignored_by=name.decode()), rules
        inherited = rules.stamp
        rules = rules.extended(path, [text for text in contents.values() if text])
        if seen.links:
            self._sort_links(seen)
        prefix = path + b"/" if path else b""
        if rules.layers:
            _apply_rules(seen, prefix, rules)
        files = _stat_files(seen, prefix)
        folders, discs = self._split_discs(seen, full, prefix)
        files += discs
        now = self._options.now_ns()
        since = now - self._options.young_seconds * 1_000_000_000
        # A time in the future is no sign of a running copy: it would be "young" for ever.
        young = frozenset(f.path for f in files if since < f.mtime_ns <= now)
        # A folder with patterns of its own is always listed again: an edit of the rule file
        # does not touch the folder's time.
        settled = not young and not since < mtime_ns <= now and rules.stamp == inherited
        listing = FolderListing(
            path,
            mtime_ns,
            mtime_ns ^ (inherited >> 1) if settled else None,
            files=tuple(files),
            subfolders=tuple(prefix + name for name in folders),
            young=young,
            discs=frozenset(f.path for f in discs if not f.path.lower().endswith(b".nfo")),
            ignored=tuple(prefix + name for name in seen.ignored),
            unreadable=tuple(prefix + name for name in seen.unreadable),
        )
        return listing, rules

    def _gather(self, full: bytes) -> _Seen:
        seen = _Seen()
        add_file = seen.files.append
        with os.scandir(full) as entries:
            # Every entry of a library passes here: no call in it that can be spared.
            for count, entry in enumerate(entries, 1):
                if not count % _ENTRIES_BETWEEN_LOOKS:
                    self._stop_if_asked()
                name = entry.name
                lower = name.lower()
                if name[0] == _DOT or lower in _SPECIAL or lower.endswith(SKIPPED_SUFFIXES):
                    if name in RULE_FILES:
                        seen.rules.append(entry)
                elif entry.is_file(follow_symlinks=False):
                    add_file(entry)
                else:
                    seen.add_other(entry)
        seen.files.sort(key=_by_name)
        seen.folders.sort()
        return seen

    def _sort_links(self, seen: _Seen) -> None:
        """Add what links point at, where links may lead."""
        if not self._link_folders:
            seen.ignored += [entry.name for entry in seen.links]
            return
        for entry in seen.links:
            real = os.path.realpath(entry.path)
            allowed = any(_is_inside(real, border) for border in self._link_folders)
            if not allowed or _is_inside(real, self._real_root):
                seen.ignored.append(entry.name)
            elif os.path.isdir(real):
                seen.folders.append(entry.name)
            elif os.path.isfile(real):
                seen.files.append(entry)
        seen.files.sort(key=_by_name)
        seen.folders.sort()

    def _split_discs(
        self, seen: _Seen, full: bytes, prefix: bytes
    ) -> tuple[list[bytes], list[FoundFile]]:
        folders: list[bytes] = []
        discs: list[FoundFile] = []
        for name in seen.folders:
            if name.lower() in DISC_NAMES:
                found = find_disc(os.path.join(full, name), prefix + name)
                discs += found
                if found:
                    continue
            folders.append(name)
        return folders, discs


def _is_inside(path: bytes, border: bytes) -> bool:
    return path == border or path.startswith(border.rstrip(b"/") + b"/")


def _read_rule_file(entry: os.DirEntry[bytes]) -> bytes | None:
    """Return the start of a rule file; None when it holds no patterns or cannot be read."""
    if entry.name not in PATTERN_FILES or not entry.is_file(follow_symlinks=False):
        return None
    try:
        with open(entry.path, "rb") as file:
            return file.read(_LONGEST_RULE_FILE)
    except OSError:
        return None


def _apply_rules(seen: _Seen, prefix: bytes, rules: RuleSet) -> None:
    kept = []
    for entry in seen.files:
        if rules.ignores(prefix + entry.name, is_folder=False):
            seen.ignored.append(entry.name)
        else:
            kept.append(entry)
    seen.files = kept
    hidden = [n for n in seen.folders if rules.ignores(prefix + n, is_folder=True)]
    seen.ignored += hidden
    seen.folders = [name for name in seen.folders if name not in hidden]


def _stat_files(seen: _Seen, prefix: bytes) -> list[FoundFile]:
    files: list[FoundFile] = []
    add = files.append
    for entry in seen.files:
        try:
            # Links get here only when they may be followed.
            stat = entry.stat()
        except OSError:
            seen.unreadable.append(entry.name)
            continue
        found = (prefix + entry.name, stat.st_size, stat.st_mtime_ns, stat.st_dev, stat.st_ino)
        # What FoundFile._make does, without the call of it.
        add(tuple.__new__(FoundFile, found))
    return files
