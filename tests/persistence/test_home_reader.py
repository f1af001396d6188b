"""What the home page asks costs the same in any library: it walks indexes and stops soon."""

from pathlib import Path

import pytest
from tests.ui.conftest import scan_folder, write_episode, write_film

from media_manager.library.state import note_played, set_watched
from media_manager.persistence.home_reader import (
    Standing,
    added_items,
    begun_items,
    next_episode,
    photos_between,
    watched_episodes,
)
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.persistence.repositories.items import set_user_state
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile


class Noting(LibraryReader):
    """Notes the plan of every statement."""

    plans: list[str]

    def execute(self, sql: str, values: object = ()) -> object:  # type: ignore[override]
        rows = self._connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        self.plans += [row[3] for row in rows]
        return super().execute(sql, values)  # type: ignore[arg-type]


@pytest.fixture
def library(profile: Profile, tmp_path: Path) -> LibraryStore:
    """Return a library of a film and a show of two seasons."""
    write_film(tmp_path / "Films", "Alpha", 1999)
    for season, episode in ((1, 1), (1, 2), (2, 1)):
        write_episode(tmp_path / "Shows", "Signals", season, episode)
    scan_folder(profile, tmp_path / "Films")
    scan_folder(profile, tmp_path / "Shows")
    return LibraryStore(profile.library_db)


def ids_of(reader: LibraryReader, media_type: str) -> list[int]:
    rows = reader.execute(
        "SELECT id FROM media_item WHERE media_type = ? ORDER BY season, episode, id", [media_type]
    )
    return [int(row[0]) for row in rows]


def test_no_answer_walks_a_table(library: LibraryStore, profile: Profile) -> None:
    """Each begins in an index; only the few rows that it found are sorted."""
    plain = open_reader(profile.library_db)
    reader = Noting(plain._connection)
    reader.plans = []
    begun_items(reader, 1, 10)
    watched_episodes(reader, 1)
    next_episode(reader, Standing(1, 1, 1, 0), 1)
    added_items(reader, ("movie", "episode"), 10)
    photos_between(reader, [(0, 1)], 10)
    walks = [plan for plan in reader.plans if plan.startswith("SCAN")]
    found = {"SCAN played", "SCAN w", "SCAN n", "SCAN newest", "SCAN (subquery-1)"}
    assert {each for each in walks if each not in found} == set()
    plain.close()
    library.close()


def test_the_next_episode_is_that_behind_the_last_watched(
    library: LibraryStore, profile: Profile
) -> None:
    """Also in the next season; none is left when all were watched."""
    reader = open_reader(profile.library_db)
    first, second, third = ids_of(reader, "episode")
    found = []
    for watched in ([first], [second], [third]):
        set_watched(library, watched, watched=True)
        standing = watched_episodes(reader, 1)[0]
        found.append(next_episode(reader, standing, 1))
    assert found == [second, third, None]
    reader.close()
    library.close()


def test_what_was_begun_comes_with_its_time(library: LibraryStore, profile: Profile) -> None:
    """An item that was only played is not begun: nothing says that it is to be continued."""
    reader = open_reader(profile.library_db)
    (film,) = ids_of(reader, "movie")
    note_played(library, film)
    assert begun_items(reader, 1, 10) == []
    with library.writing("user") as session:
        set_user_state(session, [film], 1, resume_ms=60_000)
    assert [each.item_id for each in begun_items(reader, 1, 10)] == [film]
    reader.close()
    library.close()
