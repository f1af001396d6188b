"""Text and conditions are two forms of one thing, and what can be read as words is no mistake."""

import pytest

from media_manager.domain.query import (
    FIELDS,
    And,
    Compare,
    Count,
    Field,
    Node,
    Not,
    Or,
    Order,
    Phrase,
    Query,
    SortKey,
    Word,
    format_query,
    format_search,
    parse_query,
    parse_search,
)
from media_manager.errors import QueryError

A, B, C, D = (Word(each) for each in "abcd")


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("", ()),
        ("  \t ", ()),
        ("the matrix", (Word("the"), Word("matrix"))),
        ('"the matrix" 1999', (Phrase("the matrix"), Word("1999"))),
        ('"not closed', (Phrase("not closed"),)),
        ('"a"b', (Phrase("a"), B)),
        ('"" ""', ()),
        ("-wall-e", (Not(Word("wall-e")),)),
        ("--x - --", (Not(Word("-x")), Word("-"), Not(Word("-")))),
        ("Alien: Romulus", (Word("Alien:"), Word("Romulus"))),
        ("Alien:Romulus", (Word("Alien:Romulus"),)),
        ("title: x", (Word("title"), Word("x"))),
        ('foo:"bar baz"', (Word('foo:"bar'), Word('baz"'))),
        (":: x", (Word("x"),)),
        ("a\0b\ud800c", (A, B, C)),
        ("yaer:1999", (Word("yaer:1999"),)),
    ],
)
def test_text_becomes_words(text: str, nodes: tuple[Node, ...]) -> None:
    """Words, phrases and their opposites; a colon behind no field belongs to its word."""
    assert parse_query(text) == nodes


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("year:1990..1999", (Field("year", "1990..1999"),)),
        ("YEAR:1999 Is:Watched", (Field("year", "1999"), Field("is", "Watched"))),
        ('-genre:"Science Fiction"', (Not(Field("genre", "Science Fiction")),)),
        ('tag:"the ""best"" of"', (Field("tag", 'the "best" of'),)),
        ("genre:=Drama", (Field("genre", "Drama", Compare.EQUALS),)),
        ('title:~"^the .*"', (Field("title", "^the .*", Compare.REGEX),)),
        ("title:~^(a|b)", (Field("title", "^(a|b)", Compare.REGEX),)),
        ("rating:>=8 size:>4gb", (
            Field("rating", "8", Compare.AT_LEAST), Field("size", "4gb", Compare.MORE))),
        ("added:<30d", (Field("added", "30d", Compare.LESS),)),
        ("title:<3", (Field("title", "<3"),)),
        ("genres:drama Cast:weaver", (Field("genre", "drama"), Field("person", "weaver"))),
        ("imdb:>=8 imdb:tt0133093", (
            Field("imdb", "8", Compare.AT_LEAST), Field("id", "tt0133093"))),
        ("id:tmdb:603 has:subtitle:en", (Field("id", "tmdb:603"), Field("has", "subtitle:en"))),
        ("tags:#3 tag:#>3", (Count("tags", 3), Count("tags", 3, Compare.MORE))),
        ("genres:#2..4", (
            Count("genres", 2, Compare.AT_LEAST), Count("genres", 4, Compare.AT_MOST))),
        ("files:#..1 -people:#0", (
            Count("files", 1, Compare.AT_MOST), Not(Count("people", 0)))),
        ("tag:#holiday", (Field("tag", "#holiday"),)),
        ('in:"To watch"', (Field("in", "To watch"),)),
    ],
)  # fmt: skip
def test_text_becomes_fields(text: str, nodes: tuple[Node, ...]) -> None:
    """A field, how it is compared, and its value."""
    assert parse_query(text) == nodes


