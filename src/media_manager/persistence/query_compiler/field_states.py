"""What an item is and has, in SQL: `is:watched`, `has:poster`, `missing:plot`, `tags:#>3`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from media_manager.domain.languages import language_spellings
from media_manager.domain.query import Compare, Count, Field
from media_manager.domain.query.values import Presence, choice, presence
from media_manager.persistence.query_compiler.field_values import (
    compared,
    of_file,
    of_picture,
    of_viewer,
    picture_class,
)
from media_manager.persistence.query_compiler.parts import Condition, Context, Part, joined

_MAIN_STREAM = (
    "EXISTS (SELECT 1 FROM stream s WHERE s.file_id = i.main_file_id AND s.kind = '{}'{})"
)
_FULL_HD_ENDS = 1440
_DUPLICATE = (
    "EXISTS (SELECT 1 FROM external_id a JOIN external_id b ON b.source = a.source "
    "AND b.external_id = a.external_id AND b.media_item_id <> a.media_item_id "
    "JOIN media_item o ON o.id = b.media_item_id AND o.media_type = i.media_type "
    "WHERE a.media_item_id = i.id) OR i.media_type IN ('movie', 'show') AND EXISTS "
    "(SELECT 1 FROM media_item o WHERE o.media_type = i.media_type AND o.year = i.year "
    "AND o.sort_key = i.sort_key AND o.id <> i.id)"
)

# The same for all at once: what stands in the index more than once.
_DUPLICATES = (
    "i.id IN (SELECT a.media_item_id FROM (SELECT e.source, e.external_id, o.media_type "
    "FROM external_id e JOIN media_item o ON o.id = e.media_item_id "
    "WHERE (e.source, e.external_id) IN (SELECT source, external_id FROM external_id "
    "GROUP BY source, external_id HAVING count(*) > 1) "
    "GROUP BY e.source, e.external_id, o.media_type HAVING count(DISTINCT o.id) > 1) AS d "
    "JOIN external_id a ON a.source = d.source AND a.external_id = d.external_id "
    "JOIN media_item o ON o.id = a.media_item_id AND o.media_type = d.media_type "
    "UNION ALL SELECT o.id FROM (SELECT media_type, year, sort_key FROM media_item "
    "WHERE media_type IN ('movie', 'show') AND year IS NOT NULL "
    "GROUP BY media_type, year, sort_key HAVING count(*) > 1) AS t JOIN media_item o "
    "ON o.media_type = t.media_type AND o.year = t.year AND o.sort_key = t.sort_key)"
)

_STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "matched": "i.state = 'matched'",
        "unmatched": "i.state <> 'matched'",
        "ambiguous": "i.state = 'ambiguous'",
        "locked": "EXISTS (SELECT 1 FROM user_value v WHERE v.item_id = i.id AND v.locked)",
    }
)
_FILES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "offline": "f.root_id IN (SELECT r.id FROM root_folder r WHERE r.state = 'offline')",
        "missing": "f.state = 'missing' AND f.state <> 'present'",
        "hdr": "f.hdr <> '' AND f.hdr IS NOT NULL",
    }
)
_VIEWERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "favorite": "u.favorite",
        "watched": "u.watched",
        "inprogress": "u.resume_ms > 0 AND NOT u.watched",
        "rated": "u.rating IS NOT NULL",
        "note": "u.note <> ''",
        "myrating": "u.rating IS NOT NULL",
    }
)


def state_condition(field: Field, context: Context) -> Condition:
    """Return the condition of an `is:`."""
    state = choice(field)
    if state == "unwatched":
        watched = of_viewer(Part(_VIEWERS["watched"]), context)
        return Condition(Part(f"NOT {watched.test.sql}", watched.test.values))
    if state == "4k":
        big = f"{picture_class('f', full_text=context.full_text)} > {_FULL_HD_ENDS}"
        return of_picture(Part(big))
    if state in _FILES:
        return of_file(Part(_FILES[state]), indexed=True)
    if state in _VIEWERS:
        return of_viewer(Part(_VIEWERS[state]), context)
    if state == "duplicate":
        return Condition(Part(_DUPLICATE), all=Part(_DUPLICATES))
    return Condition(Part(_STATES[state]))


def _linked(table: str, item: str = "item_id", test: str = "") -> str:
    more = f" AND {test}" if test else ""
    return f"EXISTS (SELECT 1 FROM {table} l WHERE l.{item} = i.id{more})"


def _credited(role: str = "") -> str:
    return _linked("credit", "media_item_id", f"l.role = '{role}'" if role else "")


def _artwork(kind: str) -> str:
    test = f"l.artwork_type = '{kind}' AND l.download_status = 'done'"
    return _linked("artwork", "media_item_id", test)


def _numbered(source: str) -> str:
    return _linked("external_id", "media_item_id", f"l.source = '{source}'")


_PRESENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{kind: _artwork(kind) for kind in ("poster", "fanart", "banner", "thumb")},
        "plot": "i.plot <> ''",
        "tagline": "i.tagline <> ''",
        "original": "i.original_title <> ''",
        "year": "i.year IS NOT NULL",
        "premiered": "i.premiered <> ''",
        "runtime": "i.runtime_minutes > 0",
        "certification": "i.content_rating <> ''",
        "rating": "i.rating IS NOT NULL",
        "genre": _linked("item_genre"),
        "tag": _linked("item_tag"),
        "person": _credited(),
        **{role: _credited(role) for role in ("actor", "director", "writer")},
        "studio": _linked("item_company"),
        "country": _linked("item_country"),
        "set": (
            "EXISTS (SELECT 1 FROM collection_item l JOIN collection c ON c.id = l.collection_id "
            "WHERE l.item_id = i.id AND c.kind = 'set')"
        ),
        "collection": _linked("collection_item"),
        "trailer": _linked("trailer", "media_item_id"),
        "file": "i.main_file_id IS NOT NULL",
        "nfo": _linked("value_layer", test="l.layer = 'nfo'"),
        "id": _linked("external_id", "media_item_id"),
        **{source: _numbered(source) for source in ("imdb", "tmdb", "tvdb")},
    }
)


def presence_condition(field: Field, context: Context) -> Condition:
    """Return the condition of a `has:` or `missing:`; what is unknown is missing."""
    wanted = presence(field)
    held = _has(wanted, context)
    if field.name == "has":
        return held
    return Condition(Part(f"NOT COALESCE({held.test.sql}, {context.false})", held.test.values))


def _has(wanted: Presence, context: Context) -> Condition:
    if wanted.what in _VIEWERS:
        return of_viewer(Part(_VIEWERS[wanted.what]), context)
    if wanted.what == "subtitle":
        return subtitle_condition(wanted.language)
    if wanted.what == "audio":
        return audio_condition(wanted.language)
    return Condition(Part(_PRESENCES[wanted.what]))


def subtitle_condition(language: str | None) -> Condition:
    """Return the condition that there is a subtitle: beside the file, or in it."""
    column = _language("l.language", language)
    beside = Part(
        "EXISTS (SELECT 1 FROM subtitle l WHERE l.media_item_id = i.id "
        f"AND l.file_id IS NOT NULL{column.sql})",
        column.values,
    )
    return Condition(joined("OR", [beside, _stream("subtitle", language)]))


def audio_condition(language: str | None) -> Condition:
    """Return the condition that the main file has sound, perhaps in a language."""
    return Condition(_stream("audio", language))


def stream_codec(kind: str, codec: str) -> Condition:
    return Condition(Part(_MAIN_STREAM.format(kind, " AND s.codec = ?"), (codec,)))


def _stream(kind: str, language: str | None) -> Part:
    test = _language("s.language", language)
    return Part(_MAIN_STREAM.format(kind, test.sql), test.values)


def _language(column: str, code: str | None) -> Part:
    """Return the test, behind AND, that a file's own word for a language means `code`."""
    if code is None:
        return Part("")
    names = language_spellings(code)
    marks = ", ".join("?" for _ in names)
    regions = " OR ".join(f"lower({column}) LIKE ?" for _ in names)
    return Part(
        f" AND (lower({column}) IN ({marks}) OR {regions})",
        (*names, *(f"{name}-%" for name in names)),
    )


