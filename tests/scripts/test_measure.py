"""Measuring: honest pairs, goals that are judged, tables that nobody writes by hand."""

import cProfile
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from scripts.make_library import make_items
from scripts.measuring import history, profiles, report
from scripts.measuring.frame import (
    Figure,
    Goal,
    Measurement,
    Pair,
    Value,
    across,
    figure,
    pairs,
    percentile,
    same_at_all_scales,
)
from scripts.measuring.startup_report import CORE_SECONDS, startup_report

from scripts import measure

ROOT = Path(__file__).parents[2]


def _figure(metric: str = "pages.start", scale: str = "10k", **values: float) -> Figure:
    found = Figure(
        metric=metric, scale=scale, unit="ms", product=2.0, floor=1.0, ratio=2.0, noise=4
    )
    return replace(found, **values)  # type: ignore[arg-type] # only numbers are given


def _run(*figures: Figure) -> report.Run:
    return report.Run("2026-11-01T10:00:00+00:00", "abc123", "2 x CPU", figures)


def _measured(goal: Goal, result: Pair | Value, *, unit: str = "ms", scale: str = "10k") -> Figure:
    return figure(
        Measurement("x.y", "what", goal, unit, ("10k",), lambda _world: result), scale, result
    )


def test_both_are_called_in_turn() -> None:
    """A B, B A: neither always finds what the other left warm."""
    calls: list[str] = []
    pairs(lambda: calls.append("A"), lambda: calls.append("B"), rounds=4)

    assert "".join(calls) == "BA" + "AB" + "BA" + "AB" + "BA"


def test_each_round_has_its_argument() -> None:
    """Product and floor read the same page, and the next round another."""
    seen: tuple[list[int], list[int]] = ([], [])
    pairs(seen[0].append, seen[1].append, rounds=3, arguments=[1, 2, 3])

    assert seen[0] == seen[1] == [3, 1, 2, 3]


def test_a_ratio_is_measured_not_assumed() -> None:
    """Twice the work is about twice the time."""

    def work(times: int) -> None:
        for _ in range(times):
            sum(range(2_000))

    found = _measured(
        Goal(), pairs(lambda: work(20), lambda: work(10), 41, clock=time.process_time)
    )

    assert found.ratio == pytest.approx(2.0, rel=0.35)


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        (Goal(most_ratio=1.5), True),
        (Goal(most_ratio=1.4), False),
        (Goal(most=16.7), True),
        (Goal(most=16.7, p99=True), False),
        (Goal(most_ratio={"10k": 1.5, "1m": 1.0}), True),
        (Goal(most_ratio={"1m": 1.0}), None),
        (Goal(), None),
    ],
)
def test_goals_are_judged(goal: Goal, met: bool | None) -> None:  # noqa: FBT001 - what is expected
    """By ratio, by time, by the slowest of a hundred, by scale; without a bound not at all."""
    times = [0.015] * 99 + [0.030] * 2
    assert _measured(goal, Pair(tuple(times), (0.010,) * 101)).met is met


def test_more_is_better_for_rates() -> None:
    """Half the floor's rate meets a goal of half."""
    found = _measured(Goal(least_ratio=0.5), Pair((2.0,), (1.0,), work=100), unit="items/s")

    assert (found.product, found.floor, found.ratio, found.met) == (50, 100, 0.5, True)


def test_values_have_goals_too() -> None:
    """Bytes and megabytes are figures like times."""
    assert _measured(Goal(most=16), Value(8.0), unit="bytes").met is True
    assert _measured(Goal(most_ratio=2.6), Value(3.0, 1.0), unit="bytes").met is False


def test_of_few_values_the_largest_is_the_slowest_of_a_hundred() -> None:
    """A percentile of three values flatters nobody."""
    assert percentile([3.0, 1.0, 2.0], 99) == 3.0
    assert percentile([float(each) for each in range(1, 101)], 99) == 99.0


def test_growth_from_the_smallest_to_the_largest_is_a_figure() -> None:
    """A million like a thousand."""
    same_at_all_scales("growth.test", most=1.5)
    small, large = _figure("growth.test", "10k"), _figure("growth.test", "1m", product=4.0)
    found = [each for each in across([small, large]) if each.metric == "growth.test"]

    assert [(each.scale, each.product, each.met) for each in found] == [("1m/10k", 2.0, False)]


def test_runs_come_back_from_json(tmp_path: Path) -> None:
    """What is compared next year is what was measured."""
    run = _run(_figure(), _figure(scale="1m"))
    report.save_run(run, tmp_path / "new" / "run.json")

    assert report.load_run(tmp_path / "new" / "run.json") == run


@pytest.mark.parametrize(
    ("after", "verdict"), [(2.1, "within noise"), (3.0, "slower"), (1.0, "faster")]
)
def test_changes_within_the_noise_are_no_changes(after: float, verdict: str) -> None:
    """The noise of both runs together; ratios are compared, so that machines may differ."""
    new = _figure(ratio=after, product=9.0)
    assert [each.verdict for each in history.changes(_run(_figure()), _run(new))] == [verdict]


