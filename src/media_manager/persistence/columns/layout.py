"""Which columns there are: their type, and the SQL that fills them. A number an item, or several.

Codes of a closed set of words are places in a tuple; 0 is none. What is not known is the least
number of the type, as SQLite sorts NULL before everything.
"""

from dataclasses import dataclass
from typing import Final

from media_manager.domain.facets import PRESENCES, Facet
from media_manager.domain.media import MediaType
from media_manager.domain.streams import RESOLUTION_LABELS
from media_manager.persistence.facet_reader import HAS

# In the order in which SQL sorts them, so that a code is also the order of kinds.
TYPES: Final = tuple(sorted(str(each) for each in MediaType))
RESOLUTIONS: Final = ("sd", "720p", "1080p", "1440p", "4k", "8k")
HDRS: Final = ("sdr", "hdr10", "hdr10plus", "hlg", "dolbyvision")
# Whose watched state and ratings the columns hold.
COLUMN_VIEWER: Final = 1
STATE_BITS: Final = ("watched", "inprogress", "favorite")
NO_POINTS: Final = 255
_LEAST_2, _LEAST_4, _LEAST_8 = -(2**15), -(2**31), -(2**63)
# A rating to six places: as many as the query language can say.
RATING_UNIT: Final = 1_000_000
_MOST_2, _MOST_4 = 2**15 - 1, 2**31 - 1


@dataclass(frozen=True, slots=True)
class Single:
    """One number an item, from the item `i`, its main file `f` and the viewer's state `u`."""

    name: str
    type: str
    sql: str


@dataclass(frozen=True, slots=True)
class Several:
    """Any number of numbers an item: rows of (item id, number) from a statement."""

    name: str
    type: str
    sql: str


def _case(column: str, words: tuple[str, ...]) -> str:
    steps = " ".join(f"WHEN '{word}' THEN {n}" for n, word in enumerate(words, 1))
    return f"CASE {column} {steps} ELSE 0 END"


def _whole(column: str, least: int, most: int) -> str:
    """Return a number within its type; what is not known is the least."""
    return f"COALESCE(max({least + 1}, min({most}, {column})), {least})"


def _resolution() -> str:
    names = dict(zip(("720p", "1080p", "1440p", "2160p", "4320p"), range(2, 7), strict=True))
    steps = " ".join(
        f"WHEN max(f.width, f.height) >= {width} OR min(f.width, f.height) >= {height} "
        f"THEN {names[label]}"
        for label, width, height in RESOLUTION_LABELS
        if label in names
    )
    return f"CASE WHEN min(f.width, f.height) > 0 THEN CASE {steps} ELSE 1 END ELSE 0 END"


def _missing() -> str:
    return " + ".join(
        f"(CASE WHEN {HAS[what]} THEN 0 ELSE {1 << bit} END)" for bit, what in enumerate(PRESENCES)
    )


_POINTS = "COALESCE(u.rating, i.rating)"
# 1999, 1999-03 and 1999-03-31 as 19990000, 19990300 and 19990331: the order of their texts.
_DATE = "CAST(substr(replace(i.premiered, '-', '') || '00000000', 1, 8) AS INTEGER)"
_HDR = f"CASE WHEN f.hdr IS NULL THEN (f.height > 0) ELSE {_case('f.hdr', HDRS)} END"

