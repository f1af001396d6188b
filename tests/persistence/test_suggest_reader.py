"""Names of the library are offered by the beginning of any of their words."""

from collections.abc import Iterator

import pytest
from tests.persistence.populated import make_library

from media_manager.domain.query import Field, format_query, parse_query
from media_manager.domain.query.fields import FIELDS, FieldKind
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.persistence.suggest_reader import suggest_values


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryReader]:
    path = tmp_path_factory.mktemp("suggest") / "library.db"
    make_library(path)
    reader = open_reader(path)
    yield reader
    reader.close()


@pytest.mark.parametrize(
    ("field", "prefix", "names"),
    [
        ("person", "ree", ("Keanu Reeves",)),
        ("person", "keanu r", ("Keanu Reeves",)),
        ("actor", "", ("Keanu Reeves", "Tobey Maguire")),
        ("director", "", ("Lana Wachowski",)),
        ("director", "keanu", ()),
        ("genre", "a", ("Animation", "Action")),
        ("tag", "EPO", ("Épouvante",)),
        ("tag", "best", ('the "best"',)),
        ("studio", "war", ("Warner Bros.",)),
        ("country", "states", ("United States of America",)),
        ("set", "matrix", ("The Matrix Collection",)),
        ("set", "%", ()),
        ("collection", "the", ("The Matrix Collection",)),
        ("library", "fi", ("Films",)),
        ("title", "matrix", ()),
        ("nothing", "x", ()),
    ],
)
def test_names_begin_with_what_was_typed(
    reader: LibraryReader, field: str, prefix: str, names: tuple[str, ...]
) -> None:
    """Any word of them, without case and accents."""
    found = suggest_values(reader, field, prefix)
    # The rows that every table has for other tests are called "1".
    assert tuple(name for name in found if name != "1") == names


def test_those_that_begin_so_come_first(reader: LibraryReader) -> None:
    """A name that begins with it is likelier meant than one with such a word inside."""
    assert suggest_values(reader, "tag", "j", 1) == ("Japan",)
    assert suggest_values(reader, "genre", "", 2) == ("Animation", "Action")


@pytest.mark.parametrize(
    "field",
    [
        spec.name
        for spec in FIELDS.values()
        if spec.kind in (FieldKind.NAME, FieldKind.REFERENCE) or spec.open
    ],
)
@pytest.mark.parametrize("prefix", ["", "a", "xyz", "%", "千", "en", '"', '"*(', "_", "\\"])
def test_every_offer_can_be_asked_for(reader: LibraryReader, field: str, prefix: str) -> None:
    """Fields of names answer whatever was typed."""
    for name in suggest_values(reader, field, prefix):
        node = Field(field, name)
        assert parse_query(format_query((node,))) == (node,)
