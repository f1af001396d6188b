"""What the second reading of a doubtful name may say, and what it must leave alone."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.library.scan_world import World, make_world

from media_manager.domain.media import MediaType, ParsedKind, ParsedName
from media_manager.library import state
from media_manager.library.refine import RefineCounts, accepted_fields, refine_names
from media_manager.library.watch import Unwatched, Watch
from media_manager.persistence.repositories.names import Owner
from media_manager.persistence.repositories.probes import save_probe
from media_manager.persistence.repositories.values import apply_values, save_user_values
from media_manager.scanning.names import NameGuesser
from media_manager.workers.job import run_to_end

FILM = Owner(1, MediaType.MOVIE, is_sure=False)
EPISODE = Owner(1, MediaType.EPISODE, is_sure=False)


def film(title: str | None, year: int | None = None) -> ParsedName:
    return ParsedName(ParsedKind.MOVIE, title, year)


def episode(title: str | None, *numbers: int, season: int | None = 1) -> ParsedName:
    return ParsedName(
        ParsedKind.EPISODE, "Show", season=season, episodes=numbers, episode_title=title
    )


class Guesser:
    """Answers with what the test says, by path, and remembers what it was asked."""

    def __init__(self, **answers: ParsedName) -> None:
        self.answers = {name.encode(): answer for name, answer in answers.items()}
        self.asked: list[bytes] = []

    def __call__(self, paths: Sequence[bytes]) -> list[ParsedName | None]:
        self.asked += paths
        return [self.answers.get(os.path.splitext(path)[0]) for path in paths]  # noqa: PTH122 - bytes


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with make_world(tmp_path) as world:
        yield world


def refine(world: World, guess: Any, watch: Watch | None = None) -> RefineCounts:
    counts: RefineCounts = run_to_end(
        lambda _: refine_names(world.store, guess, watch or Unwatched())
    )
    return counts


def statuses(world: World) -> dict[str, str]:
    rows = world.ask("SELECT path, name_status FROM media_file ORDER BY path")
    return {path.decode(): status for path, status in rows}


@pytest.mark.parametrize(
    ("fast", "guess", "taken"),
    [
        (film("Sound of Music"), film("Sound of Music", 1965), {"year": 1965}),
        (film("personnea mp"), film("Ne le dis", 2006), {"title": "Ne le dis", "year": 2006}),
        (film(None), film("Heat", 1995), {"title": "Heat", "year": 1995}),
        (film("The Godfather Part III"), film("The Godfather"), {}),
        (film("Super movie"), film("Super movie sbs"), {}),
        (film("Mr. Nobody"), film("Mr Nobody"), {}),
        (film("Up", 2009), film("Up", 1984), {}),
        (film("Show"), episode("Pilot", 1), {}),
        (episode(None, 1), episode("Pilot", 1), {"title": "Pilot"}),
        (episode("Our own", 1), episode("Pilot", 1), {}),
        (episode(None, 1), episode("Pilot", 2), {}),
        (episode(None, 1), episode("Pilot", 1, season=2), {}),
        (episode(None, 1, 2), episode("Pilot", 1, 2), {}),
        (episode(None, 10), episode("5", 10), {}),
        (episode(None, 23, season=3), episode("3rd Season", 23, season=3), {}),
    ],
)
def test_only_what_is_mostly_right_is_taken(
    fast: ParsedName, guess: ParsedName, taken: dict[str, Any]
) -> None:
    """A title that only cuts or extends ours, another kind and another number say nothing."""
    owner = EPISODE if fast.kind is ParsedKind.EPISODE else FILM
    assert accepted_fields(fast, guess, owner) == taken


def test_a_film_that_another_file_names_takes_nothing() -> None:
    """Two files of one film: the one that is named without doubt speaks for both."""
    sure = Owner(1, MediaType.MOVIE, is_sure=True)
    assert accepted_fields(film("aa"), film("Heat", 1995), sure) == {}


def test_the_scan_keeps_which_names_are_doubtful(world: World) -> None:
    """Only films and episodes have names to doubt; a new name is judged anew."""
    world.write_all("Heat (1995).mkv", "personnea_mp.avi", "Ran (1985).nfo")
    world.scan()
    before = statuses(world)
    assert (before["Heat (1995).mkv"], before["personnea_mp.avi"]) == ("sure", "doubtful")
    (world.folder / "personnea_mp.avi").rename(world.folder / "Tell No One (2006).avi")
    (world.folder / "Heat (1995).mkv").rename(world.folder / "heat_hm.mkv")
    world.scan()
    after = statuses(world)
    assert (after["Tell No One (2006).avi"], after["heat_hm.mkv"]) == ("sure", "doubtful")


def test_a_guess_is_shown_searched_and_counted(world: World) -> None:
    """Title and year change, the place in the library and the state do not; asked once."""
    world.write_all("Heat (1995).mkv", "personnea_mp.avi", "holiday.mkv")
    world.scan()
    before = world.one("title:personnea")
    guess = Guesser(personnea_mp=film("Ne le dis a personne", 2006), holiday=film("holiday"))
    counts = refine(world, guess)
    assert counts == RefineCounts(names=3, doubtful=2, refined=2, changed=1)
    assert (round(counts.doubtful_share, 2), counts.changed_share) == (0.67, 0.5)
    after = world.one("title:dis")
    assert (after.id, after.year, after.state) == (before.id, 2006, before.state)
    assert set(statuses(world).values()) == {"sure", "refined"}
    again = refine(world, guess)
    assert (again.refined, again.doubtful, len(guess.asked)) == (0, 2, 2)
    assert world.details("title:dis").origins["title"].source == "guessit"


def test_an_nfo_and_a_person_win(world: World) -> None:
    """Their values stay, field by field; the guess lies beneath them."""
    world.write_all("aaa_x.avi", "bbb_x.avi")
    world.write("aaa_x.nfo", "<movie><title>From the NFO</title></movie>")
    world.scan()
    mine = world.one("title:bbb").id
    with world.store.writing("user") as session:
        save_user_values(session, [mine], {"title": "From me", "year": 1950})
        apply_values(session, [mine])
    counts = refine(world, Guesser(aaa_x=film("Guess", 2001), bbb_x=film("Guess", 2002)))
    titles = {row.title: row.year for row in world.rows()}
    assert titles == {"From the NFO": 2001, "From me": 1950}
    assert counts.changed == 1


def test_an_episode_keeps_its_place(world: World) -> None:
    """Only its title may come from the guess: show, season and number stay."""
    world.write("Season 1/S01E02.avi")
    world.scan()
    path = "Season 1/S01E02"
    guess = Guesser(**{path: ParsedName(ParsedKind.EPISODE, "Other", 1999, 1, (2,))})
    before = world.one("type:episode")
    refine(world, guess)
    assert world.one("type:episode") == before
    assert statuses(world)[f"{path}.avi"] == "refined"


def test_a_new_name_takes_the_guess_of_the_old_one_back(world: World) -> None:
    """The guess was about a name that is no more."""
    world.write("personnea_mp.avi")
    world.scan()
    refine(world, Guesser(personnea_mp=film("Ne le dis", 2006)))
    (world.folder / "personnea_mp.avi").rename(world.folder / "holiday_mp.avi")
    world.scan()
    row = world.one("")
    assert (row.title, row.year) == ("holiday mp", None)


def test_a_file_renamed_meanwhile_is_read_under_its_new_name(world: World) -> None:
    """What was read of the old name is not said of the new one."""
    world.write("personnea_mp.avi")
    world.scan()

    def guess(paths: Sequence[bytes]) -> list[ParsedName | None]:
        if paths == [b"personnea_mp.avi"]:
            (world.folder / "personnea_mp.avi").rename(world.folder / "holiday_mp.avi")
            world.scan()
        return [film("Ne le dis", 2006) if path.startswith(b"p") else None for path in paths]

    refine(world, guess)
    assert world.one("").title == "holiday mp"
    assert statuses(world) == {"holiday_mp.avi": "refined"}


def test_a_stopped_job_goes_on_where_it_was(world: World) -> None:
    """Each batch is done for good."""
    world.write_all(*(f"clip{n} a.avi" for n in range(40)))
    world.scan()
    guess = Guesser()
    next(refine_names(world.store, guess, Unwatched()))
    assert (len(guess.asked), refine(world, guess).refined) == (32, 8)
    assert len(set(guess.asked)) == 40


def test_guessit_itself_reads_what_the_fast_tier_cannot(world: World) -> None:
    """With the real second tier, in its child: the folder's release name gives the title."""
    world.write("Movies/Ne.Le.Dis.A.Personne.Fr 2 cd/personnea_mp.avi")
    world.scan()
    with NameGuesser() as guesser:
        assert refine(world, guesser.guess_names).changed == 1
    assert world.titles() == ["Ne Le Dis A Personne"]


def test_what_the_probe_learned_survives_every_edit(world: World) -> None:
    """The length of the file is a source of its own, weaker than the name, the NFO and a person."""
    world.write("personnea_mp.avi")
    world.scan()
    with world.store.writing("probe") as session:
        save_probe(session, 1, {"duration_ms": 7_200_000}, [])
    item = world.one("").id
    state.change_tags(world.store, [item], add=["keep"])
    refine(world, Guesser(personnea_mp=film("Ne le dis", 2006)))
    row = world.one("tag:keep")
    assert (row.runtime_minutes, row.title) == (120, "Ne le dis")
    with world.store.writing("user") as session:
        save_user_values(session, [item], {"runtime_minutes": 131})
        apply_values(session, [item])
    assert world.one("tag:keep").runtime_minutes == 131
