"""Faults J1, J2: whatever is typed finds something or nothing, and is never a database error."""

from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.persistence.populated import make_library

from media_manager.domain.query import (
    COUNTS,
    FIELDS,
    PRESENCES,
    And,
    Compare,
    Count,
    Field,
    FieldKind,
    Ids,
    Node,
    Not,
    Or,
    Order,
    Phrase,
    Query,
    SortKey,
    Word,
    parse_query,
)
from media_manager.errors import QueryError
from media_manager.library.search import PatternSearch
from media_manager.persistence.reader import LibraryReader, open_reader

TYPED = [
    "(" * 20 + "matrix" + ")" * 20,
    "(" * 30 + "a" + ")" * 30,
    "NOT " * 25 + "a",
    "a OR b AND NOT c",
    "a" * 10_000,
    "genre:" + "a" * 10_000,
    "tags:#" + "9" * 30,
    "size:>999999999999tb",
    "size:<9223372036854775807b",
    "year:0000..9999",
    "added:<99999y",
    "added:>99999d",
    "premiered:0001-01-01",
    "watched:9999-12-31",
    "runtime:99999h",
    "item:9223372036854775807",
    "id:tt0000000",
    "id:x:y",
    "container:%",
    "container:_",
    "certification:'",
    "country:%",
    "set:'",
    "collection:!!",
    "path:'",
    "character:%",
    "original:*",
    "plot:-",
    "file:^",
    "language:tlh",
    "has:subtitle:en",
    "missing:audio:fr",
    'title:="\U0010ffff"',
    "in:x",
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
    reader.answers = PatternSearch()
    yield reader
    reader.close()


def agrees(reader: LibraryReader, text: str) -> None:
    """Assert that page, count and all ids are one answer, or that the text is refused."""
    try:
        nodes = parse_query(text)
        reader.compiled(Query(nodes))
    except QueryError:
        return  # test_query.py looks at these, and at saved searches that are not there
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


NAMES = st.sampled_from(
    ["a", "matrix", "千", "é", "%", "_", '"', "'", "*", "!!", "\U0010ffff", "007"]
)
TEXTS = NAMES | st.text(min_size=1, max_size=12)


def fields() -> st.SearchStrategy[Node]:
    """Return fields with values that the language takes: those that it refuses are left out."""

    def readable(field: Field) -> bool:
        from media_manager.domain.query.values import UnreadableValueError, check, comparisons

        if field.compare not in comparisons(FIELDS[field.name]):
            return False
        try:
            check(field)
        except UnreadableValueError:
            return False
        return True

    kinds = (FieldKind.ORDER, FieldKind.REFERENCE)
    names = st.sampled_from([spec.name for spec in FIELDS.values() if spec.kind not in kinds])
    choices = st.sampled_from([each for spec in FIELDS.values() for each in spec.choices])
    numbers = st.integers(0, 10**15).map(str) | st.sampled_from(["1999", "1990..", "<30d", "2"])
    values = TEXTS | choices | numbers | st.sampled_from(PRESENCES)
    compares = st.sampled_from([each for each in Compare if each is not Compare.REGEX])
    return st.builds(Field, names, values, compares).filter(readable)


LEAVES: st.SearchStrategy[Node] = (
    st.builds(Word, TEXTS)
    | st.builds(Phrase, TEXTS)
    | fields()
    | st.builds(
        Count,
        st.sampled_from(COUNTS),
        st.integers(0, 2**70),
        st.sampled_from([each for each in Compare if each is not Compare.REGEX]),
    )
    | st.lists(st.integers(1, 9), max_size=4).map(lambda ids: Ids(array("q", ids).tobytes()))
)
NODES = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Not, inner)
        | st.lists(inner, max_size=4).map(lambda nodes: And(tuple(nodes)))
        | st.lists(inner, max_size=4).map(lambda nodes: Or(tuple(nodes)))
    ),
    max_leaves=12,
)


ORDERS = st.builds(Order, st.sampled_from(SortKey), st.booleans())


@given(st.lists(NODES, max_size=3), st.lists(ORDERS, min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_j2_any_tree_is_answered(
    reader: LibraryReader, nodes: list[Node], orders: list[Order]
) -> None:
    """Fault J2: whatever stands in whatever: page, count and all ids are one answer."""
    first, *then = orders
    query = Query(tuple(nodes), first.sort, first.descending, tuple(then))
    ids = reader.first_ids(query, 1000)
    assert (list(reader.all_ids(query)), reader.count(query)) == (ids, len(ids))


@given(NODES)
@settings(max_examples=100, deadline=None)
def test_j2_any_opposite_is_the_rest(reader: LibraryReader, node: Node) -> None:
    """Nothing is in both and nothing in neither, whatever is unknown of an item."""
    both = [set(reader.all_ids(Query((each,)))) for each in (node, Not(node))]
    empty = both[0] == both[1] == set(reader.all_ids(Query()))  # a word without a letter
    assert empty or (both[0] | both[1], both[0] & both[1]) == (set(reader.all_ids(Query())), set())