@pytest.mark.parametrize(
    ("text", "nodes", "written"),
    [
        ("a OR b c", (Or((A, And((B, C)))),), "a OR b c"),
        ("a AND b OR c AND d", (Or((And((A, B)), And((C, D)))),), "a b OR c d"),
        ("a (b OR c)", (A, Or((B, C))), "a (b OR c)"),
        ("(a b) (c)", (A, B, C), "a b c"),
        ("(a OR b) OR c", (Or((A, B, C)),), "a OR b OR c"),
        ("NOT a b", (Not(A), B), "-a b"),
        ("-(a OR b)", (Not(Or((A, B))),), "-(a OR b)"),
        ("NOT (a b)", (Not(And((A, B))),), "-(a b)"),
        ("NOT NOT a", (Not(Not(A)),), "-(-a)"),
        ("war and peace or not", tuple(map(Word, ("war", "and", "peace", "or", "not"))),
            "war and peace or not"),
        ("WAR AND PEACE", (Word("WAR"), Word("PEACE")), "WAR PEACE"),
        ("AND OR b", (Or((Word("AND"), B)),), "AND OR b"),
        ('"AND" -OR', (Phrase("AND"), Not(Word("OR"))), '"AND" -OR'),
        ("a OR (b (c OR d))", (Or((A, And((B, Or((C, D)))))),), "a OR b (c OR d)"),
    ],
)  # fmt: skip
def test_conditions_are_joined(text: str, nodes: tuple[Node, ...], written: str) -> None:
    """OR binds weaker than standing side by side; operators are in upper case only."""
    assert (parse_query(text), format_query(nodes)) == (nodes, written)


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("(500) days", (Word("500"), Word("days"))),
        ("face(off)", (Word("face(off)"),)),
        ("a) b", (Word("a)"), B)),
        (") ) (", (Word(")"), Word(")"))),
        (":) ok", (Word(":)"), Word("ok"))),
        ("(a b", (A, B)),
        ("a (b OR c", (A, Or((B, C)))),
        ("() a ( )", (A,)),
        ("(title:(500))", (Field("title", "(500)"),)),
        ("(title:a)b)", (Field("title", "a"), Word("b)"))),
        ("-( -)", (Not(Word("-")),)),
    ],
)
def test_parentheses_of_a_title_are_no_mistake(text: str, nodes: tuple[Node, ...]) -> None:
    """Pairs group, an open one reaches to the end, one that closes nothing is part of a word."""
    assert parse_query(text) == nodes


@pytest.mark.parametrize(
    "text",
    [
        "x year:19991", "x year:1999\u0661", "x year:..", "x year:abc", 'x year:""', "x is:nothing",
        "x type:folder", "x parent:-1", "x parent:99999999999999999999",
        "x library_id:" + "9" * 5000, "x root:٣", 'x tag:""', 'x title:"  "', "x parent:0x10",
        "x year:~1999", "x rating:11", "x size:4parsec", "x added:someday", "x language:klingon",
        "x resolution:>9k", "x has:everything", "x has:poster:en", "x sort:beauty", "x id:a:b:c",
        "x title:~(", "x size:9999999999tb", "x is:~watched", "x premiered:1999-13",
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(text: str) -> None:
    """QueryError says where it begins and ends, what the field expects, and how to write it."""
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    name = text[2:].split(":", maxsplit=1)[0]
    expects = FIELDS[name].expects
    error = caught.value
    assert (error.position, error.end, error.expected) == (2, len(text), expects)
    assert expects in str(error)


@pytest.mark.parametrize(
    ("text", "unfinished"),
    [
        ("year:", True), ("year:>=", True), ("is:wat", True), ("is:wat ", False),
        ("is:xyz", False), ("added:20", True), ("added:this", True), ("added:thisx", False),
        ("resolution:10", True), ("title:~(a", True), ("has:subt", True), ("has:subtitle:", True),
        ("sort:ra", True), ("tags:#", True), ("tags:#x", None), ("tags:#1..x", None),
        ("year:1990..19", True), ("language:germ", True), ("id:tmdb:", True), ("imdb:tt01", True),
        ("size:4pb", True), ("added:30da", True), ("rating:8.", True),
        ("a OR", True), ("a AND ", True), ("NOT", True), ("OR", None), ("(a OR", True),
        ("a OR OR b", False), ("(a OR) b", False), ("(AND b)", False), ("NOT AND b", False),
    ],
)  # fmt: skip
def test_what_is_on_its_way_is_told_from_a_mistake(
    text: str,
    unfinished: bool | None,  # noqa: FBT001 - a column of the table above
) -> None:
    """While somebody types, the list can stay until it is clear what is meant."""
    try:
        parse_query(text)
        found = None
    except QueryError as error:
        found = error.unfinished
    assert found == unfinished


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("is:wached", "is:watched"), ("type:moive", "type:movie"), ("has:psoter", "has:poster"),
        ("sort:-raiting", "sort:rating"), ("hdr:dolbyvison", "hdr:dolbyvision"),
    ],
)  # fmt: skip
def test_a_slip_in_a_choice_is_known(text: str, meant: str) -> None:
    """The hint says what was probably meant."""
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert caught.value.hint == f"Did you mean {meant}?"


