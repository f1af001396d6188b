"""The specification's targets for counts and people, beside the plain statements for the same."""

import time
from statistics import median

from scripts.measuring.frame import Goal, Pair, Results, Value, measurement, pairs
from scripts.measuring.world import World

from media_manager.domain.query import Query, parse_query
from media_manager.library import browse, details

PAGE, ROUNDS = 100, 15
_BUSIEST = 1  # made-up people are numbered by how often they are met


@measurement("counts.sidebar", "all numbers of the sidebar", Goal(most=50))
def sidebar(world: World) -> Pair:
    """As the window reads them: the files of each root are counted later, behind the list."""
    reader, raw = world.reader(), world.raw()
    return pairs(
        lambda: browse.overview(reader, {}),
        lambda: raw.execute("SELECT name, value FROM counter").fetchall(),
        ROUNDS,
        clock=time.process_time,
    )


@measurement("counts.query", "how many a query finds", Goal(most=50))
def query(world: World) -> Results:
    """A kind, which the counters know; a genre and a decade, which nobody has counted."""
    reader, raw = world.reader(), world.raw()
    floors = {
        "type:movie": "SELECT count(*) FROM media_item WHERE media_type = 'movie'",
        "genre:western": "SELECT count(*) FROM item_genre WHERE genre_id = "
        "(SELECT id FROM genre WHERE name = 'Western')",
        "year:1990..1999": "SELECT count(*) FROM media_item WHERE year BETWEEN 1990 AND 1999 "
        "AND media_type = 'movie'",
    }
    found: dict[str, Pair] = {}
    for text, sql in floors.items():
        asked = Query(parse_query(text))
        found[text.partition(":")[0]] = pairs(
            lambda asked=asked: reader.count(asked),
            lambda sql=sql: raw.execute(sql).fetchone(),
            ROUNDS,
            clock=time.process_time,
        )
    return found


@measurement("counts.person", "a page of what a person did", Goal(most=100))
def person(world: World) -> Results:
    """The busiest of all, and somebody with a few credits."""
    reader, raw = world.reader(), world.raw()
    names = dict(
        raw.execute("SELECT id, name FROM person WHERE id IN (?, ?)", (_BUSIEST, _rare(world)))
    )
    found: dict[str, Pair] = {}
    for what, (number, name) in zip(("busiest", "rare"), sorted(names.items()), strict=True):
        asked = Query(parse_query(f'person:"{name}"'))
        found[what] = pairs(
            lambda asked=asked: browse.first_page(reader, asked, PAGE),
            lambda number=number: raw.execute(
                "SELECT DISTINCT i.* FROM credit c JOIN media_item i ON i.id = c.media_item_id "
                "WHERE c.person_id = ? ORDER BY i.sort_key, i.id LIMIT ?",
                (number, PAGE),
            ).fetchall(),
            ROUNDS,
            clock=time.process_time,
        )
    return found


@measurement("counts.details", "all that the details of one film show", Goal(most=50))
def one_item(world: World) -> Value:
    """No floor: a dozen questions have no plain one that answers them all."""
    reader = world.reader()
    step = max(1, world.items // 50)
    films = reader.execute(
        "SELECT min(id) FROM media_item WHERE media_type = 'movie' GROUP BY id / ?", [step]
    ).fetchall()
    times = []
    for (film,) in films:
        started = time.process_time()
        details.get_details(reader, film)
        times.append(time.process_time() - started)
    return Value(median(times) * 1000, note="CPU time")


def _rare(world: World) -> int:
    return int(world.raw().execute("SELECT max(id) FROM person").fetchone()[0])
