"""The text form of a query: read from what a person types.

Grammar, from weak to strong: `a OR b`; `a b` or `a AND b`; `-a` or `NOT a`; `(a b)`. AND, OR and
NOT are operators in upper case only, so that `war and peace` is three words. What stands between
them is a word (a prefix anywhere), a "phrase", or a field: `year:1990..1999`, `genre:=Drama`,
`title:~^the`, `rating:>=8`, `tags:#>3`. Inside quotes `""` is one quote.

What can be read as words is no mistake: a colon behind no field belongs to its word, and so does
a closing parenthesis that closes nothing; AND and OR at the very beginning are words. A quote or
a parenthesis that was not closed reaches to the end, since it is on its way to be.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NoReturn

from media_manager.domain.naming import query_terms
from media_manager.domain.query.fields import FIELDS, NAMES, FieldKind, FieldSpec
from media_manager.domain.query.lexer import Piece, cleaned, find_operator, read_piece
from media_manager.domain.query.nodes import (
    Compare,
    Count,
    Field,
    Node,
    Not,
    Order,
    Phrase,
    SortKey,
    Word,
)
from media_manager.domain.query.normal_form import all_of, any_of, as_node
from media_manager.domain.query.values import (
    UnreadableValueError,
    check,
    comparisons,
    is_imdb_id,
    orders,
)
from media_manager.errors import QueryError

# SQLite joins at most 64 tables, and each word is one; nobody types this many.
MOST_WORDS: Final = 50
MOST_NESTED: Final = 20
MOST_CHARACTERS: Final = 10_000
_COUNT_RANGE = re.compile(r"([0-9]{1,9})?(\.\.)?([0-9]{1,9})?")
_A_CONDITION = "a word, a phrase or a field"


@dataclass(frozen=True, slots=True)
class ParsedSearch:
    """What a search text says: its conditions, and the order it asks for (`sort:`)."""

    where: tuple[Node, ...] = ()
    orders: tuple[Order, ...] = ()


def parse_search(text: str) -> ParsedSearch:
    """Return what `text` says; raise QueryError, and nothing else, with the place of a mistake."""
    if len(text) > MOST_CHARACTERS:
        raise QueryError(
            f"A search can have at most {MOST_CHARACTERS:,} characters.",
            position=MOST_CHARACTERS,
            end=len(text),
            hint="Was something else meant to be pasted?",
        )
    parser = _Parser(cleaned(text))
    where = parser.read()
    return ParsedSearch(where, tuple(parser.orders.values()))


def parse_query(text: str) -> tuple[Node, ...]:
    """Return the conditions that `text` states, without its order; raise QueryError."""
    return parse_search(text).where


def count_words(node: Node) -> int:
    """Return how many looks into the index a condition costs; a phrase is one."""
    match node:
        case Word(text):
            return len(query_terms(text))
        case Field(name, text, Compare.MATCHES) if _has_words(name):
            return max(1, len(query_terms(text)))
        case _:
            return 1


def _has_words(name: str) -> bool:
    return FIELDS[name].kind in (FieldKind.TEXT, FieldKind.NAME)


def _example(spec: FieldSpec) -> str:
    example = next(iter((*spec.examples, *spec.choices)), "")
    return f"For example {spec.name}:{example.removeprefix(':')}" if example else ""


@dataclass(slots=True)
class _Parser:
    """Reads one text from left to right; `depth` counts groups and negations."""

    text: str
    at: int = 0
    groups: int = 0
    depth: int = 0
    words: int = 0
    orders: dict[SortKey, Order] = field(default_factory=dict)

    def read(self) -> tuple[Node, ...]:
        found = self._alternatives()
        return all_of(found)

    # -- how conditions are joined -------------------------------------------------------------

    def _alternatives(self) -> tuple[Node, ...]:
        """Read `a b OR c` up to the end of the text or of the group."""
        first = self._conjunction(leading=not self.depth)
        found = [first]
        while self._operator() == "OR":
            place = self._take_operator()
            if not found[-1]:
                self._lacks_left(place, "OR")
            found.append(self._conjunction())
            if not found[-1]:
                self._lacks_right(place, "OR")
        if len(found) == 1:
            return first
        return (any_of([as_node(each) for each in found]),)

    def _conjunction(self, *, leading: bool = False) -> tuple[Node, ...]:
        """Read `a b AND c` up to an OR or an end; what begins the text can join nothing."""
        found: list[Node] = []
        while not self._is_over():
            operator = self._operator()
            if leading and not found and operator in ("AND", "OR"):
                found.append(self._leading_word(operator))
                continue
            if operator == "OR":
                break
            if operator == "AND":
                self._and(found)
                continue
            node = self._condition()
            if node is not None:
                found.append(node)
        return all_of(found)

    def _leading_word(self, operator: str) -> Node:
        place = self._take_operator()
        return self._counting(Piece(place, self.at, operator), Word(operator))

    def _and(self, found: list[Node]) -> None:
        place = self._take_operator()
        if not found:
            self._lacks_left(place, "AND")
        if self._is_over() or self._operator() in ("AND", "OR"):
            self._lacks_right(place, "AND")

    def _condition(self) -> Node | None:
        """Read one condition with what negates it; None for what says nothing."""
        start = self.at
        if self._operator() == "NOT":
            self._take_operator()
            if self._is_over() or self._operator() in ("AND", "OR"):
                self._lacks_right(start, "NOT")
            return self._negated(self._nested(start, self._condition))
        if self._negates():
            self.at += 1
            return self._negated(self._nested(start, self._single))
        return self._single()

    def _single(self) -> Node | None:
        if self.text[self.at] == "(":
            return self._nested(self.at, self._group)
        return self._piece()

    def _group(self) -> Node | None:
        self.at += 1
        self.groups += 1
        found = self._alternatives()
        self.groups -= 1
        # The loop ends at the closing parenthesis, or where the text does.
        self.at = min(self.at + 1, len(self.text))
        return as_node(found) if found else None

    def _nested(self, start: int, read: Callable[[], Node | None]) -> Node | None:
        self.depth += 1
        if self.depth > MOST_NESTED:
            raise QueryError(
                f"A search can be nested at most {MOST_NESTED} deep.",
                position=start,
                hint="Take out some of the parentheses.",
            )
        found = read()
        self.depth -= 1
        return found

    @staticmethod
    def _negated(node: Node | None) -> Node | None:
        return None if node is None else Not(node)

    # -- where things are ----------------------------------------------------------------------

    def _is_over(self) -> bool:
        """Skip spaces; tell whether the text or the group ends here."""
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1
        if self.at == len(self.text):
            return True
        return bool(self.groups) and self.text[self.at] == ")"

    def _operator(self) -> str:
        return find_operator(self.text, self.at)

    def _take_operator(self) -> int:
        place = self.at
        self.at += len(self._operator())
        return place

    def _negates(self) -> bool:
        """Tell whether a minus here negates: something must follow at once."""
        following = self.text[self.at + 1 : self.at + 2]
        if self.text[self.at] != "-" or following in ("", " "):
            return False
        return not (self.groups and following == ")")

    # -- single conditions ---------------------------------------------------------------------

    def _piece(self) -> Node | None:
        piece = read_piece(self.text, self.at, grouped=bool(self.groups))
        self.at = piece.end
        if piece.count:
            return self._counted(piece)
        if piece.name:
            return self._field(piece)
        return self._plain(piece)

    def _plain(self, piece: Piece) -> Node | None:
        if piece.quoted:
            return self._counting(piece, Phrase(piece.value)) if piece.value.strip() else None
        text = piece.value
        if text[:-1].lower() in NAMES and text.endswith(":"):
            # A field with nothing behind it: `title: x` is two words.
            text = text[:-1]
        return self._counting(piece, Word(text)) if text.strip(":") else None

    def _field(self, piece: Piece) -> Node | None:
        spec = FIELDS[piece.name]
        if piece.compare not in comparisons(spec):
            self._fail(piece, "it knows no regular expressions")
        if piece.name == "imdb" and is_imdb_id(piece.value):
            return self._counting(piece, Field("id", piece.value))
        node = Field(piece.name, piece.value, piece.compare)
        try:
            check(node)
        except UnreadableValueError as error:
            self._fail(piece, error.hint, is_beginning=error.is_beginning)
        if spec.kind is FieldKind.ORDER:
            self._sort(piece)
            return None
        return self._counting(piece, node)

    def _sort(self, piece: Piece) -> None:
        if self.depth:
            raise QueryError(
                "sort: says how the whole search is ordered.",
                position=piece.start,
                end=piece.end,
                hint="Write sort: outside of parentheses and without a minus.",
            )
        for order in orders(piece.value):
            self.orders.setdefault(order.sort, order)

    def _counted(self, piece: Piece) -> Node:
        match = _COUNT_RANGE.fullmatch(piece.value)
        low, dots, high = match.groups() if match else (None, None, None)
        if not (low or high) or bool(low and high) > bool(dots):
            self._fail_count(piece)
        if not dots:
            return self._counting(piece, Count(piece.name, int(low or 0), piece.compare))
        if piece.compare is not Compare.EQUALS:
            self._fail_count(piece)
        bounds = ((low, Compare.AT_LEAST), (high, Compare.AT_MOST))
        found = tuple(
            self._counting(piece, Count(piece.name, int(number), compare))
            for number, compare in bounds
            if number
        )
        return as_node(found)

    def _counting(self, piece: Piece, node: Node) -> Node:
        self.words += count_words(node)
        if self.words > MOST_WORDS:
            raise QueryError(
                f"A search can have at most {MOST_WORDS} words.",
                position=piece.start,
                end=piece.end,
                hint="Leave out some of the words, or put those that stand together in quotes.",
            )
        return node

    # -- mistakes ------------------------------------------------------------------------------

    def _fail(self, piece: Piece, hint: str = "", *, is_beginning: bool = False) -> NoReturn:
        spec = FIELDS[piece.name]
        value = f"not “{piece.value}”" if piece.value else "and nothing follows"
        raise QueryError(
            f"{spec.name}: expects {spec.expects}, {value}.",
            position=piece.start,
            end=piece.end,
            expected=spec.expects,
            hint=hint or _example(spec),
            unfinished=is_beginning and piece.end == len(self.text),
        )

    def _fail_count(self, piece: Piece) -> NoReturn:
        expects = "a number, a comparison or a range: 3, >3, 2..4"
        raise QueryError(
            f"{piece.name}:# expects {expects}, not “{piece.value}”.",
            position=piece.start,
            end=piece.end,
            expected=expects,
            hint=f"Write {piece.name}:#3 or {piece.name}:#>3.",
            unfinished=piece.end == len(self.text),
        )

    def _lacks_left(self, place: int, operator: str) -> NoReturn:
        raise self._lacks(place, operator, "before")

    def _lacks_right(self, place: int, operator: str) -> NoReturn:
        raise self._lacks(place, operator, "behind")

    def _lacks(self, place: int, operator: str, side: str) -> QueryError:
        end = place + len(operator)
        return QueryError(
            f"{operator} joins conditions, and {side} it there is none.",
            position=place,
            end=end,
            expected=_A_CONDITION,
            hint=f"Write {_A_CONDITION} {side} {operator}, or “{operator.lower()}” for the word.",
            unfinished=not self.text[end:].strip(),
        )
