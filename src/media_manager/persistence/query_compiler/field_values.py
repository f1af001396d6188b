"""Numbers, sizes, dates and ids of an item in SQL: `year:1990..1999`, `added:<30d`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from media_manager.domain.media import MediaType
from media_manager.domain.query import Compare, Count, Field
from media_manager.domain.query.values import bounds, external_number, item_number
from media_manager.domain.streams import RESOLUTION_LABELS
from media_manager.persistence.query_compiler.parts import Condition, Context, Part

# Other names under which NFO files and providers give the same source.
_RATING_SOURCES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "imdb": ("imdb",),
        "tmdb": ("tmdb", "themoviedb"),
        "metacritic": ("metacritic",),
        "rottentomatoes": ("rottentomatoes", "tomatometerallcritics"),
    }
)
_ITEM_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "year": "i.year",
        "runtime": "i.runtime_minutes",
        "season": "i.season",
        "episode": "i.episode",
        "added": "i.added_at",
        "premiered": "i.premiered",
    }
)
_FILE_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {"size": "f.size_bytes", "height": "f.height", "width": "f.width"}
)
_SIGNS: Final[Mapping[Compare, str]] = MappingProxyType(
    {
        Compare.MATCHES: "=",
        Compare.EQUALS: "=",
        Compare.LESS: "<",
        Compare.AT_MOST: "<=",
        Compare.MORE: ">",
        Compare.AT_LEAST: ">=",
    }
)
_LARGEST = 2**63 - 1  # what a database takes as a number
# The sources there are, by steps through the index: an id without a source is asked of each.
_SOURCES = (
    "WITH RECURSIVE known(source) AS (SELECT min(source) FROM external_id UNION ALL "
    "SELECT (SELECT min(e.source) FROM external_id e WHERE e.source > known.source) "
    "FROM known WHERE known.source IS NOT NULL) SELECT source FROM known WHERE source IS NOT NULL"
)


def between(column: str, field: Field, context: Context) -> Part:
    """Return the test that a column lies within the bounds of a field."""
    limits = bounds(field, context.now)
    tests = [(f"{column} >= ?", limits.low), (f"{column} < ?", limits.high)]
    kept = [(sql, bound) for sql, bound in tests if bound is not None]
    return Part(" AND ".join(sql for sql, _ in kept), tuple(bound for _, bound in kept))


def compared(column: str, count: Count) -> Part:
    """Return the test that a number compares as the condition says."""
    return Part(f"{column} {_SIGNS[count.compare]} ?", (min(count.number, _LARGEST),))


def value_condition(field: Field, context: Context) -> Condition:
    """Return the condition for a field whose value is a number, a size, a date or an id."""
    if field.name in _ITEM_COLUMNS:
        test = between(_ITEM_COLUMNS[field.name], field, context)
        return Condition(test, ranged=field.name in ("year", "added"))
    if field.name in _FILE_COLUMNS:
        return of_file(between(_FILE_COLUMNS[field.name], field, context), indexed=True)
    return _OTHERS[field.name](field, context)


def of_file(test: Part, *, indexed: bool = False) -> Condition:
    """Return the condition that the main file `f` of an item passes a test.

    `indexed` says that an index of files finds those that do.
    """
    one = Part(
        f"EXISTS (SELECT 1 FROM media_file f WHERE f.id = i.main_file_id AND {test.sql})",
        test.values,
    )
    return Condition(one, _items_of(test) if indexed else None, exact=indexed)


def of_picture(test: Part) -> Condition:
    """Return the condition of a picture's class: all of an index has to be read for it."""
    ids = _items_of(test)
    return replace(of_file(test), all=Part(f"i.id IN ({ids.sql})", ids.values))


def _items_of(test: Part) -> Part:
    return Part(
        "SELECT o.id FROM media_file f CROSS JOIN media_item o "
        f"WHERE o.main_file_id = f.id AND {test.sql}",
        test.values,
    )


def of_viewer(test: Part, context: Context) -> Condition:
    """Return the condition that what the viewer did with an item, `u`, passes a test."""
    source = f"FROM user_state u WHERE u.viewer_id = ? AND {test.sql}"
    values = (context.viewer_id, *test.values)
    return Condition(
        Part(f"EXISTS (SELECT 1 {source} AND u.item_id = i.id)", values),
        Part(f"SELECT u.item_id AS id {source}", values),
        exact=True,
    )


def picture_class(table: str, *, full_text: bool) -> str:
    """Return SQL for the height that names a picture's class, as `resolution_label` does."""
    greatest, least = ("max", "min") if full_text else ("greatest", "least")
    wide = f"{greatest}({table}.width, {table}.height)"
    high = f"{least}({table}.width, {table}.height)"
    steps = " ".join(
        f"WHEN {wide} >= {width} OR {high} >= {height} THEN {label.removesuffix('p')}"
        for label, width, height in RESOLUTION_LABELS
    )
    return f"CASE WHEN {high} > 0 THEN CASE {steps} ELSE 240 END END"


