"""Every name that can stand before a colon: what it compares, what it expects, how to write it.

This table is the one place to look at: the parser, the compiler, completion, the help page and
the command line all read it. Names stay as they are, because saved searches hold them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from media_manager.domain.media import Layer, MediaType

_NO_SYNONYMS: Final[Mapping[str, str]] = MappingProxyType({})


class FieldKind(StrEnum):
    """How the value behind a name is compared; `domain.query.values` reads each kind.

    TEXT       `:` words, each a prefix; `:=` the whole text, folded; `:~` a regular expression
    NAME       the same within one name: `genre:sci` finds Science Fiction
    NUMBER     a number, a comparison or a range; SIZE and DATE likewise, in their own units
    CHOICE     one of a few words, folded; `open` ones take any word, `choices` being the usual
    ID         the number of one thing of this library
    EXTERNAL   an id at a provider: `tt0133093`, `tmdb:603`
    PRESENCE   whether an item has something: `has:poster`, `missing:subtitle:en`
    REFERENCE  the name of a saved search, whose conditions stand in its place
    ORDER      sort keys; no condition
    """

    TEXT = "text"
    NAME = "name"
    NUMBER = "number"
    SIZE = "size"
    DATE = "date"
    CHOICE = "choice"
    ID = "id"
    EXTERNAL = "external"
    PRESENCE = "presence"
    REFERENCE = "reference"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: `expects` is the help text, `examples` are values as they are typed.

    `synonyms` maps other spellings of a choice, folded, to the one that the library holds.
    """

    name: str
    kind: FieldKind
    expects: str
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    synonyms: Mapping[str, str] = field(default_factory=lambda: _NO_SYNONYMS, hash=False)
    open: bool = False


STATES: Final = (
    "watched",
    "unwatched",
    "inprogress",
    "favorite",
    "rated",
    "matched",
    "unmatched",
    "ambiguous",
    "duplicate",
    "locked",
    "offline",
    "missing",
    "hdr",
    "4k",
)
# What `has:` and `missing:` ask for; subtitle, audio and their languages as `subtitle:en`.
PRESENCES: Final = (
    *("poster", "fanart", "banner", "thumb", "plot", "tagline", "original", "year", "premiered"),
    *("runtime", "certification", "rating", "myrating", "genre", "tag", "person", "actor"),
    *("director", "writer", "studio", "country", "set", "collection", "trailer", "subtitle"),
    *("audio", "file", "nfo", "id", "imdb", "tmdb", "tvdb", "note"),
)
# What can be counted, `tags:#>3`; the singular is read too.
COUNTS: Final = (
    *("tags", "genres", "people", "actors", "studios", "countries"),
    *("files", "subtitles", "episodes", "versions"),
)
_SINGULAR: Final = MappingProxyType(
    {
        "people": "person",
        "countries": "country",
        **{name: name[:-1] for name in COUNTS if name not in ("people", "countries")},
    }
)
# The height that gives a class of pictures its name, as domain.streams.resolution_label.
RESOLUTIONS: Final = MappingProxyType(
    {"480p": 480, "576p": 576, "720p": 720, "1080p": 1080, "1440p": 1440, "4k": 2160, "8k": 4320}
)
_RATING = "a number from 0 to 10, a comparison or a range: >=8, 7..8.5"
_WHOLE = "a number, a comparison or a range: 3, >3, 2..5"
_DATE = "a day, month or year, a range, or an age: 2025-12, 2025..2026, <30d, >1y, thisweek"
_WORDS = "words of {}"
_RATED_FROM_100 = ">=75%"


def _text(name: str, what: str, *examples: str, aliases: tuple[str, ...] = ()) -> FieldSpec:
    return FieldSpec(name, FieldKind.TEXT, _WORDS.format(what), aliases, examples=examples)


def _name(name: str, what: str, *examples: str, aliases: tuple[str, ...] = ()) -> FieldSpec:
    return FieldSpec(name, FieldKind.NAME, _WORDS.format(what), aliases, examples=examples)


def _number(name: str, expects: str, *examples: str, aliases: tuple[str, ...] = ()) -> FieldSpec:
    return FieldSpec(name, FieldKind.NUMBER, expects, aliases, examples=examples)


def _date(name: str, when: str, *examples: str, aliases: tuple[str, ...] = ()) -> FieldSpec:
    return FieldSpec(name, FieldKind.DATE, f"{when}: {_DATE}", aliases, examples=examples)


