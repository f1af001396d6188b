"""Let lists of people, tags, genres and studios be read from an index alone.

With the item in the index, half a million links cost no look at their table; files that are
missing, of high range or of a picture size are found without reading all files.

Revision: 002_covering_links, after 001_performance_indexes.
"""

import sqlalchemy as sa
from alembic import op

revision = "002_covering_links"
down_revision = "001_performance_indexes"
branch_labels = None
depends_on = None

LINKS = ("genre", "tag", "company", "country")
NEW = (
    ("ix_credit_person_id_media_item_id", "credit", ["person_id", "media_item_id", "role"], None),
    ("ix_media_file_height_width", "media_file", ["height", "width"], None),
    ("ix_media_file_hdr", "media_file", ["hdr"], "hdr IS NOT NULL"),
    ("ix_media_file_state", "media_file", ["state"], "state <> 'present'"),
)


def upgrade() -> None:
    for link in LINKS:
        name = f"ix_item_{link}_{link}_id"
        op.drop_index(name, table_name=f"item_{link}")
        op.create_index(name, f"item_{link}", [f"{link}_id", "item_id"])
    for name, table, columns, only in NEW:
        test = None if only is None else sa.text(only)
        op.create_index(name, table, columns, sqlite_where=test, postgresql_where=test)


def downgrade() -> None:
    for name, table, _columns, _only in reversed(NEW):
        op.drop_index(name, table_name=table)
    for link in reversed(LINKS):
        name = f"ix_item_{link}_{link}_id"
        op.drop_index(name, table_name=f"item_{link}")
        op.create_index(name, f"item_{link}", [f"{link}_id"])
