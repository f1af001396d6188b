"""Result sets, selections and pages are exact at their edges."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from media_manager.domain.paging import (
    EVERYTHING,
    NOTHING,
    PageCache,
    Paging,
    ResultSet,
    Selection,
    gaps,
    pages_of,
    selection_of,
    spans_of,
)

some_ids = st.lists(st.integers(min_value=0, max_value=2**63 - 1), unique=True, max_size=60)


def unpacked(packed: bytes) -> list[int]:
    return list(array("q", packed))


@given(some_ids)
def test_each_id_is_found_at_its_row(ids: list[int]) -> None:
    """A byte search over the packed ids never takes two neighbours for an id."""
    result = ResultSet.of("query", 7, ids)
    assert [result.index_of(each) for each in ids] == list(range(len(ids)))


def test_an_id_across_two_neighbours_is_not_found() -> None:
    """Only aligned matches are ids."""
    assert ResultSet.of("q", 1, [1 << 32, 2]).index_of((2 << 32) | 1) is None


def test_a_result_set_is_eight_bytes_an_id() -> None:
    """Nothing but the ids is kept."""
    result = ResultSet.of("query", 1, range(1, 1001))
    result.rows_of(range(1, 900))
    assert len(result.packed) == 8 * len(result)


@given(some_ids, st.data())
def test_many_ids_are_placed_like_one(ids: list[int], data: st.DataObject) -> None:
    """The one-pass search and the single search agree, and unknown ids are left out."""
    wanted = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    result = ResultSet.of("query", 1, ids)
    expected = {each: ids.index(each) for each in wanted}
    assert result.rows_of([*wanted, -5]) == expected


def test_a_page_is_a_slice_of_ids() -> None:
    """The last page is as long as what is left."""
    result = ResultSet.of("query", 1, [5, 3, 9, 1, 4])
    assert (result.page(0, 2), result.page(4, 2)) == ([5, 3], [4])


@given(some_ids, st.frozensets(st.integers(0, 59)), st.booleans())
def test_a_selection_counts_what_it_resolves(
    ids: list[int],
    rows: frozenset[int],
    everything_else: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    """Count, spans and resolved ids tell the same story, in the order of the list."""
    result = ResultSet.of("query", 1, ids)
    named = frozenset(ids[row] for row in rows if row < len(ids))
    selection = Selection(named, everything_else=everything_else)
    expected = [each for each in ids if each in selection]
    assert unpacked(selection.resolve(result)) == expected
    assert selection.count(result) == len(expected)
    by_span = [ids[row] for a, b in selection.spans(result) for row in range(a, b + 1)]
    assert by_span == expected


@given(some_ids, st.data())
def test_spans_become_the_smaller_selection(ids: list[int], data: st.DataObject) -> None:
    """A picture of rows becomes ids, or all except a few, and back."""
    result = ResultSet.of("query", 1, ids)
    rows = data.draw(st.sets(st.integers(0, len(ids) - 1))) if ids else set()
    selection = selection_of(result, spans_of(sorted(rows)))
    assert len(selection.ids) * 2 <= max(1, len(ids))
    assert [row for a, b in selection.spans(result) for row in range(a, b + 1)] == sorted(rows)


def test_selection_operations_work_in_both_forms() -> None:
    """Add, remove, toggle and invert mean the same for ids and for all except ids."""
    assert Selection(frozenset({1, 2})) == NOTHING.add([1, 2])
    assert Selection(frozenset({2})) == NOTHING.add([1, 2]).remove([1])
    assert Selection(frozenset({1}), everything_else=True) == EVERYTHING.remove([1])
    assert EVERYTHING.remove([1]).add([1]) == EVERYTHING
    assert NOTHING.toggle([4]).toggle([4]) == NOTHING
    assert NOTHING.invert() == EVERYTHING
    assert 9 in EVERYTHING


def test_an_id_that_is_gone_is_not_counted() -> None:
    """A bulk action skips what is no longer there."""
    selection = NOTHING.add([1, 99])
    assert selection.count(ResultSet.of("query", 2, [3, 1])) == 1


def test_gaps_are_what_spans_leave_out() -> None:
    """Spans are inclusive on both ends."""
    assert spans_of([1, 2, 5]) == [(1, 2), (5, 5)]
    assert gaps([1, 2, 5], 7) == [(0, 0), (3, 4), (6, 6)]


def test_page_arithmetic_is_exact_at_the_edges() -> None:
    """Pages begin at 0 and the last one may be short."""
    paging = Paging(count=250, size=100)
    assert paging.pages == 3
    assert paging.span(2) == (200, 249)
    assert list(pages_of(99, 100, 100)) == [0, 1]


def test_prefetch_looks_where_scrolling_goes() -> None:
    """Only a page outside the visible ones, within the threshold and the list, is ahead."""
    paging = Paging(count=250, size=100)
    assert list(paging.ahead(60, 79, forward=True, threshold=20)) == []
    assert list(paging.ahead(60, 80, forward=True, threshold=20)) == [1]
    assert list(paging.ahead(110, 140, forward=False, threshold=20)) == [0]
    assert list(paging.ahead(210, 249, forward=True, threshold=20)) == []


def test_the_page_cache_forgets_what_was_wanted_longest_ago() -> None:
    """A touched page stays, the other one goes."""
    pages = PageCache(capacity=2)
    pages.put(1, ())
    pages.put(2, ())
    pages.touch(1)
    pages.put(3, ())
    assert list(pages) == [1, 3]
