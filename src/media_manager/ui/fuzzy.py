"""How well a few typed letters fit a name: in their order, best where words begin."""

from collections.abc import Iterable
from dataclasses import dataclass

from media_manager.domain.naming import fold

_START, _WORD, _RUN, _GAP = 12, 8, 5, 1


@dataclass(frozen=True, slots=True)
class Fit:
    """A higher score fits better; `at` are the places of the letters, to be shown."""

    score: int
    at: tuple[int, ...] = ()


def fit(typed: str, name: str) -> Fit | None:
    """Return how typed letters fit a name; None if they are not all in it, in their order."""
    wanted, letters = fold(typed).replace(" ", ""), fold(name)
    if len(letters) != len(name):
        name = letters  # folding may make two letters of one
    if not wanted:
        return Fit(0)
    starts = (at for at, letter in enumerate(letters) if letter == wanted[0])
    found = (_from(at, wanted, letters) for at in starts)
    fits = [each for each in found if each is not None]
    return max(fits, key=lambda each: each.score, default=None)


def _from(start: int, wanted: str, letters: str) -> Fit | None:
    """Return how the letters fit from a place on: each at the nearest, or where a word begins."""
    places, at = [start], start
    for letter in wanted[1:]:
        following = letters.find(letter, at + 1)
        if following < 0:
            return None
        word = letters.find(f" {letter}", at + 1)
        at = following if following == at + 1 or word < 0 else min(word + 1, _far(following))
        if letters[at] != letter:
            at = following
        places.append(at)
    return Fit(_score(places, letters), tuple(places))


def _far(following: int) -> int:
    """Return how far the beginning of a word may be to be meant rather than the next letter."""
    return following + 12


def _score(places: Iterable[int], letters: str) -> int:
    score, before = 0, -2
    for at in places:
        if at == 0:
            score += _START
        elif letters[at - 1] in " -/:(“":
            score += _WORD
        if at == before + 1:
            score += _RUN
        elif before >= 0:
            score -= min(_GAP * (at - before), _RUN)
        before = at
    return score * 10 - len(letters)
