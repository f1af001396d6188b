"""What is said of a database is what SQLite says of it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from scripts.make_library import make_items

from media_manager.errors import JobCancelled
from media_manager.persistence import database_facts as facts
from media_manager.persistence.database_care import merge_search_index
from media_manager.persistence.reader import open_reader
from media_manager.persistence.revision import HEAD_REVISION
from media_manager.persistence.slow_queries import plain_statement
from media_manager.settings import Profile


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facts")
    make_items(folder, items=300)
    return Profile.at(folder).library_db


@pytest.fixture
def copy(library: Path, tmp_path: Path) -> Path:
    """Return a library that a test may change."""
    return Path(shutil.copy(library, tmp_path / "library.db"))


def never() -> bool:
    return False


def test_the_numbers_are_those_of_the_file(library: Path) -> None:
    """Size, journal and revision as they are on the disk."""
    with closing(open_reader(library)) as reader:
        found = facts.database_numbers(reader)

    assert library.stat().st_size == found.size_bytes
    assert (found.revision, found.journal_mode) == (HEAD_REVISION, "wal")
    assert sqlite3.sqlite_version == found.sqlite_version
    assert 0 <= found.fragmentation < 1


def test_pages_that_hold_nothing_are_counted(copy: Path) -> None:
    """What was written and removed again is a share of the file."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as database:
        database.execute("CREATE TABLE ballast AS SELECT randomblob(4000) FROM media_item")
        database.execute("DROP TABLE ballast")
    with closing(open_reader(copy)) as reader:
        found = facts.database_numbers(reader)

    assert found.free_pages >= 90
    assert found.free_pages / found.pages == found.fragmentation


def test_every_index_names_its_table(library: Path) -> None:
    """Those that were made, and those that a UNIQUE makes by itself."""
    with closing(open_reader(library)) as reader:
        found = {index.name: index for index in facts.indexes(reader)}

    assert found["ix_media_item_type_sort"].table == "media_item"
    assert found["ix_media_item_type_sort"].columns[0] == "media_type"
    assert any(index.unique for index in found.values())


def test_a_query_is_explained_without_its_values(library: Path) -> None:
    """Placeholders are filled in, quoted question marks are none, and the index is seen."""
    sql = "SELECT id FROM media_item WHERE media_type = ? AND title <> '?' ORDER BY sort_key"
    with closing(open_reader(library)) as reader:
        plan = facts.explain(reader, sql)
        known = facts.indexes(reader)

    assert "ix_media_item_type_sort" in plan
    assert facts.used_indexes([plan], known) == {"ix_media_item_type_sort"}
    assert facts.used_indexes([], known) == frozenset()


def test_a_statement_of_the_slow_log_is_explained(library: Path) -> None:
    """There, lists of placeholders are written as one."""
    with closing(open_reader(library)) as reader:
        plan = facts.explain(reader, plain_statement("SELECT 1 FROM tag WHERE id IN (?, ?, ?)"))

    assert plan.startswith("SEARCH tag")


@pytest.mark.parametrize("sql", ["PRAGMA user_version", "DELETE FROM tag", ""])
def test_only_questions_are_explained(library: Path, sql: str) -> None:
    """Whatever else stands in a log has no plan."""
    with closing(open_reader(library)) as reader:
        assert facts.explain(reader, sql) == ""


def test_a_query_that_fits_no_longer_says_so(library: Path) -> None:
    """Its table may be gone since it was noted."""
    with closing(open_reader(library)) as reader:
        assert facts.explain(reader, "SELECT 1 FROM gone") == "(no such table: gone)"


def test_tables_are_measured_one_by_one(library: Path) -> None:
    """Rows are exact, and tables and indexes together are nearly the file."""
    with closing(open_reader(library)) as reader:
        names = facts.table_names(reader)
        items = reader.execute("SELECT count(*) FROM media_item").fetchone()[0]
    steps = list(facts.measure_tables(library, never))
    sizes = {size.name: size for _done, _total, size in steps}

    assert [(number, len(names)) for number in range(1, len(names) + 1)] == [
        (done, total) for done, total, _size in steps
    ]
    assert items == sizes["media_item"].rows
    if sizes["media_item"].table_bytes is None:
        pytest.skip("this SQLite has no dbstat")
    whole = sum((size.table_bytes or 0) + (size.index_bytes or 0) for size in sizes.values())
    assert 0.9 < whole / library.stat().st_size <= 1.0


def test_measuring_and_checking_can_be_stopped(library: Path) -> None:
    """By whoever asks for the next table."""
    for looking in (facts.measure_tables, facts.check_tables):
        stop: list[int] = []
        steps = looking(library, lambda stop=stop: bool(stop))  # type: ignore[misc]
        next(steps)
        stop.append(1)
        with pytest.raises(JobCancelled):
            list(steps)


def test_a_sound_database_has_no_problems(library: Path) -> None:
    """Every table is looked at."""
    checks = [check for _done, _total, check in facts.check_tables(library, never)]

    assert "media_item" in {check.name for check in checks}
    assert [check for check in checks if check.problems] == []


def test_an_index_that_disagrees_is_found(copy: Path) -> None:
    """The table that it belongs to is named."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute(
            "UPDATE sqlite_master SET sql = replace(sql, ', year', ', id') "
            "WHERE name = 'ix_media_item_type_year'"
        )
    checks = [check for _done, _total, check in facts.check_tables(copy, never)]

    assert [check.name for check in checks if check.problems] == ["media_item"]


def test_merging_the_search_index_ends(copy: Path) -> None:
    """What was merged once has nothing left to merge, and finds what it found before."""

    def hits() -> int:
        with closing(open_reader(copy)) as reader:
            row = reader.execute(
                "SELECT count(*) FROM search_words WHERE search_words MATCH '\"a\"*'"
            ).fetchone()
            return int(row[0])

    before = hits()
    list(merge_search_index(copy))

    assert list(merge_search_index(copy)) == []
    assert before == hits()
