"""What one stem says, and the pieces that its readers share."""

from dataclasses import dataclass, field

from media_manager.scanning.name_episodes import Marker
from media_manager.scanning.name_marks import Marks
from media_manager.scanning.name_tokens import Hit, Word


@dataclass(slots=True)
class Stem:
    """What one stem says; filled step by step, then only read."""

    text: str
    marks: Marks
    groups: list[str] = field(default_factory=list)
    title: str = ""
    year: int | None = None
    year_end: int = 0
    marker: Marker | None = None
    episode_title: str = ""
    part: int | None = None
    source: str | None = None
    resolution: str | None = None
    three_d: str | None = None
    edition: str | None = None
    language: str | None = None
    group: str | None = None
    tagged: bool = False
    doubtful: bool = False


@dataclass(slots=True)
class Scan:
    """The pieces that the steps share."""

    text: str
    start: int
    words: list[Word]
    hits: list[Hit]
