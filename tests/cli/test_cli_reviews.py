"""The second reading of names and the moved files, from the words to the exit code."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from media_manager.cli import run
from media_manager.library.job_runs import job_history
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile

Say = Callable[..., tuple[int, list[Any], str]]
RELEASE = "Movies/Ne.Le.Dis.A.Personne.Fr 2 cd/personnea_mp.avi"


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    (folder / "A (2001)").mkdir(parents=True)
    (folder / "A (2001)" / "A (2001).mkv").write_text("a film")
    return folder


@pytest.fixture
def say(profile: Profile, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command with --json; return the code, the lines, and what stderr says."""
    profile.settings_file.write_text("[scan]\nyoung_file_seconds = 0.0\n")

    def say(*words: str | Path, text: bool = False) -> tuple[int, list[Any], str]:
        capsys.readouterr()
        as_json = [] if text else ["--json"]
        code = run([*map(str, words), *as_json, "--profile", str(profile.data.parent)])
        said = capsys.readouterr()
        lines = said.out.splitlines()
        return code, lines if text else [json.loads(line) for line in lines], said.err

    return say


@pytest.fixture
def asked(say: Say, media: Path) -> Say:
    """One film was copied elsewhere and deleted at its old place."""
    say("scan", media, "--no-probe")
    (media / "Sorted").mkdir()
    shutil.copy2(media / "A (2001)/A (2001).mkv", media / "Sorted")
    (media / "A (2001)/A (2001).mkv").unlink()
    assert say("scan", media, "--no-probe")[1][-1]["missing"] == 1
    return say


def test_scan_says_the_share_of_doubtful_names(say: Say, media: Path, profile: Profile) -> None:
    """They are read again after the scan; the counts stay the last line, and it is recorded."""
    path = media / RELEASE
    path.parent.mkdir(parents=True)
    path.touch()
    code, lines, _ = say("scan", media, "--no-probe")
    refined, counts = lines
    assert (code, counts["added"]) == (0, 2)
    assert refined == {
        "names": 2,
        "doubtful": 1,
        "refined": 1,
        "changed": 1,
        "doubtful_share": 0.5,
    }
    assert [each["title"] for each in say("search", "personne")[1]] == ["Ne Le Dis A Personne"]
    assert len(say("scan", media, "--no-probe")[1]) == 1
    with LibraryStore(profile.library_db).reading() as reader:
        kinds = [(job.job_type, job.status) for job in job_history(reader)]
    assert kinds == [("scan", "finished"), ("refine", "finished"), ("scan", "finished")]


def test_scan_can_leave_doubtful_names_for_later(say: Say, media: Path) -> None:
    """`--no-refine` keeps the first reading; the next scan makes up for it."""
    (media / "personnea_mp.avi").touch()
    assert len(say("scan", media, "--no-probe", "--no-refine")[1]) == 1
    assert say("scan", media, "--no-probe")[1][0]["refined"] == 1


def test_parse_runs_both_tiers_when_asked(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--guess` adds guessit's reading to doubtful names, and only to those."""
    names = f"Heat (1995).mkv\n{RELEASE}\n".encode()

    def parsed(*words: str) -> list[dict[str, Any]]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(names)))
        return say("parse", *words)[1]

    sure, doubtful = parsed("--guess")
    assert "guess" not in sure
    assert (doubtful["title"], doubtful["guess"]["title"]) == (
        "personnea mp",
        "Ne Le Dis A Personne",
    )
    assert set(doubtful["guess"]) == set(sure) - {"id", "path"}
    assert all("guess" not in line for line in parsed())


def test_reviews_are_listed(asked: Say, media: Path) -> None:
    """With what a person needs to decide; for people on three lines."""
    code, (line,), _ = asked("libraries", "reviews")
    assert (code, line["title"], line["old_size"]) == (0, "A (2001)", 6)
    assert line["new_path"] == str(media / "Sorted/A (2001).mkv")
    _, lines, _ = asked("libraries", "reviews", text=True)
    assert [text.split()[0] for text in lines] == [str(line["id"]), "gone:", "found:"]


def test_accept_plans_until_it_is_told_to_apply(asked: Say) -> None:
    """The plan names the item that goes; then the known item has the new file."""
    (line,) = asked("libraries", "reviews")[1]
    code, (plan,), errors = asked("libraries", "accept", str(line["id"]))
    assert (code, plan["applied"], "--apply" in errors) == (0, False, True)
    assert asked("libraries", "reviews")[1] == [line]
    _, (text,), _ = asked("libraries", "accept", str(line["id"]), text=True)
    assert f"Item {line['new_item_id']}" in text
    assert asked("libraries", "accept", str(line["id"]), "--apply")[1][0]["applied"]
    assert [each["id"] for each in asked("search", "A")[1]] == [line["item_id"]]
    assert asked("libraries", "reviews") == (0, [], "No moved file waits for your decision.\n")


def test_reject_keeps_both(asked: Say, media: Path) -> None:
    """And no later scan asks again."""
    (line,) = asked("libraries", "reviews")[1]
    assert asked("libraries", "reject", str(line["id"]), "--apply")[0] == 0
    asked("scan", media, "--full", "--no-probe")
    assert asked("libraries", "reviews")[1] == []
    assert len(asked("search", "A")[1]) == 2


def test_a_question_that_is_not_open_is_refused(asked: Say) -> None:
    """One line says so, and where the open ones are listed."""
    code, lines, errors = asked("libraries", "accept", "99", "--apply")
    assert (code, lines) == (1, [])
    assert "no open question number 99" in errors
    assert "libraries reviews" in errors
