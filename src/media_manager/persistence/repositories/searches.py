"""Writes saved searches. All in the caller's transaction."""

from sqlalchemy import delete, insert, select, update

from media_manager.domain.uids import new_uid, now_us
from media_manager.persistence.models.organize import SavedSearch
from media_manager.persistence.searches_reader import SearchRow
from media_manager.persistence.writer import WriteSession

# What the change log says; lists that ask `in:` look again.
_CHANGED = "searches"


def all_searches(session: WriteSession) -> list[SearchRow]:
    """Return what is there now, inside the transaction that is going to change it."""
    columns = (
        SavedSearch.id,
        SavedSearch.folder,
        SavedSearch.name,
        SavedSearch.query,
        SavedSearch.created_at,
    )
    return [SearchRow._make(row) for row in session.execute(select(*columns))]


def insert_search(session: WriteSession, *, folder: str, name: str, text: str) -> int:
    """Write a new one and return its id."""
    values = {
        "uid": new_uid(),
        "folder": folder,
        "name": name,
        "query": text,
        "created_at": now_us(),
    }
    session.touch((), _CHANGED)
    return int(session.execute(insert(SavedSearch).returning(SavedSearch.id), values).scalar_one())


def update_search(
    session: WriteSession, search_id: int, *, folder: str, name: str, text: str
) -> None:
    """Write what it is called now, where it lies and what it asks."""
    values = {"folder": folder, "name": name, "query": text}
    session.execute(update(SavedSearch).where(SavedSearch.id == search_id).values(**values))
    session.touch((), _CHANGED)


def delete_search(session: WriteSession, search_id: int) -> None:
    session.execute(delete(SavedSearch).where(SavedSearch.id == search_id))
    session.touch((), _CHANGED)
