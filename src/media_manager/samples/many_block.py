"""Two hundred items of a made-up library with all that hangs on them, as rows by table."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from random import Random
from typing import Final, NamedTuple

import msgspec

from media_manager.domain.naming import search_text, sort_key
from media_manager.samples.many_facts import NEWEST_YEAR, FactMaker, Facts, Sizes, layer_of
from media_manager.samples.many_files import clean_name
from media_manager.samples.many_ids import uid_by_chance
from media_manager.samples.many_shelf import FILMS, PHOTOS, SHOWS, MainFile, Rows, Shelf

_NOW_US: Final = 1_795_000_000_000_000
_DAY_US: Final = 86_400_000_000
_DAYS_OF_COLLECTING: Final = 2200
_UNMATCHED_SHARE, _NFO_SHARE = 0.1, 0.44
_WATCHED_SHARE, _BEGUN_SHARE, _FAVORITE_SHARE, _MINE_SHARE = 0.10, 0.015, 0.03, 0.04
_CITIES: Final = 18
_NO_TIME: Final = datetime.min.time()


class Slot(NamedTuple):
    """A place in a block: the kind of item, its parent's place, and its number there."""

    kind: str
    parent: int = -1
    season: int | None = None
    episode: int | None = None


def _layout() -> tuple[Slot, ...]:
    """Half films, then shows between them, then photos: 110 + 4 + 6 + 60 + 20."""
    slots: list[Slot] = []
    shows = ((27, 1, 8), (27, 1, 10), (28, 1, 12), (28, 3, 10))
    for films, seasons, episodes in shows:
        slots += [Slot("movie")] * films
        show = len(slots)
        slots.append(Slot("show"))
        for season in range(1, seasons + 1):
            parent = len(slots)
            slots.append(Slot("season", show, season))
            slots += [Slot("episode", parent, season, each) for each in range(1, episodes + 1)]
    return (*slots, *[Slot("photo")] * 20)


LAYOUT: Final = _layout()
BLOCK_ITEMS: Final = len(LAYOUT)


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """What all blocks of a library have in common."""

    seed: int
    sizes: Sizes
    posters: int


@dataclass(frozen=True, slots=True)
class _Show:
    """What seasons and episodes take from their show; `folder` is that of the season or show."""

    facts: Facts
    folder: str
    layer: str | None
    watched: bool
    minutes: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """One item on its way into the rows. `layer`: who says the facts; None: the file name."""

    place: int
    slot: Slot
    library: int
    facts: Facts
    layer: str | None
    added: int
    file: MainFile | None = None
    poster: int | None = None