def _id(name: str, expects: str, aliases: tuple[str, ...] = ()) -> FieldSpec:
    return FieldSpec(name, FieldKind.ID, expects, aliases)


def _choice(  # noqa: PLR0913 - one row of the table
    name: str,
    expects: str,
    choices: tuple[str, ...] = (),
    *,
    aliases: tuple[str, ...] = (),
    synonyms: Mapping[str, str] = _NO_SYNONYMS,
    examples: tuple[str, ...] = (),
    open: bool = False,  # noqa: A002 - the name of the value's own field
) -> FieldSpec:
    spec = FieldSpec(name, FieldKind.CHOICE, expects, aliases, choices, examples or choices[:2])
    return FieldSpec(spec.name, spec.kind, expects, aliases, choices, spec.examples, synonyms, open)


_SPECS: Final = (
    _text("title", "the title, also the original one", "matrix", ":~^the"),
    _text("original", "the original title", "amélie", aliases=("originaltitle",)),
    _text("plot", "the plot", "submarine", aliases=("description",)),
    _text("file", "the file name", "remux", aliases=("filename",)),
    _text("path", "the path", "archive", aliases=("folder",)),
    _text("character", "a character's name", "ripley", aliases=("role",)),
    _name("person", "a name of the cast or crew", "weaver", aliases=("people", "cast", "crew")),
    _name("actor", "an actor's name", "weaver", aliases=("actors", "starring")),
    _name("director", "a director's name", "scott", aliases=("directors",)),
    _name("writer", "a writer's name", "o'bannon", aliases=("writers",)),
    _name("genre", "a genre's name", "drama", ":=Drama", aliases=("genres",)),
    _name("tag", "a tag's name", "holiday", aliases=("tags",)),
    _name("studio", "a studio's name", "ghibli", aliases=("studios", "company", "network")),
    _name("country", "a country's name", "france", aliases=("countries",)),
    _name("set", "the name of a film series", "alien"),
    _name("collection", "the name of a collection or film series", "christmas"),
    _choice(
        "type",
        "movie, show, season, episode, video, photo or album",
        tuple(str(each) for each in MediaType),
        aliases=("kind",),
        synonyms={"film": "movie", "films": "movie", "tv": "show", "series": "show"}
        | {f"{each}s": str(each) for each in MediaType},
    ),
    _choice(
        "is",
        f"{', '.join(STATES[:-1])} or {STATES[-1]}",
        STATES,
        synonyms={"in progress": "inprogress", "in-progress": "inprogress", "seen": "watched"}
        | {"unseen": "unwatched", "favourite": "favorite", "unidentified": "unmatched"},
    ),
    _choice("library", "the name of a library", examples=("Films",), open=True),
    _choice(
        "language",
        "the language of the sound: en, German",
        aliases=("lang",),
        examples=("en", "French"),
        open=True,
    ),
    _choice(
        "subtitle",
        "the language of a subtitle: en, German",
        aliases=("subtitles", "sub"),
        examples=("en", "French"),
        open=True,
    ),
    _choice(
        "resolution",
        "sd, 480p, 576p, 720p, 1080p, 1440p, 4k or 8k; also >=1080p",
        ("sd", *RESOLUTIONS),
        aliases=("res",),
        synonyms={"2160p": "4k", "uhd": "4k", "4320p": "8k", "1080": "1080p", "720": "720p"},
        examples=("4k", ">=1080p"),
    ),
    _choice(
        "hdr",
        "any, hdr10, hdr10+, dolbyvision, hlg or sdr",
        ("any", "hdr10", "hdr10+", "dolbyvision", "hlg", "sdr"),
        synonyms={"hdr10+": "hdr10plus", "dv": "dolbyvision", "dolby vision": "dolbyvision"},
    ),
    _choice(
        "codec",
        "a video codec: h264, hevc, av1",
        ("h264", "hevc", "av1", "vp9", "mpeg4", "mpeg2video", "vc1"),
        aliases=("videocodec", "vcodec"),
        synonyms={"x264": "h264", "avc": "h264", "h.264": "h264", "x265": "hevc", "h265": "hevc"}
        | {"h.265": "hevc", "xvid": "mpeg4", "divx": "mpeg4", "mpeg2": "mpeg2video"},
        open=True,
    ),
    _choice(
        "audio",
        "an audio codec: aac, ac3, dts",
        ("aac", "ac3", "eac3", "dts", "truehd", "flac", "mp3", "opus"),
        aliases=("audiocodec", "acodec"),
        synonyms={"dd": "ac3", "dolby digital": "ac3", "ddp": "eac3", "dd+": "eac3"}
        | {"dolby truehd": "truehd", "e-ac-3": "eac3", "ac-3": "ac3"},
        open=True,
    ),
    _choice(
        "container",
        "a kind of file: mkv, mp4, avi",
        ("mkv", "mp4", "webm", "mov", "avi"),
        aliases=("format",),
        synonyms={"mkv": "matroska"},
        open=True,
    ),
    _choice(
        "certification",
        "a content rating: PG-13, FSK 12",
        aliases=("mpaa", "contentrating"),
        examples=("PG-13",),
        open=True,
    ),
    _choice(
        "from",
        "filename, nfo, provider or user: who said something of it",
        tuple(str(each) for each in Layer),
        examples=("nfo", "user"),
    ),
    _number(
        "year",
        "a year, a range or a decade: 1999, 1990..1999, 1990s, >=2000",
        "1990..1999",
        "1990s",
    ),
    _number("rating", f"your rating, else the main source's: {_RATING}", ">=8", "7..8.5"),
    _number("myrating", f"your own rating: {_RATING}", ">=8", aliases=("userrating",)),
    _number("imdb", f"the rating at IMDb: {_RATING}", ">=8"),
    _number("tmdb", f"the rating at TMDB: {_RATING}", ">=7"),
    _number("metacritic", "the rating at Metacritic: >=75, 60..80, of 100", ">=75"),
    _number(
        "rottentomatoes", "the rating at Rotten Tomatoes: >=90%", ">=90%", aliases=("tomatoes",)
    ),
    _number("runtime", "minutes, or hours: <90, 90..120, 1h30, >2h", "<90", ">2h"),
    _number("season", f"of an episode, {_WHOLE}", "1"),
    _number("episode", f"of a season, {_WHOLE}", "1..3"),
    _number("height", f"of the picture in pixels, {_WHOLE}", ">=1080"),
    _number("width", f"of the picture in pixels, {_WHOLE}", ">=1920"),
    _number("plays", f"how often it was played, {_WHOLE}", ">3", "0", aliases=("playcount",)),
    FieldSpec(
        "size",
        FieldKind.SIZE,
        "a size, a comparison or a range: >4gb, 700mb..2gb",
        ("filesize",),
        examples=(">4gb", "700mb..2gb"),
    ),
    _date("added", "when it came into the library", "<30d", "thisweek"),
    _date("premiered", "when it was first shown", "1999-03", "thisyear", aliases=("released",)),
    _date("watched", "when it was last played", "2025-12..2026-02", ">1y", aliases=("played",)),
    _date("taken", "when a photo was taken", "2024-08", "lastyear"),
    FieldSpec(
        "id",
        FieldKind.EXTERNAL,
        "an id at a provider: tt0133093, tmdb:603, tvdb:81189",
        ("uniqueid",),
        examples=("tt0133093", "tmdb:603"),
    ),
    _id("item", "the number of an item"),
    _id("library_id", "the number of a library"),
    _id("parent", "the number of the show or season above"),
    _id("root", "the number of a root folder"),
    FieldSpec(
        "has",
        FieldKind.PRESENCE,
        "what an item can have: poster, plot, subtitle, subtitle:en, nfo, tmdb …",
        (),
        PRESENCES,
        ("poster", "subtitle:en"),
    ),
    FieldSpec(
        "missing",
        FieldKind.PRESENCE,
        "what an item can lack: poster, plot, subtitle, subtitle:en, nfo, tmdb …",
        ("lacks",),
        PRESENCES,
        ("poster", "subtitle:en"),
    ),
    FieldSpec(
        "in", FieldKind.REFERENCE, "the name of a saved search", (), (), ("To watch",), open=True
    ),
    FieldSpec(
        "sort",
        FieldKind.ORDER,
        "what to sort by: title, -year, -rating,title",
        ("order", "orderby"),
        examples=("-year", "-rating,title"),
    ),
)

FIELDS: Final[Mapping[str, FieldSpec]] = MappingProxyType({spec.name: spec for spec in _SPECS})
# Every spelling of a name, lower case, and the name itself.
NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {spelling: spec.name for spec in _SPECS for spelling in (*spec.aliases, spec.name)}
)
COUNT_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {spelling: name for name in COUNTS for spelling in (_SINGULAR[name], name)}
)
