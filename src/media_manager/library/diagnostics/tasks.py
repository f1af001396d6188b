"""What takes long enough to be a job: measuring, checking and tidying the database."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from media_manager.library.watch import Watch
from media_manager.persistence import database_facts
from media_manager.persistence.database_care import merge_search_index
from media_manager.persistence.database_facts import DatabaseNumbers, TableCheck, TableSize
from media_manager.persistence.store import LibraryStore

# Each merge writes up to a megabyte: after so many the journal is folded in.
_STEPS_A_CHECKPOINT = 64


@dataclass(frozen=True, slots=True)
class Tidied:
    """The database before and after, and in how many steps."""

    steps: int
    before: DatabaseNumbers
    after: DatabaseNumbers


def measure_database(path: Path, watch: Watch) -> Generator[None, None, tuple[TableSize, ...]]:
    """Return rows and bytes of each table; yields between tables, stops within one."""
    found = []
    for done, total, size in database_facts.measure_tables(path, lambda: watch.cancelled):
        found.append(size)
        watch.report(done, total, size.name)
        yield
    return tuple(found)


def check_database(path: Path, watch: Watch) -> Generator[None, None, tuple[TableCheck, ...]]:
    """Return what is wrong, table by table; yields between tables, stops within one."""
    found = []
    for done, total, check in database_facts.check_tables(path, lambda: watch.cancelled):
        found.append(check)
        watch.report(done, total, check.name)
        yield
    return tuple(found)


def tidy_database(store: LibraryStore, watch: Watch) -> Generator[None, None, Tidied]:
    """Join the pieces of the search index and fold the journal in, while others work on.

    What was done stays done when it is stopped. Free pages stay in the file for new rows:
    `media-manager doctor --vacuum` gives them back.
    """
    before = _numbers(store)
    steps = 0
    for steps in _merged(store):
        watch.report(steps)
        watch.raise_if_cancelled()
        yield
    store.writer().checkpoint()
    return Tidied(steps, before, _numbers(store))


def _merged(store: LibraryStore) -> Iterator[int]:
    for steps in merge_search_index(store.path):
        if steps % _STEPS_A_CHECKPOINT == 0:
            store.writer().checkpoint()
        yield steps


def _numbers(store: LibraryStore) -> DatabaseNumbers:
    with store.reading() as reader:
        return database_facts.database_numbers(reader)
