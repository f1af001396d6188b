"""What the rows of the facets are made of, as values that painting only looks at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from media_manager.domain.facets import Facet, FacetLine, Mark, Value
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


@dataclass(frozen=True, slots=True)
class Row:
    """What the delegate paints: all of it, so that it asks the model once."""

    kind: RowKind
    text: str
    note: str = ""
    share: float = 0.0
    mark: Mark = Mark.NONE
    stale: bool = False
    line: FacetLine | None = None


@dataclass(slots=True)
class Section:
    """One facet: its values as they came, and the rows that are seen of them."""

    facet: Facet
    title: str
    lines: tuple[FacetLine, ...] = ()
    more: int = 0
    known: bool = False
    stale: bool = False
    long: bool = False
    rows: list[Row] = field(default_factory=list)
    marks: dict[Value, tuple[Mark, Field]] = field(default_factory=dict)

    @property
    def marked(self) -> tuple[FacetLine, ...]:
        return tuple(line for line in self.lines if line.mark is not Mark.NONE)


def in_order(lines: Sequence[FacetLine]) -> tuple[FacetLine, ...]:
    """Put what is chosen and excluded on top; the rest keeps its order."""
    return tuple(sorted(lines, key=lambda line: line.mark is Mark.NONE))


def holds_words(label: str, wanted: Sequence[str]) -> bool:
    """Tell whether each wanted word begins a word of the label; all are folded."""
    words = fold(label).split()
    return all(any(word.startswith(each) for word in words) for each in wanted)
