"""The help page of the query language, with examples that find something in this library.

Every example is made of what is really there and was tried before it is shown. In an empty
library the examples of the table of fields stand in, without a count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import Final

from media_manager.domain.media import MediaRow
from media_manager.domain.query import (
    FIELDS,
    Compare,
    Field,
    FieldSpec,
    Node,
    Phrase,
    Query,
    SortKey,
    Word,
    format_query,
    parse_search,
)
from media_manager.domain.query.formatter import quoted
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.searches_reader import resolved
from media_manager.persistence.suggest_reader import suggest_values

_DECADE: Final = 10
_LETTERS: Final = 4


@dataclass(frozen=True, slots=True)
class HelpExample:
    """A search to try: what it means, and how many it finds; None if nobody counted."""

    text: str
    meaning: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class HelpSection:
    """Examples of one kind."""

    title: str
    examples: tuple[HelpExample, ...]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The whole page: examples by kind, then every field."""

    sections: tuple[HelpSection, ...]
    fields: tuple[FieldSpec, ...]


@dataclass(frozen=True, slots=True)
class _Idea:
    """An example that was not tried yet; `is_sure` ones are made of what they find."""

    text: str
    meaning: str
    is_sure: bool = False


def help_page(
    reader: LibraryReader, *, within: Query | None = None, seconds: float = 1.0
) -> HelpPage:
    """Return the page for this library. Called on a read lane.

    What is not counted after `seconds` is only tried. `within` are conditions that hold besides.
    """
    tried = _Tried(reader, within or Query(), monotonic() + seconds)
    facts = _Facts(reader, within or Query())
    sections = (
        HelpSection(title, tuple(found))
        for title, ideas in _ideas(facts)
        if (found := [example for idea in ideas if (example := tried.example(idea))])
    )
    return HelpPage(tuple(sections) or plain_sections(), tuple(FIELDS.values()))


def plain_sections() -> tuple[HelpSection, ...]:
    """Return examples that need no library, from the table of fields."""
    examples = [
        HelpExample(_example(spec, value), spec.expects)
        for spec in FIELDS.values()
        for value in spec.examples[:1]
    ]
    words = (
        HelpExample("lighth blac", "words; the beginning of each is enough"),
        HelpExample('"black and white"', "words side by side"),
        HelpExample('genre:="Science Fiction"', "the whole name, not only a beginning of it"),
        HelpExample("title:~^the", "a regular expression"),
        HelpExample("-is:watched", "everything but what follows the minus"),
        HelpExample("genre:drama OR genre:crime", "one or the other; OR is in upper case"),
        HelpExample("(genre:drama OR genre:crime) year:1990s", "parentheses keep together"),
        HelpExample("tags:#>1 genres:#2..4", "how many it has"),
    )
    return (HelpSection("Words", words), HelpSection("Fields", tuple(examples)))


def _example(spec: FieldSpec, value: str) -> str:
    signs = (":=", ":~", "<", ">")
    if value.startswith(signs):
        return f"{spec.name}:{value.removeprefix(':')}"
    return f"{spec.name}:{value if ' ' not in value else quoted(value)}"


class _Tried:
    """Runs examples, counting for as long as there is time."""

    def __init__(self, reader: LibraryReader, within: Query, until: float) -> None:
        self._reader = reader
        self._within = within
        self._until = until

    def example(self, idea: _Idea) -> HelpExample | None:
        """Return the example with its count; None if it finds nothing."""
        if idea.is_sure:
            return HelpExample(idea.text, idea.meaning)
        query = self._within.narrowed(*parse_search(idea.text).where)
        query = resolved(self._reader, query)
        if monotonic() < self._until:
            count = self._reader.count(query)
            return HelpExample(idea.text, idea.meaning, count) if count else None
        found = self._reader.first_ids(query, 1)
        return HelpExample(idea.text, idea.meaning) if found else None


