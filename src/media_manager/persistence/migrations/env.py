"""Runs the revisions, for the application and for the `alembic` command alike.

The application hands its connection in; the command names a profile (`-x profile=DIR`, else the
user's own library) and gets the same lock and verified backup. Foreign keys are off before BEGIN,
because batch operations would delete child rows, and are checked before COMMIT.
"""

from pathlib import Path

from alembic import context
from sqlalchemy import Connection

from media_manager.persistence.schema import FULL_TEXT_TABLES, METADATA


def _include(name: str | None, kind: str, _parents: object) -> bool:
    # The full-text tables and their shadow tables are made by hand.
    return not (kind == "table" and name is not None and name.startswith(FULL_TEXT_TABLES))


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        include_name=_include,
        render_as_batch=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def _run_for_command() -> None:
    # Imported late: only the alembic command needs a profile.
    from media_manager.persistence.upgrade import migration_connection  # noqa: PLC0415
    from media_manager.settings import Profile  # noqa: PLC0415

    chosen = context.get_x_argument(as_dictionary=True).get("profile")
    profile = Profile.at(Path(chosen) if chosen else None)
    with migration_connection(profile.library_db) as connection:
        _run(connection)


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    _run_for_command()
