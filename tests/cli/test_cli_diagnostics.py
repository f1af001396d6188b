"""`media-manager diagnostics`: everything that helps, and nothing that tells who somebody is."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from scripts.make_library import make_items

from media_manager.cli import run
from media_manager.instrumentation.redaction import this_person
from media_manager.settings import Profile

GROUPS = (
    "taken_at",
    "program",
    "packages",
    "system",
    "process",
    "locale",
    "paths",
    "settings",
    "database",
    "self_test",
    "slow_queries",
    "metrics",
    "lanes",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("diagnostics")
    make_items(folder, items=200)
    return folder


def gathered(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert run(["diagnostics", "--json", *words]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_program_gets_one_object(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With every group, also those that are empty; nothing is written."""
    library = Profile.at(made).library_db
    before = library.read_bytes()
    report = gathered(capsys, "--profile", str(made))

    assert sorted(GROUPS) == sorted(report)
    assert report["database"]["size_bytes"] == library.stat().st_size
    assert {"first page", "search, a word", "films of a person"} <= {
        step["name"] for step in report["self_test"]
    }
    assert report["lanes"]["edit"] == 1
    assert before == library.read_bytes()


def test_the_full_report_has_tables_and_indexes(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each with its rows and bytes, and what is wrong with them: nothing."""
    report = gathered(capsys, "--full", "--profile", str(made))
    tables = {table["name"]: table for table in report["tables"]}

    assert tables["media_item"]["rows"] >= 200
    assert report["integrity"] == {}
    assert "ix_media_item_type_sort" in {index["name"] for index in report["indexes"]}
    assert all(isinstance(index["seen_in_a_plan"], bool) for index in report["indexes"])


def test_nobody_is_told_who_somebody_is(
    made: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Neither home folder nor user, nor a password in a setting (I8)."""
    home = tmp_path / "home" / "wilhelmina"
    profile = home / "films"
    shutil.copytree(made, profile)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    this_person.cache_clear()
    try:
        run(
            [
                "settings",
                "set",
                "cache.redis_url",
                "redis://me:hunter2@box/0",
                "--profile",
                str(profile),
            ]
        )
        capsys.readouterr()
        texts = []
        for words in (["--json"], []):
            assert run(["diagnostics", *words, "--profile", str(profile)]) == 0
            texts.append(capsys.readouterr().out)
        assert run(["diagnostics", "--no-redact", "--profile", str(profile)]) == 0
        plain = capsys.readouterr().out
    finally:
        monkeypatch.undo()
        this_person.cache_clear()

    assert [word for word in ("wilhelmina", str(home), "hunter2") if word in "".join(texts)] == []
    assert all("~/films/data" in text.replace("\\\\", "/") for text in texts)
    assert str(home) in plain
    assert "hunter2" not in plain


def test_the_report_can_be_a_file(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As text for people, as JSON when it is called so."""
    for name in ("report.txt", "report.json"):
        file = tmp_path / name
        code = run(["diagnostics", "--report", str(file), "--profile", str(made)])
        assert (0, f"The report is in {file}.\n") == (code, capsys.readouterr().out)
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))

    assert sorted(GROUPS) == sorted(report)
    assert "Self test\n" in (tmp_path / "report.txt").read_text("utf-8")


def test_a_report_that_cannot_be_written_says_why(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a sentence, with what to do."""
    code = run(
        ["diagnostics", "--report", str(tmp_path / "gone" / "x.txt"), "--profile", str(made)]
    )
    said = capsys.readouterr().err

    assert code == 1
    assert "No such file or directory" in said
    assert "Name a file in a folder that is there" in said


def test_without_a_library_the_rest_is_told(
    profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person who cannot open anything needs help most."""
    report = gathered(capsys, "--profile", str(profile.data.parent))

    assert report["database"] is None
    assert report["program"]["media-manager"]


def test_a_library_that_cannot_be_read_is_told(
    profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the reason, and without a traceback."""
    profile.library_db.write_bytes(b"no database at all" * 100)
    report = gathered(capsys, "--profile", str(profile.data.parent))

    assert report["database"]["code"] == "database-foreign"
    assert "not a library" in report["database"]["error"]
