"""What finds nothing is offered in another spelling, if that finds something."""

from collections.abc import Iterator

import pytest
from tests.persistence.populated import make_library

from media_manager.domain.query import Field, Query
from media_manager.library.spelling import Suggestion, did_you_mean
from media_manager.persistence.reader import LibraryReader, open_reader


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryReader]:
    path = tmp_path_factory.mktemp("spelling") / "library.db"
    make_library(path)
    reader = open_reader(path)
    yield reader
    reader.close()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("matirx", "matrix"),
        ("matirx reloded sort:-year", "matrix reloaded sort:-year"),
        ("person:reevs", "person:reeves"),
        ("yaer:1999", "year:1999"),
        ("matirx yaer:1066", None),
        ("genre:acton", "genre:action"),
        ("spiderman", None),
        ("qqqqqq", None),
        ("matirx year:abc", None),
        ("", None),
        ("((", None),
        ('"" NOT', None),
    ],
)
def test_another_spelling_is_offered(reader: LibraryReader, text: str, meant: str | None) -> None:
    """The commonest word of the library that is one slip away; never one that finds nothing."""
    expected = None if meant is None else Suggestion(meant)
    assert did_you_mean(reader, text) == expected


def test_it_finds_something_where_one_looks(reader: LibraryReader) -> None:
    """The conditions of the place hold for the offer too."""
    shows, films = (Query((Field("type", each),)) for each in ("show", "movie"))
    assert did_you_mean(reader, "matirx", shows) is None
    assert did_you_mean(reader, "matirx", films) == Suggestion("matrix")
