"""The text form of a query: read from what a person types, and written back.

Grammar: words (each a prefix, all must match), "phrases", `field:value`, `field:a..b` for
numbers, and `-` before any of them. Inside quotes `""` is one quote. The window, the command
line and saved searches share it.
"""

import re

from media_manager.domain.media import MediaType
from media_manager.domain.naming import query_terms
from media_manager.domain.query.nodes import Field, Node, Not, Phrase, Word
from media_manager.errors import QueryError

FIELDS: dict[str, str] = {
    "type": "movie, show, season, episode, video, photo or album",
    "library": "the name of a library",
    "library_id": "the number of a library",
    "parent": "the number of the show or season above",
    "root": "the number of a root folder",
    "title": "words of the title",
    "year": "a year, or a range: 1990..1999",
    "genre": "the name of a genre",
    "tag": "the name of a tag",
    "person": "words of a name",
    "is": "watched, unwatched, favorite, unmatched, offline or missing",
}
STATES = ("watched", "unwatched", "favorite", "unmatched", "offline", "missing")

_NAMES = "|".join(sorted(FIELDS, key=len, reverse=True))
_TOKEN = re.compile(rf'(-?)(?:((?i:{_NAMES})):)?(?:"((?:[^"]|"")*)("|$)|(\S+))', re.ASCII)
_RANGE = re.compile(r"([0-9]{1,4})?(\.\.)?([0-9]{1,4})?")
# What no database takes in text, and what re.ASCII leaves out of \s.
_SPACES = re.compile(r"[\x00\ud800-\udfff\x1c-\x1f]|\s")
_TYPES = frozenset(str(each) for each in MediaType)
_LARGEST_ID = 2**63 - 1
# SQLite joins at most 64 tables, and each word is one; nobody types this many.
_MOST_WORDS = 50


def parse_query(text: str) -> tuple[Node, ...]:
    """Return the conditions that `text` states; raise QueryError with the place of a mistake.

    A colon that follows no known field belongs to the word: `Alien: Romulus` is two words.
    """
    nodes: list[Node] = []
    words = 0
    for token in _TOKEN.finditer(_SPACES.sub(" ", text)):
        node = _node(token)
        if node is None:
            continue
        words += _words(node)
        if words > _MOST_WORDS:
            raise QueryError(
                f"A search can have at most {_MOST_WORDS} words.",
                position=token.start(),
                hint="Leave out some of the words, or put those that stand together in quotes.",
            )
        nodes.append(Not(node) if token[1] else node)
    return tuple(nodes)


def _words(node: Word | Phrase | Field) -> int:
    """Return how many looks into the index a condition costs; a phrase is one."""
    match node:
        case Word(text) | Field("title" | "person", text):
            return len(query_terms(text))
        case _:
            return 1


def format_query(nodes: tuple[Node, ...]) -> str:
    """Return the text that `parse_query` reads back as the same nodes."""
    return " ".join(_format(node) for node in nodes)


def year_range(value: str) -> tuple[int | None, int | None] | None:
    """Return the bounds of `1999`, `1990..`, `..1999` or `1990..1999`; None if it is neither."""
    match = _RANGE.fullmatch(value)
    if match is None or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
        return None
    low = int(match[1]) if match[1] else None
    high = int(match[3]) if match[3] else None
    return (low, high) if match[2] else (low, low)


def _node(token: re.Match[str]) -> Word | Phrase | Field | None:
    name = (token[2] or "").lower()
    quoted = token[3]
    value = token[5] if quoted is None else quoted.replace('""', '"')
    if name:
        _check(name, value, token.start())
        return Field(name, value)
    if quoted is not None:
        return Phrase(value) if value.strip() else None
    return Word(value) if value.strip(":") else None


def _check(name: str, value: str, position: int) -> None:
    if not _is_good(name, value):
        raise QueryError(
            f"{name}: expects {FIELDS[name]}, not “{value}”.",
            position=position,
            hint=f"Write {name}: and then {FIELDS[name]}.",
        )


def _is_good(name: str, value: str) -> bool:
    match name:
        case "is":
            return value.lower() in STATES
        case "type":
            return value.lower() in _TYPES
        case "year":
            return year_range(value) is not None
        case "library_id" | "parent" | "root":
            # Twenty digits: int() refuses thousands, and the database more than 63 bits.
            return bool(re.fullmatch(r"[0-9]{1,20}", value)) and int(value) <= _LARGEST_ID
        case _:
            return bool(value.strip())


def _format(node: Node) -> str:
    match node:
        case Not(inner):
            return f"-{_format(inner)}"
        case Word(text):
            return text
        case Phrase(text):
            return _quoted(text)
        case Field(name, value):
            plain = value and not value.startswith('"') and not re.search(r"\s", value)
            return f"{name}:{value if plain else _quoted(value)}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
