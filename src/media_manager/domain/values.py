"""Who wins: the single definition of an item's effective values.

Layers, from weakest to strongest: file name, NFO or XMP, provider, user. A machine layer says
what it knows in one mapping; the user says it field by field. A user value always wins, also
when it is empty. For lists the user stores what to add and what to remove.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from media_manager.domain.media import Layer

TEXT_FIELDS = (
    "title",
    "sort_title",
    "original_title",
    "premiered",
    "plot",
    "tagline",
    "content_rating",
    "language",
)
NUMBER_FIELDS = (
    "year",
    "season",
    "episode",
    "episode_end",
    "absolute_episode",
    "runtime_minutes",
    "rating",
)
SCALAR_FIELDS = TEXT_FIELDS + NUMBER_FIELDS
LIST_FIELDS = ("genres", "tags", "studios", "countries", "credits", "ids", "ratings", "sets")
FIELDS = SCALAR_FIELDS + LIST_FIELDS

# What the inside of a file says: it counts where its name says nothing.
PROBE_SOURCE = "probe"

_STRENGTH = {Layer.FILENAME: 0, Layer.NFO: 1, Layer.PROVIDER: 2, Layer.USER: 3}


@dataclass(frozen=True, slots=True)
class MachineLayer:
    """What one machine source says of one item: only the fields that it knows."""

    layer: Layer
    source: str
    fields: Mapping[str, Any]
    set_at: int = 0


@dataclass(frozen=True, slots=True)
class UserValue:
    """What the user says of one field. For lists `value` is a ListEdit."""

    field: str
    value: Any
    locked: bool = False
    set_at: int = 0


@dataclass(frozen=True, slots=True)
class ListEdit:
    """A user's change of a list: additions and removals, or a whole replacement."""

    add: tuple[Any, ...] = ()
    remove: tuple[Any, ...] = ()
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an effective value comes from."""

    layer: Layer
    source: str
    set_at: int


def effective_values(
    layers: Iterable[MachineLayer], user: Iterable[UserValue] = ()
) -> tuple[dict[str, Any], dict[str, Origin]]:
    """Return the effective value of every field that anybody set, and where it comes from."""
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for layer in sorted(layers, key=_rank):
        origin = Origin(layer.layer, layer.source, layer.set_at)
        for field, value in layer.fields.items():
            values[field] = value
            origins[field] = origin
    for choice in user:
        values[choice.field] = _with_user(values.get(choice.field), choice.value)
        origins[choice.field] = Origin(Layer.USER, "user", choice.set_at)
    return values, origins


def _rank(layer: MachineLayer) -> tuple[int, bool, int]:
    """Order weakest first; of equals, the newest says more."""
    return _STRENGTH[layer.layer], layer.source != PROBE_SOURCE, layer.set_at


def _with_user(machine: Any, choice: Any) -> Any:  # noqa: ANN401 - values of every field type
    if not isinstance(choice, ListEdit):
        return choice
    if choice.replace:
        return list(choice.add)
    kept: Sequence[Any] = [each for each in machine or () if each not in choice.remove]
    return [*kept, *(each for each in choice.add if each not in kept)]
