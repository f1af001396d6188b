"""The texts that have no index of what is asked of them, in batches, with the items they belong to.

What an index can narrow, it narrows: a whole title is looked for among the titles with its words.
"""

import os
from collections.abc import Iterator
from typing import Any, Final

from media_manager.domain.naming import query_terms
from media_manager.domain.query import Field, Query
from media_manager.persistence.query_compiler import Part
from media_manager.persistence.reader import LibraryReader

Batch = list[tuple[int, str]]

_BATCH: Final = 4_000
# At most so many rows are taken at a time: a fetch holds the others up as long as it runs.
_FETCH: Final = 500
_ITEMS: Final = "SELECT i.id, i.{0} FROM media_item i WHERE i.{0} IS NOT NULL"
_FILES: Final = (
    "SELECT l.item_id, r.display_path, f.path FROM item_file l "
    "JOIN media_file f ON f.id = l.file_id JOIN root_folder r ON r.id = f.root_id "
    "WHERE l.role = 'main' AND f.path IS NOT NULL"
)
# Field -> the texts of items: statement and the item's number in it.
_TEXTS: Final = {
    "title": (_ITEMS.format("title"), "i.id"),
    "original": (_ITEMS.format("original_title"), "i.id"),
    "plot": (_ITEMS.format("plot"), "i.id"),
    "file": (_FILES, "l.item_id"),
    "path": (_FILES, "l.item_id"),
    "character": (
        "SELECT c.media_item_id, c.character FROM credit c WHERE c.character IS NOT NULL",
        "c.media_item_id",
    ),
}
_CREDITS: Final = "SELECT DISTINCT l.media_item_id FROM credit l WHERE l.person_id IN ({})"
# Field -> the names, and the items of some of them.
_NAMES: Final = {
    "genre": ("genre", "SELECT DISTINCT l.item_id FROM item_genre l WHERE l.genre_id IN ({})"),
    "tag": ("tag", "SELECT DISTINCT l.item_id FROM item_tag l WHERE l.tag_id IN ({})"),
    "studio": (
        "company",
        "SELECT DISTINCT l.item_id FROM item_company l WHERE l.company_id IN ({})",
    ),
    "country": (
        "country",
        "SELECT DISTINCT l.item_id FROM item_country l WHERE l.country_id IN ({})",
    ),
    "set": (
        "collection",
        (
            "SELECT DISTINCT l.item_id FROM collection_item l JOIN collection c "
            "ON c.id = l.collection_id WHERE c.kind = 'set' AND c.id IN ({})"
        ),
    ),
    "collection": (
        "collection",
        "SELECT DISTINCT l.item_id FROM collection_item l WHERE l.collection_id IN ({})",
    ),
    "person": ("person", _CREDITS),
    **{
        role: ("person", f"{_CREDITS} AND l.role = '{role}'")
        for role in ("actor", "director", "writer")
    },
}
_FIRST_LETTERS: Final = 4
# Texts of which SQL, in a second a million, leaves out those without the words.
_NARROWED: Final = {
    "character": "c.character",
    "path": "(r.display_path || '/' || CAST(f.path AS TEXT))",
}
# Where the index of words holds a text, so that it narrows what is looked at.
_INDEXED: Final = {"title": "title", "original": "title", "plot": "plot", "file": "file"}


def is_name(field: Field) -> bool:
    """Tell whether a field is about names, which items share, and not about texts of their own."""
    return field.name in _NAMES


def texts_of(reader: LibraryReader, field: Field, *, narrowed: bool) -> Iterator[Batch]:
    """Yield (item, text) in batches; `narrowed` to the items with the field's words."""
    sql, item = _TEXTS[field.name]
    values: tuple[str, ...] = ()
    if narrowed and field.name in _INDEXED and query_terms(field.value):
        words = Field(_INDEXED[field.name], field.value)
        part = reader.compiled(Query((words,))).hits()
        sql, values = f"{sql} AND {item} IN ({part.sql})", part.values
    elif narrowed and field.name in _NARROWED and reader.full_text:
        part = _like(_NARROWED[field.name], field.value)
        sql, values = f"{sql} AND {part.sql}", part.values
    for rows in _batches(reader, sql, values):
        yield [(row[0], _text(field, row)) for row in rows]
    if field.name == "title" and not narrowed:
        yield from texts_of(reader, Field("original", field.value), narrowed=False)


def names_of_field(reader: LibraryReader, field: Field) -> Iterator[Batch]:
    """Yield (number, name) of all names of a field's kind, in batches."""
    table, _ = _NAMES[field.name]
    yield from _batches(reader, f"SELECT id, name FROM {table} ORDER BY id", ())


def items_of_names(reader: LibraryReader, field: Field, numbers: list[int]) -> Iterator[int]:
    """Yield the items that are linked to any of these names."""
    _, sql = _NAMES[field.name]
    for start in range(0, len(numbers), _BATCH):
        some = ",".join(map(str, numbers[start : start + _BATCH]))
        for rows in _batches(reader, sql.format(some), ()):
            yield from (row[0] for row in rows)


def _text(field: Field, row: Any) -> str:
    if field.name not in ("file", "path"):
        return str(row[1])
    path = bytes(row[2])
    if field.name == "file":
        path = path.rsplit(b"/", 1)[-1]
        return path.decode("utf-8", "replace")
    return os.path.join(str(row[1]), path.decode("utf-8", "replace"))  # noqa: PTH118 - text


def _like(column: str, value: str) -> Part:
    """Return the test that a text can hold the words: of letters beyond ASCII we cannot say.

    By their first letters, which a compound such as Spider-Man does not divide.
    """
    words = [word[:_FIRST_LETTERS] for word in query_terms(value) if word.isascii()]
    tests = " AND ".join(f"{column} LIKE ?" for _ in words) or "1"
    return Part(
        f"({tests} OR length({column}) < length(CAST({column} AS BLOB)))",
        tuple(f"%{word}%" for word in words),
    )


def _batches(reader: LibraryReader, sql: str, values: tuple[str, ...]) -> Iterator[list[Any]]:
    cursor: Any = reader.execute(sql, values)
    while rows := _fetched(cursor):
        yield rows


def _fetched(cursor: Any) -> list[Any]:
    rows: list[Any] = []
    while len(rows) < _BATCH:
        some = cursor.fetchmany(_FETCH)
        rows += some
        if len(some) < _FETCH:
            break
    return rows
