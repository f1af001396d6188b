"""How alike two items are: what they share, and how much each shared thing counts."""

import math
from dataclasses import dataclass

from media_manager.domain.media import MediaRow

# What one shared thing is worth when nobody else has it. A set says most; a genre, which half of
# a library shares, says least.
WEIGHTS = {
    "set": 6.0,
    "director": 4.0,
    "writer": 2.5,
    "actor": 2.0,
    "tag": 2.0,
    "studio": 1.0,
    "genre": 1.5,
    "year": 1.0,
}
_YEARS_APART = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that two items share: its kind, its name, and what it is worth."""

    kind: str
    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Alike:
    """An item like another one, with the reasons, the strongest first."""

    row: MediaRow
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        return sum(reason.weight for reason in self.reasons)


def shared_weight(kind: str, owners: int) -> float:
    """Return what sharing a thing is worth that `owners` items have: rare things count more.

    The damping is that of inverse document frequency, from 1 for two owners downwards.
    """
    return WEIGHTS[kind] / math.log2(max(2, owners))


def year_weight(one: int | None, other: int | None) -> float:
    """Return what it is worth that two items are of about the same time."""
    if one is None or other is None:
        return 0.0
    return WEIGHTS["year"] * max(0, _YEARS_APART - abs(one - other)) / _YEARS_APART
