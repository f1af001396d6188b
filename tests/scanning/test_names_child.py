"""guessit's reading, as our values, under a deadline."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
from guessit import guessit

from media_manager.domain.media import ParsedKind, ParsedName
from media_manager.scanning import names_child
from media_manager.scanning.names import NameGuesser


@pytest.fixture(scope="session")
def guesser() -> Iterator[NameGuesser]:
    with NameGuesser() as guesser:
        # Asked once here, so that its threads belong to the session and not to a test.
        list(guesser.guess_names([b"A.mkv"]))
        yield guesser


def _guess(guesser: NameGuesser, path: bytes) -> ParsedName | None:
    return next(iter(guesser.guess_names([path])))


def test_a_film_is_read(guesser: NameGuesser) -> None:
    """Title, year, source, resolution, group, ids, part, edition and 3D arrive as our words."""
    assert _guess(guesser, b"The.Matrix.1999.2160p.UHD.BluRay.x265-GRP.mkv") == ParsedName(
        kind=ParsedKind.MOVIE,
        title="The Matrix",
        year=1999,
        resolution="2160p",
        source="BluRay",
        release_group="GRP",
    )
    film = _guess(guesser, b"Film (1999) CD1 Director's Cut 3D.HSBS {tmdb-603}.avi")
    assert film is not None
    assert (film.part, film.edition, film.three_d) == (1, "Director's Cut", "hsbs")
    assert dict(film.ids) == {"tmdb": "603"}


def test_an_episode_is_read(guesser: NameGuesser) -> None:
    """Season, several episodes, dates and absolute numbers arrive as numbers."""
    paths = [
        b"Show/Season 01/Show.S01E01E02.Pilot.1080p.WEB-DL.mkv",
        b"The Daily Show 2024-05-06 Guest.mkv",
    ]
    double, daily = guesser.guess_names(paths)
    assert double is not None
    assert daily is not None
    assert (double.kind, double.title, double.season) == (ParsedKind.EPISODE, "Show", 1)
    assert (double.episodes, double.episode_title, double.source) == ((1, 2), "Pilot", "WEB-DL")
    assert (daily.title, daily.date) == ("The Daily Show", "2024-05-06")


def test_j4_hostile_names_cost_nothing(guesser: NameGuesser) -> None:
    """Names of endless digits, of no characters and of any bytes are answered in time."""
    paths = [
        b"9" * 200 + b".mkv",
        b"a" * 300 + b".mkv",
        b"",
        b"/",
        b"caf\xe9 \xff 1999.mkv",
        b"S01" + b"E01" * 80 + b".mkv",
        b"1x" * 120 + b".mkv",
        b"(" * 100 + b"1999" + b")" * 100 + b".mkv",
        b"\x00\x1b[31m.mkv",
    ]
    started = time.monotonic()
    answers = list(guesser.guess_names(paths))
    assert time.monotonic() - started < 3 * len(paths)
    assert len(answers) == len(paths)
    assert answers[:4] == [None] * 4


def test_j4_a_name_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others of its batch are read all the same, and no alarm is left behind."""

    film = guessit("Film 1999.mkv")  # beforehand: how long guessit takes is not what is tried

    def slow(path: str, _: dict[str, object]) -> object:
        if path.startswith("slow"):
            time.sleep(30)
        return film

    monkeypatch.setattr(names_child, "guessit", slow)
    names = names_child.guess_names(["slow.mkv", "Film 1999.mkv"], 0.5)
    assert [name and name.title for name in names] == [None, "Film"]
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_only_the_end_of_a_path_is_shown() -> None:
    """Folders far above say nothing, and a long path must not cost more than a short one."""
    assert names_child.cap_path("a/b/c/d/e.mkv") == "c/d/e.mkv"
    assert names_child.cap_path("x" * 256) is None
    assert names_child.cap_path("1" * 13) is None


def test_a_batch_keeps_its_order(guesser: NameGuesser) -> None:
    """More names than one batch holds come back one for one."""
    paths = [os.fsencode(f"Film {year}.mkv") for year in range(1960, 2010)]
    assert [name and name.year for name in guesser.guess_names(paths)] == list(range(1960, 2010))
