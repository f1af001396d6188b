"""What a person can do to many items at once, and the steps that can be undone.

A step is wholly applied or wholly absent, whatever number of items it touches.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from media_manager.domain.values import ListEdit

HIGHEST_RATING: Final = 10.0
# Up to so many items are written at once: an interactive edit that waits is not kept 50 ms.
SMALL_STEP: Final = 2_000


class StepState(StrEnum):
    """Where a step is. Only applied and undone ones rest; the others are being written."""

    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    REDOING = "redoing"


UNFINISHED: Final = (StepState.APPLYING, StepState.UNDOING, StepState.REDOING)


@dataclass(frozen=True, slots=True)
class TagChange:
    """Add and remove tags; a removed one never comes back by a refresh."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        both = set(self.add) & set(self.remove)
        if both:
            raise ValueError(f"{sorted(both)} cannot be added and removed in one step")

    @property
    def field(self) -> str:
        return "tags"

    def merged(self, before: object) -> ListEdit:
        """Return what the user says of an item's tags after this change."""
        edit = before if isinstance(before, ListEdit) else ListEdit()
        added = [tag for tag in dict.fromkeys((*edit.add, *self.add)) if tag not in self.remove]
        removed = [
            tag for tag in dict.fromkeys((*edit.remove, *self.remove)) if tag not in self.add
        ]
        return ListEdit(tuple(added), tuple(removed), edit.replace)


@dataclass(frozen=True, slots=True)
class WatchedChange:
    """Mark watched or not; what was begun is no longer to be continued.

    A show or season takes its episodes along; seasons and shows above follow their episodes.
    """

    watched: bool
    viewer_id: int = 1

    @property
    def field(self) -> str:
        return "watched"


@dataclass(frozen=True, slots=True)
class FavoriteChange:
    """Mark as favorite or not."""

    favorite: bool
    viewer_id: int = 1

    @property
    def field(self) -> str:
        return "favorite"


@dataclass(frozen=True, slots=True)
class RatingChange:
    """Rate from 0 to 10; None takes the rating back."""

    rating: float | None
    viewer_id: int = 1

    def __post_init__(self) -> None:
        if self.rating is not None and not 0 <= self.rating <= HIGHEST_RATING:
            raise ValueError(f"a rating is from 0 to {HIGHEST_RATING:g}, not {self.rating}")

    @property
    def field(self) -> str:
        return "rating"


StateChange = WatchedChange | FavoriteChange | RatingChange
Change = TagChange | StateChange


@dataclass(frozen=True, slots=True)
class StepLabel:
    """What a step does: a stable code, and what it says of whom. The window may translate it."""

    code: str
    count: int = 0
    title: str | None = None
    names: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rating: float | None = None

    def __str__(self) -> str:
        what = f"“{self.title}”" if self.title else f"{self.count:,} items"
        what = "1 item" if self.count == 1 and not self.title else what
        text = _TEXTS.get(self.code, "Change %1")
        return (
            text.replace("%1", what)
            .replace("%2", ", ".join(self.names))
            .replace("%3", ", ".join(self.removed))
            .replace("%4", "" if self.rating is None else f"{self.rating:g}")
        )


_TEXTS: Final[Mapping[str, str]] = {
    "tag-add": "Tag %1 with %2",
    "tag-remove": "Remove %3 from %1",
    "tag-both": "Tag %1 with %2, remove %3",
    "watched": "Mark %1 as watched",
    "unwatched": "Mark %1 as unwatched",
    "favorite": "Add %1 to the favorites",
    "unfavorite": "Take %1 from the favorites",
    "rating": "Rate %1 with %4 of 10",
    "unrated": "Take back the rating of %1",
}


def label_of(change: Change, count: int, title: str | None = None) -> StepLabel:
    """Return the name of a step on `count` items; `title` when it is one."""
    match change:
        case TagChange(add, remove):
            code = "tag-both" if add and remove else "tag-add" if add else "tag-remove"
            return StepLabel(code, count, title, names=add, removed=remove)
        case WatchedChange(watched=watched):
            return StepLabel("watched" if watched else "unwatched", count, title)
        case FavoriteChange(favorite=favorite):
            return StepLabel("favorite" if favorite else "unfavorite", count, title)
        case RatingChange(rating=rating):
            return StepLabel("unrated" if rating is None else "rating", count, title, rating=rating)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the journal."""

    id: int
    label: StepLabel
    state: StepState
    item_count: int
    created_at: int
    undone_at: int | None = None


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a bulk action did. Without any change there is no step."""

    step_id: int | None
    label: StepLabel
    changed: int
    gone: int = 0


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo or redo did; `skipped` were changed while it ran, `gone` are no more."""

    step: Step
    changed: int
    skipped: int = 0
    gone: int = 0
