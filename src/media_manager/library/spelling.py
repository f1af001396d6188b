"""Did you mean: another spelling of a search that finds nothing, if that one finds something."""

from dataclasses import dataclass

from media_manager.domain.query import Query, format_search, parse_search
from media_manager.domain.query.slips import near_words
from media_manager.domain.query.suggest import near_field, respelled, words_of
from media_manager.errors import QueryError
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.searches_reader import resolved
from media_manager.persistence.spelling_reader import begins_word, known_words


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A search text to offer, which finds something."""

    text: str


def did_you_mean(
    reader: LibraryReader, text: str, within: Query | None = None
) -> Suggestion | None:
    """Return what was probably meant by a search that found nothing; None if nobody knows.

    `within` are the conditions that hold besides. Called on a read lane; never applied by itself.
    """
    for candidate in (near_field(text), _other_words(reader, text)):
        if candidate is not None and _finds(reader, candidate, within or Query()):
            return Suggestion(candidate)
    return None


def _other_words(reader: LibraryReader, text: str) -> str | None:
    """Spell the words that no word of the library begins with as the commonest ones nearby."""
    try:
        parsed = parse_search(text)
    except QueryError:
        return None
    unknown = [word for word in words_of(parsed.where) if not begins_word(reader, word)]
    spelled = {}
    for word in unknown:
        known = known_words(reader, near_words(word))
        if known:
            spelled[word] = min(known, key=lambda each: (-known[each], each))
    if not spelled:
        return None
    return format_search(respelled(parsed.where, spelled), parsed.orders)


def _finds(reader: LibraryReader, text: str, within: Query) -> bool:
    try:
        query = resolved(reader, within.narrowed(*parse_search(text).where))
        return bool(reader.first_ids(query, 1))
    except QueryError:
        return False
