"""One folder in a scan: what is new, changed, back or gone, and what its names say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from media_manager.domain.media import FoundFile, LibraryKind, ParsedKind, ParsedName
from media_manager.instrumentation import timed
from media_manager.library.plain_text import escaped
from media_manager.library.scan_items import NewFile, wanted_kind
from media_manager.persistence.scan_reader import KnownFileRow
from media_manager.scanning.changes import KnownFile, SeenAgain, compare_folder
from media_manager.scanning.filename_parser import parse_name
from media_manager.scanning.walker import FolderListing

_SIDECARS = frozenset({ParsedKind.NFO, ParsedKind.ARTWORK, ParsedKind.SUBTITLE})
_TEXTS = ("title", "episode_title", "edition", "version", "release_group")
_MAIN = frozenset({ParsedKind.MOVIE, ParsedKind.EPISODE, ParsedKind.PHOTO})


@dataclass(slots=True)
class FolderWork:
    """What a scan has to do for one listed folder."""

    listing: FolderListing
    files: Sequence[FoundFile] = ()
    new: list[NewFile] = field(default_factory=list)
    changed: tuple[SeenAgain, ...] = ()
    renumbered: tuple[SeenAgain, ...] = ()
    back: list[int] = field(default_factory=list)
    gone: list[KnownFile] = field(default_factory=list)
    kinds: dict[bytes, ParsedKind] = field(default_factory=dict)  # of all that is or was here
    touched: frozenset[ParsedKind] = frozenset()
    # A scan that was stopped may have written the files and not read what lies beside them.
    unfinished: bool = False

    @property
    def is_idle(self) -> bool:
        """Tell whether everything here is as the library knows it."""
        return not (self.new or self.changed or self.renumbered or self.back or self.gone)

    @property
    def changed_media(self) -> int:
        """Return how many media files were edited in place."""
        return sum(self.kinds[each.known.path] in _MAIN for each in self.changed)

    @property
    def needs_sidecars(self) -> bool:
        """Tell whether sidecars must be read: they changed, or media beside them are new."""
        if bool(_SIDECARS & self.touched):
            return True
        return self._has_sidecars and (self.unfinished or bool(_MAIN & self.touched))

    @property
    def needs_outer_pass(self) -> bool:
        """Tell whether the sidecars here may belong to media in other folders."""
        here = bool(_SIDECARS & self.touched) or (self.unfinished and self._has_sidecars)
        return here and _MAIN.isdisjoint(self.kinds.values())

    @property
    def _has_sidecars(self) -> bool:
        return not _SIDECARS.isdisjoint(self.kinds.values())


@timed("library.scan.folder")
def examine_folder(
    listing: FolderListing,
    files: Sequence[FoundFile],
    known: Sequence[KnownFileRow],
    kind: LibraryKind,
) -> FolderWork:
    """Compare one folder with what the library knows of it. Pure.

    `files` are those of the listing that are finished; the others are not taken for gone.
    """
    kinds = {row.path: ParsedKind(row.kind) for row in known}
    new, others = _read_names(files, kinds, kind)
    growing = {file.path for file in listing.files} - {file.path for file in files}
    changes = compare_folder(
        [file for file in files if file.path not in others],
        [known_file(row) for row in known],
        spared={*listing.ignored, *listing.unreadable, *growing},
    )
    missing = {row.id for row in known if row.state == "missing"}
    seen = [*changes.unchanged, *(each.known for each in changes.renumbered)]
    gone = [file for file in changes.gone if file.id not in missing]
    fresh = {file.found.path: file.parsed.kind for file in new}
    changed = [each.known.path for each in changes.changed]
    return FolderWork(
        listing=listing,
        files=files,
        new=new,
        changed=changes.changed,
        renumbered=changes.renumbered,
        back=[file.id for file in seen if file.id in missing],
        gone=gone,
        kinds=kinds | fresh,
        touched=frozenset(
            [*fresh.values(), *(kinds[path] for path in changed), *(kinds[f.path] for f in gone)]
        ),
    )


def _read_names(
    files: Sequence[FoundFile], known: Collection[bytes], kind: LibraryKind
) -> tuple[list[NewFile], set[bytes]]:
    parsed = [(file, read_name(file.path, kind)) for file in files if file.path not in known]
    beside_video = any(name.kind in (ParsedKind.MOVIE, ParsedKind.EPISODE) for _, name in parsed)
    new: list[NewFile] = []
    others: set[bytes] = set()
    for file, name in parsed:
        if wanted_kind(name, kind, beside_video=beside_video) is None:
            others.add(file.path)
        else:
            new.append(NewFile(file, name))
    return new, others


def read_name(path: bytes, kind: LibraryKind) -> ParsedName:
    """Return what the name says; bytes that are no text stand escaped in it."""
    parsed = parse_name(path, kind_hint=kind)
    try:
        path.decode()
    except UnicodeDecodeError:
        texts = {name: getattr(parsed, name) for name in _TEXTS}
        shown: Any = {name: escaped(text) for name, text in texts.items() if text is not None}
        return replace(parsed, **shown)
    return parsed


def known_file(row: KnownFileRow) -> KnownFile:
    """Return the row as the value that changes are computed with."""
    return KnownFile(
        row.id,
        row.path,
        row.size_bytes,
        row.mtime_ns,
        row.device,
        row.inode,
        row.partial_hash,
    )


def folder_of(path: bytes) -> bytes:
    """Return the folder of a relative path; the root is empty."""
    return path.rpartition(b"/")[0]
