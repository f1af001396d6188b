"""Compare what was found with what is known. Pure: no disk, no database, nothing is deleted."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from media_manager.domain.media import FoundFile

_WHOLE_SECOND_NS = 1_000_000_000
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as the last scan left it; `path` is relative to its root."""

    id: int
    path: bytes
    size_bytes: int
    mtime_ns: int
    device: int
    inode: int
    partial_hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class SeenAgain:
    """A known file and what it is now: changed in place, renumbered, or moved."""

    known: KnownFile
    found: FoundFile


@dataclass(frozen=True, slots=True)
class FolderChanges:
    """What happened in one folder.

    `renumbered` is unchanged content under a new device or inode number, as after another mount.
    """

    added: tuple[FoundFile, ...] = ()
    changed: tuple[SeenAgain, ...] = ()
    unchanged: tuple[KnownFile, ...] = ()
    renumbered: tuple[SeenAgain, ...] = ()
    gone: tuple[KnownFile, ...] = ()


@dataclass(frozen=True, slots=True)
class DoubtfulMove:
    """A missing file and the new ones that may be it; a person decides."""

    known: KnownFile
    candidates: tuple[FoundFile, ...]


@dataclass(frozen=True, slots=True)
class MovePlan:
    """How missing and new files belong together; each file is in exactly one place.

    Only a candidate can stand in several doubtful moves.
    """

    moves: tuple[SeenAgain, ...] = ()
    doubtful: tuple[DoubtfulMove, ...] = ()
    gone: tuple[KnownFile, ...] = ()
    added: tuple[FoundFile, ...] = ()


def compare_folder(
    found: Iterable[FoundFile],
    known: Iterable[KnownFile],
    *,
    spared: Container[bytes] = frozenset(),
) -> FolderChanges:
    """Compare the files of one folder; never call it for a folder with an error.

    `spared` are paths that could not be looked at or are ignored by a rule: they are not gone.
    """
    left = {file.path: file for file in known}
    added, changed, unchanged, renumbered = [], [], [], []
    for file in found:
        before = left.pop(file.path, None)
        if before is None:
            added.append(file)
        elif (before.size_bytes, before.mtime_ns) != (file.size_bytes, file.mtime_ns):
            changed.append(SeenAgain(before, file))
        elif (before.inode, before.device) != (file.inode, file.device):
            renumbered.append(SeenAgain(before, file))
        else:
            unchanged.append(before)
    gone = tuple(file for path, file in left.items() if path not in spared)
    return FolderChanges(tuple(added), tuple(changed), tuple(unchanged), tuple(renumbered), gone)


def find_gone_folders(
    known: Iterable[bytes], *, visited: Container[bytes], spared: Collection[bytes]
) -> tuple[bytes, ...]:
    """Return the known folders that a whole walk did not come to.

    `spared` are the folders with an error or an ignore rule: all below them counts as not looked
    at. When the root itself is spared, nothing is gone.
    """
    if b"" in spared:
        return ()
    hidden = frozenset(spared)
    return tuple(
        folder for folder in known if folder not in visited and hidden.isdisjoint(_lineage(folder))
    )


def _lineage(folder: bytes) -> Iterator[bytes]:
    """Yield a folder and the folders above it."""
    while folder:
        yield folder
        folder = folder.rpartition(b"/")[0]


def is_mass_disappearance(
    gone: int, known_total: int, *, share: float = 0.10, at_least: int = 20
) -> bool:
    """Tell whether so much is missing at once that a person must decide (fault B5)."""
    return gone > at_least and gone > share * known_total


def pair_moves(
    gone: Iterable[KnownFile],
    added: Iterable[FoundFile],
    *,
    hash_of: Callable[[FoundFile], bytes | None] = lambda _: None,
) -> MovePlan:
    """Find which missing file is which new one, after the whole walk.

    First by device, inode, size and time; then by the partial hash, which `hash_of` is asked for
    only where the size fits; size, time and name alone are doubtful.
    """
    plan = _Pairing(list(gone), list(added))
    plan.match(_known_place, _found_place)
    plan.match(_known_number, _found_number)
    sizes = {file.size_bytes for file in plan.gone.values() if file.partial_hash is not None}
    plan.match(
        lambda file: (file.size_bytes, file.partial_hash) if file.partial_hash else None,
        lambda file: _sized_hash(file, hash_of) if file.size_bytes in sizes else None,
    )
    return plan.result()


