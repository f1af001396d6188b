"""From every revision to every other: nothing is lost, and the tables are the models."""

import lzma
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, UniqueConstraint, create_engine, inspect, text
from tests.persistence.populated import ROOT, make_library, run_python, server_url

from media_manager.persistence.backup import row_counts
from media_manager.persistence.gate import DatabaseState, inspect_database
from media_manager.persistence.models import CacheBase, ProviderCache
from media_manager.persistence.revision import HEAD_REVISION, REVISIONS
from media_manager.persistence.schema import FULL_TEXT_TABLES, METADATA
from media_manager.persistence.upgrade import (
    create_library,
    migration_connection,
    run_downgrade,
    upgrade_library,
    upgrade_server,
)

FROZEN = ROOT / "tests" / "data" / "db"

# Section 2 of the specification, by its column names.
SPECIFIED = {
    "media_item": [
        ("library_id", "title"),
        ("library_id", "year"),
        ("library_id", "media_type"),
        ("title", "year"),
        ("season", "episode"),
    ],
    "credit": [("media_item_id", "role"), ("person_id", "role")],
    "external_id": [("source", "external_id")],
    "artwork": [("media_item_id", "artwork_type"), ("download_status", "artwork_type")],
    "subtitle": [("media_item_id", "language"), ("download_status", "language")],
    "history_event": [("media_item_id", "event_type"), ("event_type", "timestamp")],
    "job_run": [("library_id", "status"), ("job_type", "status")],
}


def alembic(profile: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_python("-m", "alembic", "-x", f"profile={profile}", *arguments)


def thaw(revision: str, folder: Path) -> Path:
    path = folder / "library.db"
    path.write_bytes(lzma.decompress((FROZEN / f"{revision}.sqlite.xz").read_bytes()))
    return path


def differences(connection: Connection) -> list[object]:
    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and name is not None and name.startswith(FULL_TEXT_TABLES))

    options = {"include_name": ours, "compare_type": True}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, METADATA))


def contents(path: Path, shape: dict[str, list[str]]) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as database:
        return {
            table: sorted(
                database.execute(f'SELECT {", ".join(columns)} FROM "{table}"'),  # noqa: S608 - our names
                key=repr,
            )
            for table, columns in shape.items()
        }


def shape_of(path: Path) -> dict[str, list[str]]:
    """Return the columns of our tables, as this file has them."""
    with closing(sqlite3.connect(path)) as database:
        return {
            table.name: [row[1] for row in database.execute(f'PRAGMA table_info("{table.name}")')]
            for table in METADATA.sorted_tables
        }


def test_the_commands_of_the_specification_work_from_the_root(tmp_path: Path) -> None:
    """`alembic upgrade head`, `current`, `check` and `downgrade -1` do what they say."""
    said = []
    steps = ["upgrade head", "current", "check", "downgrade -1", "current"]
    for step in [*steps, "downgrade base", "current", "upgrade head", "current"]:
        done = alembic(tmp_path, *step.split())
        assert done.returncode == 0, done.stderr
        said.append(done.stdout.strip())
    head = f"{HEAD_REVISION} (head)"
    check = "No new upgrade operations detected."
    assert said == ["", head, check, "", REVISIONS[-2], "", "", "", head]
    database = tmp_path / "data" / "library.db"
    assert inspect_database(database).state is DatabaseState.CURRENT
    # A verified copy was made before each of the three changes of a library that was there.
    assert len(list((tmp_path / "data" / "backups").glob("*.db"))) == 3


def test_the_command_asks_for_a_library_that_is_there(tmp_path: Path) -> None:
    """`alembic current` makes nothing; it says in one line what would."""
    done = alembic(tmp_path, "current")
    assert (done.returncode, list(tmp_path.rglob("*.db"))) == (255, [])
    assert "`alembic upgrade head` makes one" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_the_known_revisions_are_the_scripts() -> None:
    """The gate knows every revision without importing alembic, so its list must be theirs."""
    scripts = ScriptDirectory.from_config(Config(ROOT / "alembic.ini"))
    names = [script.revision for script in scripts.walk_revisions()][::-1]
    assert (tuple(names), scripts.get_current_head()) == (REVISIONS, HEAD_REVISION)


