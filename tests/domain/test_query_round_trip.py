"""Whatever is typed is understood or refused in good order, and every query survives its text."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from media_manager.domain.media import MediaType
from media_manager.domain.query import (
    COUNTS,
    FIELDS,
    PRESENCES,
    STATES,
    And,
    Compare,
    Count,
    Field,
    FieldKind,
    Node,
    Not,
    Or,
    Order,
    Phrase,
    SortKey,
    Word,
    format_query,
    format_search,
    normal,
    parse_query,
    parse_search,
    walk,
)
from media_manager.domain.query.lexer import is_plain_word
from media_manager.domain.query.parser import MOST_NESTED, MOST_WORDS, count_words
from media_manager.domain.query.values import bounds, check
from media_manager.errors import QueryError

# Every character that is text: no surrogates and no NUL, which no database takes.
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
NAMES = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
NUMBERS = st.sampled_from(["1999", "1990..", "..1999", "1990..1999", "1990s"])
DATES = st.sampled_from(["2025", "2025-12", "2025-12..2026-02", "30d", "1y..30d", "thisweek", ".."])
VALUES: dict[str, st.SearchStrategy[str]] = {
    "is": st.sampled_from(STATES),
    "type": st.sampled_from([str(each) for each in MediaType]),
    "year": NUMBERS,
    "runtime": st.sampled_from(["90", "1h30", "2h", "90..120"]),
    "resolution": st.sampled_from(["sd", "4k", "720p..4k"]),
    "hdr": st.sampled_from(["any", "HDR10+"]),
    "from": st.just("nfo"),
    "language": st.sampled_from(["en", "German", "pt-BR"]),
    "subtitle": st.sampled_from(["en", "German", "pt-BR"]),
    "has": st.sampled_from([*PRESENCES, "subtitle:en"]),
    "missing": st.sampled_from([*PRESENCES, "audio:fr"]),
    "id": st.sampled_from(["tt0133093", "tmdb:603", "603"]),
}
OF_KIND: dict[FieldKind, st.SearchStrategy[str]] = {
    FieldKind.NUMBER: st.sampled_from(["7", "2..9", "..3"]),
    FieldKind.SIZE: st.sampled_from(["4gb", "700mb..2gb", "1.5tb"]),
    FieldKind.DATE: DATES.filter(lambda text: text != ".."),
    FieldKind.ID: st.integers(0, 2**63 - 1).map(str),
}
CONDITIONS = [name for name, spec in FIELDS.items() if spec.kind is not FieldKind.ORDER]


def field_of(name: str) -> st.SearchStrategy[Node]:
    """Return fields of one name, with every comparison that their kind knows."""
    values = VALUES.get(name, OF_KIND.get(FIELDS[name].kind, NAMES))
    compares = [Compare.MATCHES]
    if FIELDS[name].kind in (FieldKind.TEXT, FieldKind.NAME, FieldKind.REFERENCE):
        compares.append(Compare.EQUALS)
    plain = st.builds(Field, st.just(name), values, st.sampled_from(compares))
    if FIELDS[name].kind is FieldKind.NUMBER:
        ordered = [Compare.LESS, Compare.AT_MOST, Compare.MORE, Compare.AT_LEAST]
        return plain | st.builds(Field, st.just(name), st.just("7"), st.sampled_from(ordered))
    return plain


FIELD_NODES = st.sampled_from(CONDITIONS).flatmap(field_of)
COUNT_NODES = st.builds(
    Count,
    st.sampled_from(COUNTS),
    st.integers(0, 10**9 - 1),
    st.sampled_from([Compare.EQUALS, Compare.LESS, Compare.AT_MOST, Compare.MORE]),
)
SIGNS = st.text(alphabet='-":. ()aOR<>=~#ťĂ\0', max_size=20)
WORDS = (
    (NAMES | SIGNS)
    .filter(bool)
    .filter(
        lambda text: (
            is_plain_word(text, grouped=True, negated=False)
            and not text[:-1].lower().endswith(tuple(FIELDS))
        )
    )
)
LEAVES = NAMES.map(Phrase) | FIELD_NODES | COUNT_NODES | WORDS.map(Word)
NODES = st.recursive(
    LEAVES,
    lambda inner: (
        inner.map(Not)
        | st.lists(inner, max_size=3).map(lambda nodes: And(tuple(nodes)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda nodes: Or(tuple(nodes)))
    ),
    max_leaves=12,
)


def has_content(node: Node) -> bool:
    """Tell whether no group of the node is empty: nothing has no place in an Or or a Not."""
    match node:
        case Not(inner):
            return has_content(inner)
        case And(nodes) | Or(nodes):
            return bool(nodes) and all(map(has_content, nodes))
        case _:
            return count_words(node) < MOST_WORDS // 12


@given(st.lists(NODES.filter(has_content), max_size=4).map(tuple))
@settings(max_examples=500, deadline=None)
def test_conditions_survive_their_text(nodes: tuple[Node, ...]) -> None:
    """What is built from names in the library can be saved and read back, however nested."""
    assert parse_query(format_query(nodes)) == normal(nodes)


@given(
    st.lists(NODES.filter(has_content), max_size=2).map(tuple),
    st.lists(st.sampled_from(SortKey), unique=True, max_size=3),
    st.sampled_from(["", "-"]),
)
@settings(max_examples=100, deadline=None)
def test_searches_survive_their_text(
    nodes: tuple[Node, ...], keys: list[SortKey], sign: str
) -> None:
    """The same with an order."""
    orders = tuple(Order(key, descending=sign == "-") for key in keys)
    parsed = parse_search(format_search(nodes, orders))
    assert (parsed.where, parsed.orders) == (normal(nodes), orders)


PART = (
    r'(-|\(|\)| |OR |AND |NOT |"|"")?'
    r"((year|is|tag|tags|title|added|size|rating|resolution|has|id|sort|imdb|runtime|in|foo)"
    r':(=|~|<|>|>=|#|#>)?)?("[^"]{0,4}"?|[0-9]{1,4}(\.\.|gb|d|h|-|s|%)?[0-9]{0,2}|[^ ]{0,4})'
)


@given(st.one_of(TEXT, SIGNS, st.from_regex(rf"({PART}){{0,5}}", fullmatch=True)))
@settings(max_examples=800, deadline=None)
def test_text_survives_its_conditions(text: str) -> None:
    """Reading what was written from what was read is the same; only QueryError is raised."""
    try:
        parsed = parse_search(text)
    except QueryError as error:
        place = (error.position, error.end)
    else:
        place = (0, len(text))
        assert parse_search(format_search(parsed.where, parsed.orders)) == parsed
    assert (min(place) >= 0, max(place) <= len(text)) == (True, True)


@given(st.text(max_size=60))
@settings(max_examples=500, deadline=None)
def test_nothing_typed_raises_anything_else(text: str) -> None:
    """Not even what is no text."""
    for each in (text, f"({text})", f"title:~{text}", f"added:{text}", f"-{text} OR {text}"):
        try:
            nodes = parse_query(each)
        except QueryError:
            continue
        assert parse_query(format_query(nodes)) == nodes


DAYS = st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - of the zone beside


@given(st.from_regex(rf"{PART}(\.\.{PART})?", fullmatch=True), DAYS)
@settings(max_examples=500, deadline=None)
def test_what_was_read_once_can_be_read_on_any_day(text: str, now: datetime) -> None:
    """The compiler meets no mistake that the parser did not see."""
    names = [name for name, spec in FIELDS.items() if spec.kind in OF_KIND]
    for each in (text, *(f"{name}:{text}" for name in names)):
        try:
            nodes = parse_query(each)
        except QueryError:
            continue
        for node in walk(nodes):
            if isinstance(node, Field) and FIELDS[node.name].kind in OF_KIND:
                check(node)
                if FIELDS[node.name].kind is not FieldKind.ID:
                    assert bounds(node, now) is not None


def test_depth_survives_too() -> None:
    """What is as deep as it may be can be written and read."""
    text = "-(a OR " * (MOST_NESTED // 2) + "b"
    nodes = parse_query(text)
    assert parse_query(format_query(nodes)) == nodes
