"""`doctor` from a terminal: examine, repair one thing, backups, and the ways back."""

import json
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_cli_commands import FILES
from tests.faults.harness import ROOT, environment, python
from tests.persistence.populated import make_library

from media_manager.cli.main import run
from media_manager.library.doctor import Severity, examine
from media_manager.settings import Profile

Answer = tuple[int, list[dict[str, Any]], str]
Say = Callable[..., Answer]


@pytest.fixture
def say(profile: Profile, capsys: pytest.CaptureFixture[str]) -> Say:
    def say(*words: str | Path) -> Answer:
        capsys.readouterr()
        code = run(["doctor", *map(str, words), "--json", "--profile", str(profile.data.parent)])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return say


@pytest.fixture
def library(profile: Profile) -> Path:
    make_library(profile.library_db)
    return profile.library_db


def break_counters(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE counter SET value = 77 WHERE name = 'type:movie'")
        database.commit()


def test_problems_are_exit_code_1_until_they_are_repaired(say: Say, library: Path) -> None:
    """One thing at a time, or all at once; the command to type stands beside each."""
    break_counters(library)
    code, lines, errors = say("--quick")
    (wrong,) = [line for line in lines if line["severity"] == "problem"]
    assert (code, wrong["code"]) == (1, "counters")
    assert wrong["command"] == "media-manager doctor --repair counters"
    assert "doctor --repair" in errors
    code, lines, _ = say("--repair", "counters")
    assert (code, lines[0]["severity"]) == (0, "ok")
    break_counters(library)
    assert say("--repair")[0] == 0
    assert say("--quick")[0] == 0


def test_a_code_that_nothing_repairs_is_said(say: Say, library: Path) -> None:
    """With where to find those that can be."""
    assert library.exists()
    code, lines, errors = say("--repair", "weather")
    assert (code, lines) == (1, [])
    assert "media-manager doctor" in errors


def test_backups_are_listed_verified_previewed_and_restored(
    say: Say, profile: Profile, library: Path
) -> None:
    """Journey 16 from a terminal."""
    assert say("--backups")[:2] == (1, [])
    assert say("--verify")[0] == 1
    path = say("--backup")[1][0]["backup"]
    (line,) = say("--backups")[1]
    assert (line["path"], line["label"]) == (path, "by-hand")
    assert line["verified_at"]
    assert say("--verify")[1][0]["path"] == path
    (preview,) = say("--restore", "--preview")[1]
    assert preview["saved"]["items"] == preview["live"]["items"] == 6
    assert (preview["lost"], preview["steps_since"]) == ({}, 0)
    library.write_bytes(b"gone")
    assert say("--preview")[1][0]["live"] is None
    assert say("--restore")[1][0]["restored"] == path
    assert examine(profile, quick=True)[0].severity is not Severity.PROBLEM
    Path(path).write_bytes(b"gone")
    assert say("--verify", path)[0] == 1


def test_a_damaged_library_is_salvaged(say: Say, library: Path) -> None:
    """What was saved, what is lost, and where the old file is."""
    data = bytearray(library.read_bytes())
    data[:100] = bytes(100)
    library.write_bytes(data)
    assert say()[0] == 1
    code, (done,), _ = say("--salvage")
    assert (code, done["rows"]["media_item"], done["lost"]) == (0, 6, {})
    assert Path(done["aside"]).read_bytes() == data
    assert say("--quick")[0] == 0


def test_a_lost_library_is_rebuilt_from_the_files(
    say: Say, profile: Profile, tmp_path: Path
) -> None:
    """The folders are remembered beside the library."""
    for name, content in FILES.items():
        path = tmp_path / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    profile.settings_file.write_text("[scan]\nyoung_file_seconds = 0.0\n")
    words = ["--no-probe", "--json", "--profile", str(profile.data.parent)]
    assert run(["scan", str(tmp_path / "media" / "Films"), *words]) == 0
    profile.library_db.unlink()
    code, (done,), _ = say("--rebuild")
    assert (code, done["roots"], done["items"], done["sources"]) == (0, 1, 2, [])


def test_the_file_is_compacted_when_asked(say: Say, library: Path) -> None:
    """Where there is nothing to gain, nothing is done."""
    size = library.stat().st_size
    code, (done,), _ = say("--vacuum")
    assert (code, done["code"], library.stat().st_size) == (0, "fragmentation", size)


def test_people_read_the_findings_and_what_to_type(
    profile: Profile, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mark, a sentence, what to do, and the command behind >."""
    break_counters(library)
    assert run(["doctor", "--quick", "--profile", str(profile.data.parent)]) == 1
    said = capsys.readouterr().out
    assert "PROBLEM  1 counters are wrong" in said
    assert "> media-manager doctor --repair counters" in said
    run(["doctor", "--restore", "--preview", "--profile", str(profile.data.parent)])
    assert "--rebuild" in capsys.readouterr().err


def test_a_process_of_its_own_restores_beside_nobody(profile: Profile, library: Path) -> None:
    """As a person runs it, without a window."""
    assert library.exists()
    words = ["doctor", "--backup", "--profile", str(profile.data.parent)]
    script = f"from media_manager.cli.main import run\nsys.exit(run({words!r}))"
    done = subprocess.run(
        python(script), check=False, env=environment(), cwd=ROOT, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"A verified backup is in" in done.stdout
