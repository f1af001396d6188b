"""`tag` and `undo`: a plan first, one step, and the way back."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from tests.persistence.populated import make_library

from media_manager.cli.main import run
from media_manager.settings import Profile


@pytest.fixture
def library(profile: Profile) -> Profile:
    make_library(profile.library_db)
    return profile


def say(profile: Profile, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(["--profile", str(profile.data.parent), *words])
    out = capsys.readouterr()
    return code, out.out, out.err


def lines(text: str) -> Sequence[Any]:
    return [json.loads(line) for line in text.splitlines()]


def test_without_apply_it_only_says_what(
    library: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    """The plan names how many; nothing is changed."""
    code, out, err = say(library, capsys, "tag", "matrix", "--add", "Holiday")
    assert (code, out) == (0, "Tag 2 items with Holiday.\n")
    assert "add --apply" in err
    assert say(library, capsys, "search", "tag:holiday")[0] == 1


def test_a_search_is_tagged_and_undone(
    library: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    """What one command did the next takes back, and does again."""
    _, out, _ = say(library, capsys, "tag", "matrix", "--add", "Holiday", "--apply", "--json")
    (result,) = lines(out)
    assert (result["changed"], result["applied"]) == (2, True)
    assert say(library, capsys, "search", "tag:holiday")[0] == 0
    code, out, _ = say(library, capsys, "undo", "--list")
    assert (code, out.count("Tag 2 items with Holiday")) == (0, 1)
    code, out, _ = say(library, capsys, "undo")
    assert (code, out) == (0, "Undone: Tag 2 items with Holiday: 2 items.\n")
    assert say(library, capsys, "search", "tag:holiday")[0] == 1
    assert say(library, capsys, "undo", "--redo", str(result["step_id"]))[0] == 0
    assert say(library, capsys, "search", "tag:holiday")[0] == 0
    assert "(undone)" not in say(library, capsys, "undo", "--list")[1]


def test_nothing_to_do_is_said(library: Profile, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a hit, a tag or a step there is nothing, and the exit code says so."""
    assert say(library, capsys, "tag", "qqqq", "--add", "X")[::2] == (
        1,
        "Nothing matches “qqqq”.\n",
    )
    assert say(library, capsys, "tag", "matrix")[0] == 1
    assert say(library, capsys, "tag", "matrix", "--add", "X", "--remove", "X")[0] == 1
    assert say(library, capsys, "undo")[::2] == (1, "There is nothing to undo.\n")
    assert say(library, capsys, "undo", "--redo")[::2] == (1, "There is nothing to do again.\n")
    assert say(library, capsys, "undo", "77")[0] == 1
