"""A folder of films becomes films, with what lies beside them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.scan_world import World, make_world, moved

from media_manager.domain.media import LibraryKind
from media_manager.persistence.health import wrong_counters

HEAT = """<movie><title>Heat</title><year>1995</year><plot>Cops and robbers.</plot>
<genre>Crime</genre><director>Michael Mann</director>
<actor><name>Al Pacino</name><role>Hanna</role></actor><playcount>2</playcount>
<uniqueid type="imdb" default="true">tt0113277</uniqueid></movie>"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with make_world(tmp_path, LibraryKind.MOVIE) as world:
        yield world


def test_a_film_with_everything_beside_it(world: World) -> None:
    """NFO, artwork, subtitles, extras, trailer and sample all belong to the one film."""
    world.write("Heat (1995)/Heat (1995).nfo", HEAT)
    world.write_all(
        "Heat (1995)/Heat (1995).mkv",
        "Heat (1995)/Heat (1995)-poster.jpg",
        "Heat (1995)/fanart.jpg",
        "Heat (1995)/Heat (1995).de.forced.srt",
        "Heat (1995)/Subs/English.srt",
        "Heat (1995)/Featurettes/Making of.mkv",
        "Heat (1995)/Heat (1995)-trailer.mkv",
        "Heat (1995)/Sample/heat-sample.mkv",
    )
    assert moved(world.scan()) == (1, 0, 0, 0)
    film = world.details("type:movie")
    assert (film.row.title, film.row.state, film.plot) == ("Heat", "matched", "Cops and robbers.")
    assert sorted(file.role for file in film.files) == ["extra", "main", "sample", "trailer"]
    assert {art.artwork_type for art in film.artwork} == {"poster", "fanart"}
    assert film.row.artwork_path == b"Heat (1995)/Heat (1995)-poster.jpg"
    assert {(each.language, each.forced) for each in film.subtitles} == {
        ("de", True),
        ("en", False),
    }
    assert (film.genres, film.ids) == (("Crime",), {"imdb": "tt0113277"})
    assert [(c.name, c.role) for c in film.credits] == [
        ("Michael Mann", "director"),
        ("Al Pacino", "actor"),
    ]
    assert film.row.watched
    assert (film.origins["plot"].layer, film.origins["title"].layer) == ("nfo", "nfo")


def test_versions_editions_and_parts_are_one_film(world: World) -> None:
    """Files of one folder with the same title and year are one item."""
    world.write_all(
        "Blade Runner (1982)/Blade Runner (1982) - 1080p.mkv",
        "Blade Runner (1982)/Blade Runner (1982) - 2160p.mkv",
        "Blade Runner (1982)/Blade Runner (1982) {edition-Final Cut}.mkv",
        "Ran (1985)/Ran (1985) - cd1.avi",
        "Ran (1985)/Ran (1985) - cd2.avi",
    )
    assert world.scan().added == 5
    assert world.titles("type:movie") == ["Blade Runner", "Ran"]
    files = world.details("blade").files
    assert sorted((file.edition or "", file.version_label or "") for file in files) == [
        ("", "1080p"),
        ("", "2160p"),
        ("Final Cut", ""),
    ]
    assert [file.part for file in world.details("ran").files] == [1, 2]


def test_films_that_share_a_folder_stay_apart(world: World) -> None:
    """Each takes the sidecars that bear its name."""
    world.write("Alien (1979).nfo", "<movie><title>Alien</title><plot>In space.</plot></movie>")
    world.write_all("Alien (1979).mkv", "Aliens (1986).mkv", "Aliens (1986).srt", "poster.jpg")
    world.scan()
    assert world.titles("type:movie") == ["Alien", "Aliens"]
    assert world.details("title:alien -title:aliens").plot == "In space."
    assert len(world.details("title:aliens").subtitles) == 1
    assert world.details("title:aliens").artwork == ()


