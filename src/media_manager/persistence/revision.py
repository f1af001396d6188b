"""The revision that this program needs, and the marks by which it knows its own files."""

HEAD_REVISION = "003_job_ledger"
# tests/persistence/test_migrations.py holds this list equal to the scripts.
REVISIONS = (
    "000_initial_schema",
    "001_performance_indexes",
    "002_covering_links",
    "003_job_ledger",
)

APPLICATION_ID = 0x4D4D4C42  # "MMLB" in SQLite's header: library.db of Media Manager
MINIMUM_SQLITE = (3, 40, 0)
# Below this, two connections that checkpoint at once can corrupt a WAL database.
SAFE_SQLITE = (3, 51, 3)
