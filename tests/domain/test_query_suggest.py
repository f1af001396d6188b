"""One slip away lies what was meant: words of the library, and names of fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_manager.domain.query import format_query, parse_query
from media_manager.domain.query.slips import near_words
from media_manager.domain.query.suggest import near_field, respelled, words_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mountian", "mountain"), ("montain", "mountain"), ("mountaain", "mountain"),
        ("mountein", "mountain"), ("матрца", "матрица"), ("ματρις", "ματριξ"),
    ],
)  # fmt: skip
def test_one_slip_is_mended(typed: str, meant: str) -> None:
    """Letters that changed places, are missing, too many or others; in several scripts."""
    assert meant in near_words(typed)


@pytest.mark.parametrize("word", ["", "the", "a" * 25, "two words", "mountain"])
def test_what_is_too_short_is_near_everything(word: str) -> None:
    """Nothing is offered for it; a word is not near itself."""
    assert word not in near_words(word)
    assert (not near_words(word)) == (word != "mountain")


@given(st.text(max_size=30))
def test_the_slips_of_any_word_are_few(word: str) -> None:
    """What the index is asked stays small."""
    assert len(near_words(word)) < 2000


def test_only_wanted_words_are_spelled() -> None:
    """What is refused, exact or a pattern is meant as it is."""
    text = 'Ab "cd ef" genre:gh title:=ij -kl (mn OR person:"op qr") title:~st year:1999'
    assert words_of(parse_query(text)) == ("ab", "cd", "ef", "gh", "mn", "op", "qr")


def test_other_words_take_their_places() -> None:
    """The rest stays as it was typed."""
    nodes = parse_query('Drak "in the drak" -drak genre:Drak (x OR tag:"Big drak")')
    assert format_query(respelled(nodes, {"drak": "dark"})) == (
        'dark "in the dark" -drak genre:dark (x OR tag:"big dark")'
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("x yaer:1999", "x year:1999"),
        ("-gnere:drama", "-genre:drama"),
        ("(a OR atcor:weaver)", "a OR actor:weaver"),
        ("yaer:abc", None),
        ("Alien: Romulus", None),
        ("Alien:Romulus", None),
        ("yaer:", None),
        ("year:1999", None),
        ("year:", None),
    ],
)
def test_a_field_is_meant(text: str, meant: str | None) -> None:
    """Only where the value can be one of the field."""
    assert near_field(text) == meant
