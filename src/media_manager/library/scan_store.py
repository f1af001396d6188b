"""Write what a scan found: files, the items that they make, and the links between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from media_manager.domain.media import FileRole, Layer, MediaType
from media_manager.library.roots import Root
from media_manager.library.scan_folder import FolderWork
from media_manager.library.scan_items import (
    SIDECARS,
    ItemPlan,
    NewFile,
    PlannedEpisode,
    PlannedItem,
    is_main,
    plan_items,
)
from media_manager.library.scan_moves import file_columns, take_known, take_moved
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.repositories.items import insert_items, link_files
from media_manager.persistence.repositories.links import save_links
from media_manager.persistence.repositories.places import (
    insert_files,
    save_folders,
    update_files,
)
from media_manager.persistence.repositories.tree import add_children, episodes_of
from media_manager.persistence.repositories.values import save_layers
from media_manager.persistence.scan_reader import items_by_scan_key, seasons_of
from media_manager.persistence.writer import WriteSession

_ITEM_COLUMNS = ("year", "premiered", "season", "episode", "absolute_episode")

EpisodePlace = tuple[int | None, str | None]  # number, date


@dataclass(slots=True)
class _KnownShows:
    """Seasons and episodes of the shows of one batch.

    Read anew for each: between two batches another process may have written to the same show.
    """

    seasons: dict[int, dict[int, int]] = field(default_factory=dict)
    episodes: dict[int, dict[EpisodePlace, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch did: media files added, ids of files that moved, ids of the folders."""

    added: int
    moved: frozenset[int]
    folders: Mapping[bytes, int]


def write_folders(
    session: WriteSession,
    reader: LibraryReader,
    root: Root,
    works: Sequence[FolderWork],
) -> Written:
    """Write a batch of folders.

    Folder stamps are written as unknown: they follow when the sidecars are read too, so that a
    scan that dies in between looks here again.
    """
    folders = save_folders(session, root.id, {work.listing.path: None for work in works})
    found = take_known(session, root, [file for work in works for file in work.new], folders)
    moved = take_moved(session, reader, root, found, folders)
    new = [file for file in found if file.found.path not in moved]
    ids = insert_files(session, [_file_row(file, root.id, folders) for file in new])
    _write_seen(session, works)
    plan = plan_items(new, root_id=root.id, library_id=root.library_id, kind=root.library_kind)
    _write_singles(session, reader, root, plan, (new, ids))
    _write_episodes(session, reader, root, plan, (new, ids))
    added = sum(is_main(file.parsed) for file in new)
    return Written(added, frozenset(moved.values()), folders)


def _file_row(file: NewFile, root_id: int, folders: Mapping[bytes, int]) -> dict[str, Any]:
    probed = file.parsed.kind not in SIDECARS
    return {
        **file_columns(file, root_id, folders),
        "kind": str(file.parsed.kind),
        "probe_status": "pending" if probed else "none",
    }


def _write_seen(session: WriteSession, works: Sequence[FolderWork]) -> None:
    changed = [each for work in works for each in work.changed]
    update_files(
        session,
        [
            {
                "id": each.known.id,
                "size_bytes": each.found.size_bytes,
                "mtime_ns": each.found.mtime_ns,
                "device": each.found.device,
                "inode": each.found.inode,
                "partial_hash": None,
                "probe_status": "pending",
                "state": "present",
            }
            for each in changed
        ],
    )
    renumbered = [each for work in works for each in work.renumbered]
    update_files(
        session,
        [
            {
                "id": each.known.id,
                "device": each.found.device,
                "inode": each.found.inode,
                "state": "present",
            }
            for each in renumbered
        ],
    )
    back = [file_id for work in works for file_id in work.back]
    update_files(
        session, [{"id": each, "state": "present", "missing_since": None} for each in back]
    )
    if back:
        session.touch_everything("files")


def _write_singles(
    session: WriteSession,
    reader: LibraryReader,
    root: Root,
    plan: ItemPlan,
    files: tuple[Sequence[NewFile], Sequence[int]],
) -> None:
    new, ids = files
    first_file: dict[str, int] = {}
    for position, key in plan.item_files:
        first_file.setdefault(key, ids[position])
    known = items_by_scan_key(reader, root.library_id, list(plan.items))
    fresh = [item for key, item in plan.items.items() if key not in known]
    rows = [_single_row(root, item, first_file[item.key]) for item in fresh]
    known |= _insert(session, rows, fresh)
    link_files(
        session,
        [_link(known[key], ids[position], new[position]) for position, key in plan.item_files],
    )


