"""What the facet panel shows of a list, counted from the rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.facet_world import add_items, dice_of, make_world
from tests.persistence.populated import server_url

from media_manager.domain.query import Compare, Field, Not, Or, Query, Word, parse_query
from media_manager.library.facets import Facet, FacetQuestion, Mark, facet_counts
from media_manager.persistence.reader import LibraryReader, open_reader, open_server_reader
from media_manager.persistence.upgrade import upgrade_server
from media_manager.persistence.writer import LibraryWriter

DRAMA = Field("genre", "Drama", Compare.EQUALS)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "library.db"
    make_world(path, seed=1, items=120).close()
    return path


@pytest.fixture
def reader(world: Path) -> Iterator[LibraryReader]:
    reader = open_reader(world)
    yield reader
    reader.close()


def test_a_count_is_what_the_list_shows_when_the_line_is_chosen(reader: LibraryReader) -> None:
    """Adding the condition of a line to the query finds as many items as the line says."""
    wrong = [
        (line.node, line.count, found)
        for where in ((), parse_query("type:movie"), (Word("a1"),))
        for group in facet_counts(reader, FacetQuestion(Query(where)))
        for line in group.lines
        if group.facet is not Facet.TYPE or not where
        if (found := reader.count(Query((*where, line.node)))) != line.count
    ]

    assert wrong == []


def test_a_facet_ignores_what_was_chosen_in_it(reader: LibraryReader) -> None:
    """With Drama chosen, the other genres count as before, and the years count dramas only."""
    asked = (Facet.GENRE, Facet.YEAR)
    free = facet_counts(reader, FacetQuestion(Query(), asked))
    chosen = facet_counts(reader, FacetQuestion(Query((DRAMA,)), asked))

    assert {each.label: each.count for each in chosen[0].lines} == {
        each.label: each.count for each in free[0].lines
    }
    assert sum(each.count for each in chosen[1].lines) < sum(each.count for each in free[1].lines)


def test_chosen_and_excluded_values_are_always_among_the_lines(reader: LibraryReader) -> None:
    """A value with no hits stays visible while the query names it, or it could not be taken off."""
    nobody = Field("genre", "Film noir", Compare.EQUALS)
    query = Query((Or((DRAMA, nobody)), Not(Field("year", "1999"))))
    genres, years = facet_counts(reader, FacetQuestion(query, (Facet.GENRE, Facet.YEAR), limit=1))

    marks = {each.label: each.mark for each in (*genres.lines, *years.lines)}
    assert (marks["Drama"], marks["Film noir"], marks["1999"]) == (
        Mark.INCLUDED,
        Mark.INCLUDED,
        Mark.EXCLUDED,
    )
    assert [each.count for each in genres.lines if each.label == "Film noir"] == [0]


def test_two_spellings_of_a_name_are_one_value(reader: LibraryReader) -> None:
    """The query folds names, so the facet counts them folded and writes the first spelling."""
    (group,) = facet_counts(reader, FacetQuestion(Query(), (Facet.GENRE,)))
    labels = [each.label for each in group.lines]

    assert len({label.casefold() for label in labels}) == len(labels)


def test_a_filter_narrows_names_by_the_beginnings_of_words(reader: LibraryReader) -> None:
    """Whoever types "dia" finds Ana Díaz, and not Lydia."""
    (group,) = facet_counts(reader, FacetQuestion(Query(), (Facet.PERSON,), contains="dia an"))

    assert [each.label for each in group.lines] in (["Ana Díaz"], ["Ana Diaz"])


def test_the_place_of_a_list_is_never_ignored(reader: LibraryReader) -> None:
    """In the list of films, the facet of types shows films only."""
    place = parse_query("type:movie")
    (group,) = facet_counts(reader, FacetQuestion(Query(place), (Facet.TYPE,), within=place))

    assert [each.label for each in group.lines] == ["movie"]


def test_what_was_not_shown_is_counted(reader: LibraryReader) -> None:
    """`more` says how many further values have hits."""
    (whole,) = facet_counts(reader, FacetQuestion(Query(), (Facet.PERSON,)))
    (cut,) = facet_counts(reader, FacetQuestion(Query(), (Facet.PERSON,), limit=2))

    assert (len(cut.lines), cut.more, whole.more) == (2, len(whole.lines) - 2, 0)


def test_a_condition_on_several_facets_belongs_to_none(reader: LibraryReader) -> None:
    """`genre:=Drama OR year:1999` restricts every facet."""
    either = Or((DRAMA, Field("year", "1999")))
    (group,) = facet_counts(reader, FacetQuestion(Query((either,)), (Facet.GENRE,)))

    assert all(each.mark is Mark.NONE for each in group.lines)


def test_a_server_counts_the_same(postgres_database: str, world: Path) -> None:
    """PostgreSQL has no columns and other words for things; the counts are those of SQLite."""
    upgrade_server(server_url(postgres_database))
    writer = LibraryWriter(server_url(postgres_database))
    add_items(writer, dice_of(1), 120)
    writer.close()
    server, reader = open_server_reader(postgres_database), open_reader(world)
    try:
        for words in ("", "genre:=Drama is:watched", "-year:1990s a"):
            question = FacetQuestion(Query(parse_query(words)))
            mine = facet_counts(reader, question)
            assert facet_counts(server, question) == mine, words
        question = FacetQuestion(Query(), (Facet.PERSON,), contains="ana")
        assert facet_counts(server, question) == facet_counts(reader, question)
    finally:
        server.close()
        reader.close()
