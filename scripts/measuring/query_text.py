"""What typing costs besides the search: reading the text, names to complete it, another spelling.

Each key reads the text anew on the main thread; names and spellings are asked from a read lane.
"""

import random
import time
from collections.abc import Iterator

from scripts.measuring.frame import Goal, Pair, Results, measurement, pairs
from scripts.measuring.world import World

from media_manager.domain.naming import fold
from media_manager.domain.query import parse_search
from media_manager.domain.query.complete import completions, wanted
from media_manager.library.spelling import did_you_mean
from media_manager.persistence.suggest_reader import suggest_values

ROUNDS = 60
TEXT = '(genre:=Drama OR genre:=Crime) "black and white" year:1990..1999 -is:watched added:<30d per'
FIELDS = ("person", "director", "tag", "studio", "genre", "set", "country", "language", "codec")
_BEGINS = "SELECT rowid FROM search_names WHERE search_names MATCH ? LIMIT 200"


@measurement("query.parse", "a long search read to conditions", Goal(most=500), unit="us")
def parse(_world: World) -> Pair:
    """Against cutting the same text at its spaces."""
    return pairs(lambda: parse_search(TEXT), TEXT.split, 400, clock=time.process_time)


@measurement("query.complete", "what can come next in it", Goal(most=1000), unit="us")
def complete(_world: World) -> Pair:
    """With thirty names at hand, as after an answer of the library."""
    names = [f"Name {number}" for number in range(30)]
    text = f"{TEXT} person:na"

    def offer() -> None:
        wanted(text, len(text))
        completions(text, len(text), lambda _field, _prefix: names)

    return pairs(offer, text.split, 400, clock=time.process_time)


@measurement("query.names", "names by their beginning", Goal(most=20, p99=True))
def names(world: World) -> Results:
    """For 1 to 4 letters of names that there are; against a look into the index alone."""
    reader, raw = world.reader(), world.raw()
    prefixes = list(_prefixes(world))
    return {
        field: pairs(
            lambda prefix, field=field: suggest_values(reader, field, prefix),
            lambda prefix: raw.execute(_BEGINS, [f'"{prefix}" *']).fetchall(),
            ROUNDS,
            arguments=prefixes,
            clock=time.process_time,
        )
        for field in FIELDS
    }


@measurement("query.meant", "another spelling of a word that finds nothing", Goal(most=150))
def meant(world: World) -> Pair:
    """The word with one slip; against a look into the index for the right one."""
    reader, raw = world.reader(), world.raw()
    words = [word for word in _words(world) if len(word) > 4]  # noqa: PLR2004 - slips need letters
    return pairs(
        lambda word: did_you_mean(reader, f"{word[:2]}{word[3]}{word[2]}{word[4:]}"),
        lambda word: raw.execute(_BEGINS, [f'"{word}"']).fetchall(),
        ROUNDS,
        arguments=words[:ROUNDS],
        clock=time.process_time,
    )


def _words(world: World) -> list[str]:
    """Return folded words of names, by chance but always the same."""
    rows = world.raw().execute("SELECT name FROM person ORDER BY id LIMIT 20000").fetchall()
    chance = random.Random(5)  # noqa: S311 - examples
    chosen = chance.sample(rows, min(400, len(rows)))
    return [fold(word) for (name,) in chosen for word in name.split() if word.isalpha()]


def _prefixes(world: World) -> Iterator[str]:
    for number, word in enumerate(_words(world)[:ROUNDS]):
        yield word[: number % 4 + 1]
