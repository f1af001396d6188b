"""What reading an NFO promises, form by form and fault by fault."""

import os
from pathlib import Path
from typing import Any

import pytest

from media_manager.domain.nfo import NfoActor, NfoEntry, NfoKind, NfoRating, NfoResume
from media_manager.errors import FileVanished, UnreadableFile
from media_manager.scanning import document_to_json, load_nfo, parse_nfo

DATA = Path(__file__).parent.parent / "data" / "nfo"


def load(name: str) -> NfoEntry:
    document = load_nfo(os.fsencode(DATA / name))
    assert document.warnings == ()
    (entry,) = document.entries
    return entry


def movie(inner: str) -> NfoEntry:
    return parse_nfo(f"<movie>{inner}</movie>".encode()).entries[0]


def test_a_movie_as_kodi_writes_it() -> None:
    """Every element that Kodi saves arrives."""
    entry = load("kodi_movie.nfo")
    expected = {
        "kind": NfoKind.MOVIE,
        "title": "The Matrix",
        "sort_title": "Matrix 1",
        "year": 1999,
        "premiered": "1999-03-31",
        "plot": "A hacker learns what the world is made of.\nThen he has to choose.",
        "outline": None,
        "runtime_minutes": 136,
        "content_rating": "Rated R",
        "user_rating": 9.0,
        "top250": 16,
        "genres": ("Action", "Science Fiction"),
        "set_name": "The Matrix Collection",
        "set_overview": "Three films and one more.",
        "writers": ("Lilly Wachowski", "Lana Wachowski"),
        "trailer": "plugin://plugin.video.youtube/?action=play_video&videoid=m8e-FF8MsqU",
        "ids": {"imdb": "tt0133093", "tmdb": "603"},
        "default_id": "imdb",
        "playcount": 2,
        "watched": True,
        "last_played": "2021-05-03 21:14:05",
        "date_added": "2020-01-02 03:04:05",
        "resume": NfoResume(1200.5, 8176.0),
    }
    assert {name: getattr(entry, name) for name in expected} == expected
    assert entry.ratings == (
        NfoRating("imdb", 8.7, 1_960_000, is_default=True),
        NfoRating("metacritic", 7.3, 0),
    )
    assert entry.actors[0] == NfoActor("Keanu Reeves", "Neo", 0, "https://img.example/keanu.jpg")
    assert [art.artwork_type for art in entry.artwork] == ["poster", "landscape", "fanart"]
    assert entry.streams is not None
    assert (entry.streams.video[0].hdr_type, entry.streams.video[0].height) == ("dolbyvision", 1600)
    assert [(a.language, a.channels) for a in entry.streams.audio] == [("eng", 8), ("ger", 6)]


def test_a_movie_as_jellyfin_writes_it() -> None:
    """Jellyfin's own elements arrive, and its last duplicate wins."""
    entry = load("jellyfin_movie.nfo")
    expected = {
        "title": "Heat (1995)",
        "plot": "Four thieves & one <b>cop</b>.",
        "writers": ("Michael Mann",),
        "premiered": "1995-12-15",
        "year": 1995,
        "custom_rating": "16",
        "country_code": "US",
        "watched": False,
        "ids": {"imdb": "tt0113277", "tmdb": "949", "tmdbset": "12345"},
        "set_name": "Heat Collection",
        "styles": ("Neo-noir",),
        "ratings": (NfoRating("default", 7.9), NfoRating("critic", 8.8)),
        "locked": True,
        "locked_fields": ("Name", "Genres"),
        "actors": (NfoActor("Al Pacino", "Vincent", 0, None, "Actor"),),
    }
    assert {name: getattr(entry, name) for name in expected} == expected
    assert [art.artwork_type for art in entry.artwork] == ["poster", "fanart"]


def test_a_show_with_its_seasons() -> None:
    """Named seasons, season pictures and the ids of the episode guide arrive."""
    entry = load("kodi_tvshow.nfo")
    assert (entry.kind, entry.genres) == (NfoKind.SHOW, ("Drama", "Science Fiction"))
    assert dict(entry.ids) == {"tmdb": "1437", "imdb": "tt0303461", "tvdb": "78874"}
    assert entry.named_seasons == ((0, "Extras"), (1, "The Only One"))
    assert [(art.artwork_type, art.season) for art in entry.artwork] == [("poster", 1)]


