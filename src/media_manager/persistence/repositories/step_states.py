"""Watched, favorite and rating of many items at once."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text

from media_manager.domain.steps import (
    FavoriteChange,
    RatingChange,
    StateChange,
    WatchedChange,
)
from media_manager.domain.uids import now_us
from media_manager.persistence.repositories.step_items import Group, Record
from media_manager.persistence.writer import WriteSession

_LEVELS: Final = 3  # an episode's season, its show, and nothing above


def state_records(change: StateChange, found: Sequence[Group]) -> dict[int, Record]:
    """Return the new row of each group that changes."""
    targets: dict[int, Record] = {}
    for group in found:
        after = _after(change, group.record)
        if after != (group.record or _nothing(after)):
            targets[group.no] = after
    return targets


def _after(change: StateChange, before: Record) -> dict[str, object]:
    match change:
        case WatchedChange(watched=watched):
            played = 0 if before is None else before["play_count"]
            count = max(1, played) if watched else 0
            return {"watched": watched, "play_count": count, "resume_ms": 0}
        case FavoriteChange(favorite=favorite):
            return {"favorite": favorite}
        case RatingChange(rating=rating):
            return {"rating": rating}


def _nothing(after: dict[str, object]) -> dict[str, object]:
    """Return a row of no state, so that nobody's state need not be written down."""
    empty = {"watched": False, "play_count": 0, "resume_ms": 0, "favorite": False, "rating": None}
    return {name: empty[name] for name in after}


def note_history(session: WriteSession, step_id: int, *, seen: bool) -> None:
    """Note for the items of the piece that they were marked as watched or not."""
    session.execute(
        text(
            "INSERT INTO history_event (media_item_id, event_type, timestamp, change_set_id) "
            "SELECT id, CAST(:event AS VARCHAR), CAST(:now AS BIGINT), CAST(:step AS BIGINT) "
            "FROM step_item"
        ),
        {"event": "watched" if seen else "unwatched", "now": now_us(), "step": step_id},
    )


def forget_history(session: WriteSession, step_id: int) -> None:
    """Take back what `note_history` noted of the items of the piece."""
    session.execute(
        text(
            "DELETE FROM history_event WHERE id IN (SELECT h.id FROM step_item s "
            "CROSS JOIN history_event h WHERE h.media_item_id = s.id "
            "AND h.event_type IN ('watched', 'unwatched') AND h.change_set_id = :step)"
        ),
        {"step": step_id},
    )


def follow_parents(session: WriteSession, viewer_id: int) -> list[int]:
    """Make seasons and shows above the piece watched exactly when all below them is.

    Returns those that changed.
    """
    changed: list[int] = []
    level = "SELECT id FROM step_item"
    for _ in range(_LEVELS):
        level = (
            f"SELECT DISTINCT i.parent_id AS id FROM ({level}) s CROSS JOIN media_item i "
            "WHERE i.id = s.id AND i.parent_id IS NOT NULL"
        )
        found = _wrong_parents(session, level, viewer_id)
        if not found:
            continue
        rows = [{"id": item_id, "viewer": viewer_id, "watched": seen} for item_id, seen in found]
        session.execute(_FOLLOW, [{**row, "no": False} for row in rows])
        changed += [item_id for item_id, _seen in found]
    return changed


_FOLLOW = text(
    "INSERT INTO user_state (item_id, viewer_id, watched, play_count, resume_ms, favorite) "
    "VALUES (:id, :viewer, :watched, 0, 0, :no) "
    "ON CONFLICT (item_id, viewer_id) DO UPDATE SET watched = excluded.watched"
)


def _wrong_parents(session: WriteSession, level: str, viewer_id: int) -> list[tuple[int, bool]]:
    """Return (parent, watched) of those that are of another mind than what is below them."""
    rows = session.execute(
        text(
            "SELECT id, seen FROM (SELECT p.id, COALESCE(u.watched, :no) AS watched, NOT EXISTS ("
            "SELECT 1 FROM media_item c LEFT JOIN user_state s ON s.item_id = c.id "
            "AND s.viewer_id = :viewer WHERE c.parent_id = p.id AND NOT COALESCE(s.watched, :no)"
            f") AS seen FROM ({level}) p "
            "LEFT JOIN user_state u ON u.item_id = p.id AND u.viewer_id = :viewer) found "
            "WHERE watched <> seen"
        ),
        {"viewer": viewer_id, "no": False},
    )
    return [(row.id, bool(row.seen)) for row in rows]