def _known_place(file: KnownFile) -> tuple[int, ...] | None:
    return (file.device, file.inode, file.size_bytes, file.mtime_ns) if file.inode else None


def _found_place(file: FoundFile) -> tuple[int, ...] | None:
    return (file.device, file.inode, file.size_bytes, file.mtime_ns) if file.inode else None


def _known_number(file: KnownFile) -> tuple[int, ...] | None:
    """Return what identifies a file after the device number changed, as at each mount.

    Whole seconds are left out: FAT counts in those, and invents its inode numbers.
    """
    precise = file.inode and file.mtime_ns % _WHOLE_SECOND_NS
    return (file.inode, file.size_bytes, file.mtime_ns) if precise else None


def _found_number(file: FoundFile) -> tuple[int, ...] | None:
    precise = file.inode and file.mtime_ns % _WHOLE_SECOND_NS
    return (file.inode, file.size_bytes, file.mtime_ns) if precise else None


def _sized_hash(
    file: FoundFile, hash_of: Callable[[FoundFile], bytes | None]
) -> tuple[int, bytes] | None:
    value = hash_of(file)
    return None if value is None else (file.size_bytes, value)


def _look(file: KnownFile | FoundFile) -> tuple[int, int, bytes]:
    return (file.size_bytes, file.mtime_ns, _name(file.path))


def _name(path: bytes) -> bytes:
    return path.rpartition(b"/")[2]


class _Pairing:
    """What is still unpaired, in order, while one rule after the other is tried."""

    def __init__(self, gone: list[KnownFile], added: list[FoundFile]) -> None:
        self.gone = {file.path: file for file in gone}
        self.added = {file.path: file for file in added}
        self.moves: list[SeenAgain] = []
        self._same_content: dict[bytes, tuple[FoundFile, ...]] = {}

    def match(
        self,
        known_key: Callable[[KnownFile], _Key | None],
        found_key: Callable[[FoundFile], _Key | None],
    ) -> None:
        """Pair files whose keys are equal; a key that several share needs equal names too."""
        old, new = _grouped(self.gone.values(), known_key), _grouped(self.added.values(), found_key)
        for key, known in old.items():
            found = new.get(key, [])
            if len(known) == len(found) == 1:
                self._pair(known[0], found[0])
            elif found:
                self._match_by_name(known, found)

    def _match_by_name(self, known: list[KnownFile], found: list[FoundFile]) -> None:
        names = Counter(_name(file.path) for file in known)
        names.update(_name(file.path) for file in found)
        by_name = {_name(file.path): file for file in found}
        for file in known:
            name = _name(file.path)
            if name in by_name and names[name] == 2:  # noqa: PLR2004 - one missing, one new
                self._pair(file, by_name[name])
        rest = tuple(file for file in found if file.path in self.added)
        if rest:
            left = (file for file in known if file.path in self.gone)
            self._same_content.update((file.path, rest) for file in left)

    def _pair(self, known: KnownFile, found: FoundFile) -> None:
        self.moves.append(SeenAgain(known, found))
        del self.gone[known.path], self.added[found.path]

    def result(self) -> MovePlan:
        """Return the plan; what only looks alike is left to a person."""
        alike = _grouped(self.added.values(), _look)
        doubtful = []
        for path, file in self.gone.items():
            candidates = {one.path: one for one in self._same_content.get(path, ())}
            candidates.update((one.path, one) for one in alike.get(_look(file), ()))
            open_ones = tuple(one for one in candidates.values() if one.path in self.added)
            if open_ones:
                doubtful.append(DoubtfulMove(file, open_ones))
        unsure = {move.known.path for move in doubtful}
        claimed = {one.path for move in doubtful for one in move.candidates}
        return MovePlan(
            tuple(self.moves),
            tuple(doubtful),
            tuple(file for path, file in self.gone.items() if path not in unsure),
            tuple(file for path, file in self.added.items() if path not in claimed),
        )


_File = TypeVar("_File", KnownFile, FoundFile)


def _grouped(
    files: Iterable[_File], key_of: Callable[[_File], _Key | None]
) -> dict[_Key, list[_File]]:
    groups: dict[_Key, list[_File]] = defaultdict(list)
    for file in files:
        key = key_of(file)
        if key is not None:
            groups[key].append(file)
    return groups
