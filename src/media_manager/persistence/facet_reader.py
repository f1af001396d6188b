"""What items have of each facet, as plain rows: for few hits, and as the source of the columns."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from media_manager.domain.facets import (
    PRESENCES,
    RESOLUTION_STEPS,
    Facet,
    Value,
    decade_of,
    name_value,
    points_of,
)
from media_manager.domain.languages import normalise_language
from media_manager.domain.media import MediaType
from media_manager.domain.naming import query_terms
from media_manager.domain.streams import resolution_label
from media_manager.persistence.reader import LibraryReader

# The table of names of a facet, how the search calls it, and the links of items to it.
NAMES: Final = {
    Facet.GENRE: ("genre", "genre"),
    Facet.TAG: ("tag", "tag"),
    Facet.STUDIO: ("company", "company"),
    Facet.COUNTRY: ("country", None),
    Facet.PERSON: ("person", "person"),
}
_FILE = "FROM media_item i JOIN media_file f ON f.id = i.main_file_id WHERE i.id {among}"
_STREAM = (
    "FROM media_item i JOIN stream s ON s.file_id = i.main_file_id WHERE i.id {among} AND s.kind = "
)
_STATE = "FROM media_item i LEFT JOIN user_state u ON u.item_id = i.id AND u.viewer_id = {viewer} "
_ARTWORK = (
    "EXISTS (SELECT 1 FROM artwork a WHERE a.media_item_id = i.id AND a.artwork_type = '{}' "
    "AND a.download_status = 'done')"
)
HAS: Final = {
    "poster": _ARTWORK.format("poster"),
    "fanart": _ARTWORK.format("fanart"),
    "plot": "COALESCE(i.plot, '') <> ''",
    "year": "i.year IS NOT NULL",
    "rating": "i.rating IS NOT NULL",
    "runtime": "COALESCE(i.runtime_minutes, 0) > 0",
    "genre": "EXISTS (SELECT 1 FROM item_genre g WHERE g.item_id = i.id)",
    "person": "EXISTS (SELECT 1 FROM credit c WHERE c.media_item_id = i.id)",
    "subtitle": "EXISTS (SELECT 1 FROM subtitle t WHERE t.media_item_id = i.id "
    "AND t.file_id IS NOT NULL) OR EXISTS (SELECT 1 FROM stream s "
    "WHERE s.file_id = i.main_file_id AND s.kind = 'subtitle')",
    "id": "EXISTS (SELECT 1 FROM external_id x WHERE x.media_item_id = i.id)",
}
_SELECTS: Final = {
    Facet.TYPE: "SELECT i.id, i.media_type FROM media_item i WHERE i.id {among}",
    Facet.LIBRARY: "SELECT i.id, i.library_id FROM media_item i WHERE i.id {among}",
    Facet.YEAR: "SELECT i.id, i.year FROM media_item i WHERE i.id {among}",
    Facet.DECADE: "SELECT i.id, i.year FROM media_item i WHERE i.id {among}",
    Facet.RATING: f"SELECT i.id, COALESCE(u.rating, i.rating) {_STATE} WHERE i.id {{among}}",
    Facet.GENRE: "SELECT item_id, genre_id FROM item_genre WHERE item_id {among}",
    Facet.TAG: "SELECT item_id, tag_id FROM item_tag WHERE item_id {among}",
    Facet.STUDIO: "SELECT item_id, company_id FROM item_company WHERE item_id {among}",
    Facet.COUNTRY: "SELECT item_id, country_id FROM item_country WHERE item_id {among}",
    Facet.PERSON: "SELECT media_item_id, person_id FROM credit WHERE media_item_id {among}",
    Facet.RESOLUTION: f"SELECT i.id, f.width, f.height {_FILE}",
    Facet.HDR: f"SELECT i.id, f.hdr, f.height {_FILE}",
    Facet.CODEC: f"SELECT i.id, s.codec {_STREAM}'video'",
    Facet.LANGUAGE: f"SELECT i.id, s.language {_STREAM}'audio'",
    Facet.STATE: f"SELECT i.id, u.watched, u.favorite, u.resume_ms {_STATE} WHERE i.id {{among}}",
    Facet.MISSING: f"SELECT i.id, {', '.join(HAS[each] for each in PRESENCES)} "
    f"{_STATE} WHERE i.id {{among}}",
}


def select_of(facet: Facet, among: str, viewer_id: int) -> str:
    """Return SQL for the rows of a facet: item id, and what it has.

    `among` says which items: `among_ids`, or BETWEEN.
    """
    return _SELECTS[facet].format(among=among, viewer=int(viewer_id))


def among_ids(reader: LibraryReader) -> str:
    """Return the test of a number that is one of a bound text: `[1,2,3]`."""
    if reader.full_text:
        return "IN (SELECT value FROM json_each(?))"
    return "IN (SELECT value::bigint FROM json_array_elements_text(?::json))"


def as_text(ids: Iterable[int]) -> str:
    return f"[{','.join(map(str, ids))}]"


def facet_values(
    reader: LibraryReader, facet: Facet, ids: Sequence[int], *, viewer_id: int = 1
) -> Iterator[tuple[int, Value]]:
    """Yield (item id, value) of these items; names come as the numbers of their rows."""
    sql = select_of(facet, among_ids(reader), viewer_id)
    values: Callable[..., tuple[Value, ...]] = VALUES.get(facet, _plain)
    for item_id, *row in reader.execute(sql, [as_text(ids)]):
        for value in values(*row):
            yield item_id, value


def names_of(reader: LibraryReader, facet: Facet, entity_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of genres, tags, studios, countries, people or libraries by number."""
    table = "library" if facet is Facet.LIBRARY else NAMES[facet][0]
    sql = f"SELECT id, name FROM {table} WHERE id {among_ids(reader)}"
    return dict(reader.execute(sql, [as_text(entity_ids)]).fetchall())


