"""The lazy list shows what has come, asks for what is seen, and drops what is too late."""

import os
from collections.abc import Sequence

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot
from tests.lazy_model.slow_source import DISPLAY, SlowSource, film, shown, strict

from media_manager.domain.media import MediaRow
from media_manager.domain.paging import ResultSet
from media_manager.lazy_model import (
    LazyMediaItemModel,
    ListState,
    MediaRole,
    MemoryListSource,
    VirtualScrollDelegate,
)


@pytest.fixture
def source(qapp: object) -> SlowSource:  # noqa: ARG001 - models need an application
    return SlowSource()


@pytest.fixture
def model(source: SlowSource) -> LazyMediaItemModel:
    made = LazyMediaItemModel(page_size=10, prefetch_threshold=4, source=source)
    strict(made)
    return made


def answer(source: SlowSource, ids: Sequence[int]) -> None:
    """Give the first page and the whole result set."""
    source.last("first").done([film(each) for each in ids[:10]])
    source.last("ids").done(ResultSet.of("q", 1, ids))


def test_first_rows_are_shown_before_the_number_is_known(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """The first page is the list until the result set arrives, then the count is exact."""
    model.set_query("q")
    assert model.state == ListState.LOADING
    source.last("first").done([film(each) for each in range(1, 11)])
    assert (model.rowCount(), model.canFetchMore(model.index(-1, -1))) == (10, True)
    source.last("ids").done(ResultSet.of("q", 1, range(1, 101)))
    assert (model.rowCount(), model.canFetchMore(model.index(-1, -1))) == (100, False)
    assert shown(model, 3) == "Film 4"


def test_fetch_more_appends_the_next_page(model: LazyMediaItemModel, source: SlowSource) -> None:
    """A plain view can go on before the ids are known."""
    model.set_query("q")
    source.last("first").done([film(each) for each in range(1, 11)])
    model.fetchMore(model.index(-1, -1))
    assert source.last("more").about == ("q", 20)
    source.last("more").done([film(each) for each in range(1, 15)])
    assert (model.rowCount(), shown(model, 13)) == (14, "Film 14")
    assert not model.canFetchMore(model.index(-1, -1))


def test_the_first_page_asked_twice_by_a_late_result_is_not_lost(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """A half page grows to a whole one when the result set says more."""
    model.set_query("q")
    source.last("first").done([film(1), film(2)])
    source.last("ids").done(ResultSet.of("q", 1, [1, 2, 3]))
    assert shown(model, 2, MediaRole.LOADED) is False
    source.last("rows").done([film(1), film(2), film(3)])
    assert shown(model, 2) == "Film 3"


def test_rows_that_were_let_go_before_the_result_came_are_placeholders(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """Scrolled further than pages are kept, nobody knows what stood at the top until ids come."""
    model.set_query("q")
    source.last("first").done([film(each) for each in range(1, 11)])
    model._pages.drop(0)
    assert model.shown_at(3) is None
    model._ask_wanted()
    assert (model.row_at(3), source.pages()) == (None, [])


def test_rows_keep_their_places_behind_one_that_is_gone(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """Read twice before the ids come, a page with an item that is gone stays as long as it was."""
    model.set_query("q")
    source.last("first").done([film(each) for each in range(1, 11)])
    for _ in range(2):
        model.apply_changes({3, 5})
        source.last("rows").done([film(each) for each in range(1, 11) if each != 4])
    rows = [model.row_at(row) for row in range(10)]
    assert [row and row.id for row in rows] == [1, 2, 3, None, 5, 6, 7, 8, 9, 10]


def test_a_half_page_that_was_let_go_grows_to_a_whole_one(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """The result set says more than the first rows, of which nothing is at hand any more."""
    model.set_query("q")
    source.last("first").done([film(each) for each in range(1, 8)])
    model._pages.drop(0)
    source.last("ids").done(ResultSet.of("q", 1, range(1, 31)))
    assert [model.row_at(row) for row in (0, 8, 12)] == [None] * 3
    assert model.rowCount() == 30


def test_a_late_answer_of_an_old_query_is_dropped(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """Typing supersedes: the old request is cancelled and its answer ignored."""
    model.set_query("old")
    old = source.last("first")
    model.set_query("new")
    old.done([film(99)])
    assert (old.cancelled, model.rowCount()) == (True, 0)


def test_old_rows_stay_until_new_ones_come(model: LazyMediaItemModel, source: SlowSource) -> None:
    """Serve stale while busy: the list never blinks."""
    model.set_query("q")
    answer(source, range(1, 31))
    model.set_query("other")
    assert (model.rowCount(), shown(model, 0)) == (30, "Film 1")


def test_only_what_is_seen_and_ahead_is_asked_for(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """The visible pages come first, then the one in the direction of scrolling."""
    model.set_query("q")
    answer(source, range(1, 201))
    model.set_visible_range(42, 57)
    assert source.pages() == [41, 51, 61]
    model.set_visible_range(21, 28)
    assert source.pages() == [21, 11]


def test_a_row_on_its_way_is_a_placeholder(model: LazyMediaItemModel, source: SlowSource) -> None:
    """data() answers at once and asks later, once a page."""
    model.set_query("q")
    answer(source, range(1, 201))
    assert shown(model, 150) == "…"
    assert shown(model, 150, MediaRole.LOADED) is False
    assert shown(model, 150, MediaRole.ROW) is None
    assert source.pages() == []


def test_a_plain_view_gets_its_rows_after_painting(
    qtbot: QtBot, model: LazyMediaItemModel, source: SlowSource
) -> None:
    """A view that says nothing about what it shows is served as well."""
    model.set_query("q")
    answer(source, range(1, 201))
    shown(model, 150)
    qtbot.waitUntil(lambda: source.pages() == [151])


def test_memory_stays_bounded(source: SlowSource) -> None:
    """Of a long scroll only some pages stay."""
    # Without the tester: it walks all rows at each change.
    model = LazyMediaItemModel(page_size=10, prefetch_threshold=4, source=source)
    model.set_query("q")
    answer(source, range(1, 2001))
    for first in range(0, 2000, 10):
        model.set_visible_range(first, first + 9)
        for request in source.requests:
            if request.what == "rows" and not request.cancelled:
                request.done([film(each) for each in request.about])
        source.requests.clear()
    assert len(model._pages) == 60


def test_an_item_that_is_gone_is_a_placeholder(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """Ids of deleted items leave a hole until the next result set, not a shift."""
    model.set_query("q")
    answer(source, range(1, 31))
    model.set_visible_range(10, 19)
    source.page(11).done([film(each) for each in range(11, 21) if each != 13])
    assert [shown(model, row) for row in (11, 12, 13)] == ["Film 12", "…", "Film 14"]


def test_changed_items_are_read_again(model: LazyMediaItemModel, source: SlowSource) -> None:
    """A visible page with a changed id is asked for anew and shown stale meanwhile."""
    model.set_query("q")
    answer(source, range(1, 31))
    model.apply_changes({77}, frozenset({"title"}))
    model.apply_changes({3}, frozenset({"plot"}))
    assert source.pages() == []
    model.apply_changes({3}, frozenset({"title"}))
    assert shown(model, 2) == "Film 3"
    first = source.last("rows")
    model.apply_changes({4}, frozenset({"title"}))
    first.done([film(each, title="Too old") for each in first.about])
    second = source.last("rows")
    second.done([film(each, title="New") for each in second.about])
    assert (shown(model, 2), first.cancelled) == ("New", True)


def test_a_new_result_keeps_places_by_id(model: LazyMediaItemModel, source: SlowSource) -> None:
    """Order and membership change in one layoutChanged; indexes follow their items."""
    model.set_query("q")
    answer(source, range(1, 31))
    stays = QPersistentModelIndex(model.index(2, 1))
    goes = QPersistentModelIndex(model.index(4, 0))
    changed, reset = QSignalSpy(model.layoutChanged), QSignalSpy(model.modelReset)
    ids = [each for each in range(30, 0, -1) if each != 5] + [31]
    model.apply_result_set(ResultSet.of("q", 2, ids))
    assert (stays.row(), stays.column(), goes.isValid()) == (26, 1, False)
    assert (changed.count(), reset.count(), model.rowCount()) == (1, 0, 30)


def test_rows_at_hand_are_not_lost_when_the_order_changes(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """Known rows are shown at their new places at once, the others asked for."""
    model.set_query("q")
    answer(source, range(1, 31))
    model.apply_result_set(ResultSet.of("q", 2, [20, *range(1, 20), *range(21, 31)]))
    assert [shown(model, row) for row in range(3)] == ["…", "Film 1", "Film 2"]
    source.last("rows").done([film(each) for each in source.last("rows").about])
    assert shown(model, 0) == "Film 20"


def test_an_equal_result_changes_nothing(model: LazyMediaItemModel, source: SlowSource) -> None:
    """A rescan without changes does not even repaint, and pending pages still arrive."""
    model.set_query("q")
    answer(source, range(1, 31))
    model.set_visible_range(10, 19)
    changed = QSignalSpy(model.layoutChanged)
    model.apply_result_set(ResultSet.of("q", 9, range(1, 31)))
    source.page(11).done([film(each) for each in range(11, 21)])
    assert (changed.count(), model.result.seq, shown(model, 10)) == (0, 9, "Film 11")


def test_refresh_waits_its_turn(
    qtbot: QtBot, model: LazyMediaItemModel, source: SlowSource
) -> None:
    """While jobs run the result set is computed at most every two seconds."""
    model.set_query("q")
    answer(source, range(1, 31))
    model.refresh()
    qtbot.wait(50)
    assert len([each for each in source.requests if each.what == "ids"]) == 1
    assert model._refresh_timer.isActive()
    assert 0 < model._refresh_timer.interval() <= 2000


def test_a_failure_is_a_state_and_can_be_retried(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """The error stays beside the list; retry asks the same query again."""
    model.set_query("q")
    error = OSError("gone")
    source.last("first").failed(error)
    assert (model.state, model.error) == (ListState.FAILED, error)
    model.retry()
    answer(source, [1])
    assert (model.state, model.error, model.rowCount()) == (ListState.READY, None, 1)


def test_a_refused_page_is_not_asked_at_each_paint(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """One failing page is told once."""
    model.set_query("q")
    answer(source, range(1, 31))
    told = QSignalSpy(model.page_failed)
    model.set_visible_range(10, 19)
    source.last("rows").failed(OSError("disk"))
    model.set_visible_range(10, 19)
    assert (told.count(), len([r for r in source.requests if r.what == "rows"])) == (1, 2)


def test_sorting_is_a_request(model: LazyMediaItemModel) -> None:
    """The model never sorts itself."""
    asked = QSignalSpy(model.orders_requested)
    model.sort(model.column_of("year"), Qt.SortOrder.DescendingOrder)
    assert asked.at(0) == [(("year", True),)]


def test_columns_have_headings_and_numbers_stand_right(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """Headings are words, numeric columns are right-aligned, texts are localized."""
    model.set_query("q")
    answer(source, [1])
    year, size = model.column_of("year"), model.column_of("size")
    assert model.headerData(year, Qt.Orientation.Horizontal) == "Year"
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert shown(model, 0, Qt.ItemDataRole.TextAlignmentRole, year) == right.value
    assert shown(model, 0, DISPLAY, size) == "1.00 GiB"
    assert shown(model, 0, DISPLAY, model.column_of("runtime")) == "2 h 00 min"


def test_a_screen_reader_hears_the_whole_card(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """Nothing that a sighted person sees on the card is left out."""
    model.set_query("q")
    row = film(1, watched=1, favorite=1, file_state="missing", state="unmatched")
    source.last("first").done([row])
    spoken = shown(model, 0, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Film 1, 1999, Film, Missing, Watched, Favorite"
    cell = shown(model, 0, Qt.ItemDataRole.AccessibleTextRole, model.column_of("premiered"))
    assert cell == "Premiered: none"


def test_a_title_is_never_markup(model: LazyMediaItemModel, source: SlowSource) -> None:
    """J8, C2: tags are escaped in the tooltip, control characters are shown as signs."""
    model.set_query("q")
    source.last("first").done([film(1, title="<img src=x>\u202eevil\n")])
    assert "<img" not in shown(model, 0, Qt.ItemDataRole.ToolTipRole)
    assert shown(model, 0) == "<img src=x>\ufffdevil\ufffd"


def test_episodes_and_shows_say_what_they_are(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """The second line tells entries of the same title apart."""
    model.set_query("q")
    episode = film(1, media_type="episode", season=1, episode=2, episode_end=3, parent_title="Lost")
    source.last("first").done([episode, film(2, media_type="show", child_count=1)])
    assert shown(model, 0, MediaRole.SUBTITLE) == "S01E02-E03 · Lost"
    assert shown(model, 1, MediaRole.SUBTITLE) == "1999 · 1 episode"


def test_a_million_rows_are_one_list(qapp: object) -> None:  # noqa: ARG001 - needs Qt
    """Exact count, any row by id, without making more rows than are seen."""
    made = []

    def row_of(item_id: int) -> MediaRow:
        made.append(item_id)
        return film(item_id)

    source = MemoryListSource(range(1, 1_000_001), row_of)
    model = LazyMediaItemModel(source=source)
    model.set_query("q")
    model.set_visible_range(999_900, 999_999)
    assert model.rowCount() == 1_000_000
    assert shown(model, 999_999) == "Film 1000000"
    assert len(made) < 1000


def test_names_of_the_specification(qapp: object) -> None:  # noqa: ARG001 - needs Qt
    """The calculator is found where the specification says."""
    assert VirtualScrollDelegate(100, 10, 5).scroll_range == 0