class _Facts:
    """What there is in the library to make examples of."""

    def __init__(self, reader: LibraryReader, within: Query) -> None:
        self._reader = reader
        self._within = within

    @cached_property
    def film(self) -> MediaRow | None:
        """A film that is well known here: the best rated one."""
        films = self._within.narrowed(Field("type", "movie"))
        ids = self._reader.first_ids(films.sorted_by(SortKey.RATING, descending=True), 1)
        rows = self._reader.rows(ids)
        return rows[0] if rows else None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of its title that are long enough to be begun."""
        title = self.film.title if self.film else ""
        return tuple(word for word in title.split() if len(word) > _LETTERS and word.isalpha())

    def names(self, field: str, count: int = 1) -> tuple[str, ...]:
        """Return the most used names of a field."""
        return suggest_values(self._reader, field, "", count)

    def field(self, field: str) -> str:
        """Return a condition for the most used name of a field; empty if there is none."""
        return "".join(_condition(field, name) for name in self.names(field))


def _condition(field: str, name: str) -> str:
    exact = field not in ("library", "in", "language", "subtitle", "codec", "container")
    compare = Compare.EQUALS if exact else Compare.MATCHES
    return format_query((Field(field, name, compare),))


def _ideas(facts: _Facts) -> Iterator[tuple[str, Iterator[_Idea]]]:
    yield "Words", _of_words(facts)
    yield "Names", _of_names(facts)
    yield "Numbers and dates", _of_numbers(facts)
    yield "What it has and what it lacks", _of_having()
    yield "Files", _of_files(facts)
    yield "Together", _together(facts)


def _of_words(facts: _Facts) -> Iterator[_Idea]:
    if facts.film is None:
        return
    title: tuple[Node, ...] = (Phrase(facts.film.title),)
    begun: tuple[Node, ...] = tuple(Word(word[:_LETTERS].lower()) for word in facts.words[:2])
    if begun:
        yield _Idea(format_query(begun), "words; the beginning of each is enough")
    yield _Idea(format_query(title), "words side by side")
    if facts.words:
        word = facts.words[0].lower()
        yield _Idea(format_query((Field("title", word),)), "a word of the title only")
        # Such a pattern is slow in a large library, and finds at least this film.
        pattern = (Field("title", f"\\b{word[:2]}", Compare.REGEX),)
        yield _Idea(format_query(pattern), "a regular expression", is_sure=True)


def _of_names(facts: _Facts) -> Iterator[_Idea]:
    for field, meaning in (
        ("genre", "a genre, by its whole name"),
        ("person", "anybody of the cast or crew"),
        ("director", "who directed it"),
        ("studio", "a studio"),
        ("country", "a country"),
        ("tag", "a tag"),
        ("set", "a film series"),
        ("library", "a library"),
    ):
        if text := facts.field(field):
            yield _Idea(text, meaning)
    for name in facts.names("in", 3):
        yield _Idea(_condition("in", name), "what a saved search finds")
    for name in facts.names("person"):
        beginning = name.split()[-1][:_LETTERS].lower()
        yield _Idea(format_query((Field("person", beginning),)), "by the beginning of a name")


def _of_numbers(facts: _Facts) -> Iterator[_Idea]:
    if facts.film is not None and facts.film.year:
        decade = facts.film.year // _DECADE * _DECADE
        yield _Idea(f"year:{facts.film.year}", "a year")
        yield _Idea(f"year:{decade}..{decade + 4}", "a range; either end can be left out")
        yield _Idea(f"year:{decade}s", "a decade")
    yield _Idea("rating:>=7", "your rating, or that of the main source")
    yield _Idea("imdb:>=8", "the rating of one source")
    yield _Idea("runtime:<90", "shorter than 90 minutes; hours as 1h30")
    yield _Idea("size:>4gb", "larger than 4 GB")
    yield _Idea("added:<30d", "within the last 30 days")
    yield _Idea("added:thisyear", "since New Year; also today, thisweek, lastmonth")
    yield _Idea("watched:>1y", "last played more than a year ago")


def _of_having() -> Iterator[_Idea]:
    yield _Idea("is:unwatched", "not watched yet")
    yield _Idea("is:favorite", "your favorites")
    yield _Idea("is:unmatched", "not identified")
    yield _Idea("missing:poster", "without a poster")
    yield _Idea("has:subtitle", "with subtitles; of one language as has:subtitle:en")
    yield _Idea("genres:#>2", "with more than two genres")
    yield _Idea("tags:#0", "without a tag")


def _of_files(facts: _Facts) -> Iterator[_Idea]:
    yield _Idea("resolution:>=1080p", "in 1080p or better")
    yield _Idea("hdr:any", "with high dynamic range")
    for field, meaning in (
        ("language", "with sound in a language"),
        ("codec", "by the video codec"),
        ("container", "by the kind of file"),
    ):
        if text := facts.field(field):
            yield _Idea(text, meaning)


def _together(facts: _Facts) -> Iterator[_Idea]:
    genres = [_condition("genre", name) for name in facts.names("genre", 2)]
    if len(genres) > 1:
        yield _Idea(" ".join(genres), "both")
        yield _Idea(" OR ".join(genres), "one or the other; OR is in upper case")
        yield _Idea(f"{genres[0]} -{genres[1]}", "one without the other")
        yield _Idea(f"({' OR '.join(genres)}) is:unwatched", "parentheses keep together")
    if genres:
        yield _Idea(f"{genres[0]} sort:-year", "newest first; sort:-rating,title has two keys")
