"""Words of a query: in which items they are found, and how well they match.

Nothing that a person types becomes SQL or FTS syntax: words are folded, cut into tokens, quoted
and bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from media_manager.domain.naming import TitleBeginning, query_terms, title_beginnings
from media_manager.domain.query import Phrase, Word
from media_manager.persistence.query_compiler.parts import (
    Condition,
    Context,
    Part,
    escaped,
    joined,
    united,
)


class Level(IntEnum):
    """How well a word matches. The first page is final: one level is complete before the next."""

    BEGINS = 0  # the title begins with all that was typed
    TITLE = 1
    NAME = 2  # one name of a person, tag, studio or genre holds all of several words
    NAMES = 3  # file names, and names of people, tags, studios and genres
    PLOT = 4
    INSIDE = 5  # inside a word of the title or a file name


_COLUMNS = (("title", Level.TITLE), ("files", Level.NAMES), ("plot", Level.PLOT))
LINKS = (
    ("person", "credit", "media_item_id", "person_id"),
    ("tag", "item_tag", "item_id", "tag_id"),
    ("company", "item_company", "item_id", "company_id"),
    ("genre", "item_genre", "item_id", "genre_id"),
)
# The trigrams of the index need this many letters.
_TRIGRAM = 3


@dataclass(frozen=True, slots=True)
class Term:
    """A folded word or phrase to look up, as a prefix or whole."""

    text: str
    prefix: bool

    @property
    def quoted(self) -> str:
        # A term holds letters, digits and spaces only: see domain.naming.query_terms.
        return f'"{self.text}" *' if self.prefix else f'"{self.text}"'

    @property
    def inside(self) -> bool:
        """Tell whether it is also looked for inside words; pairs of unspaced scripts are not."""
        return self.prefix and len(self.text) >= _TRIGRAM and " " not in self.text

    @property
    def trigrams(self) -> str:
        parts = (self.text[n : n + _TRIGRAM] for n in range(len(self.text) - _TRIGRAM + 1))
        return " AND ".join(f'"{part}"' for part in dict.fromkeys(parts))


def terms_of(node: Word | Phrase) -> list[Term]:
    """Return what to look up for a node; nothing if it holds no letter or digit."""
    words = query_terms(node.text)
    if isinstance(node, Word):
        return [Term(word, prefix=True) for word in words]
    return [Term(" ".join(words), prefix=False)] if words else []


def term_condition(term: Term, context: Context, level: Level = Level.INSIDE) -> Condition:
    """Return the condition that an item holds a term no worse than `level`."""
    ids = matches(term, context, level)
    found = Part(f"SELECT id FROM ({ids.sql}) AS hit", ids.values)
    if not context.full_text:
        return Condition(Part(f"i.id IN ({found.sql})", found.values), found, exact=True)
    return Condition(_test(term, context, level), found, exact=True)


def titles_condition(terms: Sequence[Term], context: Context) -> Condition:
    """Return the condition that all terms are words of the title."""
    if not context.full_text:
        conditions = [term_condition(term, context, Level.TITLE) for term in terms]
        test = joined("AND", [each.test for each in conditions])
        return Condition(test, conditions[0].ids)
    every = " AND ".join(term.quoted for term in terms)
    ids = Part(
        "SELECT rowid AS id FROM search_words WHERE search_words MATCH ?",
        (f"{{title}} : ({every})",),
    )
    held = joined("AND", [_holds("title", term) for term in terms])
    return Condition(_document(held), ids, exact=True)


def one_name(terms: Sequence[Term], context: Context) -> Condition:
    """Return the condition that one name that an item is linked to holds all terms."""
    if context.full_text:
        names = Part(
            "SELECT s.kind, s.entity_id FROM search_names x CROSS JOIN search_name s "
            "WHERE search_names MATCH ? AND s.id = x.rowid",
            (" AND ".join(term.quoted for term in terms),),
        )
    else:
        held = joined("AND", [Part("' ' || name || ' ' ILIKE ?", (_pattern(t),)) for t in terms])
        names = Part(f"SELECT kind, entity_id FROM search_name WHERE {held.sql}", held.values)
    ids = united([part for _, part in _linked(names)])
    return Condition(joined("OR", _links_test(names)), ids, exact=True)


def matches(term: Term, context: Context, level: Level) -> Part:
    """Return SQL for (id, class) of the items that hold one term no worse than `level`."""
    parts = [
        Part(f"SELECT id, {rank:d} AS class FROM ({part.sql}) AS hit", part.values)
        for rank, part in matches_by_level(term, context)
        if rank <= level
    ]
    return united(parts)


def matches_by_level(term: Term, context: Context) -> list[tuple[Level, Part]]:
    """Return SQL for the ids of the items that hold one term, for each place to look at."""
    found = [(rank, document_matches(term, context, column)) for column, rank in _COLUMNS]
    found += _linked(name_ids(term, context))
    if term.inside:
        found.append((Level.INSIDE, _inside(term, context)))
    return found


def document_matches(term: Term, context: Context, column: str) -> Part:
    """Return SQL for the ids of items that hold a term in one column of the search document."""
    if context.full_text:
        return Part(
            "SELECT rowid AS id FROM search_words WHERE search_words MATCH ?",
            (f"{{{column}}} : {term.quoted}",),
        )
    return Part(
        f"SELECT item_id AS id FROM search_document WHERE ' ' || {column} || ' ' ILIKE ?",
        (_pattern(term),),
    )


def document_test(term: Term, context: Context, column: str) -> Part:
    """Return the test that an item holds a term in one column of its search document."""
    if context.full_text:
        return _document(_holds(column, term))
    found = document_matches(term, context, column)
    return Part(f"i.id IN ({found.sql})", found.values)


def name_ids(term: Term, context: Context) -> Part:
    """Return SQL for (kind, entity_id) of the names that hold a term."""
    if context.full_text:
        return Part(
            "SELECT s.kind, s.entity_id FROM search_names x CROSS JOIN search_name s "
            "WHERE search_names MATCH ? AND s.id = x.rowid",
            (term.quoted,),
        )
    return Part(
        "SELECT kind, entity_id FROM search_name WHERE ' ' || name || ' ' ILIKE ?",
        (_pattern(term),),
    )


def name_holds(term: Term, context: Context) -> Part:
    """Return the test that the name `s.name` holds a term."""
    if context.full_text:
        return _held_in("s.name", term)
    return Part("' ' || s.name || ' ' ILIKE ?", (_pattern(term),))


def beginnings_of(nodes: Sequence[Word | Phrase]) -> tuple[TitleBeginning, ...]:
    """Return where the titles stand that begin with all the words typed, in order."""
    # While it is typed, the last word is the beginning of one.
    typed = " ".join(node.text for node in nodes)
    return title_beginnings(typed, whole=isinstance(nodes[-1], Phrase))


def begins(beginning: TitleBeginning, context: Context, others: Sequence[TitleBeginning]) -> Part:
    """Return the test that a title stands at a beginning, and not at one of the `others`."""
    low, high = beginning.ranges[0][0], beginning.ranges[-1][1]
    test = Part("i.sort_key >= ? AND i.sort_key < ?", (low, high))
    if len(beginning.ranges) > 1:
        ranges = " OR ".join("i.sort_key >= ? AND i.sort_key < ?" for _ in beginning.ranges)
        bounds = [bound for each in beginning.ranges for bound in each]
        test = test.then(f" AND ({ranges})", *bounds)
    if beginning.ending:
        length = len(beginning.ending)
        last = (
            f"substr(i.sort_key, -{length})"
            if context.full_text
            else f"substring(i.sort_key FROM octet_length(i.sort_key) - {length - 1})"
        )
        test = test.then(f" AND {last} = ?", beginning.ending)
    for other in others:
        inner = begins(other, context, ())
        test = test.then(f" AND NOT ({inner.sql})", *inner.values)
    return test


def _inside(term: Term, context: Context) -> Part:
    """Return SQL for the items with the term anywhere in title or file names."""
    if not context.full_text:
        like = f"%{escaped(term.text)}%"
        return Part(
            "SELECT item_id AS id FROM search_document WHERE title ILIKE ? OR files ILIKE ?",
            (like, like),
        )
    if len(term.text) == _TRIGRAM:  # one trigram cannot be wrong
        return Part(
            "SELECT rowid AS id FROM search_trigram WHERE search_trigram MATCH ?",
            (term.trigrams,),
        )
    return Part(
        "SELECT d.item_id AS id FROM search_trigram t CROSS JOIN search_document d "
        "WHERE search_trigram MATCH ? AND d.item_id = t.rowid "
        "AND (instr(d.title, ?) OR instr(d.files, ?))",
        (term.trigrams, term.text, term.text),
    )


def _test(term: Term, context: Context, level: Level) -> Part:
    """Return the test of one item: a look at its document and its names, at no index."""
    held = [_holds(column, term) for column, rank in _COLUMNS if rank <= level]
    if level >= Level.INSIDE and term.inside:
        held = [
            Part("instr(d.title, ?)", (term.text,)),
            Part("instr(d.files, ?)", (term.text,)),
            _holds("plot", term),
        ]
    tests = [_document(joined("OR", held))]
    if level >= Level.NAMES:
        tests += _links_test(name_ids(term, context))
    return joined("OR", tests)


def _linked(names: Part) -> list[tuple[Level, Part]]:
    """Return SQL for the ids of items with any of these names, for each kind of link."""
    return [
        (
            Level.NAMES,
            Part(
                f"SELECT l.{item} AS id FROM ({names.sql}) AS n CROSS JOIN {table} AS l "
                f"WHERE n.kind = '{kind}' AND l.{entity} = n.entity_id",
                names.values,
            ),
        )
        for kind, table, item, entity in LINKS
    ]


def _links_test(names: Part) -> list[Part]:
    return [
        Part(
            f"EXISTS (SELECT 1 FROM {table} l WHERE l.{item} = i.id AND +l.{entity} IN "
            f"(SELECT entity_id FROM ({names.sql}) AS n WHERE n.kind = '{kind}'))",
            names.values,
        )
        for kind, table, item, entity in LINKS
    ]


def _document(held: Part) -> Part:
    return Part(
        f"EXISTS (SELECT 1 FROM search_document d WHERE d.item_id = i.id AND ({held.sql}))",
        held.values,
    )


def _holds(column: str, term: Term) -> Part:
    return _held_in(f"d.{column}", term)


def _held_in(column: str, term: Term) -> Part:
    """Folded text is words with a blank between them, so that a blank is where each begins."""
    if term.prefix:
        return Part(f"instr(' ' || {column}, ?)", (f" {term.text}",))
    return Part(f"instr(' ' || {column} || ' ', ?)", (f" {term.text} ",))


def _pattern(term: Term) -> str:
    return f"% {escaped(term.text)}%" if term.prefix else f"% {escaped(term.text)} %"
