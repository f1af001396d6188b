"""Runs the revisions, for the application and for the `alembic` command alike.

The application hands its connection in; the command names a profile (`-x profile=DIR`, else the
user's own library) and gets the same lock and verified backup. Foreign keys are off before BEGIN,
because batch operations would delete child rows, and are checked before COMMIT.
"""

from pathlib import Path

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection

from media_manager.errors import MediaManagerError
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
    from media_manager.persistence.upgrade import (  # noqa: PLC0415
        looking_connection,
        migration_connection,
    )
    from media_manager.settings import Profile  # noqa: PLC0415

    chosen = context.get_x_argument(as_dictionary=True).get("profile")
    library = Profile.at(Path(chosen) if chosen else None).library_db
    opened = migration_connection if _changes_anything() else looking_connection
    try:
        with opened(library) as connection:
            _run(connection)
    except MediaManagerError as error:
        # Alembic prints one line for its own errors and a traceback for all others.
        raise CommandError(f"{error} {error.hint}") from error


def _changes_anything() -> bool:
    """Tell `alembic current` and `check` from the commands that need the lock and a backup."""
    chosen = getattr(context.config.cmd_opts, "cmd", None)
    return chosen is None or chosen[0].__name__ not in {"current", "check"}


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    _run_for_command()
