"""The parts of a query as frozen values: conditions, how they are joined, and the order."""

from dataclasses import dataclass, field, replace
from enum import StrEnum


class SortKey(StrEnum):
    """Orders that a list offers; every order ends with the id.

    TITLE, ADDED, YEAR and RATING walk an SQL index; the others sort what was found.
    """

    RELEVANCE = "relevance"
    TITLE = "title"
    ADDED = "added"
    YEAR = "year"
    RATING = "rating"
    RUNTIME = "runtime"
    SIZE = "size"
    EPISODE = "episode"
    KIND = "kind"
    RESOLUTION = "resolution"
    PREMIERED = "premiered"
    WATCHED = "watched"
    PLAYS = "plays"
    MYRATING = "myrating"
    TAKEN = "taken"


class Compare(StrEnum):
    """How a field is compared with its value, as it is written after the name."""

    MATCHES = ":"
    EQUALS = ":="
    REGEX = ":~"
    LESS = ":<"
    AT_MOST = ":<="
    MORE = ":>"
    AT_LEAST = ":>="


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, matched as a prefix anywhere in title, people, tags, files and plot."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand side by side."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A named condition: `year:1990..1999`, `rating:>=8`, `genre:=Drama`, `is:watched`.

    `value` is what was typed behind the comparison; `domain.query` has read it once without a
    mistake, so that it can be read again without one.
    """

    name: str
    value: str
    compare: Compare = Compare.MATCHES


@dataclass(frozen=True, slots=True)
class Count:
    """A condition on how many an item has: `tags:#>3`. EQUALS is written `tags:#3`."""

    name: str
    number: int
    compare: Compare = Compare.EQUALS


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All of several conditions, inside a larger one; a query itself is an And."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of several conditions; binds weaker than And."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Ids:
    """Items that were found before the query runs: what SQL cannot answer becomes this.

    `packed` is 8 bytes an id, as in a result set. It has no text form and is never saved.
    """

    packed: bytes


Node = Word | Phrase | Field | Count | Not | And | Or | Ids


@dataclass(frozen=True, slots=True)
class Order:
    """One key of an order and its direction."""

    sort: SortKey
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions that must all hold, and the order of what they find.

    `then` are further keys, asked where the first is equal; the id is always the last.
    """

    where: tuple[Node, ...] = ()
    sort: SortKey = SortKey.TITLE
    descending: bool = False
    then: tuple[Order, ...] = ()
    viewer_id: int = field(default=1, kw_only=True)

    def narrowed(self, *nodes: Node) -> "Query":
        return replace(self, where=(*self.where, *nodes))

    def sorted_by(
        self, sort: SortKey, *, descending: bool = False, then: tuple[Order, ...] = ()
    ) -> "Query":
        return replace(self, sort=sort, descending=descending, then=then)

    @property
    def orders(self) -> tuple[Order, ...]:
        """Return all keys of the order, the first one first."""
        return (Order(self.sort, self.descending), *self.then)

    @property
    def has_words(self) -> bool:
        """Tell whether there is something to be relevant to: words that all hits hold."""
        return any(isinstance(node, Word | Phrase) for node in self.where)