class Block:
    """Fills `rows` on construction; see BLOCK_ITEMS."""

    def __init__(self, plan: BlockPlan, number: int, size: int) -> None:
        rng = Random(f"{plan.seed}:{number}")  # noqa: S311 - made-up titles, not secrets
        self._bits, self._chance = rng.getrandbits, rng.random
        self._facts = FactMaker(rng, plan.sizes)
        self._shelf = Shelf(rng, number=number, posters=plan.posters)
        self.rows: Rows = self._shelf.rows
        self._first_item = number * BLOCK_ITEMS + 1
        self._shows: dict[int, _Show] = {}
        self._children = Counter(slot.parent for slot in LAYOUT[:size])
        makers = {
            "movie": self._film,
            "show": self._show,
            "season": self._season,
            "episode": self._episode,
            "photo": self._photo,
        }
        for place, slot in enumerate(LAYOUT[:size]):
            makers[slot.kind](place, slot)

    # --- the kinds of items

    def _film(self, place: int, slot: Slot) -> None:
        item_id, added, layer = self._first_item + place, self._added(), self._layer()
        facts = self._facts.film(item_id)
        file = self._shelf.film(item_id, facts, added)
        poster = self._shelf.posters(item_id, FILMS, file.folder)
        if layer is None:
            facts = Facts(facts.title, year=facts.year, runtime=facts.runtime)
        self._save(_Entry(place, slot, FILMS, facts, layer, added, file, poster))
        self._mine(item_id, file.duration_ms)

    def _show(self, place: int, slot: Slot) -> None:
        item_id, layer = self._first_item + place, self._layer()
        facts = self._facts.show(item_id)
        folder = self._shelf.folder(SHOWS, f"{clean_name(facts.title)} ({facts.year})")
        if layer is None:
            facts = Facts(facts.title, year=facts.year)
        watched = self._chance() < _WATCHED_SHARE
        show = _Show(facts, folder, layer, watched, minutes=22 + int(self._chance() * 35))
        self._shows[place] = show
        poster = self._shelf.posters(item_id, SHOWS, folder)
        self._save(_Entry(place, slot, SHOWS, facts, layer, self._added(), None, poster))
        self._seen(item_id, show)

    def _season(self, place: int, slot: Slot) -> None:
        item_id, show = self._first_item + place, self._shows[slot.parent]
        folder = self._shelf.folder(SHOWS, f"{show.folder[6:]}/Season {slot.season:02}")
        self._shows[place] = replace(show, folder=folder)
        poster = self._shelf.poster(item_id, SHOWS, folder)
        facts = Facts(f"Season {slot.season}")
        self._save(_Entry(place, slot, SHOWS, facts, None, self._added(), None, poster))
        self._seen(item_id, show)

    def _episode(self, place: int, slot: Slot) -> None:
        item_id, show, added = self._first_item + place, self._shows[slot.parent], self._added()
        season, episode = slot.season or 0, slot.episode or 0
        year = min((show.facts.year or 2000) + season - 1, NEWEST_YEAR)
        facts = self._facts.episode(item_id, show.facts, minutes=show.minutes, year=year)
        name = self._shelf.files.episode_name(show.facts.title, season, episode, facts.title)
        minutes = facts.runtime or show.minutes
        file = self._shelf.episode(item_id, show.folder, name, minutes, added)
        still = self._shelf.still(item_id, SHOWS, f"{show.folder}/{name}-thumb.jpg")
        if show.layer is None:
            facts = Facts(facts.title, runtime=minutes)
        self._save(_Entry(place, slot, SHOWS, facts, show.layer, added, file, still))
        self._seen(item_id, show)

    def _photo(self, place: int, slot: Slot) -> None:
        item_id, added = self._first_item + place, self._added()
        name, day = f"IMG_{item_id:07}", self._facts.date(NEWEST_YEAR - int(self._chance() * 20))
        file = self._shelf.photo(item_id, name, added)
        facts = Facts(name, year=int(day[:4]), premiered=day)
        self._save(_Entry(place, slot, PHOTOS, facts, None, added, file))
        noon = datetime.combine(date.fromisoformat(day), _NO_TIME, UTC).timestamp()
        taken = int(noon + self._chance() * 86_000) * 1_000_000
        camera = self._shelf.files.camera()
        north, east = self._chance() * 120 - 60, self._chance() * 300 - 150
        city = 1 + int(self._chance() * _CITIES)
        self.rows["photo"].append(
            (item_id, taken, "60", round(north, 5), round(east, 5), camera, 1, city)
        )

    # --- what all have in common

    def _layer(self) -> str | None:
        share = self._chance()
        if share < _UNMATCHED_SHARE:
            return None
        return "nfo" if share < _UNMATCHED_SHARE + _NFO_SHARE else "provider"

    def _added(self) -> int:
        return _NOW_US - int(self._chance() ** 1.5 * _DAYS_OF_COLLECTING * _DAY_US)

    def _save(self, entry: _Entry) -> None:
        item_id, slot, facts = self._first_item + entry.place, entry.slot, entry.facts
        matched = entry.layer is not None or slot.kind in ("season", "photo")
        with_key = slot.kind in ("movie", "show", "photo")
        self.rows["media_item"].append(
            (
                *(item_id, uid_by_chance(item_id, self._bits(74)), entry.library, slot.kind),
                None if slot.parent < 0 else self._first_item + slot.parent,
                *(facts.title, sort_key(facts.title, language=facts.language), facts.original),
                *(facts.language, facts.year, facts.premiered, slot.season, slot.episode),
                *(facts.plot, facts.runtime, facts.certificate, facts.rating),
                *("matched" if matched else "unmatched", entry.added),
                f"{self._bits(96):024x}" if with_key else None,
                entry.file.id if entry.file else None,
                *(entry.poster, self._children[entry.place], 1),
            )
        )
        self._index(item_id, facts, entry.file)
        self._layers(item_id, entry)
        self._links(item_id, facts)

    def _index(self, item_id: int, facts: Facts, file: MainFile | None) -> None:
        title = f"{facts.title} {facts.original}" if facts.original else facts.title
        files = " ".join(file.stems) if file else ""
        self.rows["search_document"].append(
            (item_id, search_text(title), search_text(files), search_text(facts.plot or ""))
        )

    def _layers(self, item_id: int, entry: _Entry) -> None:
        slot, facts, layers = entry.slot, entry.facts, self.rows["value_layer"]
        if slot.kind == "season":
            return
        named: dict[str, object] = {"title": facts.title}
        if facts.year and slot.kind != "photo":
            named["year"] = facts.year
        if slot.episode:
            named |= {"season": slot.season, "episode": slot.episode}
        layers.append((item_id, "filename", "name", msgspec.json.encode(named), entry.added))
        if entry.layer is not None:
            source = "nfo" if entry.layer == "nfo" else "tmdb"
            layers.append((item_id, entry.layer, source, layer_of(facts), entry.added))
            return
        inside: dict[str, object] = {}
        if facts.runtime:
            inside["runtime_minutes"] = facts.runtime
        if slot.kind == "photo":
            inside["premiered"] = facts.premiered
        if inside:
            layers.append((item_id, "filename", "probe", msgspec.json.encode(inside), entry.added))

    def _links(self, item_id: int, facts: Facts) -> None:
        rows = self.rows
        rows["item_genre"] += [(item_id, each + 1) for each in facts.genres]
        rows["item_country"] += [(item_id, each + 1) for each in facts.countries]
        rows["item_company"] += [(item_id, each + 1, "studio") for each in facts.studios]
        rows["item_tag"] += [(item_id, each + 1) for each in facts.tags]
        rows["collection_item"] += [(each + 1, item_id, 0) for each in facts.sets]
        rows["external_id"] += [(item_id, *each) for each in facts.ids]
        rows["rating"] += [
            (item_id, source, value, votes, source == "imdb")
            for source, value, votes in facts.ratings
        ]
        rows["credit"] += [
            (item_id, person + 1, role, character, position)
            for position, (person, role, character) in enumerate(facts.cast)
        ]

    # --- what the viewer did

    def _mine(self, item_id: int, duration_ms: int) -> None:
        share, mine = self._chance(), self._chance()
        watched, begun = share < _WATCHED_SHARE, share > 1 - _BEGUN_SHARE
        favorite, rated = mine < _FAVORITE_SHARE, mine > 1 - _MINE_SHARE
        if not (watched or begun or favorite or rated):
            return
        played = _NOW_US - int(self._chance() ** 2 * 900) * _DAY_US if watched or begun else None
        resume = int(duration_ms * self._chance() * 0.9) if begun else 0
        rating = 1 + int(self._chance() * 10) if rated else None
        self.rows["user_state"].append(
            (item_id, 1, int(watched), int(watched), played, resume, int(favorite), rating)
        )

    def _seen(self, item_id: int, show: _Show) -> None:
        if show.watched:
            played = _NOW_US - int(self._chance() ** 2 * 900) * _DAY_US
            self.rows["user_state"].append((item_id, 1, 1, 1, played, 0, 0, None))
