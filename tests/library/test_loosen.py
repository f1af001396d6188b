"""Which condition of a search excludes everything."""

from media_manager.domain.query import Field, Query, Word, parse_query
from media_manager.library.loosen import Without, what_excludes
from media_manager.persistence.store import LibraryStore


def test_the_condition_with_the_fewest_hits_behind_it_comes_first(scanned: LibraryStore) -> None:
    """That is nearest to what was asked for; what would not help is not named."""
    with scanned.reading() as reader:
        found = what_excludes(reader, parse_query("heat type:episode"), Query())
        assert found == (
            Without(Field("type", "episode"), 1),
            Without(Word("heat"), 3),
        )
        assert what_excludes(reader, parse_query("heat year:1985 genre:western"), Query()) == ()


def test_what_holds_besides_is_never_left_out(scanned: LibraryStore) -> None:
    """A place and a virtual library are not the search."""
    shows = Query((Field("type", "show"),))
    with scanned.reading() as reader:
        found = what_excludes(reader, parse_query("heat firefly"), shows)
    assert found == (Without(Word("heat"), 1),)


def test_one_condition_alone_leaves_nothing_to_leave_out(scanned: LibraryStore) -> None:
    """Without it there would be no search."""
    with scanned.reading() as reader:
        assert what_excludes(reader, parse_query("western"), Query()) == ()


def test_without_time_it_is_only_said_that_there_are_some(scanned: LibraryStore) -> None:
    """Of a million items nobody waits for a number."""
    with scanned.reading() as reader:
        found = what_excludes(reader, parse_query("heat type:episode"), Query(), seconds=0)
    assert [each.count for each in found] == [None, None]
