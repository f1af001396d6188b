"""While somebody types, what can come next is offered, and what is inserted can be read."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_manager.domain.naming import fold
from media_manager.domain.query import Field, parse_search
from media_manager.domain.query.complete import ValueRequest, completions, wanted
from media_manager.errors import QueryError

LIBRARY = {
    "genre": ["Drama", "Science Fiction", 'The "Best"'],
    "person": ["Sigourney Weaver", "Hugo Weaving"],
    "library": ["Films", "Old films"],
    "subtitle": ["en", "pt-BR"],
    "language": ["en", "fr"],
    "in": ["To watch"],
    "codec": ["hevc", "h264"],
}


def names(field: str, prefix: str) -> Sequence[str]:
    return [each for each in LIBRARY.get(field, ()) if f" {fold(prefix)}" in f" {fold(each)}"]


def nothing(_field: str, _prefix: str) -> Sequence[str]:
    return ()


def offered(text: str) -> list[str]:
    """Return the whole texts that come of `text`, the cursor at the |."""
    before, _, after = text.partition("|")
    whole = before + after
    found = completions(whole, len(before), names)
    return [whole[: each.start] + each.insert + whole[each.end :] for each in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("gen|", ["genre:", "genres:#"]),
        ("x -gen|", ["x -genre:", "x -genres:#"]),
        ("(dire|", ["(director:"]),
        ("cast|", ["person:"]),
        ("mpa|", ["certification:"]),
        ("x O|", ["x OR ", "x original:", "x sort:"]),
        ("unw|", ["is:unwatched "]),
        ("movi|", ["type:movie "]),
        ("genre:|", ["genre:=Drama ", 'genre:="Science Fiction" ', 'genre:="The ""Best""" ']),
        ("genre:dr|", ["genre:=Drama "]),
        ("genre:=sci|", ['genre:="Science Fiction" ']),
        ('genre:"sci|', ['genre:="Science Fiction" ']),
        ("cast:weav|", ['person:="Sigourney Weaver" ', 'person:="Hugo Weaving" ']),
        ("genre:dr| x", ["genre:=Drama x"]),
        ("(genre:dr|)", ["(genre:=Drama)"]),
        ("is:wat|", ["is:watched "]),
        ("type:|", ["type:movie ", "type:show ", "type:season "]),
        ("library:f|", ["library:Films ", 'library:"Old films" ']),
        ("in:|", ['in:"To watch" ']),
        ("codec:h|", ["codec:hevc ", "codec:h264 "]),
        ("audio:d|", ["audio:dts "]),
        ("added:this|", ["added:thisweek ", "added:thismonth ", "added:thisyear "]),
        ("year:|", ["year:1990..1999 ", "year:1990s "]),
        ("sort:-ra|", ["sort:-rating "]),
        ("sort:year,tit|", ["sort:year,title ", "sort:year,-title "]),
        ("has:po|", ["has:poster "]),
        ("missing:subtitle:|", ["missing:subtitle:en ", "missing:subtitle:pt-BR "]),
        ("genre:~dr|", []),
        ("plot:sub|", []),
        ('"gen|', []),
        ('genre:"Drama"|', []),
        ("tags:#|", ["tags:#0 ", "tags:#>1 ", "tags:#2..4 "]),
        ("xyz|", []),
    ],
)
def test_what_comes_next(text: str, first: list[str]) -> None:
    """Fields by any of their names, choices, names of the library; what was begun is replaced."""
    found = offered(text)
    assert found[: len(first) or None] == first


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("genre:dr", ValueRequest("genre", "dr")),
        ("x -cast:wea", ValueRequest("person", "wea")),
        ("library:", ValueRequest("library", "")),
        ('in:"to w', ValueRequest("in", "to w")),
        ("genre:~dr", None),
        ("tags:#3", None),
        ("title:x", None),
        ("gen", None),
        ("", None),
    ],
)
def test_the_library_is_asked_only_where_it_knows(text: str, request_: ValueRequest | None) -> None:
    """Names of things, and words that files have."""
    assert wanted(text, len(text)) == request_


def test_an_empty_box_offers_every_field() -> None:
    """In the order of the table, up to what a list can show."""
    found = [each.insert for each in completions("", 0, nothing)]
    assert (found[:3], len(found)) == (["title:", "original:", "plot:"], 30)


def test_nothing_is_offered_for_a_pasted_book() -> None:
    """The next key is not kept waiting."""
    text = "gen " * 5_000 + "gen"
    assert (completions(text, len(text), names), wanted(text, len(text))) == ((), None)


@given(st.text(alphabet='-":. ()aOR<>=~#gnreistx', max_size=20) | st.text(max_size=20), st.data())
@settings(max_examples=500, deadline=None)
def test_any_text_can_be_completed(text: str, data: st.DataObject) -> None:
    """Wherever the cursor stands; what is replaced lies around it."""
    cursor = data.draw(st.integers(-1, len(text) + 1))
    wanted(text, cursor)
    at = max(0, min(cursor, len(text)))
    for each in completions(text, cursor, names):
        assert 0 <= each.start <= at <= each.end <= len(text)


@pytest.mark.parametrize(
    "field", ["genre", "person", "library", "in", "has", "sort", "is", "added"]
)
def test_what_is_inserted_can_be_read(field: str) -> None:
    """Every offer behind a field is a whole condition."""
    text = f"{field}:"
    for each in completions(text, len(text), names):
        try:
            parsed = parse_search(each.insert)
        except QueryError as error:
            pytest.fail(f"{each.insert}: {error}")
        assert parsed.orders or all(isinstance(node, Field) for node in parsed.where)
