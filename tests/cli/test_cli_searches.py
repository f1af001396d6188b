"""Saved searches, the help of the query language, and mistakes, from words to exit codes."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.persistence.populated import make_library

from media_manager.cli import run
from media_manager.settings import Profile

Say = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def say(profile: Profile, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command with --json; return the code, the lines, and what stderr says."""

    def say(*words: str) -> tuple[int, list[dict[str, Any]], str]:
        capsys.readouterr()
        code = run([*words, "--json", "--profile", str(profile.data.parent)])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return say


@pytest.fixture
def films(say: Say, profile: Profile) -> Say:
    make_library(profile.library_db)
    # The row that every table has for other tests.
    assert say("searches", "delete", "1")[0] == 0
    return say


def shown(profile: Profile, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what people read."""
    capsys.readouterr()
    run([*words, "--profile", str(profile.data.parent)])
    return capsys.readouterr().out


def test_the_whole_grammar_finds(films: Say) -> None:
    """Groups, alternatives, whole names and several keys of an order."""
    text = '(year:2001 OR "matrix") type:movie -genre:=Comedy sort:-year,title'
    code, lines, errors = films("search", text)
    assert (code, errors) == (0, "")
    assert [line["year"] for line in lines] == [2003, 2001, 1999]
    again = films("search", text, "--sort", "title")[1]
    assert [line["title"] for line in again] == [
        "Matrix Reloaded",
        "The Matrix",
        "千と千尋の神隠し",
    ]


def test_what_follows_a_minus_is_no_option(films: Say) -> None:
    """Exclusions need no `--` before them; options are still options."""
    words = ["search", "matrix", "-title:reloaded", "-is:watched", "-(year:2001)", "-wolf"]
    assert [each["title"] for each in films(*words, "--limit", "5")[1]] == ["The Matrix"]
    assert [each["title"] for each in films("search", "-year:..2003", "type:movie")[1]] == [
        "100% Wolf_"
    ]
    saved = films("searches", "save", "Rest", "-is:watched", "--folder", "Mine")[1][0]
    assert (saved["text"], saved["folder"]) == ("-is:watched", "Mine")
    assert run(["search", "x", "-h"]) == 0


def test_a_mistake_is_underlined(films: Say) -> None:
    """From its first to its last character, under wide signs too, with what is expected."""
    code, lines, errors = films("search", "千尋 year:>=abc x")
    assert (code, lines) == (1, [])
    assert errors.splitlines()[:3] == [
        "year: expects a year, a range or a decade: 1999, 1990..1999, 1990s, >=2000, not “abc”.",
        "  千尋 year:>=abc x",
        f"  {' ' * 5}{'^' * 10}",
    ]
    assert "  x OR\n    ^^\n" in films("search", "x OR")[2]


def test_another_spelling_is_offered(films: Say) -> None:
    """Nothing found is exit code 1; what may be meant is said."""
    code, lines, errors = films("search", "matirx")
    assert (code, lines) == (1, [])
    assert errors == "Nothing matches “matirx”.\nDid you mean “matrix”?\n"


def test_searches_are_kept_and_used(films: Say) -> None:
    """Saved, listed, asked for by name, renamed, moved and deleted."""
    _, (saved,), _ = films("searches", "save", "The nineties", "year:1990s", "--folder", "Mine")
    assert (saved["folder"], saved["name"], saved["text"]) == ("Mine", "The nineties", "year:1990s")
    films("searches", "save", "Old", 'in:"the NINETIES" is:unwatched')
    assert [each["title"] for each in films("search", "in:old")[1]] == ["The Matrix"]
    assert films("searches", "rename", "the nineties", "90s")[0] == 0
    assert films("searches", "move", "90s", "Mine/By decade")[1][0]["folder"] == "Mine/By decade"
    assert [(each["folder"], each["text"]) for each in films("searches")[1]] == [
        ("", "in:90s is:unwatched"),
        ("Mine/By decade", "year:1990s"),
    ]
    show = films("searches", "show", "old")[1][0]
    assert (show["meaning"], show["count"]) == ("year:1990s is:unwatched", 1)
    code, _, errors = films("searches", "delete", "90s")
    assert (code, errors) == (0, "“Old” still asks for it: in:90s is:unwatched\n")
    code, _, errors = films("search", "x in:old")
    assert code == 1
    assert errors.splitlines() == [
        "There is no saved search “90s”, which “old” asks for.",
        "  x in:old",
        "       ^^^",
        "Save a search under this name, or take in: out.",
    ]


def test_a_taken_name_is_refused_unless_replaced(films: Say) -> None:
    """Only --replace writes over what is there, and leaves it in its folder."""
    films("searches", "save", "Mine", "year:1990s", "--folder", "A")
    code, _, errors = films("searches", "save", "MINE", "x")
    assert (code, "There is a saved search “Mine” in A already." in errors) == (1, True)
    assert films("searches", "save", "MINE", "x", "--replace")[1][0]["folder"] == "A"
    code, _, errors = films("searches", "save", "Other", "x year:abc")
    assert (code, "  x year:abc\n    ^^^^^^^^\n" in errors) == (1, True)
    assert films("searches", "show", "Gone")[0] == 1


def test_people_read_a_tree(
    films: Say, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    """Folders first, each below the one above it."""
    assert "No search is saved yet" in films("searches", "list")[2]
    for name, folder in (("C", ""), ("B", "Mine"), ("A", "Mine/Later")):
        films("searches", "save", name, "year:1990s", "--folder", folder)
    assert shown(profile, capsys, "searches", "list") == (
        "Mine/\n  Later/\n    A: year:1990s\n  B: year:1990s\nC: year:1990s\n"
    )
    assert "1 item" in shown(profile, capsys, "searches", "show", "a")
    assert shown(profile, capsys, "searches", "move-folder", "mine", "Ours") == (
        "0 searches moved to Ours\n"
    )
    assert films("searches", "move-folder", "Mine", "Ours")[:2] == (
        0,
        [{"moved": 2, "folder": "Ours"}],
    )


def test_help_has_examples_of_this_library(
    films: Say, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    """With their counts; every field follows; one field has its choices and other names."""
    text = shown(profile, capsys, "query-help")
    assert "genre:=Animation" in text
    assert "(2 items)" in text
    assert "All fields:" in text
    lines = films("query-help", "--plain")[1]
    assert {"lighth blac", "year:1990..1999"} <= {each.get("text") for each in lines}
    one = shown(profile, capsys, "query-help", "mpaa:")
    assert one.startswith("certification: a content rating")
    assert "also written mpaa:, contentrating:" in one
    assert "genre:~ a regular expression" in shown(profile, capsys, "query-help", "genre")
    assert "ranges: a..b" in shown(profile, capsys, "query-help", "YEAR")
    code, _, errors = films("query-help", "color")
    assert (code, errors.startswith("There is no field “color”.")) == (1, True)


def test_help_needs_no_library(say: Say) -> None:
    """The grammar is the same everywhere."""
    code, lines, errors = say("query-help")
    assert (code, errors, lines[0]["count"]) == (0, "", None)
