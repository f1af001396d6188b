"""The dashboard: eight numbers and four charts by columns, against numpy's own passes.

The floor of the whole is what nobody can leave out: the passes over the columns that are shown, and
SQLite's own walk through the two indexes that no column stands for (ids at providers, and files
that several items share).
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scripts.measuring.beside import gaps_beside
from scripts.measuring.facets import columns_of
from scripts.measuring.frame import Goal, Results, Value, measurement, pairs, percentile
from scripts.measuring.world import World

from media_manager.domain.dashboard import Chart, Figure, FigureKey
from media_manager.domain.query.dates import local_now
from media_manager.library.dashboard import dashboard
from media_manager.persistence.columns import Columns

ROUNDS = 11
_MONTHS = 100
_INDEXES = (
    (
        "SELECT count(*) FROM (SELECT source FROM external_id GROUP BY source, external_id "
        "HAVING count(*) > 1)"
    ),
    (
        "SELECT count(*) FROM (SELECT 1 FROM media_item WHERE main_file_id IS NOT NULL "
        "GROUP BY main_file_id HAVING count(*) > 1)"
    ),
)


@measurement("dashboard.all", "all numbers and charts of the dashboard", Goal(most=500.0))
def everything(world: World) -> Results:
    """Everything, and what is there when the first number is; in CPU time of the read lane."""
    reader, columns, raw = world.reader(), columns_of(world), world.raw()

    def product() -> None:
        dashboard(reader, now=local_now(), columns=columns)

    def floor() -> None:
        _passes(columns)
        for sql in _INDEXES:
            raw.execute(sql).fetchone()

    return {
        "all": pairs(product, floor, ROUNDS, clock=time.process_time),
        "first": Value(_until_first(product_of(world, columns)) * 1e3, note="to the first number"),
        "gap": Value(_gap(product) * 1e3, _gap(floor) * 1e3, note="longest, of a thread beside it"),
    }


def product_of(world: World, columns: Columns) -> Callable[[Callable[[Figure | Chart], None]], Any]:
    reader = world.reader()
    return lambda told: dashboard(reader, now=local_now(), columns=columns, on_part=told)


def _until_first(ask: Callable[[Callable[[Figure | Chart], None]], Any]) -> float:
    """Return the seconds until the number of items is told."""
    found: list[float] = []
    began = time.perf_counter()

    def told(part: Figure | Chart) -> None:
        if part.key is FigureKey.ITEMS:
            found.append(time.perf_counter() - began)

    ask(told)
    return found[0]


def _gap(work: Callable[[], object]) -> float:
    """Return the longest gap of a thread beside the work, of 99 in 100."""
    return percentile(gaps_beside(work), 99)


def _passes(columns: Columns) -> None:
    base = columns.base
    types, sizes = base.single["type"], base.single["size"]
    listed = types > 1
    np.count_nonzero(listed)
    int(base.single["runtime"][listed].sum(dtype=np.int64))
    int(sizes[sizes > 0].sum(dtype=np.int64))
    np.count_nonzero(listed & (base.single["state"] & 1 == 0))
    np.count_nonzero(listed & (base.single["missing"] > 0))
    years = base.single["year"][listed]
    np.bincount(years[years >= 0] // 10)
    added = base.single["added"][listed]
    edges = np.linspace(added.min(), added.max(), _MONTHS)
    np.bincount(np.searchsorted(edges, added))
    genres = base.ragged["genre"]
    np.bincount(genres.values[np.repeat(listed, genres.counts)])
    known = sizes > 0
    np.bincount(base.single["resolution"][known], sizes[known])
    np.sort(base.single["title"][listed])
