"""What SQL cannot answer is found before it runs: patterns, whole texts, paths, saved searches."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.persistence.populated import make_library

from media_manager.domain.query import Compare, Field, Not, Or, Query, parse_query
from media_manager.errors import JobCancelled, QueryError
from media_manager.library.search import PatternSearch
from media_manager.persistence.reader import LibraryReader, open_reader

AMELIE = "Le Fabuleux Destin d'Amélie Poulain"
SPIRITED = "千と千尋の神隠し"
FOUND = {
    "title:~^the": ["The Matrix"],
    "title:~MATRIX$": ["The Matrix"],
    "title:~(reloaded|spider)": ["Matrix Reloaded", "Spider-Man"],
    "-title:~matrix type:movie": ["100% Wolf_", AMELIE, "Spider-Man", SPIRITED],
    "title:~^the OR year:2002": ["The Matrix", "Spider-Man"],
    'title:="the matrix"': ["The Matrix"],
    "title:=matrix": [],
    "title:=%": [],
    "plot:~g.ome": [AMELIE],
    'plot:="a waitress in paris looks for a garden gnome"': [AMELIE],
    "file:~^film.1": ["The Matrix"],
    'file:="film 1 \ufffd"': ["The Matrix"],
    "path:films type:movie year:1999": ["The Matrix"],
    "path:nowhere": [],
    "original:spiderman": [],
    "character:neo": ["The Matrix"],
    "character:=NEO": ["The Matrix"],
    "character:ne type:show": [],
    "genre:~^(sci|anim)": ["100% Wolf_", SPIRITED],
    "actor:~maguire": ["Spider-Man"],
    "director:~maguire": [],
    "set:~matrix": ["Matrix Reloaded", "The Matrix"],
    "country:~united": ["The Matrix"],
    "tag:~japan": [SPIRITED],
    "studio:~warner": ["The Matrix"],
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryReader]:
    path: Path = tmp_path_factory.mktemp("search") / "library.db"
    make_library(path)
    reader = open_reader(path)
    yield reader
    reader.close()


@pytest.fixture
def patterns() -> Iterator[PatternSearch]:
    patterns = PatternSearch()
    yield patterns
    patterns.close()


@pytest.mark.parametrize("text", FOUND)
def test_what_has_no_index_is_found(
    reader: LibraryReader, patterns: PatternSearch, text: str
) -> None:
    """The condition becomes the ids that it finds; page, count and all ids agree."""
    query = patterns.answerable(reader, Query(parse_query(text)))
    ids = reader.first_ids(query, 100)
    assert [row.title for row in reader.rows(ids)] == FOUND[text]
    assert (list(reader.all_ids(query)), reader.count(query)) == (ids, len(ids))


def test_a_query_that_sql_answers_stays_as_it_is(
    reader: LibraryReader, patterns: PatternSearch
) -> None:
    """No child is started and nothing is read for what everybody types."""
    query = Query(parse_query("matrix genre:=Drama (year:1999 OR -is:watched)"))
    assert patterns.answerable(reader, query) is query


def test_a_pattern_that_never_ends_is_stopped(
    reader: LibraryReader, patterns: PatternSearch
) -> None:
    """Fault J: the child is killed, the person told, and the next pattern is answered."""
    slow = Field("title", "(.*.*)*(.*.*)*(.*.*)*(.*.*)*#", Compare.REGEX)
    with pytest.raises(QueryError, match="takes too long"):
        patterns.answerable(
            reader, Query((Field("title", "(([a-z ' ]+)+)+#", Compare.REGEX), slow))
        )
    quick = Query((Or((Field("title", "^the", Compare.REGEX), Not(Field("year", "..2099")))),))
    assert len(reader.first_ids(patterns.answerable(reader, quick), 10)) > 0


def test_a_superseded_pattern_is_given_up(reader: LibraryReader) -> None:
    """Between two batches somebody may say that nobody waits any more."""
    query = Query((Field("title", "unheard of", Compare.REGEX),))
    with pytest.raises(JobCancelled):
        PatternSearch(lambda: True).answerable(reader, query)


def test_a_reader_answers_whatever_is_asked_of_it(
    reader: LibraryReader, patterns: PatternSearch
) -> None:
    """Lists, counts and facets need not know which conditions SQL cannot answer."""
    asked = Query(parse_query("title:~^the"))
    reader.answers = patterns
    try:
        assert (reader.count(asked), len(reader.all_ids(asked))) == (1, 1)
    finally:
        reader.answers = None
