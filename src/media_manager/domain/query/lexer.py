"""Where a word, a phrase or a field begins and ends in what was typed."""

import re
from dataclasses import dataclass
from typing import Final

from media_manager.domain.query.fields import COUNT_NAMES, FIELDS, NAMES
from media_manager.domain.query.nodes import Compare
from media_manager.domain.query.values import comparisons

OPERATORS: Final = ("AND", "OR", "NOT")

# What no database takes in text, and what re.ASCII leaves out of \s.
_SPACES = re.compile(r"[\x00\ud800-\udfff\x1c-\x1f]|\s")
_NAME = re.compile(r"([A-Za-z_]{2,20}):")
_SIGNS = re.compile(r"[<>]=?|[=~]")
_COUNT = re.compile(r"#([<>]=?|=)?([0-9.]*)(?![^\s)])")
_QUOTED = re.compile(r'"((?:[^"]|"")*)("|$)')
_OPERATOR = re.compile(rf"({'|'.join(OPERATORS)})(?![^\s()])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text: `name` and `compare` are those of a field, `count` of a count.

    `closed` tells a quote that was closed from one that reaches to the end of the text.
    """

    start: int
    end: int
    value: str
    quoted: bool = False
    closed: bool = False
    name: str = ""
    compare: Compare = Compare.MATCHES
    count: bool = False


def cleaned(text: str) -> str:
    """Return the text with plain spaces for all that separates, every character in its place."""
    return _SPACES.sub(" ", text)


def find_operator(text: str, at: int) -> str:
    """Return AND, OR or NOT if it stands here as a word of its own."""
    match = _OPERATOR.match(text, at)
    return match[1] if match else ""


def read_piece(text: str, at: int, *, grouped: bool) -> Piece:
    """Return what begins at `at`, which is no space and opens no group."""
    name = _NAME.match(text, at)
    if name is None or not _is_field(text, name, grouped=grouped):
        return _read_value(text, at, at, grouped=grouped)
    return _read_field(text, name, grouped=grouped)


def word_end(text: str, at: int, *, grouped: bool) -> int:
    """Return where a bare word ends: at a space, or where its group is closed.

    A parenthesis that was opened in the word belongs to it, as in `(500)` or `face(off)`.
    """
    opened = 0
    for place in range(at, len(text)):
        sign = text[place]
        if sign == " ":
            return place
        if sign == "(":
            opened += 1
        elif sign == ")":
            if grouped and not opened:
                return place
            opened = max(0, opened - 1)
    return len(text)


def is_plain_word(text: str, *, grouped: bool, negated: bool) -> bool:
    """Tell whether a word, written as it is, would be read as the same word."""
    if not text.strip(":") or text[0] in '"(' or cleaned(text) != text or " " in text:
        return False
    if not negated and (find_operator(text, 0) or (text[0] == "-" and text != "-")):
        return False
    return read_piece(text, 0, grouped=grouped) == Piece(0, len(text), text)


def is_plain_value(text: str) -> bool:
    """Tell whether a value needs no quotes behind its field."""
    if not text or text[0] in '"=~<>#' or " " in text or cleaned(text) != text:
        return False
    return word_end(text, 0, grouped=True) == len(text) and text.count("(") <= text.count(")")


def _is_field(text: str, match: re.Match[str], *, grouped: bool) -> bool:
    """Tell whether a name with its colon is a field: something must follow, or the end."""
    name, at = match[1].lower(), match.end()
    following = text[at : at + 1]
    if following == " " or (grouped and following == ")"):
        return False
    return name in NAMES or (name in COUNT_NAMES and _COUNT.match(text, at) is not None)


def _read_field(text: str, match: re.Match[str], *, grouped: bool) -> Piece:
    start, at = match.start(), match.end()
    typed = match[1].lower()
    count = _COUNT.match(text, at) if typed in COUNT_NAMES else None
    if count:
        compare = Compare.EQUALS if count[1] is None else Compare(f":{count[1]}")
        return Piece(
            start, count.end(), count[2], name=COUNT_NAMES[typed], compare=compare, count=True
        )
    name = NAMES[typed]
    compare = Compare.MATCHES
    sign = _SIGNS.match(text, at)
    if sign and (Compare(f":{sign[0]}") in comparisons(FIELDS[name]) or sign[0] == "~"):
        compare, at = Compare(f":{sign[0]}"), sign.end()
    value = _read_value(text, start, at, grouped=grouped)
    return Piece(start, value.end, value.value, value.quoted, value.closed, name, compare)


def _read_value(text: str, start: int, at: int, *, grouped: bool) -> Piece:
    quoted = _QUOTED.match(text, at)
    if quoted:
        closed = quoted[2] == '"'
        return Piece(start, quoted.end(), quoted[1].replace('""', '"'), quoted=True, closed=closed)
    end = word_end(text, at, grouped=grouped)
    return Piece(start, end, text[at:end])
