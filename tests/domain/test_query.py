"""Text and conditions are two forms of one thing, and nothing typed can do harm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_manager.domain.media import MediaType
from media_manager.domain.query import (
    FIELDS,
    STATES,
    Field,
    Node,
    Not,
    Phrase,
    Query,
    SortKey,
    Word,
    format_query,
    parse_query,
    year_range,
)
from media_manager.errors import QueryError


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("", ()),
        ("  \t ", ()),
        ("the matrix", (Word("the"), Word("matrix"))),
        ('"the matrix" 1999', (Phrase("the matrix"), Word("1999"))),
        ('"not closed', (Phrase("not closed"),)),
        ("year:1990..1999", (Field("year", "1990..1999"),)),
        ("YEAR:1999 Is:Watched", (Field("year", "1999"), Field("is", "Watched"))),
        ('-genre:"Science Fiction"', (Not(Field("genre", "Science Fiction")),)),
        ('tag:"the ""best"" of"', (Field("tag", 'the "best" of'),)),
        ("-wall-e", (Not(Word("wall-e")),)),
        ("--x -", (Not(Word("-x")), Word("-"))),
        ("Alien: Romulus", (Word("Alien:"), Word("Romulus"))),
        ("Alien:Romulus", (Word("Alien:Romulus"),)),
        ("title: x", (Word("title:"), Word("x"))),
        ('foo:"bar baz"', (Word('foo:"bar'), Word('baz"'))),
        (":: x", (Word("x"),)),
        ("a\0b\ud800c", (Word("a"), Word("b"), Word("c"))),
    ],
)
def test_text_becomes_conditions(text: str, nodes: tuple[Node, ...]) -> None:
    """Words, phrases, fields and their opposites, as documented at the top of the module."""
    assert parse_query(text) == nodes


@pytest.mark.parametrize(
    "text",
    [
        "x year:19991", "x year:1999\u0661", "x year:..", "x year:abc", 'x year:""', "x is:nothing",
        "x type:film", "x parent:-1", "x parent:99999999999999999999", "x library_id:" + "9" * 5000,
        "x root:٣", 'x tag:""', 'x title:"  "', "x parent:0x10",
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(text: str) -> None:
    """QueryError says where, what the field expects, and how to write it."""
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    name = text[2:].split(":", maxsplit=1)[0]
    assert (caught.value.position, FIELDS[name] in caught.value.hint) == (2, True)


@pytest.mark.parametrize(
    ("value", "bounds"),
    [
        ("1999", (1999, 1999)), ("1990..", (1990, None)), ("..1999", (None, 1999)),
        ("1990..1999", (1990, 1999)), ("", None), ("..", None), ("19991999", None),
        ("1999\n", None),
    ],
)  # fmt: skip
def test_a_range_of_years_has_open_ends(
    value: str, bounds: tuple[int | None, int | None] | None
) -> None:
    """One year, from, until, or both."""
    assert year_range(value) == bounds


# Every character that is text: no surrogates and no NUL, which no database takes.
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
NAMES = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
FIELD_VALUES = {
    "is": st.sampled_from(STATES),
    "type": st.sampled_from([str(each) for each in MediaType]),
    "year": st.sampled_from(["1999", "1990..", "..1999", "1990..1999"]),
    "library_id": st.integers(0, 2**63 - 1).map(str),
    "parent": st.integers(0, 2**63 - 1).map(str),
    "root": st.integers(0, 2**63 - 1).map(str),
}
FIELD_NODES = st.sampled_from(sorted(FIELDS)).flatmap(
    lambda name: FIELD_VALUES.get(name, NAMES).map(lambda value: Field(name, value))
)
PLAIN = st.one_of(
    NAMES.map(Phrase), FIELD_NODES, st.from_regex(r"[a-z]{1,9}", fullmatch=True).map(Word)
)
NODES = st.lists(st.one_of(PLAIN, PLAIN.map(Not)), max_size=5).map(tuple)


@given(NODES)
@settings(max_examples=300, deadline=None)
def test_conditions_survive_their_text(nodes: tuple[Node, ...]) -> None:
    """What the window builds from names in the library can be saved and read back."""
    assert parse_query(format_query(nodes)) == nodes


GRAMMAR = r'(-?((year|is|tag|title|foo):)?("[^"]{0,5}"?|[^ ]{0,5}) ?){0,4}'
SIGNS = st.text(alphabet='-":. aiys9\tťĂ\0', max_size=20)


@given(st.one_of(TEXT, SIGNS, st.from_regex(GRAMMAR, fullmatch=True)))
@settings(max_examples=500, deadline=None)
def test_text_survives_its_conditions(text: str) -> None:
    """Reading what was written from what was read is the same; only QueryError is raised."""
    try:
        nodes = parse_query(text)
    except QueryError:
        return
    assert parse_query(format_query(nodes)) == nodes


def test_too_many_words_are_refused_where_they_begin() -> None:
    """SQLite cannot join that many look-ups; a phrase of any length is one."""
    with pytest.raises(QueryError, match="at most 50 words") as caught:
        parse_query("a " * 51)
    assert caught.value.position == 100
    assert len(parse_query("a " * 50)) == 50
    assert len(parse_query('"' + "a " * 500 + '"')) == 1


def test_a_query_is_a_value() -> None:
    """Narrowing and sorting make new ones; equal ones are equal keys."""
    query = Query(parse_query("matrix"))
    narrowed = query.narrowed(Field("year", "1999")).sorted_by(SortKey.YEAR, descending=True)
    assert (query.has_words, Query().has_words) == (True, False)
    assert narrowed == Query(parse_query("matrix year:1999"), SortKey.YEAR, descending=True)
    assert len({query, Query((Word("matrix"),)), narrowed}) == 2
