"""Faults J1, J2: whatever is typed finds something or nothing, and is never a database error."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.persistence.populated import make_library

from media_manager.domain.query import Query, SortKey, parse_query
from media_manager.errors import QueryError
from media_manager.persistence.reader import LibraryReader, open_reader

TYPED = [
    '"',
    '""',
    '"""',
    "'",
    "';--",
    "' OR 1=1 --",
    "*",
    "**",
    "a*",
    "^a",
    "a^",
    "NEAR(",
    "NEAR(a b, 3)",
    "AND",
    "OR NOT",
    "a AND",
    "-AND",
    "{title}: x",
    "title : x",
    "(",
    ")",
    "+",
    "a + b",
    "\\",
    "\\\\",
    "%",
    "_",
    "\\%",
    "100%",
    "[",
    "]",
    "?",
    "?1",
    ":name",
    "@nasa",
    "$x",
    "#",
    "t:",
    "::",
    "-",
    "--",
    "---",
    "wall-e",
    "-wall-e",
    "spider-man",
    "can't",
    "’",
    "l'",
    "œuvre",
    "ﬁlm",
    "İstanbul",
    "ẞ",
    "ſ",
    "ΐ",
    "千",
    "千と千尋",
    "ก",
    "กำ",
    "हिन्दी",
    "עברית",
    "العربية",
    "🎬",
    "👨‍👩‍👧",
    "e\u0301",
    "\u0301",
    "\u200d",
    "\u202e",
    "\ufeff",
    "\x00",
    "a\x00b",
    "\ud800",
    "\U0010ffff",
    "\x1b[31m",
    "\r\n",
    "\u2028",
    "0",
    "007",
    "1e9",
    "-1",
    "9" * 400,
    "a" * 5000,
    "a " * 300,
    " ".join(f"w{n}" for n in range(50)),
    "matrix " * 50,
    "a-" * 60,
    "-x " * 49,
    "title:x " * 49,
    "千" * 500,
    '"a b" -"c d"',
    "year:1999..",
    "-year:..1999",
    "-is:watched",
    "-is:unwatched",
    "genre:'",
    'genre:"',
    "tag:%",
    "tag:_",
    "tag:!!",
    "-tag:!!",
    "person:'",
    "person:!!",
    "-person:!!",
    'title:"!!"',
    '-title:"!!"',
    "library:'",
    "parent:9223372036854775807",
    "type:MOVIE",
    "-type:movie -type:show",
    "AND:x",
    "rowid:1",
    "search_words:x",
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryReader]:
    path: Path = tmp_path_factory.mktemp("hostile") / "library.db"
    make_library(path)
    reader = open_reader(path)
    yield reader
    reader.close()


def agrees(reader: LibraryReader, text: str) -> None:
    """Assert that page, count and all ids are one answer, or that the text is refused."""
    try:
        nodes = parse_query(text)
    except QueryError:
        return  # test_query.py looks at these
    for sort in (SortKey.TITLE, SortKey.YEAR, SortKey.SIZE):
        query = Query(nodes, sort=sort)
        ids = reader.first_ids(query, 1000)
        assert (list(reader.all_ids(query)), reader.count(query)) == (ids, len(ids))


@pytest.mark.parametrize("text", TYPED)
def test_j1_nothing_typed_is_syntax(reader: LibraryReader, text: str) -> None:
    """Fault J1: the corpus of what people and attackers type."""
    agrees(reader, text)
    agrees(reader, f"matrix {text}")


@pytest.mark.parametrize(
    "text", ["x", '"x y"', "tag:x", "genre:x", "title:x", "person:x", "is:watched", "year:1999"]
)
def test_an_opposite_is_the_rest(reader: LibraryReader, text: str) -> None:
    """What matches and what does not are everything together, unknown years too."""
    both = [reader.count(Query(parse_query(each))) for each in (text, f"-{text}")]
    assert sum(both) == reader.count(Query())


@given(st.text(max_size=30))
@settings(max_examples=150, deadline=None)
def test_j2_any_text_is_answered(reader: LibraryReader, text: str) -> None:
    """Fault J2: text of any characters."""
    agrees(reader, text)


SIGNS = ["matrix", "the", "-", '"', " ", ":", "*", "tag:", "-title:", "year:", "19", "..", "千"]
SIGNS += ["é", "(", "AND ", "person:k", "'"]


@given(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join))
@settings(max_examples=250, deadline=None)
def test_j2_any_mixture_of_signs_is_answered(reader: LibraryReader, text: str) -> None:
    """Fault J2: what the grammar of ours, SQL's and FTS5's are made of."""
    agrees(reader, text)
