"""Sums and counts of what a query finds, by SQL: for the dashboard where columns are not current.

Each function is one statement over the hits of the query, which ends early when interrupted.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from media_manager.domain.query import Query
from media_manager.persistence.query_compiler import Part
from media_manager.persistence.query_compiler.field_values import picture_class
from media_manager.persistence.reader import LibraryReader

# Zones differ by quarters of an hour, so that no month begins within one.
SLOT_US = 15 * 60 * 1_000_000


class Sized(NamedTuple):
    """What the files of one class of pictures take, in all or of one codec."""

    lines: int | None
    codec: str | None
    size_bytes: int


def sum_runtime(reader: LibraryReader, query: Query) -> int:
    """Return the minutes of all items that a query finds."""
    return int(_rows(reader, query, "SELECT COALESCE(sum(m.runtime_minutes), 0)")[0][0])


def sum_sizes(reader: LibraryReader, query: Query) -> int:
    """Return the bytes of the main files of what a query finds, each file once."""
    part = _files(reader, query, "SELECT COALESCE(sum(f.size_bytes), 0)")
    return int(reader.execute(part.sql, part.values).fetchone()[0])


def count_slots(reader: LibraryReader, query: Query) -> list[tuple[int, int]]:
    """Return (quarter of an hour since 1970, items that came in it), ascending."""
    slot = f"m.added_at / {SLOT_US}"
    return _rows(reader, query, f"SELECT {slot}, count(*)", f"m.added_at > 0 GROUP BY {slot}")


def count_years(reader: LibraryReader, query: Query) -> list[tuple[int, int]]:
    """Return (year, items of it); items without a year are left out."""
    return _rows(reader, query, "SELECT m.year, count(*)", "m.year IS NOT NULL GROUP BY m.year")


def count_genres(reader: LibraryReader, query: Query) -> dict[int, int]:
    """Return how many items have which genre, by its number."""
    hits = _hits(reader, query)
    part = Part(
        f"SELECT g.genre_id, count(*) FROM ({hits.sql}) AS h "
        "JOIN item_genre g ON g.item_id = h.id GROUP BY g.genre_id",
        hits.values,
    )
    return dict(reader.execute(part.sql, part.values).fetchall())


def count_of_genres(reader: LibraryReader, query: Query, numbers: Sequence[int]) -> int:
    """Return how many items have at least one of these genres."""
    hits = _hits(reader, query)
    among = ", ".join(str(int(number)) for number in numbers)
    sql = (
        f"SELECT count(DISTINCT g.item_id) FROM ({hits.sql}) AS h "
        f"JOIN item_genre g ON g.item_id = h.id WHERE g.genre_id IN ({among})"
    )
    return int(reader.execute(sql, hits.values).fetchone()[0])


def sizes_by_picture(reader: LibraryReader, query: Query) -> Iterator[Sized]:
    """Yield the bytes of each class of pictures, and then of each codec in it."""
    lines = picture_class("f", full_text=reader.full_text)
    part = _files(reader, query, f"SELECT {lines}, NULL, sum(f.size_bytes)", " GROUP BY 1")
    yield from (Sized(*row) for row in reader.execute(part.sql, part.values))
    codecs = "JOIN (SELECT DISTINCT file_id, codec FROM stream WHERE kind = 'video') AS s "
    part = _files(
        reader,
        query,
        f"SELECT {lines}, s.codec, sum(f.size_bytes)",
        " AND s.codec IS NOT NULL GROUP BY 1, 2",
        joins=f"{codecs} ON s.file_id = f.id",
    )
    yield from (Sized(*row) for row in reader.execute(part.sql, part.values))


def shared_files(reader: LibraryReader) -> list[list[int]]:
    """Return the items of each file that is the main file of several: `S01E02-E03`."""
    sql = (
        "SELECT id, main_file_id FROM media_item WHERE main_file_id IN (SELECT main_file_id "
        "FROM media_item WHERE main_file_id IS NOT NULL GROUP BY main_file_id "
        "HAVING count(*) > 1) ORDER BY main_file_id, id"
    )
    found: dict[int, list[int]] = {}
    for item_id, file_id in reader.execute(sql):
        found.setdefault(file_id, []).append(item_id)
    return list(found.values())


def ids_with_same_number(reader: LibraryReader) -> list[int]:
    """Return the items that share a provider's id with another of their type.

    Source by source: to compare one text a row instead of two is a sixth quicker.
    """
    found: list[int] = []
    for source in _sources(reader):
        sql = (
            "SELECT e.external_id, o.media_type, o.id FROM external_id e "
            "JOIN media_item o ON o.id = e.media_item_id WHERE e.source = ? "
            "AND e.external_id IN (SELECT external_id FROM external_id WHERE source = ? "
            "GROUP BY external_id HAVING count(*) > 1)"
        )
        same: dict[tuple[str, str], set[int]] = {}
        for number, media_type, item_id in reader.execute(sql, [source, source]):
            same.setdefault((number, media_type), set()).add(item_id)
        found += [each for items in same.values() if len(items) > 1 for each in items]
    return found


def _sources(reader: LibraryReader) -> list[str]:
    """Return the providers that ids are of, by steps through the index."""
    found: list[str] = []
    sql = "SELECT min(source) FROM external_id WHERE source > ?"
    while (row := reader.execute(sql, [found[-1] if found else ""]).fetchone()[0]) is not None:
        found.append(row)
    return found


def count_undecided(reader: LibraryReader, *, but: Sequence[str]) -> int:
    """Return how many items the names did not tell, by the counters, without some types."""
    counts = reader.counters("unmatched:")
    return sum(counts.values()) - sum(counts.get(f"unmatched:{each}", 0) for each in but)


def _hits(reader: LibraryReader, query: Query) -> Part:
    return reader.compiled(query).hits()


def _rows(
    reader: LibraryReader, query: Query, select: str, rest: str = ""
) -> list[tuple[int, int]]:
    hits = _hits(reader, query)
    where = f" WHERE {rest}" if rest else ""
    sql = f"{select} FROM ({hits.sql}) AS h JOIN media_item m ON m.id = h.id{where}"
    return reader.execute(sql, hits.values).fetchall()


def _files(
    reader: LibraryReader, query: Query, select: str, rest: str = "", *, joins: str = ""
) -> Part:
    """Return a statement over the main files of the hits, each file once."""
    hits = _hits(reader, query)
    return Part(
        f"{select} FROM media_file f {joins} WHERE f.id IN (SELECT m.main_file_id "
        f"FROM ({hits.sql}) AS h JOIN media_item m ON m.id = h.id){rest}",
        hits.values,
    )
