"""Episodes become a tree of shows, seasons and episodes; photos stay photos."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.scan_world import World, make_world, moved

from media_manager.domain.media import LibraryKind
from media_manager.library.browse import children

EPISODE = """<episodedetails><title>{title}</title><season>1</season><episode>{number}</episode>
<plot>{title}!</plot></episodedetails>"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with make_world(tmp_path, LibraryKind.TV) as world:
        yield world


def tree(world: World) -> dict[str, dict[str, list[str]]]:
    with world.store.reading() as reader:
        return {
            show.title: {
                season.title: [episode.title for episode in children(reader, season.id)]
                for season in children(reader, show.id)
            }
            for show in world.rows("type:show")
        }


def test_seasons_specials_and_several_episodes_a_file(world: World) -> None:
    """A file with two episodes belongs to both; season 0 is the specials."""
    world.write_all(
        "Firefly (2002)/Season 1/Firefly S01E01 - Serenity.mkv",
        "Firefly (2002)/Season 1/Firefly S01E02-E03.mkv",
        "Firefly (2002)/Season 2/Firefly S02E01 - Return.mkv",
        "Firefly (2002)/Specials/Firefly S00E01 - Making.mkv",
    )
    assert world.scan().added == 4
    assert tree(world) == {
        "Firefly": {
            "Specials": ["Making"],
            "Season 1": ["Serenity", "Episode 2", "Episode 3"],
            "Season 2": ["Return"],
        }
    }
    assert world.one("type:show").child_count == 5
    both = [row for row in world.rows("type:episode") if row.title in ("Episode 2", "Episode 3")]
    assert (
        len({world.ask("SELECT main_file_id FROM media_item WHERE id = ?", r.id)[0] for r in both})
        == 1
    )


def test_episodes_by_date_and_by_absolute_number(world: World) -> None:
    """A talk show counts by day, an anime from the first episode on."""
    world.write_all(
        "The Daily Show/The Daily Show 2024-03-05.mkv",
        "The Daily Show/The Daily Show 2024-03-06.mkv",
        "[Group] One Piece - 1001 [1080p].mkv",
    )
    world.scan()
    days = [row.premiered for row in world.rows("type:episode daily")]
    assert sorted(day or "" for day in days) == ["2024-03-05", "2024-03-06"]
    (absolute,) = world.ask("SELECT absolute_episode FROM media_item WHERE absolute_episode > 0")
    assert absolute == (1001,)


def test_sidecars_speak_of_show_season_and_episode(world: World) -> None:
    """tvshow.nfo, season posters, and one NFO with two episodes each reach their own."""
    show = "Firefly"
    world.write(f"{show}/tvshow.nfo", "<tvshow><title>Firefly</title><plot>Space.</plot></tvshow>")
    world.write_all(f"{show}/poster.jpg", f"{show}/season01-poster.jpg")
    world.write_all(f"{show}/Season 1/Firefly S01E01-E02.mkv")
    world.write(
        f"{show}/Season 1/Firefly S01E01-E02.nfo",
        EPISODE.format(title="First", number=1) + EPISODE.format(title="Second", number=2),
    )
    world.scan()
    assert world.details("type:show").plot == "Space."
    assert tree(world) == {"Firefly": {"Season 1": ["First", "Second"]}}
    assert world.one("type:show").artwork_path == b"Firefly/poster.jpg"
    assert world.one("type:season").artwork_path == b"Firefly/season01-poster.jpg"


def test_an_episode_added_later_joins_its_season(world: World) -> None:
    """A quick scan adds one episode and no second show or season."""
    world.write("Firefly/Season 1/Firefly S01E01.mkv")
    world.scan()
    world.write("Firefly/Season 1/Firefly S01E02.mkv")
    assert moved(world.scan()) == (1, 0, 0, 0)
    assert tree(world) == {"Firefly": {"Season 1": ["Episode 1", "Episode 2"]}}
    assert world.one("type:season").child_count == 2


def test_a_renamed_show_stays_one_show(world: World) -> None:
    """Its folder and files get another title: same show, same episodes, and new ones join."""
    world.write_all("Firefyl/Season 1/Firefyl S01E01.mkv", "Firefyl/Season 1/Firefyl S01E02.mkv")
    world.scan()
    ids = [row.id for row in world.rows("type:episode")]
    (world.folder / "Firefyl").rename(world.folder / "Firefly")
    for number in (1, 2):
        old = world.folder / f"Firefly/Season 1/Firefyl S01E0{number}.mkv"
        old.rename(old.with_name(f"Firefly S01E0{number}.mkv"))
    assert moved(world.scan()) == (0, 0, 2, 0)
    world.write("Firefly/Season 1/Firefly S01E03.mkv")
    world.scan()
    assert tree(world) == {"Firefly": {"Season 1": ["Episode 1", "Episode 2", "Episode 3"]}}
    assert [row.id for row in world.rows("type:episode")][:2] == ids


def test_photos_are_items_by_day(tmp_path: Path) -> None:
    """In a library of photos each picture is one item, and pictures beside it no artwork."""
    with make_world(tmp_path, LibraryKind.PHOTO) as world:
        world.write_all("2024/IMG_20240305_101500.jpg", "2024/poster.jpg", "2024/clip.mp4")
        assert world.scan().added == 3
        assert world.titles("type:photo") == ["IMG_20240305_101500", "poster"]
        assert world.titles("type:video") == ["clip"]
