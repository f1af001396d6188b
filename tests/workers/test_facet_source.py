"""The door of the facet panel: groups one after the other, and only to who still wants them."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from tests.library.facet_world import make_world

from media_manager.domain.query import Query, parse_query
from media_manager.library.facets import Facet, FacetGroup, FacetQuestion
from media_manager.settings import Profile, Settings
from media_manager.workers.services import Services

ASKED = (Facet.TYPE, Facet.GENRE, Facet.YEAR)


@pytest.fixture
def services(qtbot: QtBot, profile: Profile) -> Iterator[Services]:  # noqa: ARG001 - makes the loop
    make_world(profile.library_db, seed=3).close()
    services = Services(profile, Settings(profile))
    yield services
    assert services.close() == ()


def test_groups_come_in_the_order_asked_and_then_all_together(
    qtbot: QtBot, services: Services
) -> None:
    """The panel fills line by line; the last call holds everything once more."""
    groups: list[FacetGroup] = []
    done: list[tuple[FacetGroup, ...]] = []
    services.facets.ask(FacetQuestion(Query(), ASKED), on_group=groups.append, on_done=done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=5000)

    assert done == [tuple(groups)]
    assert tuple(each.facet for each in groups) == ASKED


def test_a_superseded_question_tells_nobody(qtbot: QtBot, services: Services) -> None:
    """While somebody types, only the newest question is answered."""
    heard: list[str] = []

    def ask(text: str) -> None:
        services.facets.ask(
            FacetQuestion(Query(parse_query(text)), ASKED),
            on_group=lambda _group: heard.append(text),
            on_done=lambda _groups: heard.append(f"{text} done"),
        )

    for text in ("type:movie", "type:show", "type:photo"):
        ask(text)
    qtbot.waitUntil(lambda: "type:photo done" in heard, timeout=5000)

    assert set(heard) == {"type:photo", "type:photo done"}


def test_a_question_with_a_filter_leaves_the_panel_alone(qtbot: QtBot, services: Services) -> None:
    """Typing into the filter of people does not stop the counts of the whole panel."""
    done: list[int] = []
    services.facets.ask(FacetQuestion(Query(), ASKED), on_done=lambda all_: done.append(len(all_)))
    services.facets.ask(
        FacetQuestion(Query(), (Facet.PERSON,), contains="ana"),
        on_done=lambda all_: done.append(len(all_)),
    )
    qtbot.waitUntil(lambda: len(done) == 2, timeout=5000)

    assert sorted(done) == [1, 3]
