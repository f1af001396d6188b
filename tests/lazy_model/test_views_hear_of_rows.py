"""A view that asks for pictures when it hears of rows hears of every row."""

import pytest
from pytestqt.qtbot import QtBot
from tests.lazy_model.slow_source import SlowSource, film, strict

from media_manager.domain.paging import ResultSet
from media_manager.lazy_model import LazyMediaItemModel


@pytest.fixture
def source(qtbot: QtBot) -> SlowSource:  # noqa: ARG001 - models need an application
    return SlowSource()


@pytest.fixture
def model(source: SlowSource) -> LazyMediaItemModel:
    made = LazyMediaItemModel(page_size=10, prefetch_threshold=4, source=source)
    strict(made)
    return made


def test_first_rows_are_at_hand_when_the_list_begins_anew(
    model: LazyMediaItemModel, source: SlowSource
) -> None:
    """Rows that came after the reset were painted without their posters until one scrolled."""
    seen: list[list[int | None]] = []

    def look() -> None:
        rows = [model.row_at(at) for at in range(model.rowCount())]
        seen.append([row and row.id for row in rows])

    model.modelReset.connect(look)
    model.set_query("q")
    source.last("first").done([film(1), film(2)])
    source.last("ids").done(ResultSet.of("q", 1, [1, 2]))

    assert seen == [[1, 2]]
