"""The least work that could answer what a list asks: the floors that `bench` compares with."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from media_manager.domain.naming import query_terms
from media_manager.persistence.reader import LibraryReader

_PAGE = "SELECT * FROM media_item WHERE id IN ({marks})"


class Samples(NamedTuple):
    """What to look for in somebody's own library: words of a title in it, and a busy person."""

    title: str
    word: str
    person_id: int
    person: str


def samples(reader: LibraryReader) -> Samples | None:
    """Return what to look for; None where there is nothing to find."""
    top = reader.execute("SELECT max(id) FROM media_item").fetchone()[0]
    if top is None:
        return None
    (title,) = reader.execute(
        "SELECT title FROM media_item WHERE id >= ? ORDER BY id LIMIT 1", [top // 2]
    ).fetchone()
    # The one met most often among the newest credits: counting all of them takes seconds.
    person = reader.execute(
        "SELECT p.id, p.name FROM person p JOIN (SELECT person_id, count(*) AS often FROM "
        "(SELECT person_id FROM credit ORDER BY id DESC LIMIT 2000) AS c GROUP BY person_id "
        "ORDER BY often DESC, person_id LIMIT 1) AS busy ON busy.person_id = p.id"
    ).fetchone()
    words = query_terms(title)
    person_id, name = person or (0, "")
    return Samples(title, max(words, key=len, default=""), person_id, name)


def raw_rows(reader: LibraryReader, ids: Sequence[int]) -> list[Any]:
    """Return the plain rows of some items, nothing joined."""
    return reader.execute(_PAGE.format(marks=",".join("?" * len(ids))), ids).fetchall()


def raw_ids(reader: LibraryReader) -> int:
    """Walk the ids of all films in order; return how many."""
    row = reader.execute(
        "SELECT length(group_concat(id)) FROM (SELECT id FROM media_item "
        "WHERE media_type = 'movie' ORDER BY sort_key, id)"
    ).fetchone()
    return int(row[0] or 0)


def raw_hits(reader: LibraryReader, prefix: str, limit: int) -> list[Any]:
    """Return the first items of the full-text index that hold a prefix, in no order."""
    word = prefix.replace('"', '""')
    return reader.execute(
        "SELECT rowid FROM search_words WHERE search_words MATCH ? LIMIT ?", [f'"{word}"*', limit]
    ).fetchall()


def raw_credits(reader: LibraryReader, person_id: int, limit: int) -> list[Any]:
    """Return the items of a person, in no order."""
    return reader.execute(
        "SELECT DISTINCT media_item_id FROM credit WHERE person_id = ? LIMIT ?", [person_id, limit]
    ).fetchall()


def raw_count(reader: LibraryReader) -> int:
    """Count the films one by one."""
    row = reader.execute("SELECT count(*) FROM media_item WHERE media_type = 'movie'").fetchone()
    return int(row[0])


def raw_counters(reader: LibraryReader) -> list[Any]:
    return reader.execute("SELECT name, value FROM counter").fetchall()