def test_the_newest_schema_is_the_models(tmp_path: Path) -> None:
    """Nothing is in the models that no migration makes, and the other way round."""
    create_library(tmp_path / "library.db")
    engine = create_engine(f"sqlite:///{tmp_path}/library.db")
    with engine.connect() as connection:
        assert differences(connection) == []
    engine.dispose()


@pytest.mark.parametrize("table", SPECIFIED)
def test_every_index_of_the_specification_is_in_the_database(table: str, tmp_path: Path) -> None:
    """Exactly these columns, in this order, made by 001_performance_indexes."""
    create_library(tmp_path / "library.db")
    engine = create_engine(f"sqlite:///{tmp_path}/library.db")
    found = {
        tuple(each["column_names"]): each["name"] for each in inspect(engine).get_indexes(table)
    }
    engine.dispose()
    script = (ROOT / "src/media_manager/persistence/migrations/versions").joinpath(
        "001_performance_indexes.py"
    )
    made = script.read_text()
    assert [each for each in SPECIFIED[table] if f'"{found.get(each)}"' not in made] == []


def test_the_cache_is_indexed_apart_from_the_library() -> None:
    """ProviderCache is in cache.db only, with every index that the specification settles."""
    table = CacheBase.metadata.tables[ProviderCache.__tablename__]
    columns = {tuple(index.columns.keys()) for index in table.indexes}
    unique = [
        each.columns.keys() for each in table.constraints if isinstance(each, UniqueConstraint)
    ]
    wanted = {("provider", "query_type"), ("expires_at",), ("last_used_at",)}
    assert (columns, unique) == (wanted, [["key"]])
    assert table.name not in METADATA.tables


@pytest.mark.parametrize("revision", REVISIONS)
def test_a4_every_released_revision_has_a_frozen_library(revision: str) -> None:
    """Fault A4: a revision without a real database of its time cannot be upgraded with proof.

    Make one with `python -m tests.persistence.freeze` before the revision is released.
    """
    assert (FROZEN / f"{revision}.sqlite.xz").is_file()


@pytest.mark.parametrize("revision", REVISIONS)
def test_a3_a4_an_upgrade_loses_no_row_of_any_table(revision: str, tmp_path: Path) -> None:
    """Faults A3, A4: batch operations with foreign keys on would empty child tables."""
    library = thaw(revision, tmp_path)
    before = row_counts(library)
    assert min(before.values()) >= 1
    backup = upgrade_library(library, tmp_path / "backups")
    after = row_counts(library)
    assert {table: after[table] for table in before} == before
    assert inspect_database(library).revision == HEAD_REVISION
    if revision != HEAD_REVISION:
        assert backup is not None
        assert inspect_database(backup).revision == revision
        assert list(library.parent.glob("*.upgrade*")) == []
    with closing(sqlite3.connect(library)) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for table in FULL_TEXT_TABLES:
            database.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # noqa: S608 - our names


def test_a3_foreign_keys_are_off_in_a_migration(tmp_path: Path) -> None:
    """Fault A3: the connection that migrations get does not cascade."""
    library = tmp_path / "library.db"
    make_library(library)
    with migration_connection(library) as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 0


def test_a4_down_and_up_again_is_the_same_library(tmp_path: Path) -> None:
    """Fault A4: a downgrade keeps every value that the older tables have room for."""
    new, old = tmp_path / "library.db", tmp_path / "old.db"
    make_library(new)
    old.write_bytes(new.read_bytes())
    with migration_connection(old) as connection:
        run_downgrade(connection, REVISIONS[0])
    assert inspect_database(old).state is DatabaseState.OLD
    shape = shape_of(old)
    assert contents(old, shape) == contents(new, shape)
    assert upgrade_library(old, tmp_path / "backups") is not None
    assert shape_of(old) == shape_of(new)
    assert contents(old, shape) == contents(new, shape)


def test_postgres_every_revision_up_and_down(postgres_database: str) -> None:
    """The same scripts make the same schema on PostgreSQL, and take it away again."""
    url = server_url(postgres_database)
    for _again in range(2):
        upgrade_server(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        assert differences(connection) == []
        assert connection.execute(text("SELECT count(*) FROM viewer")).scalar() == 1
        for revision in [*reversed(REVISIONS[:-1]), "base"]:
            run_downgrade(connection, revision)
        assert inspect(connection).get_table_names() == ["alembic_version"]
    upgrade_server(url)
    engine.dispose()
