"""Read what lies beside the media: NFO files, artwork, subtitles; and whose they are."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from media_manager.domain.media import FoundFile, MediaType
from media_manager.domain.nfo import NfoDocument, NfoEntry, NfoKind
from media_manager.errors import MediaManagerError
from media_manager.files import display_path
from media_manager.library.local_values import nfo_fields, nfo_state
from media_manager.library.plain_text import escaped
from media_manager.library.roots import Root
from media_manager.library.scan_counts import ScanCounts
from media_manager.library.watch import Watch
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.scan_reader import (
    FolderItem,
    folder_items,
    items_below,
    seasons_of,
)
from media_manager.scanning.folder_names import FolderNames
from media_manager.scanning.nfo import load_nfo
from media_manager.scanning.sidecars import (
    LocalArtwork,
    LocalSubtitle,
    find_artwork,
    find_nfo,
    find_season_nfo,
    find_show_nfo,
    find_subtitles,
)

_SEASON_FOLDER = re.compile(
    r"^(?:(?:season|series|staffel|saison|temporada|stagione|s)[ ._-]*\d{1,4}|specials?)$",
    re.IGNORECASE,
)
_SUBTITLE_FOLDERS = (b"subs", b"subtitles", b"sub")


@dataclass(slots=True)
class LocalFinds:
    """What lies beside one item.

    `fields` is None when no NFO speaks for it here; `lost_nfo` says that one did until now.
    """

    item_id: int
    folder: bytes
    fields: dict[str, Any] | None = None
    lost_nfo: bool = False
    state: dict[str, Any] = field(default_factory=dict)
    artwork: list[dict[str, Any]] = field(default_factory=list)
    subtitles: list[dict[str, Any]] = field(default_factory=list)


class SidecarReader:
    """Reads the sidecars of folders of one root. Does files, never writes the library."""

    def __init__(self, reader: LibraryReader, root: Root, watch: Watch, counts: ScanCounts) -> None:
        self._reader = reader
        self._root = root
        self._watch = watch
        self._counts = counts

    def read_folder(
        self, path: bytes, folder_id: int, files: Sequence[FoundFile]
    ) -> list[LocalFinds]:
        """Return what the sidecars of a folder say of the items in it, or below it."""
        items = folder_items(self._reader, folder_id)
        # Below the folder, not the last part: a disc's own NFO lies one level deeper.
        start = len(path) + 1 if path else 0
        by_name = {file.path[start:]: file for file in files}
        if not items:
            return self._read_outer(path, by_name)
        finds = self._read_items(path, items, by_name)
        episodes = [item for item in items if item.media_type == MediaType.EPISODE]
        if episodes:
            finds += self._read_tree(path, episodes, by_name)
        return finds

    def _read_items(
        self, folder: bytes, items: Sequence[FolderItem], by_name: Mapping[bytes, FoundFile]
    ) -> list[LocalFinds]:
        names = FolderNames(by_name)
        films = {item.item_id for item in items if item.media_type != MediaType.EPISODE}
        alone = len(films) == 1 and len(films) == len({item.item_id for item in items})
        finds: dict[int, LocalFinds] = {}
        documents: dict[bytes, NfoDocument | None] = {}
        for item in items:
            find = finds.setdefault(item.item_id, LocalFinds(item.item_id, folder))
            video = item.path[len(folder) + 1 :] if folder else item.path
            nfo = find_nfo(video, names, movie_folder=alone)
            if nfo is not None and find.fields is None:
                if nfo not in documents:
                    documents[nfo] = self._load(folder, nfo)
                self._take_entry(find, _entry_of(documents[nfo], item))
            kind = MediaType.EPISODE if item.media_type == MediaType.EPISODE else MediaType.MOVIE
            art = find_artwork(kind, names, video=video, movie_folder=alone)
            find.artwork += [
                row for row in self._artwork(folder, art, by_name) if row not in find.artwork
            ]
            found = find_subtitles(video, names, movie_folder=alone)
            find.subtitles += _subtitle_rows(folder, found)
        return list(finds.values())

    def _read_tree(
        self, folder: bytes, episodes: Sequence[FolderItem], by_name: Mapping[bytes, FoundFile]
    ) -> list[LocalFinds]:
        """Read what a folder says of the season, or the show, of the episodes in or below it."""
        shows = {item.grandparent_id for item in episodes}
        seasons = {item.parent_id for item in episodes}
        name = os.path.basename(folder).decode("utf-8", "replace")  # noqa: PTH119 - bytes
        is_season = bool(_SEASON_FOLDER.match(name)) and len(seasons) == 1
        owner = next(iter(seasons if is_season else shows))
        if owner is None or len(shows) != 1:
            return []
        find = LocalFinds(owner, folder)
        season = episodes[0].season or 0
        nfo = find_season_nfo(by_name, season=season) if is_season else find_show_nfo(by_name)
        if nfo is not None:
            document = self._load(folder, nfo)
            self._take_entry(find, document.entries[0] if document and document.entries else None)
        kind = MediaType.SEASON if is_season else MediaType.SHOW
        art = find_artwork(kind, by_name, folder=os.path.basename(folder))  # noqa: PTH119 - bytes
        find.artwork = self._artwork(folder, [a for a in art if a.season is None], by_name)
        return [find, *(() if is_season else self._season_artwork(folder, owner, art, by_name))]

    def _season_artwork(
        self,
        folder: bytes,
        show_id: int,
        art: Iterable[LocalArtwork],
        by_name: Mapping[bytes, FoundFile],
    ) -> list[LocalFinds]:
        seasons = seasons_of(self._reader, show_id)
        finds: dict[int, LocalFinds] = {}
        for each in art:
            season_id = None if each.season is None else seasons.get(each.season)
            if season_id is not None:
                find = finds.setdefault(season_id, LocalFinds(season_id, folder))
                find.artwork += self._artwork(folder, [each], by_name)
        return list(finds.values())

    def _read_outer(self, path: bytes, by_name: Mapping[bytes, FoundFile]) -> list[LocalFinds]:
        """Read a folder without media of its own: a show's, or the subtitles of the one above."""
        if os.path.basename(path).lower() in _SUBTITLE_FOLDERS:  # noqa: PTH119 - bytes
            return self._read_subtitle_folder(path, by_name)
        below = items_below(self._reader, self._root.id, path)
        episodes = [item for item in below if item.media_type == MediaType.EPISODE]
        return self._read_tree(path, episodes, by_name) if episodes else []

    def _read_subtitle_folder(
        self, folder: bytes, by_name: Mapping[bytes, FoundFile]
    ) -> list[LocalFinds]:
        above = os.path.dirname(folder)  # noqa: PTH120 - bytes
        items = {
            item.item_id: item
            for item in items_below(self._reader, self._root.id, above)
            if os.path.dirname(item.path) == above  # noqa: PTH120 - bytes
        }
        prefix = folder[len(above) + 1 :] if above else folder
        names = [prefix + b"/" + name for name in by_name]
        finds = []
        for item in items.values():
            video = os.path.basename(item.path)  # noqa: PTH119 - bytes
            found = find_subtitles(video, names, movie_folder=len(items) == 1)
            if found:
                rows = _subtitle_rows(above, found)
                finds.append(LocalFinds(item.item_id, folder, subtitles=rows))
        return finds

    def _load(self, folder: bytes, name: bytes) -> NfoDocument | None:
        path = os.path.join(self._root.path, folder, name)  # noqa: PTH118 - bytes
        try:
            return load_nfo(path)
        except MediaManagerError as error:
            self._counts.failed += 1
            error.arguments["folder"] = folder
            self._watch.item_failed(display_path(path), error)
            return None

    @staticmethod
    def _take_entry(find: LocalFinds, entry: NfoEntry | None) -> None:
        if entry is not None:
            find.fields = nfo_fields(entry)
            find.state = nfo_state(entry)

    def _artwork(
        self, folder: bytes, art: Iterable[LocalArtwork], by_name: Mapping[bytes, FoundFile]
    ) -> list[dict[str, Any]]:
        rows = []
        for each in art:
            file = by_name[each.name]
            rows.append(
                {
                    "artwork_type": each.artwork_type,
                    "root_id": self._root.id,
                    "path": os.path.join(folder, each.name),  # noqa: PTH118 - bytes
                    "stamp": file.mtime_ns ^ file.size_bytes,
                    "download_status": "done",
                }
            )
        return rows


def _subtitle_rows(folder: bytes, found: Iterable[LocalSubtitle]) -> list[dict[str, Any]]:
    return [
        {
            "path": os.path.join(folder, each.name),  # noqa: PTH118 - bytes
            "language": each.language,
            "title": escaped(each.title) if each.title else None,
            "forced": each.forced,
            "is_default": each.default,
            "hearing_impaired": each.hearing_impaired,
        }
        for each in found
    ]


def _entry_of(document: NfoDocument | None, item: FolderItem) -> NfoEntry | None:
    """Return the entry that speaks of this item: a file of two episodes has two."""
    if document is None:
        return None
    wanted = NfoKind.EPISODE if item.media_type == MediaType.EPISODE else None
    entries = [each for each in document.entries if wanted is None or each.kind is wanted]
    for entry in entries:
        if wanted and (entry.season, entry.episode) == (item.season, item.episode):
            return entry
    if len(entries) == 1 or (entries and wanted is None):
        return entries[0]
    if not document.entries and document.ids and wanted is None:
        return NfoEntry(NfoKind.MOVIE, ids=document.ids)
    return None
