"""The arithmetic of the grid is its own inverse, with and without sections."""

from hypothesis import given, settings
from hypothesis import strategies as st

from media_manager.ui.geometry import CellSize, GridGeometry, Section

CELL = CellSize(width=100, height=200, gap=10, margin=20, heading=40)


def grid(count: int, width: int = 500, firsts: tuple[int, ...] = ()) -> GridGeometry:
    sections = tuple(Section(f"S{first}", first) for first in firsts)
    return GridGeometry(width, 600, count, CELL, sections)


grids = st.builds(
    lambda count, width, cuts: grid(count, width, (0, *sorted(c for c in cuts if c < count))),
    st.integers(1, 200),
    st.integers(60, 1500),
    st.sets(st.integers(1, 199), max_size=4),
)


@settings(max_examples=60)
@given(grids, st.data())
def test_a_card_is_found_where_it_lies(geometry: GridGeometry, data: st.DataObject) -> None:
    """rect and row_at are inverse."""
    row = data.draw(st.integers(0, geometry.count - 1))
    x, y, width, height = geometry.rect(row)
    assert geometry.row_at(x, y) == row
    assert geometry.row_at(x + width - 1, y + height - 1) == row


@settings(max_examples=60)
@given(grids, st.integers(0, 3000), st.integers(1, 900))
def test_what_is_between_is_what_touches(geometry: GridGeometry, top: int, height: int) -> None:
    """All cards that touch the stretch are listed, and at most their whole lines."""
    listed = {row for rows in geometry.rows_between(top, top + height) for row in rows}
    for row in range(geometry.count):
        y = geometry.rect(row)[1]
        if y < top + height and y + CELL.height > top:
            assert row in listed
        elif y >= top + height or y + CELL.height + CELL.gap <= top:
            assert row not in listed


def test_columns_fill_the_width() -> None:
    """The first card is at the left margin, the last at the right; a lone column is centered."""
    geometry = grid(10, 500)
    assert geometry.columns == 4
    assert (geometry.column_x(0), geometry.column_x(3)) == (20, 500 - 20 - 100)
    assert grid(10, 160).column_x(0) == 30


def test_a_rubber_band_takes_what_it_touches() -> None:
    """Two lines, two columns: four cards, as two spans."""
    geometry = grid(12, 500)
    x, y, _, _ = geometry.rect(1)
    assert list(geometry.rows_in(x, y, x + 150, y + 250)) == [range(1, 3), range(5, 7)]


@settings(max_examples=60)
@given(grids, st.data())
def test_down_and_up_move_between_lines(geometry: GridGeometry, data: st.DataObject) -> None:
    """Going down never goes up, stays inside, and reaches another line unless it is the last."""
    row = data.draw(st.integers(0, geometry.count - 1))
    below = geometry.line_step(row, 1)
    assert row <= below < geometry.count
    last_top = geometry.rect(geometry.count - 1)[1]
    assert (geometry.rect(below)[1] > geometry.rect(row)[1]) == (geometry.rect(row)[1] < last_top)
    above = geometry.line_step(row, -1)
    assert (geometry.rect(above)[1] < geometry.rect(row)[1]) == (
        geometry.rect(row)[1] > geometry.rect(0)[1]
    )


def test_an_empty_grid_has_no_cards() -> None:
    """Nothing to find, nothing to scroll."""
    geometry = grid(0)
    assert geometry.row_at(30, 30) is None
    assert list(geometry.rows_between(0, 600)) == []
    assert geometry.scroll_range == 0
