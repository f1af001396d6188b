"""A saved search restricts the facets: its own conditions are never ignored by any of them."""

from pathlib import Path

import pytest
from tests.library.facet_world import make_world

from media_manager.domain.query import Compare, Field, Query
from media_manager.library.facets import Facet, FacetQuestion, facet_counts
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.persistence.repositories.searches import insert_search

DRAMA = Field("genre", "Drama", Compare.EQUALS)
WITHIN = Field("in", "Dramas")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "library.db"
    writer = make_world(path, seed=1, items=120)
    with writer.write_session("user") as session:
        insert_search(session, folder="", name="Dramas", text="genre:=Drama")
    writer.close()
    return path


def lines(reader: LibraryReader, question: FacetQuestion) -> dict[object, int]:
    (group,) = facet_counts(reader, question)
    return {line.node: line.count for line in group.lines}


@pytest.mark.parametrize("within", [(WITHIN,), ()])
@pytest.mark.parametrize("facet", [Facet.GENRE, Facet.YEAR, Facet.TYPE])
def test_counts_are_those_of_what_it_finds(
    world: Path, facet: Facet, within: tuple[Field, ...]
) -> None:
    """As a virtual library and as a word in the box: the same as its conditions, spelled out."""
    reader = open_reader(world)
    named = lines(reader, FacetQuestion(Query((WITHIN,)), (facet,), within=within))
    spelled = lines(reader, FacetQuestion(Query((DRAMA,)), (facet,), within=(DRAMA,)))
    assert named == spelled
    assert named
    reader.close()


def test_what_is_chosen_beside_it_is_ignored_as_ever(world: Path) -> None:
    """Another genre that was clicked leaves the counts of all genres among the dramas."""
    reader = open_reader(world)
    comedy = Field("genre", "Comedy", Compare.EQUALS)
    chosen = Query((WITHIN, comedy))
    named = lines(reader, FacetQuestion(chosen, (Facet.GENRE,), within=(WITHIN,)))
    free = lines(reader, FacetQuestion(Query((WITHIN,)), (Facet.GENRE,), within=(WITHIN,)))
    assert named == free
    reader.close()