_STREAMS = "(SELECT count(*) FROM stream s WHERE s.file_id = i.main_file_id AND s.kind = '{}')"


def _links(table: str, item: str = "item_id", test: str = "", what: str = "*") -> str:
    more = f" AND {test}" if test else ""
    return f"(SELECT count({what}) FROM {table} l WHERE l.{item} = i.id{more})"


_COUNTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "tags": _links("item_tag"),
        "genres": _links("item_genre"),
        "people": _links("credit", "media_item_id", what="DISTINCT l.person_id"),
        "actors": _links("credit", "media_item_id", "l.role = 'actor'", "DISTINCT l.person_id"),
        "studios": _links("item_company"),
        "countries": _links("item_country"),
        "files": _links("item_file"),
        "subtitles": (
            f"({_links('subtitle', 'media_item_id', 'l.file_id IS NOT NULL')}"
            f" + {_STREAMS.format('subtitle')})"
        ),
        # The episodes of a season, and those of all seasons of a show.
        "episodes": (
            "(CASE WHEN i.media_type = 'season' THEN (SELECT count(*) FROM media_item e "
            "WHERE e.parent_id = i.id) WHEN i.media_type = 'show' THEN (SELECT count(*) "
            "FROM media_item s CROSS JOIN media_item e WHERE s.parent_id = i.id "
            "AND e.parent_id = s.id) ELSE 0 END)"
        ),
        # Each further part of one version is not another version.
        "versions": _links("item_file", test="l.role = 'main' AND COALESCE(l.part, 1) = 1"),
    }
)


