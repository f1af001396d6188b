"""Let a job be written down before it runs, and its history be read from indexes.

A row says who wanted the job, how urgent it is, what it follows or repeats, and what somebody
wishes of it; a failed item keeps what the error knew.

Revision: 003_job_ledger, after 002_covering_links.
"""

import sqlalchemy as sa
from alembic import op

revision = "003_job_ledger"
down_revision = "002_covering_links"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# What an index of PostgreSQL holds of a text; the program writes no longer ones.
LONGEST = 500


def columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("priority", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("origin", sa.String(length=32), nullable=False, server_default="person"),
        sa.Column("retry_of", KEY, nullable=True),
        sa.Column("follows_id", KEY, nullable=True),
        sa.Column("wish", sa.String(length=32), nullable=True),
    )


INDEXES = (
    ("ix_job_run_job_type_id", "job_run", ["job_type", "id"], None),
    ("ix_job_run_status_id", "job_run", ["status", "id"], None),
    ("ix_job_run_library_id_id", "job_run", ["library_id", "id"], None),
    ("ix_job_run_created_at_id", "job_run", ["created_at", "id"], None),
    ("ix_job_run_title", "job_run", ["title"], None),
    ("ix_job_run_message", "job_run", ["message"], "message IS NOT NULL"),
    ("ix_job_run_follows_id", "job_run", ["follows_id"], "follows_id IS NOT NULL"),
    ("ix_job_run_wish", "job_run", ["wish"], "wish IS NOT NULL"),
    (
        "ix_job_item_job_run_id_status_error_code",
        "job_item",
        ["job_run_id", "status", "error_code"],
        None,
    ),
)


def upgrade() -> None:
    for column in columns():
        op.add_column("job_run", column)
    op.add_column("job_item", sa.Column("details", sa.Text(), nullable=True))
    op.execute(
        sa.text(
            f"UPDATE job_run SET message = substr(message, 1, {LONGEST}) "
            f"WHERE length(message) > {LONGEST}"
        )
    )
    for name, table, names, only in INDEXES:
        test = None if only is None else sa.text(only)
        op.create_index(name, table, names, sqlite_where=test, postgresql_where=test)


def downgrade() -> None:
    for name, table, _names, _only in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    op.drop_column("job_item", "details")
    for column in reversed(columns()):
        op.drop_column("job_run", column.name)
