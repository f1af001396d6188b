"""The schema as a whole: every table known, for alembic and for tests."""

from sqlalchemy import MetaData

from media_manager.persistence.models import items, organize, people, photos, places, records
from media_manager.persistence.models.base import Base

MODULES = (items, organize, people, photos, places, records)
METADATA: MetaData = Base.metadata

# Made by hand in 000_initial_schema, with their shadow tables; only SQLite has them.
FULL_TEXT_TABLES = ("search_words", "search_trigram", "search_names")
