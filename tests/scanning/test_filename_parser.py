"""What `parse_name` promises beside accuracy: it never fails, never hangs, keeps to its root."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_manager.domain.media import LibraryKind, ParsedKind
from media_manager.scanning.filename_parser import parse_name

_WORDS = """
S01E02 1x02 [Group] (2010) 1080p BluRay x264 - . _ ( ) [ ] { } 第12話 cd1 part.b Season.2 tt1234567
{tmdb-5} {edition-X} extended cut trailer sample en forced .srt .mkv .jpg / \\ 2017-04-20 001-003 v2
- 05 www.a.com
"""
_PIECES = st.sampled_from(re.split(r"[ \n]", _WORDS))


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=1000)
def test_any_text_is_parsed_without_an_error(text: str) -> None:
    """No text, however odd, makes the parser raise."""
    assert parse_name(text).kind in ParsedKind


@given(st.lists(_PIECES, max_size=25).map("".join), st.sampled_from(LibraryKind))
@settings(max_examples=300, deadline=1000)
def test_any_mix_of_real_pieces_is_parsed_without_an_error(text: str, kind: LibraryKind) -> None:
    """Pieces of real names in any order and under any hint are no problem either."""
    assert parse_name(text, kind_hint=kind).kind in ParsedKind


@given(st.binary(max_size=100))
@settings(max_examples=100, deadline=1000)
def test_any_bytes_are_parsed_without_an_error(raw: bytes) -> None:
    """A name need not be UTF-8."""
    assert parse_name(raw).kind in ParsedKind


@pytest.mark.parametrize(
    "name",
    [
        "a" * 100_000 + ".mkv",
        "[" * 20_000 + ".mkv",
        "(" * 200 + ")" * 200 + ".mkv",
        "S01E01-" * 10_000 + ".mkv",
        "1x" * 20_000 + ".mkv",
        "extended cut " * 5_000 + "x.mkv",
        "- " * 50_000 + "01.mkv",
        "S01E01" + "E02" * 5_000 + ".mkv",
        "1-" * 10_000 + "9999999999.mkv",
        "." * 100_000,
        "/" * 100_000,
        ("Season " * 1_000 + "/") * 10 + "a.mkv",
        ("a - " * 2_000 + "s1/") * 10 + "1.mkv",
        "٣" * 500 + "x٣.mkv",
        "²³¹ S01E0² 2²10.mkv",
    ],
)
def test_a_hostile_name_costs_no_more_than_a_plain_one(name: str) -> None:
    """The time is bounded, whatever the length and the pattern."""
    begin = time.thread_time()
    parse_name(name)

    assert time.thread_time() - begin < 0.25


def test_folders_above_the_root_are_no_evidence() -> None:
    """A library below a folder called `Season 3` does not turn films into episodes."""
    path = "/mnt/Season 3/Movies/Film (2001)/Film (2001).mkv"

    parsed = parse_name(path, root="/mnt/Season 3/Movies")

    assert (parsed.kind, parsed.title, parsed.year) == (ParsedKind.MOVIE, "Film", 2001)


def test_bytes_and_text_say_the_same() -> None:
    """A path of bytes is read like the text that it encodes."""
    path = "Shows/Pokémon/Season 1/Pokémon S01E02.mkv"

    assert parse_name(path) == parse_name(path.encode())


def test_a_name_that_is_not_utf8_keeps_its_bytes() -> None:
    """An undecodable byte survives as a surrogate and can be turned back."""
    parsed = parse_name(b"Caf\xe9 (2001).mkv")

    assert parsed.title == "Caf\udce9"


def test_a_lone_number_is_an_episode_only_in_a_library_of_shows() -> None:
    """`kind_hint` decides what the name alone cannot."""
    path = "Fargo/Fargo 5.mkv"

    assert parse_name(path).kind == ParsedKind.MOVIE
    assert parse_name(path, kind_hint=LibraryKind.TV).episodes == (5,)


def test_a_library_of_films_has_no_episodes_by_weak_evidence() -> None:
    """`Title - 07` is a film where only films are kept."""
    parsed = parse_name("Fast and Furious - 07.mkv", kind_hint=LibraryKind.MOVIE)

    assert parsed.kind == ParsedKind.MOVIE


def test_a_guess_is_marked_as_one() -> None:
    """A later job asks again about `Show.103`, but not about `Show.S01E03`."""
    assert parse_name("Show.103.mkv").doubtful
    assert not parse_name("Show.S01E03.mkv").doubtful


@pytest.mark.parametrize(
    "name",
    ["VID_20190714_193021.mp4", "PXL_20190714_141516123.mp4", "20190714_193021.mp4"],
)
def test_a_recording_of_a_phone_is_a_home_video_with_its_date(name: str) -> None:
    """The date in the name of a recording makes no show of it."""
    parsed = parse_name(name)

    assert (parsed.kind, parsed.date) == (ParsedKind.MOVIE, "2019-07-14")


def test_a_slash_inside_brackets_belongs_to_the_name() -> None:
    """Two titles with a slash between them are one name, not a folder and a file."""
    parsed = parse_name("[Group][标题/Some Title][05][720P].mkv")

    assert (parsed.title, parsed.absolute_episodes) == ("Some Title", (5,))


def test_a_number_that_counts_subtitles_is_no_episode() -> None:
    """A subtitle in the folder of one episode belongs to that episode."""
    parsed = parse_name("Subs/Dear.S01E02.WEBRip.x265-GRP/34_tam.srt")

    assert (parsed.season, parsed.episodes, parsed.language) == (1, (2,), "ta")
