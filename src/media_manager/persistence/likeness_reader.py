"""Finds the items that share people, sets, tags, studios and genres with one item."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media_manager.persistence.reader import LibraryReader

# Above this many owners a thing chooses no candidates, it only adds to those others chose.
BROAD = 2_000
_CAST = 15
_SAME_YEARS = 2
_MARKS = 500

_LINKS = (
    (
        "set",
        (
            "SELECT c.id, c.name FROM collection_item l JOIN collection c "
            "ON c.id = l.collection_id AND c.kind = 'set' WHERE l.item_id = ?"
        ),
        "SELECT item_id AS id FROM collection_item WHERE collection_id = ?",
    ),
    (
        "tag",
        "SELECT n.id, n.name FROM item_tag l JOIN tag n ON n.id = l.tag_id WHERE l.item_id = ?",
        "SELECT item_id AS id FROM item_tag WHERE tag_id = ?",
    ),
    (
        "studio",
        (
            "SELECT n.id, n.name FROM item_company l JOIN company n ON n.id = l.company_id "
            "WHERE l.item_id = ?"
        ),
        "SELECT item_id AS id FROM item_company WHERE company_id = ?",
    ),
    (
        "genre",
        (
            "SELECT n.id, n.name FROM item_genre l JOIN genre n ON n.id = l.genre_id "
            "WHERE l.item_id = ?"
        ),
        "SELECT item_id AS id FROM item_genre WHERE genre_id = ?",
    ),
)
_PEOPLE = """
SELECT p.id, p.name, c.role FROM credit c JOIN person p ON p.id = c.person_id
WHERE c.media_item_id = ? ORDER BY c.position, c.id
"""
_OF_PERSON = "SELECT media_item_id AS id FROM credit WHERE person_id = ?"
_CREW = {"director": "director", "creator": "director", "writer": "writer", "screenplay": "writer"}
_NEAR = """
SELECT id FROM media_item WHERE media_type = ? AND year = ? AND id <> ? LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Shared:
    """One thing of the item: its kind and name, and who has it; None where too many do."""

    kind: str
    name: str
    owners: int
    items: frozenset[int] | None
    sql: str
    entity: int


def read_shared(reader: LibraryReader, item_id: int) -> list[Shared]:
    """Return what an item could share with others, each thing once."""
    found = []
    for kind, name, sql, entity in _things(reader, item_id):
        ids = [row[0] for row in reader.execute(f"{sql} LIMIT ?", [entity, BROAD + 1])]
        others = frozenset(ids) - {item_id}
        if others:
            broad = len(ids) > BROAD
            found.append(Shared(kind, name, len(ids), None if broad else others, sql, entity))
    return found


def read_near(reader: LibraryReader, item_id: int, media_type: str, year: int) -> list[int]:
    """Return items of the same type and about the same year: for want of anything rarer."""
    return [
        row[0]
        for near in range(year - _SAME_YEARS, year + _SAME_YEARS + 1)
        for row in reader.execute(_NEAR, [media_type, near, item_id, BROAD])
    ]


def read_owners(reader: LibraryReader, shared: Shared, item_ids: Sequence[int]) -> set[int]:
    """Return which of these items have the thing too."""
    found = set[int]()
    column = "media_item_id" if shared.sql == _OF_PERSON else "item_id"
    for start in range(0, len(item_ids), _MARKS):
        batch = list(item_ids[start : start + _MARKS])
        marks = ",".join("?" for _ in batch)
        rows = reader.execute(f"{shared.sql} AND {column} IN ({marks})", [shared.entity, *batch])
        found.update(row[0] for row in rows)
    return found


def _things(reader: LibraryReader, item_id: int) -> Iterator[tuple[str, str, str, int]]:
    for kind, own, sql in _LINKS:
        for entity, name in reader.execute(own, [item_id]).fetchall():
            yield kind, name, sql, entity
    cast = 0
    seen = set[int]()
    for entity, name, role in reader.execute(_PEOPLE, [item_id]).fetchall():
        kind = _CREW.get(role, "actor")
        cast += kind == "actor"
        if entity not in seen and (kind != "actor" or cast <= _CAST):
            seen.add(entity)
            yield kind, name, _OF_PERSON, entity