def test_order_is_taken_out_of_the_conditions() -> None:
    """`sort:` may stand anywhere outside of parentheses; the first of a key counts."""
    parsed = parse_search("sort:-rating,title matrix sort:year,rating")
    orders = (Order(SortKey.RATING, descending=True), Order(SortKey.TITLE), Order(SortKey.YEAR))
    assert (parsed.where, parsed.orders) == ((Word("matrix"),), orders)
    text = format_search(parsed.where, parsed.orders)
    assert (text, parse_search(text)) == ("matrix sort:-rating,title,year", parsed)


@pytest.mark.parametrize("text", ["x -sort:year", "x (a sort:year)", "x NOT sort:year"])
def test_an_order_is_no_condition(text: str) -> None:
    """It cannot be negated or stand in a group."""
    with pytest.raises(QueryError, match="sort: says how the whole search is ordered") as caught:
        parse_search(text)
    assert text[caught.value.position :].startswith("sort:")


def test_too_many_words_are_refused_where_they_begin() -> None:
    """SQLite cannot join that many look-ups; a phrase of any length is one."""
    with pytest.raises(QueryError, match="at most 50 words") as caught:
        parse_query("a " * 51)
    assert caught.value.position == 100
    assert len(parse_query("a " * 50)) == 50
    assert len(parse_query('"' + "a " * 500 + '"')) == 1


def test_what_was_pasted_by_mistake_is_refused_at_once() -> None:
    """Punctuation is no word, but there is an end to it."""
    assert len(parse_query(") " * 5_000)) == 5_000
    with pytest.raises(QueryError, match="at most 10,000 characters"):
        parse_query(") " * 5_000 + ")")


def test_groups_go_no_deeper_than_twenty() -> None:
    """What goes deeper is told with its place, however it is nested."""
    assert parse_query("(" * 20 + "a") == (A,)
    for text, place in (("(" * 21 + "a", 20), ("-(" * 11 + "a", 20), ("NOT " * 21 + "a", 80)):
        with pytest.raises(QueryError, match="at most 20 deep") as caught:
            parse_query(text)
        assert caught.value.position == place


def test_what_is_no_text_is_not_written() -> None:
    """A word that would be read as something else is written as a phrase."""
    nodes = (
        A,
        Word("AND"),
        Word("a b"),
        Word("year:1999"),
        Word("-x"),
        Word("(x"),
        Not(Word('"x')),
    )
    assert format_query(nodes) == 'a "AND" "a b" "year:1999" "-x" "(x" -"""x"'


def test_a_query_is_a_value() -> None:
    """Narrowing and sorting make new ones; equal ones are equal keys."""
    query = Query(parse_query("matrix"))
    narrowed = query.narrowed(Field("year", "1999")).sorted_by(SortKey.YEAR, descending=True)
    assert (query.has_words, Query().has_words) == (True, False)
    assert narrowed == Query(parse_query("matrix year:1999"), SortKey.YEAR, descending=True)
    assert len({query, Query((Word("matrix"),)), narrowed}) == 2
