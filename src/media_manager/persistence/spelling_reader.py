"""Which words there are in the library: the vocabulary of its indexes, for "did you mean"."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from media_manager.persistence.reader import LibraryReader

_INDEXES: Final = ("search_words", "search_names")
# Below what SQLite binds at most, also in old versions.
_BATCH: Final = 900


def known_words(reader: LibraryReader, words: Collection[str]) -> dict[str, int]:
    """Return those of these folded words that there are, with how many entries hold each.

    Some tens of milliseconds for the thousand words that are one slip away from one.
    """
    if not reader.full_text:
        # PostgreSQL keeps no list of the words in its text.
        return {}
    found: dict[str, int] = {}
    wanted = sorted(words)
    for index in _INDEXES:
        _ensure_vocabulary(reader, index)
        for batch in _batches(wanted):
            marks = ",".join("?" * len(batch))
            rows = reader.execute(
                f"SELECT term, doc FROM temp.vocabulary_{index} WHERE term IN ({marks})", batch
            )
            for term, count in rows:
                found[term] = found.get(term, 0) + count
    return found


def begins_word(reader: LibraryReader, prefix: str) -> bool:
    """Tell whether any word of the library begins so."""
    if not reader.full_text:
        return True
    return any(
        reader.execute(
            f"SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT 1", [f'"{prefix}" *']
        ).fetchone()
        for index in _INDEXES
    )


def _ensure_vocabulary(reader: LibraryReader, index: str) -> None:
    """Make the view of an index's words: a temporary table, so that a read-only reader may."""
    reader.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary_{index} "
        f"USING fts5vocab(main, {index}, row)"
    )


def _batches(words: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(words), _BATCH):
        yield words[start : start + _BATCH]
