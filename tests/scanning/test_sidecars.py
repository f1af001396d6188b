"""What is found beside a video, by the conventions of Kodi, Jellyfin and tinyMediaManager."""

import time

import pytest

from media_manager.domain.media import MediaType
from media_manager.scanning import find_artwork, find_companions, find_nfo, find_subtitles
from media_manager.scanning.folder_names import FolderNames
from media_manager.scanning.sidecars import find_season_nfo, find_show_nfo

HEAT = b"Heat (1995).mkv"


@pytest.mark.parametrize(
    ("names", "movie_folder", "expected"),
    [
        ([b"movie.nfo", b"Heat (1995).nfo"], True, b"movie.nfo"),
        ([b"movie.nfo", b"Heat (1995).nfo"], False, b"Heat (1995).nfo"),
        ([b"HEAT (1995).NFO"], False, b"HEAT (1995).NFO"),
        ([b"release.nfo"], True, b"release.nfo"),
        ([b"release.nfo"], False, None),
        ([b"a.nfo", b"b.nfo"], True, None),
        ([b"tvshow.nfo"], True, None),
        ([], True, None),
    ],
)
def test_the_nfo_of_a_film(
    names: list[bytes], *, movie_folder: bool, expected: bytes | None
) -> None:
    """In a folder of its own `movie.nfo` comes first, elsewhere only its own name counts."""
    assert find_nfo(HEAT, [HEAT, *names], movie_folder=movie_folder) == expected


def test_the_nfo_of_a_part_and_of_a_disc() -> None:
    """Parts share one NFO; a disc has its own place or lies beside."""
    parts = [b"Heat-cd1.avi", b"Heat-cd2.avi", b"Heat.nfo"]
    assert find_nfo(parts[1], parts, movie_folder=False) == b"Heat.nfo"
    dvd = [b"VIDEO_TS/VIDEO_TS.IFO", b"VIDEO_TS/VIDEO_TS.nfo"]
    assert find_nfo(dvd[0], dvd, movie_folder=True) == dvd[1]
    blu = [b"BDMV/index.bdmv", b"movie.nfo"]
    assert find_nfo(blu[0], blu, movie_folder=True) == b"movie.nfo"


def test_the_nfo_of_a_show_and_a_season() -> None:
    """Season files lie in the season's folder or in that of the show."""
    assert find_show_nfo([b"TVShow.nfo"]) == b"TVShow.nfo"
    assert find_season_nfo([b"season.nfo"], season=1) == b"season.nfo"
    assert find_season_nfo([b"season01.nfo", b"season02.nfo"], season=2) == b"season02.nfo"


def art(*args: object, **options: object) -> list[tuple[str, str, int | None]]:
    found = find_artwork(*args, **options)  # type: ignore[arg-type]  # the tests name real options
    return [(one.artwork_type, one.name.decode(), one.season) for one in found]


def test_the_artwork_of_a_film_in_its_own_folder() -> None:
    """Kodi's names come before those of others, and its own name before all."""
    names = [
        *(HEAT, b"folder.jpg", b"poster.jpg", b"Heat (1995)-poster.png", b"Heat (1995).jpg"),
        *(b"backdrop.jpg", b"fanart.jpg", b"fanart2.jpg", b"backdrop-1.jpg", b"logo.png"),
        *(b"ClearLogo.png", b"cdart.png", b"Heat (1995)-landscape.webp", b"movieset-poster.jpg"),
        *(b"holiday.jpg", b"poster.txt", b"movie.jpg", b"keyart.tbn"),
    ]
    assert [(kind, name) for kind, name, _ in art(MediaType.MOVIE, names, video=HEAT)] == [
        ("clearlogo", "ClearLogo.png"),
        ("clearlogo", "logo.png"),
        ("discart", "cdart.png"),
        ("fanart", "fanart.jpg"),
        ("fanart", "backdrop.jpg"),
        ("fanart", "backdrop-1.jpg"),
        ("fanart", "fanart2.jpg"),
        ("keyart", "keyart.tbn"),
        ("landscape", "Heat (1995)-landscape.webp"),
        ("poster", "Heat (1995)-poster.png"),
        ("poster", "Heat (1995).jpg"),
        ("poster", "poster.jpg"),
        ("poster", "folder.jpg"),
        ("poster", "movie.jpg"),
        ("set.poster", "movieset-poster.jpg"),
    ]


def test_with_several_films_in_a_folder_only_the_own_name_counts() -> None:
    """A `poster.jpg` belongs to nobody there, and similar names are not mixed up."""
    names = [b"Saw.mkv", b"Saw-2.mkv", b"poster.jpg", b"Saw-poster.jpg", b"Saw-2-poster.jpg"]
    found = art(MediaType.MOVIE, names, video=b"Saw.mkv", movie_folder=False)
    assert found == [("poster", "Saw-poster.jpg", None)]
    second = art(MediaType.MOVIE, names, video=b"Saw-2.mkv", movie_folder=False)
    assert second == [("poster", "Saw-2-poster.jpg", None)]


def test_the_artwork_of_a_show_has_that_of_its_seasons() -> None:
    """Seasons in the show's folder come with their number; specials are 0, all is -1."""
    names = [
        *(b"poster.jpg", b"Firefly.jpg", b"season01-poster.jpg", b"season-specials-poster.jpg"),
        *(b"season-all-banner.jpg", b"season02.jpg", b"characterart.png", b"season1-x.jpg"),
    ]
    assert art(MediaType.SHOW, names, folder=b"Firefly") == [
        ("banner", "season-all-banner.jpg", -1),
        ("characterart", "characterart.png", None),
        ("poster", "season-specials-poster.jpg", 0),
        ("poster", "season01-poster.jpg", 1),
        ("poster", "season02.jpg", 2),
        ("poster", "poster.jpg", None),
        ("poster", "Firefly.jpg", None),
    ]


