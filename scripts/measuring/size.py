"""Goal 14: what an item takes on the disk, by what it is for."""

from collections import Counter
from typing import Final

from scripts.measuring.frame import Goal, Results, Value, measurement
from scripts.measuring.world import World

# What can be made again from the rest: search documents, their full-text tables, people's names.
_SEARCH: Final = ("search_",)
_LAYERS: Final = ("value_layer", "user_value")
_JOURNAL: Final = ("change_", "history_event", "job_")


def bytes_by_use(world: World) -> Counter[str]:
    """Return the bytes of all pages of the library, by what they hold."""
    database = world.raw()
    owners = dict(database.execute("SELECT name, tbl_name FROM sqlite_master").fetchall())
    indexes = {
        name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
    }
    found: Counter[str] = Counter()
    for name, size in database.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
        owner = owners.get(name, name)
        if owner.startswith(_SEARCH):
            found["search"] += size
        elif owner.startswith(_LAYERS):
            found["layers"] += size
        elif owner.startswith(_JOURNAL):
            found["journal"] += size
        else:
            found["indexes" if name in indexes else "tables"] += size
    return found


@measurement(
    "size.derived",
    "indexes and search, against the tables of items (without layers and journal)",
    Goal(most_ratio=2.6),
    unit="bytes an item",
)
def derived(world: World) -> Value:
    found = bytes_by_use(world)
    made = found["indexes"] + found["search"]
    return Value(made / world.items, found["tables"] / world.items)


@measurement("size.part", "what each part takes", unit="bytes an item")
def part(world: World) -> Results:
    found = bytes_by_use(world)
    return {name: Value(found[name] / world.items) for name in sorted(found)}


@measurement("size.file", "the whole file", unit="MiB")
def file(world: World) -> Value:
    return Value(world.library.stat().st_size / 2**20)
