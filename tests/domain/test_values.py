"""Who wins: file name, then NFO, then provider, then the user; and a list is changed, not lost."""

from itertools import permutations
from typing import Any

import pytest

from media_manager.domain.media import Layer
from media_manager.domain.values import (
    FIELDS,
    LIST_FIELDS,
    SCALAR_FIELDS,
    ListEdit,
    MachineLayer,
    Origin,
    UserValue,
    effective_values,
)

FILE = MachineLayer(Layer.FILENAME, "filename", {"title": "file", "year": 1, "season": 1}, 9)
NFO = MachineLayer(Layer.NFO, "nfo", {"title": "nfo", "year": 2, "genres": ["Drama"]}, 5)
OLD = MachineLayer(Layer.PROVIDER, "tvdb", {"title": "tvdb", "plot": "old"}, 3)
NEW = MachineLayer(Layer.PROVIDER, "tmdb", {"title": "tmdb", "genres": ["Drama", "Crime"]}, 4)


@pytest.mark.parametrize("layers", list(permutations([FILE, NFO, OLD, NEW])))
def test_the_strongest_layer_wins_in_any_order(layers: tuple[MachineLayer, ...]) -> None:
    """Strength before time, time between equals; what a layer does not know it leaves alone."""
    values, origins = effective_values(layers)
    expected: dict[str, Any] = {
        "title": "tmdb", "year": 2, "season": 1, "plot": "old", "genres": ["Drama", "Crime"],
    }  # fmt: skip
    assert values == expected
    assert origins["title"] == Origin(Layer.PROVIDER, "tmdb", 4)
    assert origins["season"] == Origin(Layer.FILENAME, "filename", 9)


@pytest.mark.parametrize("value", ["mine", "", None])
def test_a_user_value_always_wins_also_when_it_is_empty(value: str | None) -> None:
    """An emptied plot is a decision, not a gap to fill."""
    values, origins = effective_values([NFO, NEW], [UserValue("title", value, set_at=7)])
    assert values["title"] == value
    assert origins["title"] == Origin(Layer.USER, "user", 7)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (ListEdit(), ["Drama", "Crime"]),
        (ListEdit(add=("Noir",)), ["Drama", "Crime", "Noir"]),
        (ListEdit(add=("Crime",)), ["Drama", "Crime"]),
        (ListEdit(remove=("Drama",)), ["Crime"]),
        (ListEdit(remove=("Western",)), ["Drama", "Crime"]),
        (ListEdit(add=("Drama",), remove=("Drama",)), ["Crime", "Drama"]),
        (ListEdit(add=("Noir",), replace=True), ["Noir"]),
        (ListEdit(replace=True), []),
    ],
)
def test_a_user_edits_a_list_and_it_lasts(edit: ListEdit, expected: list[str]) -> None:
    """A removed genre never comes back with a refresh; an added one stays."""
    values, _ = effective_values([NFO, NEW], [UserValue("genres", edit)])
    assert values["genres"] == expected


def test_a_list_of_nobody_can_be_begun() -> None:
    """Tags that no source knows."""
    values, _ = effective_values([], [UserValue("tags", ListEdit(add=("seen twice",)))])
    assert values == {"tags": ["seen twice"]}


def test_nobody_said_anything() -> None:
    """No layers, no values."""
    assert effective_values([]) == ({}, {})


def test_a_layer_is_not_changed_by_the_edit_of_its_list() -> None:
    """Values are computed anew each time, from what the sources said."""
    effective_values([NEW], [UserValue("genres", ListEdit(add=("Noir",), remove=("Drama",)))])
    assert NEW.fields["genres"] == ["Drama", "Crime"]


def test_every_field_is_one_value_or_a_list() -> None:
    """No name in both groups, none twice."""
    assert sorted(FIELDS) == sorted({*SCALAR_FIELDS, *LIST_FIELDS})
    assert not set(SCALAR_FIELDS) & set(LIST_FIELDS)