def test_the_artwork_of_a_season_in_its_own_folder() -> None:
    """There the pictures are the season's own."""
    names = [b"season01.jpg", b"folder.jpg", b"fanart.jpg"]
    assert art(MediaType.SEASON, names, folder=b"Season 01") == [
        ("fanart", "fanart.jpg", None),
        ("poster", "season01.jpg", None),
        ("poster", "folder.jpg", None),
    ]


def test_the_artwork_of_an_episode_is_its_thumb() -> None:
    """`-thumb` comes first; pictures of the folder are not the episode's."""
    names = [b"S01E01.mkv", b"S01E01-thumb.jpg", b"S01E01.tbn", b"poster.jpg", b"S01E010.jpg"]
    assert art(MediaType.EPISODE, names, video=b"S01E01.mkv") == [
        ("thumb", "S01E01-thumb.jpg", None),
        ("thumb", "S01E01.tbn", None),
    ]


def test_subtitles_with_language_and_flags() -> None:
    """The text between the video's name and the extension says it."""
    names = [
        *(HEAT, b"Heat (1995).en.forced.srt", b"Heat (1995).srt", b"Heat (1995).pt-BR.default.ass"),
        *(b"Heat (1995).Commentary.en.sdh.srt", b"Heat (1995).de.idx", b"Heat (1995).de.sub"),
        *(b"Heat (1995) 2.en.srt", b"Other.en.srt"),
    ]
    found = {s.name.decode(): s for s in find_subtitles(HEAT, names, movie_folder=False)}
    assert {name: sub.language for name, sub in found.items()} == {
        "Heat (1995) 2.en.srt": "en",
        "Heat (1995).Commentary.en.sdh.srt": "en",
        "Heat (1995).de.idx": "de",
        "Heat (1995).en.forced.srt": "en",
        "Heat (1995).pt-BR.default.ass": "pt-BR",
        "Heat (1995).srt": None,
    }
    assert found["Heat (1995).en.forced.srt"].forced
    assert found["Heat (1995).pt-BR.default.ass"].default
    commentary = found["Heat (1995).Commentary.en.sdh.srt"]
    assert (commentary.hearing_impaired, commentary.title) == (True, "Commentary")


def test_subtitles_in_their_own_folder() -> None:
    """Kodi's `Subs`, the folders of releases, and in a film's own folder any name."""
    episodes = [
        *(b"S01E01.mkv", b"S01E02.mkv", b"Subs/S01E01.en.srt", b"Subs/S01E02/2_English.srt"),
        *(b"subtitles/S01E02.srt", b"Subs/3_French.srt", b"Extras/S01E01.srt"),
    ]
    assert [s.name for s in find_subtitles(episodes[0], episodes, movie_folder=False)] == [
        b"Subs/S01E01.en.srt"
    ]
    second = find_subtitles(episodes[1], episodes, movie_folder=False)
    assert [(s.name, s.language) for s in second] == [
        (b"Subs/S01E02/2_English.srt", "en"),
        (b"subtitles/S01E02.srt", None),
    ]
    film = find_subtitles(HEAT, [HEAT, b"Subs/2_English.srt", b"german.srt"], movie_folder=True)
    assert [s.language for s in film] == ["en", "de"]


def test_c8_companions_are_all_that_must_travel_along() -> None:
    """Every kind of file that is named after the video, and nothing of its neighbours."""
    own = [
        *(b"Heat (1995).nfo", b"Heat (1995)-poster.jpg", b"Heat (1995).en.srt", b"Heat (1995).edl"),
        *(b"Heat (1995)-mediainfo.xml", b"Heat (1995).mkv.vsmeta", b"Heat (1995).trickplay"),
        *(b"Heat (1995)-trailer.mp4", b"Subs/Heat (1995).de.srt", b"HEAT (1995).chapters.xml"),
    ]
    other = [
        b"Heat (1995) - Part Two.mkv",
        b"Heat (1995) - Part Two.nfo",
        b"Heat.nfo",
        b"Subs/x.srt",
    ]
    assert find_companions(HEAT, [HEAT, *own, *other]) == tuple(sorted(own))


def test_c1_names_that_are_not_utf8_have_sidecars_too() -> None:
    """Bytes are compared as they are."""
    names = [b"caf\xe9.mkv", b"caf\xe9.nfo", b"caf\xe9-poster.jpg"]
    assert find_nfo(names[0], names, movie_folder=False) == b"caf\xe9.nfo"
    assert find_companions(names[0], names) == (b"caf\xe9-poster.jpg", b"caf\xe9.nfo")


def test_b14_a_folder_of_many_thousand_names_is_sorted_once() -> None:
    """With a table, each video costs one look-up."""
    stems = [b"Show - S01E%04d" % number for number in range(3_000)]
    names = [stem + end for stem in stems for end in (b".mkv", b".nfo", b"-thumb.jpg", b".en.srt")]
    start = time.thread_time()
    table = FolderNames(names)
    for stem in stems:
        find_nfo(stem + b".mkv", table, movie_folder=False)
        find_artwork(MediaType.EPISODE, table, video=stem + b".mkv")
        find_subtitles(stem + b".mkv", table, movie_folder=False)
    assert time.thread_time() - start < 10.0