SINGLES: Final = (
    Single("type", "u1", _case("i.media_type", TYPES)),
    Single("library", "i4", "i.library_id"),
    Single("year", "i2", _whole("i.year", _LEAST_2, _MOST_2)),
    Single(
        "rating",
        "i4",
        _whole(f"CAST(round(i.rating * {RATING_UNIT}) AS INTEGER)", _LEAST_4, _MOST_4),
    ),
    Single(
        "points",
        "u1",
        f"COALESCE(max(0, min(10, CAST({_POINTS} AS INTEGER))), {NO_POINTS})",
    ),
    Single("added", "i8", f"COALESCE(i.added_at, {_LEAST_8})"),
    Single("runtime", "i2", _whole("i.runtime_minutes", _LEAST_2, _MOST_2)),
    Single("size", "i8", f"COALESCE(f.size_bytes, {_LEAST_8})"),
    Single("height", "i2", _whole("f.height", _LEAST_2, _MOST_2)),
    Single("season", "i2", _whole("i.season", _LEAST_2, _MOST_2)),
    Single("episode", "i4", _whole("i.episode", _LEAST_4, _MOST_4)),
    Single("premiered", "i4", _whole(_DATE, _LEAST_4, _MOST_4)),
    Single("resolution", "u1", f"COALESCE({_resolution()}, 0)"),
    Single("hdr", "u1", f"COALESCE({_HDR}, 0)"),
    Single(
        "state",
        "u1",
        "COALESCE((u.watched <> 0) + 2 * (u.resume_ms > 0 AND NOT u.watched) "
        "+ 4 * (u.favorite <> 0), 0)",
    ),
    Single("missing", "u2", _missing()),
)
# Ranks of titles are made apart: they depend on all other titles.
TITLE: Final = "title"
TITLE_TYPE: Final = "i4"

_STREAM = (
    "SELECT i.id AS item, s.{} AS value FROM media_item i JOIN stream s "
    "ON s.file_id = i.main_file_id WHERE i.id {{among}} AND s.kind = '{}' AND s.{} IS NOT NULL"
)
# The plus keeps SQLite on the range of items: the index of a viewer holds the whole library.
_MINE = (
    "SELECT item_id AS item, {0} AS value FROM user_state "
    "WHERE item_id {{among}} AND +viewer_id = {{viewer}} AND {1}"
)
# Which facet a column of names belongs to: entities are counted by their first spelling.
NAME_COLUMNS: Final = {
    "genre": Facet.GENRE,
    "tag": Facet.TAG,
    "studio": Facet.STUDIO,
    "country": Facet.COUNTRY,
    "person": Facet.PERSON,
}
SEVERAL: Final = (
    Several(
        "genre",
        "i4",
        "SELECT item_id AS item, genre_id AS value FROM item_genre WHERE item_id {among}",
    ),
    Several(
        "tag", "i4", "SELECT item_id AS item, tag_id AS value FROM item_tag WHERE item_id {among}"
    ),
    Several(
        "studio",
        "i4",
        "SELECT item_id AS item, company_id AS value FROM item_company WHERE item_id {among}",
    ),
    Several(
        "country",
        "i4",
        "SELECT item_id AS item, country_id AS value FROM item_country WHERE item_id {among}",
    ),
    Several(
        "person",
        "i4",
        "SELECT media_item_id AS item, person_id AS value FROM credit WHERE media_item_id {among}",
    ),
    Several("watched_at", "i8", _MINE.format("last_played_at", "last_played_at IS NOT NULL")),
    Several("plays", "i4", _MINE.format("play_count", "play_count <> 0")),
    Several(
        "my_rating",
        "i4",
        _MINE.format(f"CAST(round(rating * {RATING_UNIT}) AS INTEGER)", "rating IS NOT NULL"),
    ),
    Several(
        "taken",
        "i8",
        "SELECT item_id AS item, taken_at AS value FROM photo "
        "WHERE item_id {among} AND taken_at IS NOT NULL",
    ),
)
# Words of files, which become codes as they are met.
WORDS: Final = (
    Several("codec", "u2", _STREAM.format("codec", "video", "codec")),
    Several("language", "u2", _STREAM.format("language", "audio", "language")),
)
# The column behind each order of a list, by the name that the compiler of queries has for it,
# and whether a missing value is 0 instead of unknown.
ORDERS: Final = {
    "i.sort_key": TITLE,
    "i.added_at": "added",
    "i.year": "year",
    "i.rating": "rating",
    "i.runtime_minutes": "runtime",
    "mf.size_bytes": "size",
    "mf.height": "height",
    "i.season": "season",
    "i.episode": "episode",
    "i.media_type": "type",
    "i.premiered": "premiered",
    "us.last_played_at": "watched_at",
    "COALESCE(us.play_count, 0)": "plays",
    "us.rating": "my_rating",
    "ph.taken_at": "taken",
}
