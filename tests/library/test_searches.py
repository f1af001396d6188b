"""Searches are kept under a name, lie in folders, and stand in for their conditions."""

import pytest

from media_manager.domain.query import Query, format_query, parse_query
from media_manager.errors import LibraryError, QueryError
from media_manager.library import searches
from media_manager.library.searches import SavedSearch, SearchFolder, save_search
from media_manager.persistence.searches_reader import resolved
from media_manager.persistence.store import LibraryStore


def saved(store: LibraryStore) -> list[tuple[str, str, str]]:
    with store.reading() as reader:
        return [(each.folder, each.name, each.text) for each in searches.list_searches(reader)]


def meaning(store: LibraryStore, text: str) -> str:
    with store.reading() as reader:
        return format_query(resolved(reader, Query(parse_query(text)), text=text).where)


def test_a_search_is_kept_as_it_was_typed(made: LibraryStore) -> None:
    """Under its name, whatever its case and accents; its order is part of it."""
    kept = save_search(made, "  Été   noir ", " genre:crime  sort:-year ", folder="/Mine//Later/")
    with made.reading() as reader:
        assert searches.find_search(reader, "ETE NOIR") == kept
        assert searches.get_search(reader, "été noir").reference == 'in:"Été noir"'
        assert searches.find_search(reader, "other") is None
    assert (kept.folder, kept.name, kept.text) == (
        "Mine/Later",
        "Été noir",
        "genre:crime  sort:-year",
    )


def test_a_name_is_there_once(made: LibraryStore) -> None:
    """In no folder can another have it; one can take its own place."""
    first = save_search(made, "Noir", "genre:crime", folder="A")
    with pytest.raises(LibraryError, match="“Noir” in A already") as caught:
        save_search(made, "NOIR", "x", folder="B")
    assert caught.value.arguments["search_id"] == first.id
    again = save_search(made, "NOIR", "x", folder="B", replacing=first.id)
    assert (again.id, saved(made)) == (first.id, [("B", "NOIR", "x")])


@pytest.mark.parametrize("name", ["", "  ", "\t\n", "x" * 121])
def test_a_name_says_something(made: LibraryStore, name: str) -> None:
    """It has at least one character and no more than a line holds."""
    with pytest.raises(LibraryError, match="needs a name"):
        save_search(made, name, "x")
    assert saved(made) == []


def test_only_what_can_be_understood_is_saved(made: LibraryStore) -> None:
    """A mistake, nothing at all, an unknown search and itself are refused."""
    for text, message in (
        ("year:abc", "year: expects"),
        ("in:gone", "no saved search “gone”"),
        ("x in:Me", "contain each other"),
    ):
        with pytest.raises(QueryError, match=message) as caught:
            save_search(made, "Me", text)
        assert caught.value.position <= len(text)
    with pytest.raises(LibraryError, match="nothing to save"):
        save_search(made, "Me", "  ")
    assert saved(made) == []


def test_searches_stand_in_for_their_conditions(made: LibraryStore) -> None:
    """By name, through others, whatever folder they lie in."""
    save_search(made, "Noir", "genre:crime OR tag:noir")
    save_search(made, "Good noir", "in:noir rating:>=8 sort:-rating", folder="Mine")
    assert meaning(made, 'in:"good NOIR" x') == "(genre:crime OR tag:noir) rating:>=8 x"
    with pytest.raises(QueryError, match="no saved search “bad noir”"):
        meaning(made, 'in:"bad noir"')


def test_a_circle_cannot_be_made(made: LibraryStore) -> None:
    """Neither by a new text nor through others."""
    a = save_search(made, "A", "x")
    save_search(made, "B", "in:A y")
    with pytest.raises(QueryError, match="“b” → “A” → “b”"):
        searches.change_search(made, a.id, "in:b")
    assert searches.change_search(made, a.id, "z").text == "z"


def test_another_name_goes_into_those_that_ask_for_it(made: LibraryStore) -> None:
    """Renaming breaks no search, also not by another case."""
    noir = save_search(made, "Noir", "genre:crime")
    save_search(made, "Both", "in:NOIR OR -(in:noir x) sort:year")
    searches.rename_search(made, noir.id, "Film noir")
    assert saved(made) == [
        ("", "Both", 'in:"Film noir" OR -(in:"Film noir" x) sort:year'),
        ("", "Film noir", "genre:crime"),
    ]
    searches.rename_search(made, noir.id, "FILM NOIR")
    assert meaning(made, "in:both") == "genre:crime OR -(genre:crime x)"
    with made.reading() as reader:
        listed = searches.list_searches(reader)
    assert [each.name for each in searches.asking_for(listed, "film noir")] == ["Both"]


def test_folders_are_moved_with_all_in_them(made: LibraryStore) -> None:
    """A folder is what the searches in it say."""
    for folder, name in (("A", "1"), ("A/B", "2"), ("AB", "3"), ("", "4")):
        save_search(made, name, "x", folder=folder)
    assert searches.move_folder(made, "A", "C/D") == 2
    assert [each[:2] for each in saved(made)] == [
        ("", "4"), ("AB", "3"), ("C/D", "1"), ("C/D/B", "2"),
    ]  # fmt: skip
    assert searches.move_folder(made, "C/D", "") == 2
    assert [each[0] for each in saved(made)] == ["", "", "AB", "B"]
    with pytest.raises(LibraryError, match="in itself"):
        searches.move_folder(made, "B", "B/C")


def test_the_tree_has_each_folder_once() -> None:
    """Folders in their order, searches in theirs."""
    one, two, three = (
        SavedSearch(n, folder, str(n), "x", 0) for n, folder in ((1, ""), (2, "A"), (3, "A/B"))
    )
    deep = SearchFolder("B", "A/B", (), (three,))
    tree = SearchFolder("", "", (SearchFolder("A", "A", (deep,), (two,)),), (one,))
    assert searches.search_tree([one, two, three]) == tree
    assert searches.search_tree([]) == SearchFolder("", "")


def test_what_is_deleted_can_be_saved_again(made: LibraryStore) -> None:
    """It is handed back; what asks for it says so."""
    noir = save_search(made, "Noir", "genre:crime", folder="Mine")
    save_search(made, "Both", "in:noir")
    gone = searches.delete_search(made, noir.id)
    assert gone == noir
    with pytest.raises(QueryError, match="no saved search “noir”"):
        meaning(made, "in:both")
    save_search(made, gone.name, gone.text, folder=gone.folder)
    assert meaning(made, "in:both") == "genre:crime"
    with pytest.raises(LibraryError, match="no saved search"):
        searches.delete_search(made, 999)


def test_changes_are_announced_without_items(made: LibraryStore) -> None:
    """The sidebar looks again; no list has to read its rows again."""
    heard: list[tuple[frozenset[str], object]] = []
    made.on_commit(lambda change: heard.append((change.fields, change.ids)))
    search = save_search(made, "Noir", "x")
    searches.move_search(made, search.id, "Mine")
    searches.delete_search(made, search.id)
    assert heard == [(frozenset({"searches"}), frozenset())] * 3
