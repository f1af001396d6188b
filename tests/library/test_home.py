"""The home page has what to go on with, what is new and what needs a person, each once a show."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.ui.conftest import scan_folder, write_episode, write_film

from media_manager.library.home import ADDED, CONTINUE, continue_ids, home_page
from media_manager.library.state import set_watched
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile

NOW = datetime(2024, 2, 29, 12, tzinfo=UTC)


@pytest.fixture
def library(profile: Profile, tmp_path: Path) -> LibraryStore:
    """Return a library of two films and a show."""
    for title in ("Alpha", "Bravo"):
        write_film(tmp_path / "Films", title, 1999)
    for episode in (1, 2, 3):
        write_episode(tmp_path / "Shows", "Signals", 1, episode)
    scan_folder(profile, tmp_path / "Films")
    scan_folder(profile, tmp_path / "Shows")
    return LibraryStore(profile.library_db)


def titles(reader: LibraryReader, key: str) -> list[str]:
    return [row.title for line in home_page(reader, NOW) if line.key == key for row in line.items]


def test_a_show_is_new_once(library: LibraryStore, profile: Profile) -> None:
    """However many of its episodes came in."""
    reader = open_reader(profile.library_db)
    assert sorted(titles(reader, ADDED)) == ["Alpha", "Bravo", "Signals"]
    reader.close()
    library.close()


def test_a_page_without_anything_has_no_lines(profile: Profile, tmp_path: Path) -> None:
    """An empty line would only take room; the 29th of February is a day of few years."""
    (tmp_path / "Empty").mkdir()
    scan_folder(profile, tmp_path / "Empty")
    reader = open_reader(profile.library_db)
    assert home_page(reader, NOW) == []
    reader.close()


def test_going_on_begins_with_the_last_show(library: LibraryStore, profile: Profile) -> None:
    """The next episode of a show that was watched is there; a show nobody began is not."""
    reader = open_reader(profile.library_db)
    assert continue_ids(reader) == []
    episodes = [
        row[0]
        for row in reader.execute(
            "SELECT id FROM media_item WHERE media_type = 'episode' ORDER BY episode"
        )
    ]
    set_watched(library, episodes[:1], watched=True)
    assert continue_ids(reader) == [episodes[1]]
    assert len(titles(reader, CONTINUE)) == 1
    set_watched(library, episodes, watched=True)
    assert continue_ids(reader) == []
    reader.close()
    library.close()
