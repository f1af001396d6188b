"""How a person has arranged a table: a value that settings keep and a view goes back to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any


class Density(IntEnum):
    """The height of a row, in logical pixels at the usual font size."""

    COMPACT = 24
    NORMAL = 32
    COMFORTABLE = 44


@dataclass(frozen=True, slots=True)
class ColumnState:
    """One column, in the order of the columns."""

    key: str
    width: int
    shown: bool = True


@dataclass(frozen=True, slots=True)
class TableState:
    """Columns from first to last, and how dense the rows are."""

    columns: tuple[ColumnState, ...] = ()
    density: Density = Density.NORMAL
    thumbs: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, fit for JSON."""
        return {**asdict(self), "density": int(self.density)}

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> "TableState":
        """Return what `to_dict` gave. Raises KeyError, TypeError or ValueError on nonsense."""
        columns = tuple(
            ColumnState(str(each["key"]), int(each["width"]), shown=bool(each["shown"]))
            for each in saved["columns"]
        )
        return cls(
            columns,
            density=Density(saved["density"]),
            thumbs=bool(saved["thumbs"]),
        )
