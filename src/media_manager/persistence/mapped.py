"""Makes all tables known to SQLAlchemy at once, before two threads could do half of it each."""

from functools import cache

from sqlalchemy.orm import configure_mappers

from media_manager.persistence.models import items, organize, people, photos, places, records

_ROOMS = (items, organize, people, photos, places, records)


@cache
def ensure_mapped() -> None:
    """Configure the tables of the library; all of them are imported by now.

    SQLAlchemy configures them in the middle of the first statement, walking through all classes
    without a lock: one that another thread imported in that moment made it fail.
    """
    configure_mappers()
