"""The arithmetic of a virtual list: which rows a viewport shows, without any widget."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VirtualScrollDelegate:
    """A list of `count` equal cells, `columns` to a line, seen through a viewport.

    All lengths are in pixels. `offset` is how far the list has been scrolled down.
    """

    viewport_height: int
    row_height: int
    count: int
    columns: int = 1
    viewport_width: int = 0

    @classmethod
    def for_cells(
        cls, viewport: tuple[int, int], cell: tuple[int, int], count: int
    ) -> "VirtualScrollDelegate":
        """Fit as many columns of a cell (width, height) as the viewport has room for."""
        width, height = viewport
        columns = max(1, width // max(1, cell[0]))
        return cls(height, cell[1], count, columns, width)

    @property
    def lines(self) -> int:
        return -(-self.count // self.columns)

    @property
    def content_height(self) -> int:
        return self.lines * self.row_height

    @property
    def scroll_range(self) -> int:
        """Return the largest offset; 0 when everything fits."""
        return max(0, self.content_height - self.viewport_height)

    def visible_rows(self, offset: int) -> range:
        """Return the rows that are at least partly visible."""
        first_line = max(0, offset) // self.row_height
        last_line = (max(0, offset) + max(1, self.viewport_height) - 1) // self.row_height
        first = min(self.count, first_line * self.columns)
        return range(first, max(first, min(self.count, (last_line + 1) * self.columns)))

    def rows_to_prefetch(self, offset: int, threshold: int, *, forward: bool = True) -> range:
        """Return up to `threshold` rows just outside the visible ones, where scrolling goes."""
        shown = self.visible_rows(offset)
        if forward:
            return range(shown.stop, min(self.count, shown.stop + threshold))
        return range(max(0, shown.start - threshold), shown.start)

    def offset_of(self, row: int) -> int:
        """Return the top of the line that holds a row."""
        return row // self.columns * self.row_height

    def row_at(self, line: int, column: int) -> int | None:
        row = line * self.columns + column
        return row if line >= 0 and 0 <= column < self.columns and row < self.count else None
