"""What can come next while one types: fields, choices, operators, and names of the library.

Two steps, because the library answers later than the next key: `wanted` says which names would
help, `completions` offers what is at hand. Both are pure and take any text.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from media_manager.domain.naming import fold
from media_manager.domain.query.dates import DATE_WORDS
from media_manager.domain.query.fields import (
    COUNT_NAMES,
    FIELDS,
    NAMES,
    FieldKind,
    FieldSpec,
)
from media_manager.domain.query.formatter import quoted
from media_manager.domain.query.lexer import (
    OPERATORS,
    Piece,
    cleaned,
    find_operator,
    is_plain_value,
    read_piece,
)
from media_manager.domain.query.nodes import Compare, SortKey
from media_manager.domain.query.parser import MOST_CHARACTERS

# Asks for the names of a field that begin with a prefix: those that are at hand.
Values = Callable[[str, str], Sequence[str]]

_MOST: Final = 30
# Fewer letters begin too many states for a word that may only be a word.
_LEAST_LETTERS: Final = 3
_OF_LIBRARY: Final = frozenset(
    {"library", "language", "subtitle", "codec", "audio", "container", "certification", "in"}
)
_HOW_MANY: Final = "how many: #3, #>3, #2..4"
_OPERATOR_WORDS: Final = {
    "AND": "both sides must hold",
    "OR": "one of both sides must hold",
    "NOT": "what follows must not hold",
}


@dataclass(frozen=True, slots=True)
class Completion:
    """Put `insert` in the place of start..end of the text; `label` and `detail` are shown."""

    start: int
    end: int
    insert: str
    label: str
    detail: str


@dataclass(frozen=True, slots=True)
class ValueRequest:
    """The names that would help: of this field, with words that begin with this prefix."""

    field: str
    prefix: str


@dataclass(frozen=True, slots=True)
class _Place:
    """The piece that is being typed: what stands before the cursor, and where it all ends."""

    typed: Piece
    end: int
    after: str

    @property
    def space(self) -> str:
        """Return what parts an inserted value from what follows."""
        return "" if self.after[:1] in (" ", ")") and self.after else " "


def wanted(text: str, cursor: int) -> ValueRequest | None:
    """Return what to ask the library for, None if nothing there would help."""
    place = _find_place(cleaned(text), cursor)
    piece = place.typed
    if not piece.name or piece.count or piece.compare not in (Compare.MATCHES, Compare.EQUALS):
        return None
    if FIELDS[piece.name].kind is FieldKind.NAME or piece.name in _OF_LIBRARY:
        return ValueRequest(piece.name, piece.value.strip())
    return None


def completions(text: str, cursor: int, values: Values) -> tuple[Completion, ...]:
    """Return what can stand at the cursor, the likeliest first."""
    place = _find_place(cleaned(text), cursor)
    found = _values(place, values) if place.typed.name else _beginnings(place)
    return tuple(islice(found, _MOST))


def _find_place(text: str, cursor: int) -> _Place:
    """Find the piece that ends at the cursor; an empty one behind a space."""
    cursor = max(0, min(cursor, len(text)))
    if len(text) > MOST_CHARACTERS:
        return _Place(Piece(cursor, cursor, "", quoted=True), cursor, text[cursor:])
    before = text[:cursor]
    at, groups = 0, 0
    while True:
        while at < cursor and (before[at] == " " or before[at] == "("):
            groups += before[at] == "("
            at += 1
        if at < cursor and before[at] == "-":
            at += 1
            continue
        if at >= cursor:
            # Right behind a quote that was closed nothing begins.
            behind = bool(before) and before[-1] not in " (-"
            return _Place(Piece(cursor, cursor, "", quoted=behind), cursor, text[cursor:])
        piece = _piece(before, at, grouped=bool(groups))
        if piece.end >= cursor and not piece.closed:
            whole = _piece(text, at, grouped=bool(groups))
            end = max(whole.end, cursor)
            return _Place(piece, end, text[end:])
        at = piece.end
        if before[at : at + 1] == ")":
            groups -= 1
            at += 1


def _piece(text: str, at: int, *, grouped: bool) -> Piece:
    """Read a piece that may be an operator, which is a word while it is being typed."""
    operator = find_operator(text, at)
    if operator:
        return Piece(at, at + len(operator), operator)
    return read_piece(text, at, grouped=grouped)


# -- the beginning of a condition ------------------------------------------------------------------


def _beginnings(place: _Place) -> Iterator[Completion]:
    typed = place.typed.value
    if place.typed.quoted or ":" in typed:
        return iter(())
    return chain(
        _operators(place, typed),
        _fields(place, typed.lower()),
        _states(place, fold(typed)),
        _counts(place, typed.lower()),
    )


def _operators(place: _Place, typed: str) -> Iterator[Completion]:
    for operator in OPERATORS:
        joins = operator != "NOT"
        if typed and operator.startswith(typed) and (place.typed.start > 0 or not joins):
            yield _at(place, f"{operator} ", operator, _OPERATOR_WORDS[operator])


def _fields(place: _Place, typed: str) -> Iterator[Completion]:
    """Offer fields by their own name first, then by another one that begins so."""
    own = [name for name in FIELDS if name.startswith(typed)]
    other = [NAMES[alias] for alias in NAMES if typed and alias.startswith(typed)]
    for name in dict.fromkeys((*own, *other)):
        yield _at(place, f"{name}:", f"{name}:", FIELDS[name].expects)


def _states(place: _Place, typed: str) -> Iterator[Completion]:
    """Offer `is:watched` to somebody who types the word alone."""
    if len(typed) < _LEAST_LETTERS:
        return
    for name in ("is", "type", "hdr", "resolution"):
        for choice in FIELDS[name].choices:
            if choice.startswith(typed):
                text = f"{name}:{choice}"
                yield _at(place, text + place.space, text, FIELDS[name].expects)


def _counts(place: _Place, typed: str) -> Iterator[Completion]:
    for name in dict.fromkeys(COUNT_NAMES.values()) if typed else ():
        if name.startswith(typed):
            yield _at(place, f"{name}:#", f"{name}:#", _HOW_MANY)


# -- the value of a field --------------------------------------------------------------------------


def _values(place: _Place, values: Values) -> Iterator[Completion]:
    if place.typed.count:
        return _count_examples(place)
    spec = FIELDS[place.typed.name]
    if place.typed.compare is Compare.REGEX:
        return iter(())
    if spec.kind is FieldKind.ORDER:
        return _orders(place, spec)
    if spec.kind is FieldKind.PRESENCE and ":" in place.typed.value:
        return _presence_languages(place, spec, values)
    names = tuple(_names(place, spec, values))
    return chain(names, () if names else _choices(place, spec), _examples(place, spec))


def _names(place: _Place, spec: FieldSpec, values: Values) -> Iterator[Completion]:
    """Offer names of the library; a chosen one is meant whole."""
    if spec.kind is not FieldKind.NAME and spec.name not in _OF_LIBRARY:
        return
    sign = ":=" if spec.kind is FieldKind.NAME else ":"
    for name in values(spec.name, place.typed.value.strip()):
        yield _value(place, spec, name, sign=sign)


def _choices(place: _Place, spec: FieldSpec) -> Iterator[Completion]:
    folded = fold(place.typed.value).strip()
    sign = str(place.typed.compare)
    for choice in (*spec.choices, *(DATE_WORDS if spec.kind is FieldKind.DATE else ())):
        if choice.startswith(folded):
            yield _value(place, spec, choice, sign=sign)


def _examples(place: _Place, spec: FieldSpec) -> Iterator[Completion]:
    """Show how values are written before the first letter of one."""
    if place.typed.value or place.typed.compare is not Compare.MATCHES or spec.choices:
        return
    if spec.kind not in (FieldKind.NUMBER, FieldKind.SIZE, FieldKind.DATE, FieldKind.EXTERNAL):
        return
    for example in spec.examples:
        text = f"{spec.name}:{example}"
        yield _at(place, text + place.space, text, spec.expects)


def _count_examples(place: _Place) -> Iterator[Completion]:
    if place.typed.value:
        return
    for example in ("0", ">1", "2..4"):
        text = f"{place.typed.name}:#{example}"
        yield _at(place, text + place.space, text, _HOW_MANY)


def _orders(place: _Place, spec: FieldSpec) -> Iterator[Completion]:
    """Offer sort keys behind those that are there already; a minus turns one around."""
    before, comma, last = place.typed.value.rpartition(",")
    used = {each.strip().removeprefix("-") for each in before.split(",")}
    signs = ("-",) if last.startswith("-") else ("", "-")
    for key in SortKey:
        if key in used or not key.startswith(last.removeprefix("-").lower()):
            continue
        for sign in signs:
            text = f"{spec.name}:{before}{comma}{sign}{key}"
            label = f"{sign}{key}"
            yield _at(place, text + place.space, label, spec.expects)


def _presence_languages(place: _Place, spec: FieldSpec, values: Values) -> Iterator[Completion]:
    what, _, language = place.typed.value.partition(":")
    field = {"subtitle": "subtitle", "audio": "language"}.get(what.lower())
    for code in values(field, language) if field else ():
        yield _value(place, spec, f"{what}:{code}", sign=":")


def _value(place: _Place, spec: FieldSpec, value: str, *, sign: str) -> Completion:
    written = value if is_plain_value(value) else quoted(value)
    return _at(place, f"{spec.name}{sign}{written}{place.space}", value, spec.name)


def _at(place: _Place, insert: str, label: str, detail: str) -> Completion:
    return Completion(place.typed.start, place.end, insert, label, detail)
