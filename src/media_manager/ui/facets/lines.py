"""What the rows of the facets are made of, as values that painting only looks at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from media_manager.domain.naming import fold
from media_manager.domain.query import Field

# So many values of a section are seen at first; the rest is one click away.
SHORT = 8


class RowKind(StrEnum):
    """What a row is."""

    SECTION = "section"
    VALUE = "value"
    MORE = "more"
    NOTE = "note"


class Choice(StrEnum):
    """What the search says of a value."""

    NONE = ""
    CHOSEN = "chosen"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Line:
    """One value with its count; `field` is what the search gets. A count of None is unknown."""

    field: Field
    label: str
    count: int | None = None
    choice: Choice = Choice.NONE


@dataclass(frozen=True, slots=True)
class Row:
    """What the delegate paints: all of it, so that it asks the model once."""

    kind: RowKind
    text: str
    note: str = ""
    share: float = 0.0
    choice: Choice = Choice.NONE
    stale: bool = False
    line: Line | None = None


@dataclass(slots=True)
class Section:
    """One facet: its values as they came, and the rows that are seen of them."""

    key: str
    title: str
    lines: tuple[Line, ...] = ()
    more: int = 0
    known: bool = False
    stale: bool = False
    long: bool = False
    rows: list[Row] = field(default_factory=list)

    @property
    def chosen(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.choice)


def in_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Put what is chosen and excluded on top; the rest keeps its order."""
    return tuple(sorted(lines, key=lambda line: not line.choice))


def holds_words(label: str, wanted: Sequence[str]) -> bool:
    """Tell whether each wanted word begins a word of the label; all are folded."""
    words = fold(label).split()
    return all(any(word.startswith(each) for word in words) for each in wanted)
