"""Columns are made behind the window, follow what is written, and are never in the way."""

import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.library.facet_world import change_items, dice_of, make_world

from media_manager.domain.query import Query, parse_query
from media_manager.library import columns as library_columns
from media_manager.library.facets import Facet, FacetGroup, FacetQuestion, facet_counts
from media_manager.persistence.columns.manifest import MANIFEST
from media_manager.persistence.columns.shelf import ColumnShelf
from media_manager.persistence.reader import LibraryReader
from media_manager.settings import Profile, Settings
from media_manager.workers import columns_keeper
from media_manager.workers.services import Services

FILMS = FacetQuestion(Query(parse_query("type:movie")), (Facet.GENRE, Facet.PERSON))


@pytest.fixture(autouse=True)
def _every_library_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_columns, "WORTH_ITEMS", 1)
    monkeypatch.setattr(library_columns, "MOST_ROWS", 5)
    monkeypatch.setattr(columns_keeper, "_PAUSE_SECONDS", 0.0)


@pytest.fixture
def services(qtbot: QtBot, profile: Profile) -> Iterator[Services]:  # noqa: ARG001 - makes the loop
    make_world(profile.library_db, seed=3, items=120).close()
    services = Services(profile, Settings(profile))
    yield services
    assert services.close() == ()


def counted(
    qtbot: QtBot, services: Services, question: FacetQuestion = FILMS
) -> tuple[FacetGroup, ...]:
    done: list[tuple[FacetGroup, ...]] = []
    services.facets.ask(question, on_done=done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=10_000)
    return done[0]


def by_rows(services: Services, question: FacetQuestion = FILMS) -> tuple[FacetGroup, ...]:
    with services.store.reading() as reader:
        return facet_counts(reader, question)


def test_counts_wait_for_columns_and_are_the_same(qtbot: QtBot, services: Services) -> None:
    """The first question of a large library makes its columns, and is answered by them."""
    assert counted(qtbot, services) == by_rows(services)
    assert services.columns.shelf.held is not None


def test_what_is_written_is_counted(qtbot: QtBot, services: Services) -> None:
    """After each edit the next counts are true, whether columns have caught up or not."""
    counted(qtbot, services)
    dice = dice_of(5)
    for _ in range(3):
        change_items(services.store.writer(), dice, list(range(1, 20)))
        assert counted(qtbot, services) == by_rows(services)


def test_a_superseded_question_that_waited_tells_nobody(
    qtbot: QtBot, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever types on while columns are made hears of the newest question only."""
    monkeypatch.setattr(columns_keeper, "_STEP_SECONDS", 0.0)
    heard: list[str] = []
    go_on: list[bool] = []

    def slowly(reader: LibraryReader, shelf: ColumnShelf) -> Generator[bool | None]:
        while not go_on:
            yield None
        yield from library_columns.keep_columns(reader, shelf)

    monkeypatch.setattr(columns_keeper, "keep_columns", slowly)
    services.facets.ask(FILMS, on_done=lambda _groups: heard.append("old"))
    qtbot.waitUntil(lambda: bool(services.columns._waiting))
    services.facets.ask(
        FacetQuestion(Query(parse_query("type:show"))), on_done=lambda _groups: heard.append("new")
    )
    go_on.append(True)
    qtbot.waitUntil(lambda: "new" in heard, timeout=10_000)
    qtbot.wait(50)

    assert heard == ["new"]


def test_without_room_for_columns_rows_are_counted(
    qtbot: QtBot, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    """A folder that cannot be made costs speed, not counts."""
    services.profile.cache.mkdir(parents=True, exist_ok=True)
    services.profile.columns.write_text("in the way")

    assert counted(qtbot, services) == by_rows(services)
    assert "cannot be kept" in caplog.text


def test_closing_in_the_middle_leaves_nothing_behind(
    qtbot: QtBot, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window that closes while columns are made takes back what was begun."""
    make_world(profile.library_db, seed=3, items=60).close()
    services = Services(profile, Settings(profile))
    monkeypatch.setattr(columns_keeper, "_STEP_SECONDS", 0.0)
    services.columns.want()
    qtbot.waitUntil(lambda: profile.columns.is_dir() and any(profile.columns.iterdir()))
    assert services.close() == ()

    left = [each.name for each in profile.columns.iterdir()]
    assert left == [] or MANIFEST in left


def test_a_start_shows_the_counts_of_everything_without_numpy(
    qtbot: QtBot, services: Services
) -> None:
    """The counts of the whole library are read from a small file as long as they are true."""
    counted(qtbot, services)
    qtbot.waitUntil((services.profile.columns / "facets.json").exists, timeout=5_000)
    expected = sum(
        line.count for group in by_rows(services, FacetQuestion(Query())) for line in group.lines
    )
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from media_manager.domain.query import Query\n"
        "from media_manager.library import columns\n"
        "from media_manager.library.facets import FacetQuestion\n"
        "from media_manager.persistence.columns.shelf import ColumnShelf\n"
        "from media_manager.persistence.store import LibraryStore\n"
        "store = LibraryStore(Path(sys.argv[1]))\n"
        "shelf = ColumnShelf(Path(sys.argv[2]))\n"
        "with store.reading() as reader:\n"
        "    assert columns.need_columns(reader, shelf) is False\n"
        "    groups = columns.answer_facets(reader, FacetQuestion(Query()), shelf)\n"
        "counts = (line.count for group in groups for line in group.lines)\n"
        "print(sum(counts), 'numpy' in sys.modules)\n"
    )
    paths = [str(services.profile.library_db), str(services.profile.columns)]
    source = str(Path(library_columns.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code, *paths],
        env={**os.environ, "PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.stdout.split(), done.stderr) == ([str(expected), "False"], "")
