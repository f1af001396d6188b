"""Lists and the sidebar read what a scan wrote."""

from tests.library.small_library import find_ids

from media_manager.domain.query import Query, parse_query
from media_manager.library import browse
from media_manager.persistence.store import LibraryStore


def test_the_result_set_is_the_first_page_gone_on(scanned: LibraryStore) -> None:
    """The ids of the whole answer begin with the rows of the first page."""
    query = Query(parse_query("type:movie"))
    with scanned.reading() as reader:
        page = browse.first_page(reader, query, 1)
        result = browse.result_set(reader, query)
    assert [page[0].id] == list(result.ids[:1])
    assert [page[0].title, len(result)] == ["Heat", 2]


def test_children_come_in_order(scanned: LibraryStore) -> None:
    """A show has its seasons, a season its episodes by number."""
    (show,) = find_ids(scanned, "type:show")
    with scanned.reading() as reader:
        (season,) = browse.children(reader, show)
        episodes = browse.children(reader, season.id)
    assert [each.episode for each in episodes] == [1, 2, 3]
    assert {each.parent_title for each in episodes} == {"Firefly"}


def test_the_overview_counts_by_type_and_library(scanned: LibraryStore) -> None:
    """The sidebar's numbers come from counters that agree with the items."""
    with scanned.reading() as reader:
        overview = browse.overview(reader)
    (library,) = overview.libraries
    assert library.counts == {"movie": 2, "show": 1, "season": 1, "episode": 3}
    assert (overview.total, overview.unmatched["movie"]) == (5, 1)
    assert [root.state for root in library.roots] == ["online"]
