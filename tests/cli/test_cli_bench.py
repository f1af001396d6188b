"""`media-manager bench`: the figures of a person's own library, and nothing is written."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from scripts.make_library import make_items

from media_manager.cli import run
from media_manager.library.bench import BenchFigure, bench
from media_manager.persistence.columns import current_columns
from media_manager.persistence.reader import open_reader
from media_manager.persistence.upgrade import create_library
from media_manager.settings import Profile


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    folder = tmp_path_factory.mktemp("bench")
    make_items(folder, items=400)
    return Profile.at(folder)


def test_every_part_of_the_program_has_a_figure(
    made: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pages, search, counts, people and facets, with ratios to raw reads where there are any."""
    before = made.library_db.read_bytes()
    code = run(["bench", "--json", "--profile", str(made.data.parent)])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    names = [line["name"] for line in lines]

    assert code == (0 if all(line["met"] for line in lines) else 1)
    for word in ("page at the end", "search, 1 letters", "count", "sidebar", "person", "facets"):
        assert [name for name in names if word in name]
    assert all(line["milliseconds"] > 0 for line in lines)
    assert next(line["ratio"] for line in lines if line["name"] == "page at the start") > 0
    assert made.library_db.read_bytes() == before


def test_people_read_a_line_a_figure(made: Profile, capsys: pytest.CaptureFixture[str]) -> None:
    """With the time and how many times the raw read it is."""
    run(["bench", "--profile", str(made.data.parent)])
    said = capsys.readouterr().out.splitlines()

    assert said[0].startswith("page at the start")
    assert said[0].endswith("x raw")


def test_facets_are_counted_by_the_columns_that_are_there(made: Profile) -> None:
    """The window made them; measuring neither makes nor changes any."""
    with closing(open_reader(made.library_db)) as reader:
        for _step in current_columns(made.columns, reader):
            pass
        before = {path.name: path.stat().st_mtime_ns for path in made.columns.rglob("*")}
        names = [figure.name for figure in bench(reader, made.columns)]

    assert "facets of all films" in names
    assert before == {path.name: path.stat().st_mtime_ns for path in made.columns.rglob("*")}


def test_an_empty_library_has_no_figures(tmp_path: Path) -> None:
    """There is nothing to measure, and nothing is invented."""
    library = tmp_path / "library.db"
    create_library(library)
    with closing(open_reader(library)) as reader:
        assert list(bench(reader, tmp_path)) == []


def test_a_missed_target_is_told() -> None:
    """The exit code says so to scripts, the line to people."""
    assert not BenchFigure("x", 600.0, 1.0, 600.0, 500).is_met
    assert BenchFigure("x", 400.0, None, None, 500).is_met
