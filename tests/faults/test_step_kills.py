"""Killed in the middle of a bulk action or its undo: after the next start it is whole or absent."""

import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.harness import (
    ROOT,
    Point,
    check_invariants,
    crashloop,
    environment,
    python,
    remember,
    starts,
)

from media_manager.domain.media import LibraryKind
from media_manager.library import state, undo
from media_manager.library.bulk import run_whole
from media_manager.library.watch import Unwatched
from media_manager.persistence.repositories.items import insert_items
from media_manager.persistence.repositories.places import ensure_library
from media_manager.persistence.store import LibraryStore
from media_manager.persistence.upgrade import create_library
from media_manager.settings import Profile

ITEMS = 40

# Pieces of ten: as many kinds of moments as a million items have, in a moment.
SMALL_PIECES = """
from pathlib import Path
from media_manager.library import bulk, state, batches, undo
from media_manager.persistence.store import LibraryStore
bulk.SMALL = undo.SMALL = 3
batches._LIMITS["bulk"] = batches.BatchLimits(10, 10, 10, 0.020)
store = LibraryStore(Path(sys.argv[1]))
"""
TAG = f"{SMALL_PIECES}\nstate.change_tags(store, range(3, {ITEMS + 3}), add=['Holiday'])"
WATCH = f"{SMALL_PIECES}\nstate.set_watched(store, range(3, {ITEMS + 3}), watched=True)"
UNDO = f"{SMALL_PIECES}\nundo.undo_last(store)"


def make(library: Path) -> None:
    create_library(library)
    store = LibraryStore(library)
    with store.writing("test") as session:
        films = ensure_library(session, "Films", LibraryKind.MOVIE)
        film = {"library_id": films, "media_type": "movie", "state": "matched"}
        insert_items(session, [{"title": f"Film {n}", **film} for n in range(ITEMS + 2)])
    state.change_tags(store, [1, 2], add=["Mine"])
    store.close()


def count(library: Path, sql: str) -> int:
    with closing(sqlite3.connect(library)) as database:
        return int(database.execute(sql).fetchone()[0])


def kill_everywhere(profile: Profile, script: str, *, amount: int | None) -> set[tuple[int, int]]:
    """Kill a script at points of its writing; return what was found after each next start."""
    library, good = profile.library_db, profile.state / "good.db"
    make(good)
    if script == UNDO:
        # By the script, so that the journal has several chunks.
        subprocess.run(python(TAG, good), check=True, env=environment(), cwd=ROOT)
    shutil.copyfile(good, library)
    before = remember(profile)
    seen: set[tuple[int, int]] = set()

    def prepare() -> Sequence[str]:
        for leftover in profile.data.iterdir():
            leftover.unlink()
        shutil.copyfile(good, library)
        return python(script, library)

    def check(_point: Point) -> None:
        store = LibraryStore(library)
        run_whole(undo.recover(store, Unwatched()))
        store.close()
        check_invariants(profile, before if script != UNDO else remember(profile))
        assert starts(profile)
        steps = count(library, "SELECT count(*) FROM change_set WHERE state = 'applied'")
        changed = count(
            library,
            "SELECT (SELECT count(*) FROM item_tag) + (SELECT count(*) FROM user_state)",
        )
        seen.add((steps, changed))

    assert crashloop(prepare, check, amount=amount) >= (amount or 12)
    return seen


@pytest.mark.parametrize("script", [TAG, WATCH, UNDO], ids=["tag", "watch", "undo"])
def test_m1_a_killed_step_is_whole_or_absent(profile: Profile, script: str) -> None:
    """Fault M1: sampled; every point is behind the marker faults_long."""
    check_whole_or_absent(profile, script, amount=6)


@pytest.mark.faults_long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("script", [TAG, WATCH, UNDO], ids=["tag", "watch", "undo"])
def test_m1_a_step_killed_at_every_point(profile: Profile, script: str) -> None:
    """Fault M1: each write and sync of a step in pieces."""
    check_whole_or_absent(profile, script, amount=None)


def check_whole_or_absent(profile: Profile, script: str, *, amount: int | None) -> None:
    seen = kill_everywhere(profile, script, amount=amount)
    absent, whole = (1, 2), (2, ITEMS + 2)
    assert seen <= {absent, whole}
    assert absent in seen
    assert whole in seen