def test_an_edited_nfo_is_read_again(world: World) -> None:
    """A full scan sees an edit in place; a quick scan sees a file that was replaced."""
    world.write("Heat (1995)/Heat (1995).mkv")
    nfo = world.write("Heat (1995)/Heat (1995).nfo", HEAT)
    world.scan()
    nfo.write_text(HEAT.replace("Cops and robbers.", "A long night in Los Angeles."))
    assert world.scan(full=True).failed == 0
    assert world.details("heat").plot == "A long night in Los Angeles."
    replacement = world.folder / "new"
    replacement.write_text(HEAT.replace("Cops and robbers.", "By rename."))
    replacement.rename(nfo)
    world.scan()
    assert world.details("heat").plot == "By rename."


def test_a_removed_nfo_takes_its_values_along(world: World) -> None:
    """What nobody says any more is gone; what a viewer did stays."""
    world.write("Heat (1995)/Heat (1995).mkv")
    nfo = world.write("Heat (1995)/Heat (1995).nfo", HEAT)
    world.scan()
    assert world.one("heat").state == "matched"
    nfo.unlink()
    world.scan()
    film = world.details("heat")
    assert film.row.state == "unmatched"
    assert wrong_counters(world.store.path) == {}
    assert (film.plot, film.genres, film.credits, dict(film.ids)) == (None, (), (), {})
    assert film.row.title == "Heat"
    assert film.row.watched


def test_artwork_and_subtitles_come_and_go(world: World) -> None:
    """A poster that is deleted is no longer shown; a new one is."""
    world.write("Heat (1995)/Heat (1995).mkv")
    poster = world.write("Heat (1995)/poster.jpg")
    subtitle = world.write("Heat (1995)/Heat (1995).en.srt")
    world.scan()
    assert world.one("heat").artwork_path == b"Heat (1995)/poster.jpg"
    poster.unlink()
    subtitle.unlink()
    world.write("Heat (1995)/folder.jpg")
    world.scan()
    assert world.one("heat").artwork_path == b"Heat (1995)/folder.jpg"
    assert world.details("heat").subtitles == ()


def test_a_hostile_nfo_is_a_counted_failure(world: World) -> None:
    """The film is there all the same, and the rest of the scan too."""
    world.write_all("Heat (1995)/Heat (1995).mkv", "Ran (1985)/Ran (1985).mkv")
    world.write(
        "Heat (1995)/movie.nfo",
        '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><movie><title>&a;</title></movie>',
    )
    counts = world.scan()
    assert (counts.added, counts.failed) == (2, 1)
    assert world.titles("type:movie") == ["Heat", "Ran"]
    assert len(world.watch.failed) == 1


def test_names_that_are_not_utf_8_are_scanned(world: World) -> None:
    """Fault C1: the name is kept as bytes, shown escaped, and playable."""
    name = b"Am\xe9lie (2001).mkv"
    (world.folder / name.decode("utf-8", "surrogateescape")).write_bytes(b"x")
    assert world.scan().added == 1
    (file,) = world.details("type:movie").files
    assert file.path == name
    assert file.display_path.endswith("Am\\xe9lie (2001).mkv")
    assert (Path(file.root_path.decode()) / file.path.decode(errors="surrogateescape")).exists()


def test_links_that_loop_are_not_followed(world: World) -> None:
    """Fault B11: a link to a folder above ends nowhere."""
    world.write("Films/Ran (1985).mkv")
    (world.folder / "Films" / "again").symlink_to(world.folder)
    (world.folder / "loop").symlink_to("loop")
    assert world.scan().added == 1


def test_b12_hard_links_are_two_places(world: World) -> None:
    """Fault B12: one content under two names is two files; removing one leaves the other."""
    first = world.write("Ran (1985)/Ran (1985).mkv")
    second = world.folder / "Ran copy (1985)" / "Ran copy (1985).mkv"
    second.parent.mkdir()
    second.hardlink_to(first)
    assert moved(world.scan()) == (2, 0, 0, 0)
    assert moved(world.scan(full=True)) == (0, 0, 0, 0)
    second.unlink()
    assert moved(world.scan()) == (0, 0, 0, 1)
    assert world.states() == {"Ran (1985).mkv": "present", "Ran copy (1985).mkv": "missing"}
