"""Writes the many-valued fields of items: genres, tags, people, ids, ratings, sets."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from media_manager.domain.uids import new_uid
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.items import ExternalId, Rating
from media_manager.persistence.models.organize import Collection, CollectionItem, ItemTag, Tag
from media_manager.persistence.models.people import (
    Company,
    Country,
    Credit,
    Genre,
    ItemCompany,
    ItemCountry,
    ItemGenre,
    Person,
)
from media_manager.persistence.search_index import index_names
from media_manager.persistence.writer import WriteSession

Values = Mapping[int, Sequence[Any]]


def save_links(session: WriteSession, values: Mapping[int, Mapping[str, Any]]) -> None:
    """Make the links of items equal to their effective lists (item -> field -> list)."""
    for field, save in _SAVERS.items():
        chosen = {item_id: fields[field] for item_id, fields in values.items() if field in fields}
        if chosen:
            save(session, chosen)
            session.touch(chosen, field)


def ensure_names(session: WriteSession, model: Any, names: set[str], kind: str) -> dict[str, int]:
    """Return the ids of names in a table of names, adding the new ones to it and to the search."""
    table = table_of(model)
    known: dict[str, int] = {}
    wanted = sorted(names)
    for row in session.execute(select(table.c.name, table.c.id).where(table.c.name.in_(wanted))):
        known.setdefault(row.name, row.id)
    new = [name for name in wanted if name not in known]
    if new:
        ids = session.reserve_ids(table.name, len(new))
        extra = {"uid": new_uid} if "uid" in table.c else {}
        rows = [
            {"id": n, "name": name, **{key: make() for key, make in extra.items()}}
            for n, name in zip(ids, new, strict=True)
        ]
        session.execute(insert(table), rows)
        added = dict(zip(new, ids, strict=True))
        if kind != "country":
            index_names(session.connection, kind, [(n, name) for name, n in added.items()])
        known |= added
    return known


def _name_saver(
    model: Any,
    link: Any,
    key: str,
    kind: str,
) -> Callable[[WriteSession, Values], None]:
    def save(session: WriteSession, values: Values) -> None:
        table = table_of(link)
        session.execute(delete(table).where(table.c.item_id.in_(list(values))))
        names = {str(name) for each in values.values() for name in each if name}
        ids = ensure_names(session, model, names, kind)
        rows = [
            {"item_id": item_id, key: ids[name]}
            for item_id, each in values.items()
            for name in dict.fromkeys(str(name) for name in each if name)
        ]
        if rows:
            session.execute(insert(table), rows)

    return save


def _save_credits(session: WriteSession, values: Values) -> None:
    """Each credit is a mapping: name, role, and perhaps character and thumb.

    One name in one source is taken for one person; people split and merge by hand.
    """
    table = table_of(Credit)
    session.execute(delete(table).where(table.c.media_item_id.in_(list(values))))
    names = {credit["name"] for cast in values.values() for credit in cast}
    ids = ensure_names(session, Person, names, "person")
    rows = [
        {
            "media_item_id": item_id,
            "person_id": ids[credit["name"]],
            "role": credit["role"],
            "character": credit.get("character"),
            "position": position,
        }
        for item_id, cast in values.items()
        for position, credit in enumerate(cast)
    ]
    if rows:
        session.execute(insert(table), rows)


def _save_ids(session: WriteSession, values: Mapping[int, Any]) -> None:
    """Each value is a mapping of source to external id."""
    table = table_of(ExternalId)
    session.execute(delete(table).where(table.c.media_item_id.in_(list(values))))
    rows = [
        {"media_item_id": item_id, "source": source, "external_id": str(external_id)}
        for item_id, ids in values.items()
        for source, external_id in ids.items()
    ]
    if rows:
        session.execute(insert(table), rows)


def _save_ratings(session: WriteSession, values: Values) -> None:
    """Each rating is a mapping: source, value (to ten), votes, is_default."""
    table = table_of(Rating)
    session.execute(delete(table).where(table.c.media_item_id.in_(list(values))))
    rows = [
        {
            "media_item_id": item_id,
            "source": rating["source"],
            "value": rating["value"],
            "votes": rating.get("votes"),
            "is_default": bool(rating.get("is_default")),
        }
        for item_id, ratings in values.items()
        for rating in {each["source"]: each for each in ratings}.values()
    ]
    if rows:
        session.execute(insert(table), rows)


def _save_sets(session: WriteSession, values: Values) -> None:
    """Each value is the names of the movie sets that the item belongs to."""
    collection, link = table_of(Collection), table_of(CollectionItem)
    sets = select(collection.c.id).where(collection.c.kind == "set")
    session.execute(
        delete(link).where(link.c.item_id.in_(list(values)), link.c.collection_id.in_(sets))
    )
    for name in sorted({name for names in values.values() for name in names}):
        collection_id = session.execute(
            select(collection.c.id).where(collection.c.kind == "set", collection.c.name == name)
        ).scalar()
        if collection_id is None:
            collection_id = session.execute(
                insert(collection).returning(collection.c.id),
                {"uid": new_uid(), "kind": "set", "name": name},
            ).scalar_one()
        members = [item_id for item_id, names in values.items() if name in names]
        session.execute(
            insert(link), [{"collection_id": collection_id, "item_id": each} for each in members]
        )


_SAVERS: dict[str, Callable[[WriteSession, Any], None]] = {
    "genres": _name_saver(Genre, ItemGenre, "genre_id", "genre"),
    "tags": _name_saver(Tag, ItemTag, "tag_id", "tag"),
    "studios": _name_saver(Company, ItemCompany, "company_id", "company"),
    "countries": _name_saver(Country, ItemCountry, "country_id", "country"),
    "credits": _save_credits,
    "ids": _save_ids,
    "ratings": _save_ratings,
    "sets": _save_sets,
}
