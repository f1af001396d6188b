"""Counting by columns gives what counting rows gives, for whatever is asked, and after changes."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.library.facet_world import (
    COUNTRIES,
    GENRES,
    PEOPLE,
    STUDIOS,
    TAGS,
    add_items,
    change_items,
    dice_of,
    make_world,
)

from media_manager.domain.facets import Facet, FacetGroup, node_of
from media_manager.domain.query import (
    And,
    Compare,
    Field,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    Word,
)
from media_manager.library.browse import result_set
from media_manager.library.facets import FacetQuestion, facet_counts
from media_manager.persistence.columns import Columns, counting, current_columns, finished
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.persistence.repositories.items import remove_items
from media_manager.persistence.writer import LibraryWriter

NAMES = {
    Facet.GENRE: GENRES,
    Facet.PERSON: PEOPLE,
    Facet.STUDIO: STUDIOS,
    Facet.COUNTRY: COUNTRIES,
    Facet.TAG: TAGS,
}
WORDS = {
    Facet.TYPE: ("movie", "show", "photo", "album"),
    Facet.STATE: ("watched", "unwatched", "inprogress", "favorite"),
    Facet.RESOLUTION: ("sd", "720p", "1080p", "4k"),
    Facet.HDR: ("sdr", "hdr10", "hdr10plus", "hlg"),
    Facet.CODEC: ("h264", "hevc", "vc1"),
    Facet.LANGUAGE: ("en", "de", "fr"),
    Facet.LIBRARY: ("Films", "evenements", "Nowhere"),
    Facet.MISSING: ("poster", "plot", "genre", "id", "subtitle"),
    Facet.YEAR: (1989, 1999, 2024, 1950),
    Facet.DECADE: (1980, 1990, 2020),
    Facet.RATING: (0, 6, 7, 8, 10),
}
DRAMA = Field("genre", "Drama", Compare.EQUALS)
OTHERS: tuple[Node, ...] = (
    Word("a"),
    Word("b1"),
    Phrase("plot"),
    Field("genre", "dra"),
    Field("year", "1990..2000"),
    Field("year", "2000", Compare.AT_LEAST),
    Field("rating", "7.5", Compare.MORE),
    Field("is", "unmatched"),
    Field("missing", "subtitle:en"),
    Field("library_id", "1"),
    Field("hdr", "any"),
    Or((Field("genre", "Drama", Compare.EQUALS), Field("year", "1999"))),
    And((Word("c"), Not(Word("d")))),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "library.db"
    make_world(path, seed=11, items=150).close()
    return path


@pytest.fixture
def writer(world: Path) -> Iterator[LibraryWriter]:
    writer = LibraryWriter(world)
    yield writer
    writer.close()


@pytest.fixture
def reader(world: Path) -> Iterator[LibraryReader]:
    reader = open_reader(world)
    yield reader
    reader.close()


@pytest.fixture
def columns(reader: LibraryReader, tmp_path: Path) -> Columns:
    return finished(current_columns(tmp_path / "columns", reader))


def random_value(dice: random.Random) -> Field:
    facet = dice.choice(list(Facet))
    if facet in NAMES:
        return node_of(facet, "", dice.choice((*NAMES[facet], "Nobody")))
    value = dice.choice(WORDS[facet])
    return node_of(facet, value, str(value))


def random_node(dice: random.Random) -> Node:
    kind = dice.randrange(5)
    if kind == 0:
        return dice.choice(OTHERS)
    node: Node = random_value(dice)
    if kind == 1:
        same = [each for _ in range(20) if (each := random_value(dice)).name == node.name]  # type: ignore[union-attr]
        node = Or((node, *same)) if same else node
    return Not(node) if kind == 2 else node


def random_query(dice: random.Random) -> Query:
    return Query(tuple(random_node(dice) for _ in range(dice.randrange(4))))


def plain(groups: Sequence[FacetGroup]) -> list[tuple[Facet, set[tuple[object, ...]], int]]:
    return [
        (each.facet, {(x.node, x.label, x.count, x.mark) for x in each.lines}, each.more)
        for each in groups
    ]


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("few", [0, 10_000])
def test_columns_and_rows_agree(
    reader: LibraryReader, columns: Columns, seed: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is asked, both ways count the same; also when hits are picked one by one."""
    monkeypatch.setattr(counting, "_FEW", few)
    dice = dice_of(seed)
    question = FacetQuestion(random_query(dice))

    assert plain(facet_counts(reader, question, columns=columns)) == plain(
        facet_counts(reader, question)
    )


def test_a_list_that_is_known_gives_the_same(reader: LibraryReader, columns: Columns) -> None:
    """The ids that the list has already stand for its query, and an older list is not used."""
    query = Query((Word("a"),))
    known = result_set(reader, query)
    expected = facet_counts(reader, FacetQuestion(query))

    assert facet_counts(reader, FacetQuestion(query), columns=columns, known=known) == expected
    assert facet_counts(reader, FacetQuestion(query), known=known) == expected
    other = FacetQuestion(Query((Word("b"),)))
    assert facet_counts(reader, other, columns=columns, known=known) == facet_counts(reader, other)


def test_columns_agree_after_each_change(
    world: Path, reader: LibraryReader, tmp_path: Path, writer: LibraryWriter
) -> None:
    """Edits, additions and removals are counted at once; older columns are never used."""
    assert world.exists()
    dice = dice_of(1)
    columns = finished(current_columns(tmp_path / "columns", reader))
    for step in range(9):
        ids = [row[0] for row in reader.execute("SELECT id FROM media_item")]
        if step % 3 == 0:
            change_items(writer, dice, dice.sample(ids, 8))
        elif step % 3 == 1:
            with writer.write_session("test") as session:
                remove_items(session, dice.sample(ids, 4))
        else:
            add_items(writer, dice, 5)
        question = FacetQuestion(random_query(dice))
        expected = plain(facet_counts(reader, question))
        assert plain(facet_counts(reader, question, columns=columns)) == expected
        columns = finished(current_columns(tmp_path / "columns", reader, columns))
        assert columns.seq == reader.seq()
        assert plain(facet_counts(reader, question, columns=columns)) == expected


def test_filters_and_limits_agree(reader: LibraryReader, columns: Columns) -> None:
    """A filter text and a short list give the same names by columns and by rows."""
    for words in ("a", "dia", "o", "王", "zz"):
        question = FacetQuestion(Query(), tuple(NAMES), contains=words)
        assert plain(facet_counts(reader, question, columns=columns)) == plain(
            facet_counts(reader, question)
        ), words
