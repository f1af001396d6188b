"""What is like an item shares something with it, and the answer says what."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.scan_world import World, make_world

from media_manager.domain.likeness import WEIGHTS, Alike, shared_weight, year_weight
from media_manager.errors import ItemNotFound
from media_manager.library.likeness import alike_as_data, more_like
from media_manager.persistence import likeness_reader


def nfo(title: str, *parts: str) -> str:
    return f"<movie><title>{title}</title>{''.join(parts)}</movie>"


DIRECTOR = "<director>Ann Helm</director>"
ACTOR = "<actor><name>Bo Rigg</name></actor>"
SET = "<set><name>Harbors</name></set>"
CRIME, DRAMA = "<genre>Crime</genre>", "<genre>Drama</genre>"
FILMS = {
    ("Harbor", 1999): nfo("Harbor", DIRECTOR, ACTOR, SET, CRIME),
    ("Harbor Two", 2001): nfo("Harbor Two", DIRECTOR, SET, DRAMA),
    ("Quiet Street", 2000): nfo("Quiet Street", ACTOR, CRIME),
    ("Another Sea", 1960): nfo("Another Sea", DIRECTOR),
    ("Nothing Alike", 1999): nfo("Nothing Alike", "<genre>Comedy</genre>"),
}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with make_world(tmp_path) as world:
        for (title, year), text in FILMS.items():
            world.write(f"{title} ({year})/{title} ({year}).mkv")
            world.write(f"{title} ({year})/{title} ({year}).nfo", text)
        world.scan()
        yield world


def like(world: World, text: str) -> list[Alike]:
    with world.store.reading() as reader:
        return more_like(reader, world.one(text).id)


def test_what_shares_most_comes_first(world: World) -> None:
    """The same set and director outweigh an actor and a genre; an old film has no year."""
    found = like(world, "title:harbor year:1999")
    assert [each.row.title for each in found] == ["Harbor Two", "Quiet Street", "Another Sea"]
    assert [[(r.kind, r.name) for r in each.reasons] for each in found] == [
        [("set", "Harbors"), ("director", "Ann Helm"), ("year", "2001")],
        [("actor", "Bo Rigg"), ("genre", "Crime"), ("year", "2000")],
        [("director", "Ann Helm")],
    ]


def test_the_reasons_are_the_score(world: World) -> None:
    """Nothing is weighed that is not said."""
    data = [alike_as_data(each) for each in like(world, "title:harbor year:1999")]
    assert [each["score"] for each in data] == [
        pytest.approx(sum(reason["weight"] for reason in each["reasons"]), abs=0.02)
        for each in data
    ]


def test_nothing_shared_is_an_empty_answer(world: World) -> None:
    """The same year alone makes no two films alike."""
    assert like(world, "title:nothing") == []


def test_common_genres_alone_find_what_is_of_the_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where everything that is shared is broad, the neighbors in time are compared."""
    monkeypatch.setattr(likeness_reader, "BROAD", 1)
    assert [each.row.title for each in like(world, "title:quiet")] == ["Harbor"]


def test_an_item_that_is_gone_is_a_known_error(world: World) -> None:
    with world.store.reading() as reader, pytest.raises(ItemNotFound):
        more_like(reader, 4711)


def test_rare_things_weigh_more_and_years_fade() -> None:
    """Two owners give the full weight, sixteen a quarter; five years apart is another time."""
    assert shared_weight("actor", 2) == WEIGHTS["actor"]
    assert shared_weight("actor", 16) == WEIGHTS["actor"] / 4
    assert (year_weight(1990, 1990), year_weight(1990, 1995)) == (WEIGHTS["year"], 0)
    assert year_weight(None, 1990) == 0