def test_e4_several_episodes_in_one_file() -> None:
    """Roots one after another are one entry each, though that is not XML."""
    document = load_nfo(os.fsencode(DATA / "multi_episode.nfo"))
    found = [(e.kind, e.season, e.episode, e.premiered) for e in document.entries]
    assert [(NfoKind.EPISODE, 1, n, "2002-12-20") for n in (1, 2)] == found
    assert (document.entries[0].display_season, document.entries[1].bookmark_seconds) == (
        None,
        2600,
    )
    assert document.warnings == ()


def test_e4_several_movie_roots_are_versions() -> None:
    """The newest Kodi writes one root for each version of a disc."""
    document = load_nfo(os.fsencode(DATA / "kodi_movie_versions.nfo"))
    assert [e.title for e in document.entries] == ["Blade Runner", "Blade Runner (Final Cut)"]


def test_e4_a_combination_file_has_an_entry_and_an_address() -> None:
    """The address behind the XML is kept with the id that it names."""
    document = load_nfo(os.fsencode(DATA / "combination.nfo"))
    assert (document.entries[0].title, document.entries[0].year) == ("Alien", 1979)
    assert document.urls == ("https://www.imdb.com/title/tt0078748/?ref_=nv&x=1",)
    assert (dict(document.ids), document.warnings) == ({"imdb": "tt0078748"}, ())


def test_e4_a_file_of_addresses_gives_ids() -> None:
    """A "parsing NFO" holds nothing but the page to look at."""
    document = load_nfo(os.fsencode(DATA / "url_only.nfo"))
    assert (document.entries, dict(document.ids)) == ((), {"tmdb": "603", "tvdb": "78874"})
    assert len(document.urls) == 2


def test_e4_a_scene_file_gives_its_imdb_id_only() -> None:
    """Drawings in the letters of DOS are read for the one thing of use."""
    document = load_nfo(os.fsencode(DATA / "scene.nfo"))
    assert (document.entries, dict(document.ids)) == ((), {"imdb": "tt0110912"})
    assert document.encoding == "cp437"


@pytest.mark.parametrize(
    ("name", "inner", "kind"),
    [
        ("movie.nfo", "<title>X</title><year>1999</year>", NfoKind.MOVIE),
        ("/a/tvshow.nfo", "<title>X</title>", NfoKind.SHOW),
        ("season.nfo", "<title>X</title>", NfoKind.SEASON),
        ("x.nfo", "<title>X</title><season>1</season><episode>2</episode>", NfoKind.EPISODE),
    ],
)
def test_e4_a_missing_root_is_guessed_and_noted(name: str, inner: str, kind: NfoKind) -> None:
    """The fields count, and a warning says what was missing."""
    document = parse_nfo(inner.encode(), name=name)
    assert [(e.kind, e.title) for e in document.entries] == [(kind, "X")]
    assert "missing-root" in document.warnings


