"""`facets` on the command line: names, counts, and queries that can be typed on."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.library.facet_world import make_world

from media_manager.cli import run
from media_manager.library import columns
from media_manager.settings import Profile

Say = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def say(profile: Profile, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command with --json; return the code, the lines, and what stderr says."""
    make_world(profile.library_db, seed=2, items=80).close()

    def say(*words: str) -> tuple[int, list[dict[str, Any]], str]:
        capsys.readouterr()
        code = run([*words, "--json", "--profile", str(profile.data.parent)])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return say


def test_each_line_can_be_searched_for(say: Say) -> None:
    """What `query` says, added to the search, finds as many as the line counts."""
    code, lines, errors = say("facets", "year:1990..1999", "--facet", "genre", "--facet", "hdr")
    assert (code, errors) == (0, "")
    assert {line["facet"] for line in lines} == {"genre", "hdr"}
    for line in lines:
        found = say("search", "year:1990..1999", line["query"], "--limit", "0")[1]
        assert len(found) == line["count"], line


def test_people_read_names_and_counts(
    say: Say, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    """A facet a heading, a value a line, and how many more there are."""
    assert say("stats")[0] == 0
    run(["facets", "--facet", "person", "--limit", "2", "--profile", str(profile.data.parent)])
    lines = capsys.readouterr().out.splitlines()

    assert lines[0] == "person"
    assert len(lines) == 4
    assert lines[3].strip().startswith("and ")


def test_a_filter_and_a_search_without_hits(say: Say) -> None:
    """A filter narrows names; nothing found is exit code 1, as for search."""
    code, lines, _ = say("facets", "--facet", "person", "--contains", "tom")
    assert (code, [line["value"] for line in lines]) == (0, ["Tom Hanks"])
    code, lines, errors = say("facets", "zzzz")
    assert (code, lines) == (1, [])
    assert "Nothing matches" in errors


def test_a_mistake_is_pointed_at(say: Say) -> None:
    """The same mistakes as in a search, underlined."""
    code, lines, errors = say("facets", "year:abc")
    assert (code, lines) == (1, [])
    assert "^^^" in errors


def test_columns_are_made_once_where_they_are_worth_it(
    say: Say, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command on a large library leaves columns for the next; the counts stay the same."""
    expected = say("facets")[1]
    monkeypatch.setattr(columns, "WORTH_ITEMS", 1)
    monkeypatch.setattr(columns, "MOST_ROWS", 1)

    assert say("facets")[1] == expected
    assert (profile.columns / "columns.json").exists()
    assert say("facets")[1] == expected
