"""A click changes the text as a person would have written it; saved searches stand for theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_manager.domain.naming import fold
from media_manager.domain.query import (
    Compare,
    Count,
    Field,
    Node,
    Not,
    Or,
    Word,
    format_query,
    normal,
    parse_query,
)
from media_manager.domain.query.edit import (
    excluding_value,
    replaced,
    selected_values,
    toggled,
    with_value,
    without_field,
    without_value,
)
from media_manager.domain.query.references import has_references, resolve_references
from media_manager.errors import QueryError


def genre(name: str) -> Field:
    return Field("genre", name, Compare.EQUALS)


DRAMA, CRIME, SCIFI = genre("Drama"), genre("Crime"), genre("Science Fiction")


@pytest.mark.parametrize(
    ("before", "field", "after"),
    [
        ("", DRAMA, "genre:=Drama"),
        ("matrix", SCIFI, 'matrix genre:="Science Fiction"'),
        ("genre:=Drama x", CRIME, "(genre:=Drama OR genre:=Crime) x"),
        ("(genre:=Drama OR genre:=Crime)", SCIFI,
            'genre:=Drama OR genre:=Crime OR genre:="Science Fiction"'),
        ("-genre:=Drama", DRAMA, "genre:=Drama"),
        ("genre:drama", DRAMA, "genre:=Drama"),
        ("-genre:=Crime", DRAMA, "-genre:=Crime genre:=Drama"),
        ("genre:~^sci", DRAMA, "genre:~^sci genre:=Drama"),
        ("(genre:=Drama OR x)", CRIME, "(genre:=Drama OR x) genre:=Crime"),
        ("year:1999", Field("year", "1990s"), "year:1999 OR year:1990s"),
        ("year:>1999", Field("year", "1990s"), "year:>1999 year:1990s"),
    ],
)  # fmt: skip
def test_a_value_is_wanted(before: str, field: Field, after: str) -> None:
    """Values of one field are alternatives; what says something else is left alone."""
    assert format_query(with_value(parse_query(before), field)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("genre:=Drama", ""),
        ("x genre:=DRAMA y", "x y"),
        ("(genre:=Drama OR genre:=Crime) x", "genre:=Crime x"),
        ("-genre:=Drama x", "x"),
        ("-(genre:=Drama OR genre:=Crime)", "-genre:=Crime"),
        ("genre:=Crime", "genre:=Crime"),
        ("(genre:=Drama OR x)", "genre:=Drama OR x"),
        ("tag:=Drama genre:~Drama", "tag:=Drama genre:~Drama"),
    ],
)
def test_a_value_is_let_go(before: str, after: str) -> None:
    """Wanted or refused: afterwards nothing is said of it."""
    assert format_query(without_value(parse_query(before), DRAMA)) == after


def test_a_value_is_refused() -> None:
    """It is no longer wanted, and stands with its minus."""
    nodes = parse_query("x (genre:=Drama OR genre:=Crime)")
    assert format_query(excluding_value(nodes, DRAMA)) == "x genre:=Crime -genre:=Drama"
    assert excluding_value(excluding_value(nodes, DRAMA), DRAMA) == excluding_value(nodes, DRAMA)


def test_a_click_on_a_wanted_value_takes_it_back() -> None:
    """Toggling twice is nothing."""
    nodes = parse_query("x genre:=Crime")
    assert format_query(toggled(nodes, DRAMA)) == "x (genre:=Crime OR genre:=Drama)"
    assert toggled(toggled(nodes, DRAMA), DRAMA) == nodes


def test_what_is_selected_is_known() -> None:
    """Wanted and refused values, for the marks of the panel."""
    text = '(genre:=Drama OR genre:=Crime) -genre:=Horror x -(genre:=A OR genre:="B c") tag:=d'
    assert selected_values(parse_query(text), "genre") == (
        ("Drama", "Crime"),
        ("Horror", "A", "B c"),
    )
    assert selected_values(parse_query("year:>1999 year:1990s"), "year") == (("1990s",), ())


def test_counts_ignore_their_own_field() -> None:
    """All that is said of one field alone is left out, whatever it says."""
    text = "(genre:=Drama OR genre:=Crime) -genre:~x year:1999 (genre:=a OR y)"
    assert format_query(without_field(parse_query(text), "genre")) == "year:1999 (genre:=a OR y)"


def test_values_are_replaced_where_they_stood() -> None:
    """A slider writes its range where the old one was."""
    nodes = parse_query("a year:>1990 b year:<2000")
    assert format_query(replaced(nodes, "year", [Field("year", "2001..2002")])) == (
        "a year:2001..2002 b"
    )
    assert format_query(replaced(nodes, "year", [])) == "a b"
    assert format_query(replaced((), "tag", [Field("tag", "x")])) == "tag:x"


VALUES = st.builds(
    Field,
    st.sampled_from(["genre", "tag", "studio"]),
    st.sampled_from(["Drama", "drama", "Science Fiction", 'The "Best"', "-x", "(y", "a)"]),
    st.sampled_from([Compare.EQUALS, Compare.MATCHES]),
)
PARTS: st.SearchStrategy[Node] = (
    VALUES | VALUES.map(Not) | st.sampled_from([Word("x"), Count("tags", 0)])
)
GROUPS = st.builds(Or, st.tuples(PARTS, PARTS) | st.tuples(PARTS, PARTS, PARTS))
QUERIES = st.lists(PARTS | GROUPS, max_size=4).map(tuple)


@given(QUERIES, VALUES)
def test_every_edit_survives_its_text(nodes: tuple[Node, ...], field: Field) -> None:
    """And does what it says: wanted once, refused once, or nothing at all."""
    for edited in (
        with_value(nodes, field),
        without_value(nodes, field),
        excluding_value(nodes, field),
        toggled(nodes, field),
        without_field(nodes, field.name),
        replaced(nodes, field.name, [field]),
    ):
        assert parse_query(format_query(edited)) == normal(edited) == edited
    chosen = selected_values(without_value(nodes, field), field.name)
    assert [fold(field.value) in map(fold, values) for values in chosen] == [False, False]
    included, excluded = selected_values(with_value(nodes, field), field.name)
    assert (included.count(field.value), excluded.count(field.value)) == (1, 0)
    included, excluded = selected_values(excluding_value(nodes, field), field.name)
    assert (included.count(field.value), excluded.count(field.value)) == (0, 1)


SAVED = {
    "to watch": "is:unwatched rating:>=7 sort:-rating",
    "noir": "genre:=Crime OR tag:noir",
    "both": 'in:"to watch" in:noir',
    "recent": "sort:-added",
    "a": "in:b",
    "b": "x in:c",
    "c": "-in:a",
    "lost": "in:gone",
}


def find(name: str) -> tuple[Node, ...] | None:
    text = SAVED.get(name.lower())
    return None if text is None else parse_query(text)


def resolved(text: str) -> str:
    return format_query(resolve_references(parse_query(text), find, text=text))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ('x in:"To watch"', "x is:unwatched rating:>=7"),
        ("in:noir year:1999", "(genre:=Crime OR tag:noir) year:1999"),
        ("-in:noir", "-(genre:=Crime OR tag:noir)"),
        ("in:both", "is:unwatched rating:>=7 (genre:=Crime OR tag:noir)"),
        ("x OR in:noir", "x OR genre:=Crime OR tag:noir"),
        ('x OR in:"to watch"', "x OR is:unwatched rating:>=7"),
        ("x in:recent", "x"),
        ("x (y OR in:recent)", "x"),
        ("in:noir in:noir", "(genre:=Crime OR tag:noir) (genre:=Crime OR tag:noir)"),
    ],
)
def test_a_saved_search_stands_for_its_conditions(text: str, meaning: str) -> None:
    """With its alternatives together, without its order."""
    assert resolved(text) == meaning


def test_the_opposite_of_everything_is_nothing() -> None:
    """A search that only orders finds all, so its opposite finds none."""
    nodes = resolve_references(parse_query("-in:recent"), find)
    assert [type(node).__name__ for node in nodes] == ["Ids"]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("x in:gone", "There is no saved search “gone”.", 5),
        ("x in:lost", "There is no saved search “gone”, which “lost” asks for.", 5),
        ("x in:a", "Saved searches contain each other: “a” → “b” → “c” → “a”.", 5),
    ],
)
def test_what_cannot_be_looked_up_is_said(text: str, message: str, place: int) -> None:
    """An unknown name and a circle are mistakes with their place."""
    with pytest.raises(QueryError) as caught:
        resolved(text)
    assert (str(caught.value), caught.value.position) == (message, place)


def test_a_query_without_references_is_left_alone() -> None:
    """Most have none, and pay nothing."""
    nodes = parse_query("x (a OR -tag:b)")
    assert (has_references(nodes), resolve_references(nodes, find) is nodes) == (False, True)
    assert has_references(parse_query("x (a OR -in:b)"))


def test_saved_searches_do_not_grow_without_end() -> None:
    """Each is small, together they would be a query that no database answers."""
    large = parse_query(" OR ".join(f"tag:t{n}" for n in range(50)))
    with pytest.raises(QueryError, match="200 are the most"):
        resolve_references(parse_query("in:a in:b in:c in:d in:e"), lambda _: large)
