"""`dashboard` on the command line: eight numbers, four charts, and searches that find the same."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.library.facet_world import make_world

from media_manager.cli import run
from media_manager.domain.dashboard import ChartKey, FigureKey
from media_manager.settings import Profile

Say = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def say(profile: Profile, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command with --json; return the code, the lines, and what stderr says."""
    make_world(profile.library_db, seed=4, items=60).close()

    def say(*words: str) -> tuple[int, list[dict[str, Any]], str]:
        capsys.readouterr()
        code = run([*words, "--json", "--profile", str(profile.data.parent)])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return say


@pytest.mark.parametrize("text", ["", "year:1990..1999", "-type:photo"])
def test_each_line_can_be_searched_for(say: Say, text: str) -> None:
    """What `query` says finds as many as the line counts."""
    code, lines, errors = say("dashboard", *([text] if text else []))
    assert (code, errors) == (0, "")
    assert [line["number"] for line in lines if "number" in line] == list(FigureKey)
    assert {line["chart"] for line in lines if "chart" in line} == set(ChartKey)
    counted = [line for line in lines if line["unit"] == "items"]
    for line in counted:
        found = say("search", line["query"], "--limit", "0")[1]
        assert len(found) == line["value"], line


def test_people_read_numbers_and_bars(
    say: Say, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number a line with its search, a chart a heading, a bar a line."""
    assert say("stats")[0] == 0
    run(["dashboard", "--profile", str(profile.data.parent)])
    text = capsys.readouterr().out
    lines = text.splitlines()
    assert lines[0].split()[1:] == ["items", "-type:season", "-type:episode"]
    headings = ("growth", "decades", "genres", "storage by resolution")
    assert [line for line in lines if line in headings] == list(headings)
    assert "█" in text
    assert " in all" in text


def test_nothing_found_and_a_mistake(say: Say) -> None:
    """Nothing is exit code 1, as for search; a mistake is pointed at."""
    code, lines, errors = say("dashboard", "zzzz")
    assert (code, [line["value"] for line in lines]) == (1, [0] * len(FigureKey))
    assert "Nothing matches" in errors
    code, lines, errors = say("dashboard", "year:abc")
    assert (code, lines) == (1, [])
    assert "^^^" in errors
