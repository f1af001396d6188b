"""What an NFO says, as the fields of its layer. Pure."""

from typing import Any

from media_manager.domain.nfo import NfoEntry, NfoKind

_PLAIN = (
    "title",
    "original_title",
    "sort_title",
    "year",
    "premiered",
    "plot",
    "tagline",
    "runtime_minutes",
    "content_rating",
    "language",
)
_NAMES = ("genres", "countries", "studios", "tags")


def nfo_fields(entry: NfoEntry) -> dict[str, Any]:
    """Return only the fields that the entry sets. A place in the tree is not taken from it."""
    fields: dict[str, Any] = {
        name: value for name in _PLAIN if (value := getattr(entry, name)) is not None
    }
    fields |= {name: list(values) for name in _NAMES if (values := getattr(entry, name))}
    if entry.outline is not None:
        fields.setdefault("plot", entry.outline)
    if cast := _credits(entry):
        fields["credits"] = cast
    if entry.ids:
        fields["ids"] = dict(entry.ids)
    if entry.set_name:
        fields["sets"] = [entry.set_name]
    _add_ratings(fields, entry)
    if entry.kind is NfoKind.EPISODE and entry.episode_end:
        fields["episode_end"] = entry.episode_end
    return fields


def nfo_state(entry: NfoEntry) -> dict[str, Any]:
    """Return what the NFO remembers of a viewer: watched, play count, resume, rating."""
    state: dict[str, Any] = {}
    if entry.watched or entry.playcount:
        state["watched"] = True
        state["play_count"] = max(1, entry.playcount or 0)
    if entry.user_rating:
        state["rating"] = entry.user_rating
    if entry.resume and entry.resume.position_seconds > 0:
        state["resume_ms"] = int(entry.resume.position_seconds * 1000)
    return state


def _credits(entry: NfoEntry) -> list[dict[str, Any]]:
    cast: list[dict[str, Any]] = [
        {"name": name, "role": role}
        for role, names in (("director", entry.directors), ("writer", entry.writers))
        for name in dict.fromkeys(names)
    ]
    for actor in entry.actors:
        credit = {"name": actor.name, "role": "actor"}
        if actor.role:
            credit["character"] = actor.role
        cast.append(credit)
    cast += [{"name": name, "role": "artist"} for name in entry.artists]
    return cast


def _add_ratings(fields: dict[str, Any], entry: NfoEntry) -> None:
    if not entry.ratings:
        return
    fields["ratings"] = [
        {
            "source": rating.source,
            "value": rating.value,
            "votes": rating.votes,
            "is_default": rating.is_default,
        }
        for rating in entry.ratings
    ]
    default = next((each for each in entry.ratings if each.is_default), entry.ratings[0])
    fields["rating"] = default.value
