"""Conditions in words: what the chips say."""

import pytest

from media_manager.domain.query import And, Compare, Count, Field, Node, Not, Or, Phrase, Word
from media_manager.ui.query_words import node_words


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (Word("lighthouse"), "lighthouse"),
        (Phrase("black and white"), "“black and white”"),
        (Not(Word("color")), "not color"),
        (Field("genre", "Drama", Compare.EQUALS), "Genre: Drama"),
        (Not(Field("genre", "Horror", Compare.EQUALS)), "Genre: not Horror"),
        (Or((Field("genre", "Drama"), Field("genre", "Crime"))), "Genre: Drama or Crime"),
        (
            Not(Or((Field("genre", "Drama"), Field("genre", "Crime")))),
            "not (Genre: Drama or Crime)",
        ),
        (Or((Word("sea"), And((Word("land"), Word("air"))))), "sea or (land and air)"),
        (Field("year", "1990..1999"), "Year: 1990–1999"),
        (Field("year", "1990.."), "Year: from 1990"),
        (Field("year", "..1999"), "Year: up to 1999"),
        (Field("rating", "8", Compare.AT_LEAST), "Rating: at least 8"),
        (Field("added", "30d", Compare.LESS), "Added: in the last 30 days"),
        (Field("added", "1y", Compare.MORE), "Added: more than 1 year ago"),
        (Field("title", "^the", Compare.REGEX), "Title: like /^the/"),
        (Field("is", "watched"), "Watched"),
        (Not(Field("is", "watched")), "not watched"),
        (Field("type", "movie"), "Films"),
        (Field("resolution", "4k"), "Resolution: 4K"),
        (Field("missing", "plot"), "No plot"),
        (Field("has", "poster"), "Has poster"),
        (Field("missing", "subtitle:de"), "No subtitle:de"),
        (Field("in", "Watch later"), "In “Watch later”"),
        (Count("tags", 3, Compare.MORE), "Tags: more than 3"),
    ],
)
def test_a_condition_is_said_in_plain_words(node: Node, words: str) -> None:
    """Nobody has to read syntax to know what the list holds."""
    assert words == node_words(node)