def test_of_rates_more_is_faster() -> None:
    """A rate that doubles is no slowdown."""
    old = Figure(metric="a.b", scale="10k", unit="files/s", product=100)
    new = Figure(metric="a.b", scale="10k", unit="files/s", product=200)

    assert [each.verdict for each in history.changes(_run(old), _run(new))] == ["faster"]


def test_history_shows_a_metric_over_all_runs(tmp_path: Path) -> None:
    """Oldest first, with the commit, and everything below the name."""
    path = tmp_path / "history.jsonl"
    history.append(_run(_figure("pages.rows.start")), path)
    history.append(_run(_figure("pages.rows.start", product=3.0), _figure("other.x")), path)
    lines = history.trend(history.load(path), "pages.rows").splitlines()

    assert [line.split()[4] for line in lines] == ["2", "3"]
    assert "No run" in history.trend([], "pages.rows")


def test_compare_prints_the_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before, after, difference, percent, noise range and verdict."""
    for name, ratio in (("a", 2.0), ("b", 4.0)):
        report.save_run(_run(_figure(ratio=ratio, product=ratio)), tmp_path / name)
    assert measure.main(["--compare", str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    said = capsys.readouterr().out.splitlines()

    assert said[1].split() == [
        "metric", "scale", "before", "after", "difference", "percent", "noise", "verdict",
    ]  # fmt: skip
    assert said[2].split() == ["pages.start", "10k", "2", "4", "2", "+100.0%", "8.0", "%", "slower"]


def test_the_document_is_written_between_its_markers(tmp_path: Path) -> None:
    """Everything else in it stays, byte by byte; a second run leaves the same."""
    path = tmp_path / "doc.md"
    path.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    report.write_document(_run(_figure()), path)
    once = path.read_text(encoding="utf-8")
    report.write_document(_run(_figure()), path)

    assert path.read_text(encoding="utf-8") == once
    assert once.startswith(f"before\n{report.BEGIN}\n")
    assert once.endswith(f"{report.END}\nafter\n")
    assert "old" not in once
    assert "| `pages.start`  | 2.00x, 2 ms |  |" in once


def test_a_document_without_markers_is_left_alone(tmp_path: Path) -> None:
    """Tables are never put where nobody asked for them."""
    path = tmp_path / "doc.md"
    path.write_text("text\n")
    with pytest.raises(ValueError, match="measured: begin"):
        report.write_document(_run(_figure()), path)


def test_profiles_are_compared_by_function(tmp_path: Path) -> None:
    """Calls, own and cumulative time of both; what changed most is on top."""

    def busy(times: int) -> int:
        return sum(each * each for each in range(times))

    for name, times in (("a", 10), ("b", 200_000)):
        profile = cProfile.Profile()
        profile.runcall(busy, times)
        profile.dump_stats(tmp_path / name)
    lines = profiles.table(tmp_path / "a", tmp_path / "b").splitlines()
    only = profiles.table(tmp_path / "a", tmp_path / "b", function=":busy").splitlines()

    assert any("test_measure.py:<genexpr>" in line for line in lines[1:4])
    assert len(only) == 2


def test_a_run_says_where_and_of_which_commit() -> None:
    """Without that a figure is worth nothing."""
    run = report.new_run([_figure()])

    assert "Python" in run.machine
    assert run.commit


def test_measuring_a_topic_writes_json_and_history(tmp_path: Path) -> None:
    """The whole way once: a library is measured, and the figures are remembered."""
    make_items(tmp_path / "10k", items=3_000)
    out = tmp_path / "run.json"
    words = ["pages.depth", "--scales", "10k", "--libraries", str(tmp_path), "--json", str(out)]
    assert measure.main(words) == 0
    run = report.load_run(out)

    assert [(each.metric, each.scale) for each in run.figures] == [("pages.depth", "10k")]
    assert [each.figures for each in history.load(tmp_path / "history.jsonl")] == [run.figures]


def test_an_unknown_topic_is_said(tmp_path: Path) -> None:
    """A typing error does not measure nothing in silence."""
    with pytest.raises(SystemExit, match="nonsense"):
        measure.main(["nonsense", "--libraries", str(tmp_path)])


def test_the_startup_report_has_what_the_specification_asks() -> None:
    """Imports by room, no model runtime loaded, the core in under a second."""
    found = json.loads(json.dumps(startup_report()))

    assert found["import_performance"]["total_seconds"] > 0
    assert "media_manager.app" in found["import_performance"]["rooms"]
    assert found["lazy_loading"] == {"torch": False, "transformers": False, "onnxruntime": False}
    start = found["startup_simulation"]
    assert start["target_seconds"] == CORE_SECONDS
    assert start["passed"] == (start["core_initialisation_seconds"] < CORE_SECONDS)
    # What others do on the machine does not count.
    assert start["cpu_seconds"] < CORE_SECONDS


def test_the_help_is_the_docstring() -> None:
    """Who asks how to measure is told, without a library being made."""
    said = subprocess.run(
        [sys.executable, str(ROOT / "scripts/measure.py"), "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "--set-baseline" in said
    assert "scripts/measure.py --compare before.json after.json" in said
