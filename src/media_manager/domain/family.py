"""What several items come to together: a show with its episodes, a selection."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from media_manager.domain.details import ItemDetails
from media_manager.domain.media import MediaRow


@dataclass(frozen=True, slots=True)
class Progress:
    """How many episodes there are, and how many of them are watched."""

    episodes: int = 0
    watched: int = 0

    @property
    def unwatched(self) -> int:
        return self.episodes - self.watched


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """One line of the tree of shows. `progress` is None for an episode."""

    row: MediaRow
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class ShowSummary:
    """What the details of a show or season say of its episodes."""

    progress: Progress = Progress()
    seasons: int = 0
    next_episode: MediaRow | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """What many items come to. `tags` counts the items that have each tag."""

    items: int = 0
    by_type: Mapping[str, int] = field(default_factory=dict)
    minutes: int = 0
    size_bytes: int = 0
    watched: int = 0
    favorites: int = 0
    tags: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DetailsPage:
    """All that the details panel shows of one item, read at one go."""

    details: ItemDetails
    summary: ShowSummary | None = None
    known_tags: tuple[str, ...] = ()
