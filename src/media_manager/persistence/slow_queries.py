"""The read queries that took too long: what they said, how often, how long, and how they ran.

Kept by statement, never with the values bound to it: a title that somebody looked for is not in
here. Bounded: the statements that cost least make room for new ones.
"""

import re
import threading
import time
from dataclasses import dataclass
from typing import Final

# So many different statements are kept; the program has fewer.
_KEPT: Final = 100
_LONGEST_SQL: Final = 4_000
# Lists of placeholders differ in length alone: `(?,?,?)` and `(?,?)` are one statement.
_LISTS: Final = re.compile(r"\?(?:\s*,\s*\?)+")


@dataclass(frozen=True, slots=True)
class SlowQuery:
    """One statement that was slow at least once; `plan` is empty unless details are measured."""

    sql: str
    count: int
    total_seconds: float
    longest_seconds: float
    last_at_us: int
    rows: int
    plan: str


@dataclass(slots=True)
class _Tally:
    count: int = 0
    total_seconds: float = 0.0
    longest_seconds: float = 0.0
    last_at_us: int = 0
    rows: int = 0
    plan: str = ""


class SlowQueryLog:
    """A bounded list of slow statements, safe from every thread."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._tallies: dict[str, _Tally] = {}

    def add(self, sql: str, seconds: float, *, rows: int = 0, plan: str = "") -> None:
        """Note one slow run of a statement, given without its values."""
        text = plain_statement(sql)
        with self._lock:
            tally = self._tallies.get(text)
            if tally is None:
                self._make_room()
                tally = self._tallies[text] = _Tally()
            tally.count += 1
            tally.total_seconds += seconds
            tally.longest_seconds = max(tally.longest_seconds, seconds)
            tally.last_at_us = time.time_ns() // 1_000
            tally.rows += rows
            tally.plan = plan or tally.plan

    def has_plan(self, sql: str) -> bool:
        """Tell if the plan of this statement is known already: one look at it is enough."""
        with self._lock:
            tally = self._tallies.get(plain_statement(sql))
            return tally is not None and bool(tally.plan)

    def entries(self) -> tuple[SlowQuery, ...]:
        """Return what was noted, the statement that cost most first."""
        with self._lock:
            found = [
                SlowQuery(
                    sql,
                    tally.count,
                    tally.total_seconds,
                    tally.longest_seconds,
                    tally.last_at_us,
                    tally.rows,
                    tally.plan,
                )
                for sql, tally in self._tallies.items()
            ]
        return tuple(sorted(found, key=lambda query: -query.total_seconds))

    def reset(self) -> None:
        with self._lock:
            self._tallies.clear()

    def _make_room(self) -> None:
        if len(self._tallies) >= self._kept:
            cheapest = min(self._tallies, key=lambda sql: self._tallies[sql].total_seconds)
            del self._tallies[cheapest]


def plain_statement(sql: str) -> str:
    """Return a statement on one line, with lists of placeholders as one."""
    return _LISTS.sub("?, …", " ".join(sql.split()))[:_LONGEST_SQL]


def get_slow_queries() -> tuple[SlowQuery, ...]:
    """Return the slow statements of this process, the one that cost most first."""
    return _log.entries()


def reset_slow_queries() -> None:
    """Forget the slow statements of this process."""
    _log.reset()


def get_slow_query_log() -> SlowQueryLog:
    """Return the one log of the program, in which the readers write."""
    return _log


_log = SlowQueryLog()
