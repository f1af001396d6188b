"""Which new files make which items. Pure: names in, plans out.

Files of one folder with the same title and year are one film in versions, editions or parts.
Episodes belong to a season of a show; a file with two episodes belongs to both.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from media_manager.domain.media import FoundFile, LibraryKind, MediaType, ParsedKind, ParsedName
from media_manager.domain.naming import fold
from media_manager.files import display_path

SIDECARS = frozenset({ParsedKind.SUBTITLE, ParsedKind.NFO, ParsedKind.ARTWORK})
ATTACHED = frozenset({ParsedKind.EXTRA, ParsedKind.TRAILER, ParsedKind.SAMPLE})
_VIDEOS = frozenset({ParsedKind.MOVIE, ParsedKind.EPISODE})


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was not known, and what its name says."""

    found: FoundFile
    parsed: ParsedName


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """A film, video, photo or show that must exist; `key` finds it again at the next scan."""

    key: str
    media_type: MediaType
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlannedEpisode:
    """An episode in its place; `number` is None for one known by date only."""

    show_key: str
    season: int
    number: int | None
    fields: dict[str, Any]
    order: int


@dataclass(slots=True)
class ItemPlan:
    """What one batch of new files asks for; files are named by their position in the batch."""

    items: dict[str, PlannedItem] = field(default_factory=dict)
    item_files: list[tuple[int, str]] = field(default_factory=list)
    shows: dict[str, PlannedItem] = field(default_factory=dict)
    episodes: list[tuple[int, PlannedEpisode]] = field(default_factory=list)


def wanted_kind(parsed: ParsedName, kind: LibraryKind, *, beside_video: bool) -> ParsedKind | None:
    """Return what a file is to this library; None when it is nothing to it."""
    if parsed.kind is ParsedKind.OTHER:
        return None
    if parsed.kind is ParsedKind.PHOTO:
        takes_photos = kind in (LibraryKind.PHOTO, LibraryKind.MIXED, LibraryKind.AUTO)
        # Phones put clips beside their pictures; beside a film a picture is artwork.
        is_photo = kind is LibraryKind.PHOTO or (takes_photos and not beside_video)
        return ParsedKind.PHOTO if is_photo else None
    return parsed.kind


def plan_items(
    files: Iterable[NewFile], *, root_id: int, library_id: int, kind: LibraryKind
) -> ItemPlan:
    """Return the items that these files belong to, in the order of the files."""
    plan = ItemPlan()
    for position, file in enumerate(files):
        match file.parsed.kind:
            case ParsedKind.EPISODE:
                _plan_episode(plan, position, file, library_id)
            case ParsedKind.MOVIE:
                _plan_single(plan, position, file, root_id, _film_type(kind))
            case ParsedKind.PHOTO:
                _plan_single(plan, position, file, root_id, MediaType.PHOTO)
    return plan


def is_main(parsed: ParsedName) -> bool:
    """Tell whether a file plays an item itself."""
    return parsed.kind in _VIDEOS or parsed.kind is ParsedKind.PHOTO


def _film_type(kind: LibraryKind) -> MediaType:
    return MediaType.VIDEO if kind is LibraryKind.PHOTO else MediaType.MOVIE


def _plan_single(
    plan: ItemPlan, position: int, file: NewFile, root_id: int, media_type: MediaType
) -> None:
    parsed = file.parsed
    folder, name = os.path.split(file.found.path)
    title = parsed.title or _stem(name)
    # A photo is one item a file; films of one folder meet by title and year.
    same = (name,) if media_type is MediaType.PHOTO else (fold(title), parsed.year)
    key = _digest(media_type, root_id, folder, *same)
    fields: dict[str, Any] = {"title": title}
    if parsed.year is not None:
        fields["year"] = parsed.year
    if parsed.date:
        fields["premiered"] = parsed.date
    if parsed.ids:
        fields["ids"] = dict(parsed.ids)
    plan.items.setdefault(key, PlannedItem(key, media_type, fields))
    plan.item_files.append((position, key))


def _plan_episode(plan: ItemPlan, position: int, file: NewFile, library_id: int) -> None:
    parsed = file.parsed
    title = parsed.title or _stem(os.path.split(file.found.path)[1])
    key = _digest(MediaType.SHOW, library_id, fold(title), parsed.year)
    fields: dict[str, Any] = {"title": title}
    if parsed.year is not None:
        fields["year"] = parsed.year
    if parsed.ids:
        fields["ids"] = dict(parsed.ids)
    plan.shows.setdefault(key, PlannedItem(key, MediaType.SHOW, fields))
    for order, (number, episode) in enumerate(_episodes(parsed)):
        season = parsed.season
        if season is None:
            season = int(parsed.date[:4]) if parsed.date and number is None else 1
        place = {"season": season} if number is None else {"season": season, "episode": number}
        planned = PlannedEpisode(key, season, number, episode | place, order)
        plan.episodes.append((position, planned))


def _episodes(parsed: ParsedName) -> list[tuple[int | None, dict[str, Any]]]:
    numbers: list[int | None] = [*(parsed.episodes or parsed.absolute_episodes)] or [None]
    found = []
    for index, number in enumerate(numbers):
        fields: dict[str, Any] = {}
        if parsed.episode_title and len(numbers) == 1:
            fields["title"] = parsed.episode_title
        elif number is not None:
            fields["title"] = f"Episode {number}"
        else:
            fields["title"] = parsed.date or parsed.title or "Episode"
        if parsed.date:
            fields["premiered"] = parsed.date
        if index < len(parsed.absolute_episodes):
            fields["absolute_episode"] = parsed.absolute_episodes[index]
        found.append((number, fields))
    return found


def _digest(*parts: object) -> str:
    joined = b"\0".join(
        part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        for part in parts
    )
    return blake2b(joined, digest_size=12).hexdigest()


def _stem(name: bytes) -> str:
    return display_path(os.path.splitext(name)[0])  # noqa: PTH122 - bytes
