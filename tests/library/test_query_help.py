"""The help page teaches with what is really there."""

import pytest
from tests.persistence.populated import make_library

from media_manager.domain.query import FIELDS, Field, Query, parse_search
from media_manager.library.query_help import HelpExample, HelpPage, help_page, plain_sections
from media_manager.library.searches import save_search
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.persistence.store import LibraryStore


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LibraryStore:
    path = tmp_path_factory.mktemp("help") / "library.db"
    make_library(path)
    return LibraryStore(path)


@pytest.fixture(scope="module")
def reader(store: LibraryStore) -> LibraryReader:
    return open_reader(store.path)


def examples(page: HelpPage) -> list[HelpExample]:
    return [example for section in page.sections for example in section.examples]


def test_every_example_finds_something(reader: LibraryReader) -> None:
    """What is counted has hits; only a pattern, which is made of a title, is not counted."""
    found = examples(help_page(reader, seconds=60))
    assert [each.text for each in found if each.count == 0] == []
    assert [each.text for each in found if each.count is None] == [r"title:~\bma"]
    assert [each.count for each in found if each.text == "year:1990s"] == [1]
    assert all(parse_search(each.text).where for each in found)


def test_without_time_nothing_is_counted_but_all_is_tried(reader: LibraryReader) -> None:
    """The page comes soon, in a library of any size."""
    counted = [each.text for each in examples(help_page(reader, seconds=60))]
    tried = examples(help_page(reader, seconds=-1))
    assert ([each.text for each in tried], {each.count for each in tried}) == (counted, {None})


def test_examples_keep_to_the_place(reader: LibraryReader) -> None:
    """Within films that nobody watched there is none that somebody did."""
    within = Query((Field("type", "movie"), Field("is", "unwatched")))
    found = {each.text: each.count for each in examples(help_page(reader, within=within))}
    assert "is:favorite" not in found
    assert found["is:unwatched"] == reader.count(within)


def test_saved_searches_are_shown(store: LibraryStore, reader: LibraryReader) -> None:
    """They are the best examples of all."""
    save_search(store, "Mine alone", "year:1999")
    found = {each.text: each.count for each in examples(help_page(reader, seconds=60))}
    assert found['in:"Mine alone"'] == 1


def test_an_empty_library_has_a_page(made: LibraryStore) -> None:
    """The examples of the table, without counts."""
    with made.reading() as reader:
        page = help_page(reader)
    assert page == HelpPage(plain_sections(), tuple(FIELDS.values()))
    for each in examples(page):
        assert (parse_search(each.text) is not None, each.count) == (True, None)
