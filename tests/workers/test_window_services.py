"""The window's handle: lists, scans, edits and changes, all without waiting."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from tests.library.small_library import FILES, find_ids, run_scan

from media_manager.domain.changes import LibraryChanges
from media_manager.domain.media import MediaRow
from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Query, SortKey, parse_query
from media_manager.instrumentation import get_instrumentation
from media_manager.library import browse, state
from media_manager.library.job_runs import job_history
from media_manager.library.roots import add_root
from media_manager.library.thumbnails import ThumbnailRequest
from media_manager.persistence.names_reader import count_doubtful
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings
from media_manager.workers.lanes import optimal_thread_count
from media_manager.workers.services import Services


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


@pytest.fixture
def services(qtbot: QtBot, profile: Profile) -> Iterator[Services]:  # noqa: ARG001
    settings = Settings(profile)
    settings.set("scan.young_file_seconds", 0.0)
    services = Services(profile, settings)
    yield services
    assert services.close() == ()


def answer(qtbot: QtBot, ask: Callable[..., Any]) -> Any:
    """Ask something and wait for the one answer."""
    heard: list[Any] = []
    ask(heard.append)
    qtbot.waitUntil(lambda: bool(heard), timeout=5000)
    return heard[0]


def first_titles(qtbot: QtBot, services: Services, text: str) -> list[str]:
    query = Query(parse_query(text))
    rows: Sequence[MediaRow] = answer(
        qtbot, lambda done: services.lists.first_page(query, 50, done, _fail)
    )
    return [row.title for row in rows]


def _fail(error: BaseException) -> None:
    raise error


def test_without_a_library_lists_are_empty(qtbot: QtBot, services: Services) -> None:
    """The first start shows nothing, and makes no database."""
    assert first_titles(qtbot, services, "type:movie") == []
    assert not services.profile.library_db.exists()


def test_a_scan_shows_its_items_and_is_recorded(
    qtbot: QtBot, services: Services, media: Path
) -> None:
    """A folder is added, scanned and listed; the probe follows by itself."""
    root = answer(
        qtbot, lambda done: services.edit(lambda store: add_root(store, media), on_done=done)
    )
    counts = answer(qtbot, lambda done: services.scan(root).on_finished(done))
    assert (counts.added, counts.failed) == (5, 0)
    assert first_titles(qtbot, services, "type:movie") == ["Heat", "Ran"]
    qtbot.waitUntil(lambda: all(job.state.ended for job in services.runner.jobs), timeout=15000)
    overview = answer(qtbot, lambda done: services.read(browse.overview, empty=None, on_done=done))
    assert overview.total == 5


def test_doubtful_names_are_read_again_after_the_probe(
    qtbot: QtBot, services: Services, media: Path
) -> None:
    """One job after the other, by itself; and none when no name is doubtful."""
    path = media / "Films/Ne.Le.Dis.A.Personne.Fr 2 cd/personnea_mp.avi"
    path.parent.mkdir()
    path.touch()
    root = answer(
        qtbot, lambda done: services.edit(lambda store: add_root(store, media), on_done=done)
    )
    services.scan(root)
    wanted = "personne type:movie"
    qtbot.waitUntil(lambda: first_titles(qtbot, services, wanted) != [], timeout=15000)
    qtbot.waitUntil(lambda: _ended(services, "refine"), timeout=15000)
    assert first_titles(qtbot, services, wanted) == ["Ne Le Dis A Personne"]
    assert answer(qtbot, lambda done: _history(services, done))[:3] == ["refine", "probe", "scan"]
    services.refine()
    answer(qtbot, lambda done: services.read(count_doubtful, empty=0, on_done=done))
    assert [job.title for job in services.runner.jobs].count("refine") <= 1


def _ended(services: Services, title: str) -> bool:
    return any(job.title == title and job.state.ended for job in services.runner.jobs)


def _history(services: Services, done: Callable[[list[str]], None]) -> None:
    services.read(
        lambda reader: [job.job_type for job in job_history(reader)],
        empty=list[str](),
        on_done=done,
    )


def test_changes_of_this_and_another_process_are_told(
    qtbot: QtBot, services: Services, media: Path
) -> None:
    """An edit here and a scan elsewhere are heard in the same way."""
    store = LibraryStore(services.profile.library_db)
    run_scan(store, add_root(store, media))
    store.close()
    heard: list[LibraryChanges] = []
    services.changes.on_changes(heard.extend)
    services.changes.poll()
    qtbot.waitUntil(lambda: services.changes._seq is not None, timeout=5000)
    (heat,) = find_ids(services.store, "heat type:movie")
    services.edit(lambda library: state.set_favorite(library, [heat], favorite=True))
    qtbot.waitUntil(lambda: any(change.touches(heat) for change in heard), timeout=5000)
    heard.clear()
    code = f"""
from pathlib import Path
from media_manager.library.state import set_watched
from media_manager.persistence.store import LibraryStore
store = LibraryStore(Path({str(services.profile.library_db)!r}))
set_watched(store, [{heat}], watched=True)
store.close()
"""
    subprocess.run([sys.executable, "-c", code], check=True, env=dict(os.environ))
    services.changes.poll()
    qtbot.waitUntil(lambda: any("watched" in change.fields for change in heard), timeout=2000)


def test_a_thumbnail_that_cannot_be_made_is_none(
    qtbot: QtBot, services: Services, media: Path
) -> None:
    """A text called poster.jpg is no picture, and no error either."""
    path = media / "Films/Heat (1995)/poster.jpg"
    wish = ThumbnailRequest(os.fsencode(path), (1, 1), 160, 240)
    assert answer(qtbot, lambda done: services.thumbnails.request(wish, done)) is None


def test_the_metrics_are_as_the_settings_say(services: Services) -> None:
    """Switched off in the preferences, nothing is counted from then on."""
    services.settings.set_text("instrumentation.detail", "on")
    assert get_instrumentation().detail
    services.settings.set_text("instrumentation.enabled", "off")
    assert not get_instrumentation().enabled
    services.settings.reset("instrumentation.enabled")
    services.settings.reset("instrumentation.detail")
    assert get_instrumentation().enabled


def test_the_number_of_threads_changes_without_a_restart(services: Services) -> None:
    """The setting counts at once; 0 fits the lane to the machine again."""
    services.settings.set("workers.max_thread_count", 7)
    assert services.runner.pool.load("network").size == 7
    services.settings.set("workers.max_thread_count", 0)
    assert services.runner.pool.load("network").size == optimal_thread_count()


def test_a_held_list_shows_the_kept_view_and_asks_for_the_rest_later(
    qtbot: QtBot, services: Services, media: Path
) -> None:
    """What was kept comes with the first page; what was not waits for the first paint."""
    run_scan(services.store, add_root(services.store, media))
    lists, heard = services.lists, list[ResultSet]()
    whole = answer(qtbot, lambda done: lists.result_set(Query(), done, _fail))
    assert lists._kept is not None
    lists._kept.keep(services.store.open_reader().uid(), whole)
    lists.hold()
    for query in (Query(), Query(sort=SortKey.YEAR)):
        lists.result_set(query, heard.append, _fail)
        answer(qtbot, lambda done, query=query: lists.first_page(query, 50, done, _fail))
    assert heard == [whole]
    lists.release()
    qtbot.waitUntil(lambda: len(heard) == 2)

    assert (heard[1].query, len(heard[1])) == (Query(sort=SortKey.YEAR), len(whole))
