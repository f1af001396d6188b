"""The door of the dashboard: part by part, to who still wants it, with columns in the end."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from tests.library.facet_world import make_world

from media_manager.domain.dashboard import Chart, ChartKey, Dashboard, Figure, FigureKey
from media_manager.domain.query import Field
from media_manager.library import dashboard
from media_manager.settings import Profile, Settings
from media_manager.workers.dashboard_source import DashboardSource
from media_manager.workers.services import Services

PATIENCE_MS = 15_000
Heard = list[Figure | Chart]


@pytest.fixture
def services(qtbot: QtBot, profile: Profile) -> Iterator[Services]:  # noqa: ARG001 - makes the loop
    services = Services(profile, Settings(profile))
    yield services
    assert services.close() == ()


@pytest.fixture
def source(profile: Profile, services: Services) -> DashboardSource:
    make_world(profile.library_db, seed=3).close()
    return DashboardSource(services.runner, services.columns)


def fail(error: BaseException) -> None:
    raise error


def test_parts_come_one_by_one_and_then_all_together(qtbot: QtBot, source: DashboardSource) -> None:
    """The number of items is first; the last call holds everything once more."""
    parts: Heard = []
    done: list[Dashboard | None] = []
    source.ask((), on_part=parts.append, on_done=done.append, on_error=fail)
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE_MS)

    assert parts[0].key is FigureKey.ITEMS
    assert {part.key for part in parts} == {*FigureKey, *ChartKey}
    assert done[0] is not None
    assert {*done[0].numbers, *done[0].charts} == set(parts)


def test_only_the_newest_question_is_answered(qtbot: QtBot, source: DashboardSource) -> None:
    """Another virtual library was chosen meanwhile; what was asked before tells nobody."""
    old: list[object] = []
    new: list[Dashboard | None] = []
    source.ask((), on_part=old.append, on_done=old.append, on_error=fail)
    only = (Field("type", "movie"),)
    source.ask(only, on_part=lambda _part: None, on_done=new.append, on_error=fail)
    qtbot.waitUntil(lambda: bool(new), timeout=PATIENCE_MS)

    assert old == []
    assert new[0] is not None
    assert all(each.query.where[:1] == only for each in new[0].numbers)


def test_a_large_library_is_answered_when_its_columns_are_made(
    qtbot: QtBot, source: DashboardSource, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counters speak at once; the rest follows by itself."""
    monkeypatch.setattr(dashboard, "MOST_ROWS", 1)
    parts: Heard = []
    done: list[Dashboard | None] = []
    source.ask((), on_part=parts.append, on_done=done.append, on_error=fail)
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE_MS)

    assert parts[0].key is FigureKey.ITEMS
    assert done[0] is not None
    assert services.columns.shelf.held is not None


def test_without_a_library_there_is_nothing(qtbot: QtBot, services: Services) -> None:
    """No zeros are made up for what is not there."""
    done: list[Dashboard | None] = []
    bare = DashboardSource(services.runner, services.columns)
    bare.ask((), on_part=lambda _part: None, on_done=done.append, on_error=fail)
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE_MS)

    assert done == [None]
