"""Index what lists, matching and jobs ask for: the composite indexes of the specification.

ProviderCache has its own in cache.db, which is made without alembic.

Revision: 001_performance_indexes, after 000_initial_schema.
"""

from alembic import op

revision = "001_performance_indexes"
down_revision = "000_initial_schema"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_job_run_job_type_status", "job_run", ["job_type", "status"]),
    ("ix_job_run_library_id_status", "job_run", ["library_id", "status"]),
    ("ix_media_item_library_id_media_type", "media_item", ["library_id", "media_type"]),
    ("ix_media_item_library_id_title", "media_item", ["library_id", "title"]),
    ("ix_media_item_library_id_year", "media_item", ["library_id", "year"]),
    ("ix_media_item_season_episode", "media_item", ["season", "episode"]),
    ("ix_media_item_title_year", "media_item", ["title", "year"]),
    ("ix_artwork_download_status_artwork_type", "artwork", ["download_status", "artwork_type"]),
    ("ix_artwork_media_item_id_artwork_type", "artwork", ["media_item_id", "artwork_type"]),
    ("ix_credit_media_item_id_role", "credit", ["media_item_id", "role"]),
    ("ix_credit_person_id_role", "credit", ["person_id", "role"]),
    ("ix_external_id_source_external_id", "external_id", ["source", "external_id"]),
    ("ix_history_event_event_type_timestamp", "history_event", ["event_type", "timestamp"]),
    ("ix_history_event_media_item_id_event_type", "history_event", ["media_item_id", "event_type"]),
    ("ix_subtitle_download_status_language", "subtitle", ["download_status", "language"]),
    ("ix_subtitle_media_item_id_language", "subtitle", ["media_item_id", "language"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _columns in reversed(INDEXES):
        op.drop_index(name, table_name=table)
