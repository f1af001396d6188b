"""Where each card of a grid lies: arithmetic on lines and sections, never a walk over items."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import NamedTuple

from media_manager.domain.scrolling import VirtualScrollDelegate


class Section(NamedTuple):
    """A run of rows under a heading, from row `first` to the next section."""

    title: str
    first: int
    is_link: bool = False


class CellSize(NamedTuple):
    """The size of a card and of what is around it, in logical pixels."""

    width: int
    height: int
    gap: int = 4
    margin: int = 12
    heading: int = 40


@dataclass(frozen=True, slots=True)
class GridGeometry:
    """`count` cards in a content of some width; all places are in content coordinates."""

    width: int
    viewport_height: int
    count: int
    cell: CellSize
    sections: tuple[Section, ...] = ()
    columns: int = field(init=False)
    starts: Sequence[int] = field(init=False)  # first row of each section, then the end
    tops: Sequence[int] = field(init=False)  # top of each section, then the end

    def __post_init__(self) -> None:
        cell, room = self.cell, self.width - 2 * self.cell.margin + self.cell.gap
        columns = max(1, room // (cell.width + cell.gap))
        starts = [*(section.first for section in self.sections), self.count]
        if not self.sections:
            starts.insert(0, 0)
        heading = cell.heading if self.sections else 0
        heights = (
            heading + -(-(end - start) // columns) * self.line_height
            for start, end in pairwise(starts)
        )
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "starts", starts)
        object.__setattr__(self, "tops", list(accumulate(heights, initial=cell.margin)))

    @property
    def line_height(self) -> int:
        return self.cell.height + self.cell.gap

    @property
    def content_height(self) -> int:
        return self.tops[-1] - self.cell.gap + self.cell.margin

    @property
    def scroll_range(self) -> int:
        return max(0, self.content_height - self.viewport_height)

    def column_x(self, column: int) -> int:
        """Return the left of a column; what is left over widens the gaps evenly."""
        cell = self.cell
        if self.columns == 1:
            return max(0, (self.width - cell.width) // 2)
        room = self.width - 2 * cell.margin - cell.width
        return cell.margin + column * room // (self.columns - 1)

    def rect(self, row: int) -> tuple[int, int, int, int]:
        """Return left, top, width and height of a card."""
        section = self._section_of(row)
        line, column = divmod(row - self.starts[section], self.columns)
        top = self._first_line(section) + line * self.line_height
        return self.column_x(column), top, self.cell.width, self.cell.height

    def corners(self, rows: range) -> Iterator[tuple[int, int, int]]:
        """Yield row, left and top of cards in a row, at the cost of one."""
        if rows:
            top, section = self.rect(rows.start)[1], self._section_of(rows.start)
            lefts = [self.column_x(column) for column in range(self.columns)]
            column = (rows.start - self.starts[section]) % self.columns
            for row in rows:
                yield row, lefts[column], top
                column += 1
                if column == self.columns:
                    column, top = 0, top + self.line_height

    def row_at(self, x: int, y: int) -> int | None:
        """Return the card at a point; None between cards and beyond them."""
        section = self._section_at(y)
        line, within = divmod(y - self._first_line(section), self.line_height)
        if within >= self.cell.height or line < 0:
            return None
        column = self._column_at(x)
        if column is None:
            return None
        row = self._scroll(section).row_at(line, column)
        return None if row is None else self.starts[section] + row

    def rows_between(self, top: int, bottom: int) -> Iterator[range]:
        """Yield the rows that lie at least partly between two heights, by section."""
        for section in self._sections_between(top, bottom):
            scroll = self._scroll(section, max(1, bottom - max(top, self._first_line(section))))
            inside = scroll.visible_rows(top - self._first_line(section))
            if bottom > self._first_line(section) and inside:
                start = self.starts[section]
                yield range(start + inside.start, start + inside.stop)

    def headings_between(self, top: int, bottom: int) -> Iterator[tuple[Section, int]]:
        """Yield the sections whose headings may be seen, with their tops."""
        if self.sections:
            for at in self._sections_between(top, bottom):
                yield self.sections[at], self.tops[at]

    def rows_in(self, left: int, top: int, right: int, bottom: int) -> Iterator[range]:
        """Yield the rows that a rubber band touches, line by line."""
        touched = [
            column
            for column in range(self.columns)
            if self.column_x(column) <= right and self.column_x(column) + self.cell.width > left
        ]
        for rows in self.rows_between(top, bottom + 1) if touched else ():
            for first in range(rows.start, rows.stop, self.columns):
                stop = min(first + touched[-1] + 1, rows.stop)
                y = self.rect(first)[1]
                if y <= bottom and y + self.cell.height > top:
                    yield range(min(first + touched[0], stop), stop)

    def line_step(self, row: int, lines: int) -> int:
        """Return the row `lines` below (or above) in the same column, across sections."""
        x, y, width, height = self.rect(row)
        step = self.line_height if lines > 0 else -self.line_height
        for _ in range(abs(lines)):
            y += step
            found = self._nearest(x + width // 2, y + height // 2, going_down=lines > 0)
            if found is None:
                break
            row = found
            y = self.rect(row)[1]
        return row

    def _nearest(self, x: int, y: int, *, going_down: bool) -> int | None:
        """Return the card at or next to a point, over headings and short last lines."""
        if y >= self.tops[-1] or y < self._first_line(0):
            return None
        section = self._section_at(y)
        if y < self._first_line(section):
            y = self._first_line(section) if going_down else self.tops[section] - self.line_height
            section = self._section_at(y)
        line = (y - self._first_line(section)) // self.line_height
        column = self._column_at(x) or 0
        row = self.starts[section] + line * self.columns + column
        return min(row, self.starts[section + 1] - 1)

    def _section_of(self, row: int) -> int:
        return max(0, min(bisect_right(self.starts, row) - 1, len(self.starts) - 2))

    def _section_at(self, y: int) -> int:
        return max(0, min(bisect_right(self.tops, y) - 1, len(self.tops) - 2))

    def _sections_between(self, top: int, bottom: int) -> range:
        return range(self._section_at(top), self._section_at(bottom - 1) + 1)

    def _first_line(self, section: int) -> int:
        return self.tops[section] + (self.cell.heading if self.sections else 0)

    def _column_at(self, x: int) -> int | None:
        if self.columns == 1:
            guess = 0
        else:
            room = max(1, self.width - 2 * self.cell.margin - self.cell.width)
            guess = max(0, x - self.cell.margin) * (self.columns - 1) // room
        for column in (guess, guess - 1, guess + 1):
            if 0 <= column < self.columns:
                left = self.column_x(column)
                if left <= x < left + self.cell.width:
                    return column
        return None

    def _scroll(self, section: int, height: int = 1) -> VirtualScrollDelegate:
        count = self.starts[section + 1] - self.starts[section]
        return VirtualScrollDelegate(height, self.line_height, count, self.columns)
