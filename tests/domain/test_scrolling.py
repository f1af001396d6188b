"""The scroll calculator shows exactly what a viewport can show."""

from media_manager.domain.scrolling import VirtualScrollDelegate


def test_a_list_shows_partly_visible_rows() -> None:
    """A row of which one pixel is seen is visible."""
    scroll = VirtualScrollDelegate(viewport_height=100, row_height=30, count=50)
    assert scroll.visible_rows(0) == range(4)
    assert scroll.visible_rows(29) == range(5)
    assert scroll.visible_rows(30) == range(1, 5)


def test_a_grid_fits_its_columns() -> None:
    """Columns come from the width of a cell, and there is always one."""
    scroll = VirtualScrollDelegate.for_cells((1000, 600), (176, 290), 1_000_000)
    assert scroll.columns == 5
    assert scroll.lines == 200_000
    assert VirtualScrollDelegate.for_cells((10, 600), (176, 290), 9).columns == 1


def test_the_scroll_range_ends_with_the_last_row() -> None:
    """At the end of the range the last row is visible, and short lists do not scroll."""
    scroll = VirtualScrollDelegate(viewport_height=100, row_height=30, count=50)
    assert scroll.visible_rows(scroll.scroll_range).stop == 50
    assert VirtualScrollDelegate(100, 30, 2).scroll_range == 0


def test_prefetch_stays_inside_the_list() -> None:
    """Rows before 0 and after the end are never asked for."""
    scroll = VirtualScrollDelegate(viewport_height=90, row_height=30, count=10)
    assert scroll.rows_to_prefetch(0, 20) == range(3, 10)
    assert scroll.rows_to_prefetch(0, 20, forward=False) == range(0)
    assert scroll.rows_to_prefetch(150, 2, forward=False) == range(3, 5)


def test_an_empty_list_shows_nothing() -> None:
    """No rows, no range, no place."""
    scroll = VirtualScrollDelegate(viewport_height=90, row_height=30, count=0)
    assert scroll.visible_rows(0) == range(0)
    assert scroll.scroll_range == 0
    assert scroll.row_at(0, 0) is None