def first_with_name(reader: LibraryReader, facet: Facet, value: str) -> int | None:
    """Return the lowest number of those whose name folds to the same; None if there is none."""
    found = numbers_with_name(reader, facet, value)
    return min(found, default=None)


def numbers_with_name(reader: LibraryReader, facet: Facet, value: str) -> list[int]:
    """Return the numbers of all whose name folds to `value`."""
    kind = None if facet is Facet.LIBRARY else NAMES[facet][1]
    terms = query_terms(value)
    if kind is None or not terms:
        return _numbers_by_fold(reader, facet, value)
    sql, bound = "SELECT entity_id FROM search_name s WHERE s.name = ? AND s.kind = ?", []
    if reader.full_text:
        sql = (
            "SELECT s.entity_id FROM search_names x CROSS JOIN search_name s "
            "WHERE search_names MATCH ? AND s.id = x.rowid AND s.name = ? AND s.kind = ?"
        )
        bound = [f'"{value}"']
    return [row[0] for row in reader.execute(sql, [*bound, value, kind])]


def _numbers_by_fold(reader: LibraryReader, facet: Facet, value: str) -> list[int]:
    """Return the same for tables that the search does not hold, and names it folds to nothing."""
    table = "library" if facet is Facet.LIBRARY else NAMES[facet][0]
    if facet not in (Facet.LIBRARY, Facet.COUNTRY):
        rows = reader.execute(f"SELECT id FROM {table} WHERE name = ?", [value])
        return [row[0] for row in rows]
    rows = reader.execute(f"SELECT id, name FROM {table}")
    return [number for number, name in rows if name_value(name) == value]


def numbers_containing(reader: LibraryReader, facet: Facet, text: str) -> list[int]:
    """Return the numbers of all names in which each word of `text` begins a word."""
    table, kind = NAMES[facet]
    terms = query_terms(text)
    if kind is None or not reader.full_text:
        rows = reader.execute(f"SELECT id, name FROM {table}")
        return [number for number, name in rows if contains(name, text)]
    sql = (
        "SELECT s.entity_id FROM search_names x CROSS JOIN search_name s "
        "WHERE search_names MATCH ? AND s.id = x.rowid AND s.kind = ?"
    )
    match = " AND ".join(f'"{term}" *' for term in terms)
    return [row[0] for row in reader.execute(sql, [match, kind])] if terms else []


def contains(name: str, text: str) -> bool:
    """Tell whether each word of `text` begins a word of the name, folded."""
    folded = f" {name_value(name)}"
    return all(f" {term}" in folded for term in query_terms(text))


def _plain(value: Any) -> tuple[Value, ...]:
    return () if value is None else (value,)


def _decade(year: int | None) -> tuple[Value, ...]:
    return () if year is None else (decade_of(year),)


def _points(rating: float | None) -> tuple[Value, ...]:
    return () if rating is None else (points_of(rating),)


def _resolution(width: int | None, height: int | None) -> tuple[Value, ...]:
    lines = class_height(width, height)
    if lines is None:
        return ()
    return (next((label for label, least in RESOLUTION_STEPS if lines >= least), "sd"),)


def class_height(width: int | None, height: int | None) -> int | None:
    """Return the height that names the class of a picture: 1080 for 1920x800."""
    label = resolution_label(width, height)
    return None if label is None else int(label.removesuffix("p"))


def _language(code: str | None) -> tuple[Value, ...]:
    found = None if code is None else normalise_language(code)
    # Who asks for Portuguese also finds that of Brazil.
    return () if found is None else (found, found.partition("-")[0])


def _state(watched: Any, favorite: Any, resume_ms: int | None) -> tuple[Value, ...]:
    states = ["watched" if watched else "unwatched"]
    states += ["inprogress"] if resume_ms and not watched else []
    states += ["favorite"] if favorite else []
    return tuple(states)


def _hdr(hdr: str | None, height: int | None) -> tuple[Value, ...]:
    if hdr is None:
        return ("sdr",) if height else ()
    return (hdr,)


def _missing(*has: Any) -> tuple[Value, ...]:
    return tuple(name for name, it in zip(PRESENCES, has, strict=True) if not it)


VALUES: Final[dict[Facet, Callable[..., tuple[Value, ...]]]] = {
    Facet.DECADE: _decade,
    Facet.RATING: _points,
    Facet.RESOLUTION: _resolution,
    Facet.HDR: _hdr,
    Facet.LANGUAGE: _language,
    Facet.STATE: _state,
    Facet.MISSING: _missing,
}
TYPES: Final = tuple(str(each) for each in MediaType)