def _rating(field: Field, context: Context) -> Condition:
    """The viewer's own rating stands before the main source's."""
    own = (
        "COALESCE((SELECT u.rating FROM user_state u WHERE u.item_id = i.id "
        f"AND u.viewer_id = {int(context.viewer_id)}), i.rating)"
    )
    rated = f"FROM user_state u WHERE u.viewer_id = {int(context.viewer_id)} AND "
    mine, others = (between(column, field, context) for column in ("u.rating", "o.rating"))
    types = ", ".join(f"'{each}'" for each in MediaType)
    ids = Part(
        f"SELECT u.item_id AS id {rated}{mine.sql} UNION ALL "
        f"SELECT o.id FROM media_item o WHERE o.media_type IN ({types}) AND {others.sql} "
        f"AND o.id NOT IN (SELECT u.item_id {rated}u.rating IS NOT NULL)",
        (*mine.values, *others.values),
    )
    return Condition(between(own, field, context), ids, exact=True)


def _plays(field: Field, context: Context) -> Condition:
    """What was never played was played 0 times, and mostly has no row that says so."""
    limits = bounds(field, context.now)
    if isinstance(limits.low, int) and limits.low > 0:
        return of_viewer(between("u.play_count", field, context), context)
    count = (
        "COALESCE((SELECT u.play_count FROM user_state u WHERE u.item_id = i.id "
        f"AND u.viewer_id = {int(context.viewer_id)}), 0)"
    )
    return Condition(between(count, field, context))


def _source_rating(field: Field, context: Context) -> Condition:
    test = between("r.value", field, context)
    sources = _RATING_SOURCES[field.name]
    marks = ", ".join("?" for _ in sources)
    return Condition(
        Part(
            "EXISTS (SELECT 1 FROM rating r WHERE r.media_item_id = i.id "
            f"AND r.source IN ({marks}) AND {test.sql})",
            (*sources, *test.values),
        )
    )


def _taken(field: Field, context: Context) -> Condition:
    test = between("p.taken_at", field, context)
    return Condition(
        Part(f"EXISTS (SELECT 1 FROM photo p WHERE p.item_id = i.id AND {test.sql})", test.values),
        Part(f"SELECT p.item_id AS id FROM photo p WHERE {test.sql}", test.values),
        exact=True,
    )


def _external(field: Field, _context: Context) -> Condition:
    number = external_number(field)
    source = f"IN ({_SOURCES})" if number.source is None else "= ?"
    values = (number.external_id,) if number.source is None else (number.source, number.external_id)
    ids = Part(
        f"SELECT e.media_item_id AS id FROM external_id e WHERE e.source {source} "
        "AND e.external_id = ?",
        values,
    )
    return Condition(Part(f"i.id IN ({ids.sql})", ids.values), ids, exact=True, narrow=True)


def _root(field: Field, _context: Context) -> Condition:
    values = (item_number(field),)
    return Condition(
        Part(
            "EXISTS (SELECT 1 FROM item_file l CROSS JOIN media_file f "
            "WHERE l.item_id = i.id AND f.id = l.file_id AND +f.root_id = ?)",
            values,
        ),
        Part(
            "SELECT l.item_id AS id FROM media_file f CROSS JOIN item_file l "
            "WHERE f.root_id = ? AND l.file_id = f.id",
            values,
        ),
        exact=True,
    )


def _numbered(column: str) -> Callable[[Field, Context], Condition]:
    def condition(field: Field, _context: Context) -> Condition:
        return Condition(Part(f"{column} = ?", (item_number(field),)), narrow=True)

    return condition


def _resolution(field: Field, context: Context) -> Condition:
    return of_picture(between(picture_class("f", full_text=context.full_text), field, context))


def _library_id(field: Field, _context: Context) -> Condition:
    return Condition(Part("i.library_id = ?", (item_number(field),)))


_OTHERS: Final[Mapping[str, Callable[[Field, Context], Condition]]] = MappingProxyType(
    {
        "rating": _rating,
        "myrating": lambda field, context: of_viewer(between("u.rating", field, context), context),
        "watched": lambda field, context: of_viewer(
            between("u.last_played_at", field, context), context
        ),
        "plays": _plays,
        **dict.fromkeys(_RATING_SOURCES, _source_rating),
        "taken": _taken,
        "resolution": _resolution,
        "id": _external,
        "root": _root,
        "item": _numbered("i.id"),
        "parent": _numbered("i.parent_id"),
        "library_id": _library_id,
    }
)
VALUE_FIELDS: Final = frozenset({*_ITEM_COLUMNS, *_FILE_COLUMNS, *_OTHERS})