def _single_row(root: Root, item: PlannedItem, file_id: int | None) -> dict[str, Any]:
    is_photo = item.media_type is MediaType.PHOTO
    return {
        "library_id": root.library_id,
        "media_type": str(item.media_type),
        "title": item.fields["title"],
        "state": "matched" if is_photo or item.media_type is MediaType.VIDEO else "unmatched",
        "scan_key": item.key,
        "main_file_id": file_id,
        "year": item.fields.get("year"),
        "premiered": item.fields.get("premiered"),
    }


def _insert(
    session: WriteSession, rows: list[dict[str, Any]], items: Sequence[PlannedItem]
) -> dict[str, int]:
    ids = insert_items(session, rows)
    _save_fields(session, {n: item.fields for n, item in zip(ids, items, strict=True)})
    return {item.key: n for n, item in zip(ids, items, strict=True)}


def _save_fields(session: WriteSession, fields: Mapping[int, dict[str, Any]]) -> None:
    save_layers(session, Layer.FILENAME, "name", fields)
    save_links(
        session,
        {item_id: {"ids": each["ids"]} for item_id, each in fields.items() if "ids" in each},
    )


def _write_episodes(
    session: WriteSession,
    reader: LibraryReader,
    root: Root,
    plan: ItemPlan,
    files: tuple[Sequence[NewFile], Sequence[int]],
) -> None:
    if not plan.episodes:
        return
    new, ids = files
    known = _KnownShows()
    shows = items_by_scan_key(reader, root.library_id, list(plan.shows))
    fresh = [show for key, show in plan.shows.items() if key not in shows]
    shows |= _insert(session, [_single_row(root, show, None) for show in fresh], fresh)
    _write_seasons(session, reader, root, shows, plan, known)
    rows: dict[tuple[int, EpisodePlace], tuple[dict[str, Any], PlannedEpisode]] = {}
    places: list[tuple[int, int, EpisodePlace, int]] = []
    for position, episode in plan.episodes:
        season_id = known.seasons[shows[episode.show_key]][episode.season]
        place = (episode.number, None if episode.number else episode.fields.get("premiered"))
        places.append((position, season_id, place, episode.order))
        if season_id not in known.episodes:
            known.episodes[season_id] = episodes_of(reader, season_id)
        if place not in known.episodes[season_id]:
            row = _episode_row(root, season_id, episode, ids[position])
            rows.setdefault((season_id, place), (row, episode))
    new_ids = insert_items(session, [row for row, _ in rows.values()])
    for item_id, (season_id, place) in zip(new_ids, rows, strict=True):
        known.episodes[season_id][place] = item_id
    fields = {n: each.fields for n, (_, each) in zip(new_ids, rows.values(), strict=True)}
    _save_fields(session, fields)
    add_children(session, [season_id for season_id, _ in rows])
    link_files(
        session,
        [
            _link(known.episodes[season_id][place], ids[position], new[position], order=order)
            for position, season_id, place, order in places
        ],
    )


def _write_seasons(
    session: WriteSession,
    reader: LibraryReader,
    root: Root,
    shows: Mapping[str, int],
    plan: ItemPlan,
    known: _KnownShows,
) -> None:
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    for _, episode in plan.episodes:
        show_id = shows[episode.show_key]
        if show_id not in known.seasons:
            known.seasons[show_id] = seasons_of(reader, show_id)
        if episode.season not in known.seasons[show_id]:
            rows[show_id, episode.season] = {
                "library_id": root.library_id,
                "media_type": str(MediaType.SEASON),
                "title": f"Season {episode.season}" if episode.season else "Specials",
                "state": "matched",
                "parent_id": show_id,
                "season": episode.season,
            }
    ids = insert_items(session, list(rows.values()))
    for season_id, (show_id, season) in zip(ids, rows, strict=True):
        known.seasons[show_id][season] = season_id
        known.episodes[season_id] = {}


def _episode_row(
    root: Root, season_id: int, episode: PlannedEpisode, file_id: int
) -> dict[str, Any]:
    row = {column: episode.fields.get(column) for column in _ITEM_COLUMNS}
    return row | {
        "library_id": root.library_id,
        "media_type": str(MediaType.EPISODE),
        "title": episode.fields["title"],
        "state": "unmatched",
        "parent_id": season_id,
        "season": episode.season,
        "episode": episode.number,
        "main_file_id": file_id,
    }


def _link(item_id: int, file_id: int, file: NewFile, *, order: int | None = None) -> dict[str, Any]:
    return {
        "item_id": item_id,
        "file_id": file_id,
        "role": str(FileRole.MAIN),
        "edition": file.parsed.edition,
        "version_label": file.parsed.version,
        "part": file.parsed.part,
        "episode_order": order,
    }
