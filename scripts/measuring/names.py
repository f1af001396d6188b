"""Goal 10: file names read in a second by the fast tier, against one compiled expression."""

import re
import time
from itertools import cycle, islice

from scripts.measuring.frame import Goal, Pair, Value, measurement, pairs
from scripts.measuring.world import World

from media_manager.domain.media import FileRole
from media_manager.scanning import parse_name

NAMES, ROUNDS = 2_000, 15
# The least that finds a title, a year, and a season with its episode.
ONE_EXPRESSION = re.compile(
    rb"(?P<title>[^/]+?)[ ._(]+(?:(?P<year>(?:19|20)\d\d)|S(?P<season>\d\d)E(?P<episode>\d\d))"
    rb"[^/]*\.(?P<ending>\w+)$",
    re.IGNORECASE,
)


def paths(world: World) -> list[bytes]:
    """Return paths of films and episodes of the library, from all of it."""
    step = max(1, world.items // NAMES)
    rows = world.raw().execute(
        "SELECT f.path FROM media_file f JOIN item_file l ON l.file_id = f.id "
        "WHERE l.role = ? AND f.kind IN ('movie', 'episode') AND l.item_id % ? = 0 LIMIT ?",
        (str(FileRole.MAIN), step, NAMES),
    )
    return list(islice(cycle([path for (path,) in rows]), NAMES))


@measurement(
    "names.fast",
    "file names read, one core",
    Goal(least_ratio=0.03),
    unit="names/s",
    scales=("10k",),
)
def fast(world: World) -> Pair:
    chosen = paths(world)
    return pairs(
        lambda: [parse_name(path) for path in chosen],
        lambda: [ONE_EXPRESSION.search(path) for path in chosen],
        ROUNDS,
        work=len(chosen),
        clock=time.process_time,
    )


@measurement(
    "names.doubtful",
    "names that the fast tier calls doubtful, which guessit reads later",
    unit="%",
    scales=("10k",),
)
def doubtful(world: World) -> Value:
    read = [parse_name(path) for path in paths(world)]
    return Value(100 * sum(name.doubtful for name in read) / len(read))