_AT_LEAST: Final = frozenset({Compare.MORE, Compare.AT_LEAST, Compare.EQUALS, Compare.MATCHES})


def count_condition(count: Count) -> Condition:
    """Return the condition on how many of something an item has."""
    if count.number == 0 and count.compare in (Compare.EQUALS, Compare.MATCHES):
        # To find one is quicker than to count all.
        some = _COUNTS[count.name].replace("(SELECT count(*) FROM", "EXISTS (SELECT 1 FROM")
        if some.count("SELECT") == 1 and "count(" not in some:
            return Condition(Part(f"NOT {some}"))
    test = compared(_COUNTS[count.name], count)
    if "DISTINCT" in _COUNTS[count.name] and count.compare in _AT_LEAST:
        # Counting different ones is slow; that there are so many at all is seen at once.
        every = re.sub(r"count\(DISTINCT [^)]*\)", "count(*)", _COUNTS[count.name])
        test = joined("AND", [compared(every, replace(count, compare=Compare.AT_LEAST)), test])
    return Condition(test)


_CHOICES: Final[Mapping[str, Callable[[str], Condition]]] = MappingProxyType(
    {
        "type": lambda value: Condition(Part("i.media_type = ?", (value,))),
        "language": audio_condition,
        "subtitle": subtitle_condition,
        "codec": lambda value: stream_codec("video", value),
        "audio": lambda value: stream_codec("audio", value),
        "container": lambda value: of_file(
            Part("',' || f.container || ',' LIKE ?", (f"%,{_plain(value)},%",))
        ),
        "certification": lambda value: Condition(Part("lower(i.content_rating) = ?", (value,))),
        "hdr": lambda value: of_file(_hdr(value), indexed=value != "sdr"),
        "from": lambda value: Condition(_said_by(value)),
    }
)
CHOICE_FIELDS: Final = frozenset(_CHOICES)


def choice_condition(field: Field) -> Condition:
    """Return the condition of a field whose value is one of a few words."""
    return _CHOICES[field.name](choice(field))


def _plain(text: str) -> str:
    return text.replace("\\", "").replace("%", "").replace("_", "")


def _hdr(value: str) -> Part:
    match value:
        case "any":
            return Part("f.hdr <> ''")
        case "sdr":
            return Part("f.hdr IS NULL AND f.height > 0")
        case _:
            return Part("f.hdr = ?", (value,))


def _said_by(layer: str) -> Part:
    if layer == "user":
        return Part("EXISTS (SELECT 1 FROM user_value v WHERE v.item_id = i.id)")
    return Part(
        "EXISTS (SELECT 1 FROM value_layer v WHERE v.item_id = i.id AND v.layer = ?)", (layer,)
    )