@pytest.mark.parametrize(
    ("inner", "field", "expected"),
    [
        ("<premiered>1999-03-31</premiered><year>2000</year>", "year", 1999),
        ("<premiered>soon</premiered><year>2000</year>", "year", 2000),
        ("<premiered>1999-03</premiered>", "premiered", "1999-03"),
        ("<premiered>1999-02-31</premiered>", "premiered", None),
        ("<aired>1999-03-31</aired>", "premiered", None),
        ("<genre>A / B</genre><genre>b</genre><genre>C/D</genre>", "genres", ("A", "B", "C/D")),
        ("<title>One</title><title>Two</title><title> </title>", "title", "Two"),
        ("<localtitle>L</localtitle>", "title", "L"),
        ("<title>A\n   B</title>", "title", "A B"),
        ("<runtime>2h 22min</runtime>", "runtime_minutes", 142),
        ("<runtime>142 min</runtime>", "runtime_minutes", 142),
        ("<runtime>2:22:00</runtime>", "runtime_minutes", 142),
        ("<runtime>0</runtime>", "runtime_minutes", None),
        ("<rating max='5'>4</rating><votes>12</votes>", "ratings", (NfoRating("default", 8, 12),)),
        ("<rating>7,5</rating>", "ratings", (NfoRating("default", 7.5),)),
        ("<ratings></ratings><rating>7</rating>", "ratings", ()),
        ("<rating>11</rating>", "ratings", ()),
        ("<communityrating>7,5</communityrating>", "ratings", (NfoRating("default", 7.5),)),
        ("<director>Zack Snyder,</director>", "directors", ("Zack Snyder",)),
        ("<set>Old Form</set>", "set_name", "Old Form"),
        ("<set><name>New</name></set>", "set_name", "New"),
        ("<id>tt0133093</id>", "ids", {"imdb": "tt0133093"}),
        ("<id TMDB='603' IMDB='tt0133093'></id>", "ids", {"tmdb": "603", "imdb": "tt0133093"}),
        ("<uniqueid type='ImDb'>TT0133093</uniqueid>", "ids", {"imdb": "tt0133093"}),
        ("<id>99</id><uniqueid type='tmdb'>99</uniqueid>", "ids", {"tmdb": "99"}),
        ("<uniqueid>tt0133093</uniqueid>", "ids", {"imdb": "tt0133093"}),
        ("<tmdbid>1</tmdbid><uniqueid type='tmdb'>2</uniqueid>", "ids", {"tmdb": "2"}),
        ("<imdb_id>tt0133093</imdb_id>", "ids", {"imdb": "tt0133093"}),
        ("<traktid>7</traktid><filmid>x</filmid>", "ids", {"trakt": "7", "film": "x"}),
        ("<playcount>0</playcount>", "watched", False),
        ("<actor>Bare Name</actor>", "actors", (NfoActor("Bare Name"),)),
        ("<actor><role>x</role></actor>", "actors", ()),
        ("<actor>A</actor><actor clear='true'>B</actor>", "actors", (NfoActor("B"),)),
        ("<fanart url='https://x/'><thumb>a.jpg</thumb></fanart>", "artwork", "https://x/a.jpg"),
        ("<plot>one<br/>two <b>three</b></plot>", "plot", "onetwo three"),
        ("<lastplayed>2020-01-02T03:04:05Z</lastplayed>", "last_played", "2020-01-02 03:04:05"),
        ("<season>0</season>", "season", 0),
    ],
)
def test_the_rules_of_the_fields(inner: str, field: str, expected: Any) -> None:
    """Each rule of Kodi and Jellyfin that decides what a field says."""
    value = getattr(movie(inner), field)
    assert expected == (value[0].url if field == "artwork" else value)


def test_a_missing_file_and_a_pipe_are_told_apart(tmp_path: Path) -> None:
    """Neither hangs nor crashes."""
    with pytest.raises(FileVanished):
        load_nfo(os.fsencode(tmp_path / "none.nfo"))
    os.mkfifo(tmp_path / "pipe.nfo")
    for path in (tmp_path / "pipe.nfo", tmp_path):
        with pytest.raises(UnreadableFile):
            load_nfo(os.fsencode(path))


def test_json_says_only_what_the_file_says() -> None:
    """Zero and "not watched" are said, what is not set is left out."""
    document = parse_nfo(
        b"<episodedetails><season>0</season><playcount>0</playcount></episodedetails>"
    )
    assert document_to_json(document) == {
        "entries": [{"kind": "episode", "season": 0, "playcount": 0, "watched": False}],
        "urls": [],
        "ids": {},
        "warnings": [],
        "encoding": "utf-8",
    }


def test_a_bare_number_as_id_is_that_of_the_kind_unless_a_newer_form_is_there() -> None:
    """Old scrapers meant TheTVDB for episodes; Kodi copies its main id there, whatever it is."""
    old = parse_nfo(b"<episodedetails><id>5</id></episodedetails>").entries[0]
    new = b"<episodedetails><id>5</id><uniqueid type='tmdb'>5</uniqueid></episodedetails>"
    assert (dict(old.ids), dict(parse_nfo(new).entries[0].ids)) == ({"tvdb": "5"}, {"tmdb": "5"})
