#!/usr/bin/env python3
"""Measure the program beside its floors, at 10,000, 100,000 and 1,000,000 items.

When to use it: before and after a change that is meant to be quick, and before you say that
something is faster. Each figure stands beside the least work that could do the same, done in turn
in the same run; compare ratios, not seconds. The libraries are made when they are missing: the
million takes some minutes and 4 GB.

    scripts/measure.py                            everything, at all scales
    scripts/measure.py pages search --scales 10k  two topics, at one
    scripts/measure.py --json run.json --document
    scripts/measure.py pages --set-baseline       remember, then after the change:
    scripts/measure.py pages --baseline
    scripts/measure.py --compare before.json after.json
    scripts/measure.py --history pages.rows       one metric over all runs
    scripts/measure.py --compare-profiles before.pstats after.pstats --function rows
    scripts/measure.py startup --json             the start-up report
"""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from platformdirs import user_cache_path
from scripts.measuring import history, profiles, report
from scripts.measuring.frame import SCALES, Figure, Measurement, across, measurements
from scripts.measuring.world import World, open_world

from scripts import measuring

DOCUMENT = report.ROOT / "PERFORMANCE_OPTIMIZATION.md"
STDOUT = "-"


def main(words: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(words)
    folder: Path = options.libraries
    if options.compare:
        before, after = (report.load_run(path) for path in options.compare)
        print(history.table(before, after))
    elif options.history:
        print(history.trend(history.load(folder / "history.jsonl"), options.history))
    elif options.compare_profiles:
        before, after = options.compare_profiles
        print(profiles.table(before, after, function=options.function))
    elif options.topics == ["startup"] and options.json == STDOUT:
        # Late: it starts the program and is of no use to anything else.
        from scripts.measuring.startup_report import startup_report  # noqa: PLC0415

        print(json.dumps(startup_report(), indent=2))
    else:
        return _measure(options, folder)
    return 0


def _measure(options: argparse.Namespace, folder: Path) -> int:
    if options.load:
        run = report.load_run(options.load)
    else:
        run = _run(options.topics, options.scales, folder, quiet=options.json == STDOUT)
        history.append(run, folder / "history.jsonl")
    if options.json == STDOUT:
        print(report.run_text(run))
    elif options.json:
        report.save_run(run, Path(options.json))
    if options.document:
        report.write_document(run, DOCUMENT)
    if options.baseline:
        print(history.table(report.load_run(_place(options.baseline, folder)), run))
    if options.set_baseline:
        report.save_run(run, _place(options.set_baseline, folder))
    return 1 if run.failed else 0


def _run(topics: Sequence[str], scales: Sequence[str], folder: Path, *, quiet: bool) -> report.Run:
    for module in iter_modules(measuring.__path__):
        import_module(f"scripts.measuring.{module.name}")
    chosen = measurements(topics)
    if not chosen:
        raise SystemExit(f"Nothing is called {' or '.join(topics)}.")
    figures: list[Figure] = []
    failed: list[str] = []
    told = sys.stderr if quiet else sys.stdout
    try:
        for scale in scales:
            for found in _at_scale(chosen, scale, folder, failed):
                figures.append(found)
                print(report.line(found), file=told, flush=True)
    except KeyboardInterrupt:
        # An hour of figures is worth keeping when the last ones are not waited for.
        failed.append("the rest, which was stopped")
    order = list(dict.fromkeys(each.topic for each in chosen))
    for found in list(across(figures)):
        figures.append(found)
        print(report.line(found), file=told)
    figures.sort(key=lambda each: order.index(each.metric.partition(".")[0]))
    return report.new_run(figures, failed)


def _at_scale(
    chosen: Sequence[Measurement], scale: str, folder: Path, failed: list[str]
) -> Iterator[Figure]:
    wanted = [each for each in chosen if scale in each.scales]
    if wanted:
        with open_world(folder, scale) as world:
            for each in wanted:
                yield from _figures(each, world, failed)


def _figures(each: Measurement, world: World, failed: list[str]) -> Iterator[Figure]:
    try:
        yield from each.figures(world)
    except Exception:  # noqa: BLE001 - one that fails must not take an hour of others with it
        traceback.print_exc()
        failed.append(f"{each.name} at {world.scale}")


def _place(chosen: str, folder: Path) -> Path:
    return folder / "baseline.json" if chosen == STDOUT else Path(chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("topics", nargs="*", help="topics or single metrics; all when none is named")
    add("--scales", type=_scales, default=tuple(SCALES), help="10k,100k,1m or some of them")
    add(
        "--libraries",
        type=Path,
        default=user_cache_path("media-manager", appauthor=False) / "measure",
        help="where libraries, baseline and history lie (%(default)s)",
    )
    add("--json", nargs="?", const=STDOUT, metavar="FILE", help="write the figures as JSON")
    add("--load", type=Path, metavar="FILE", help="take the figures of such a file instead")
    add("--document", action="store_true", help=f"write the tables of {DOCUMENT.name}")
    add("--baseline", nargs="?", const=STDOUT, metavar="FILE", help="compare with the baseline")
    add("--set-baseline", nargs="?", const=STDOUT, metavar="FILE", help="make this the baseline")
    add("--compare", nargs=2, type=Path, metavar=("A", "B"), help="compare two JSON files")
    add("--history", metavar="METRIC", help="show a metric over all runs")
    add("--compare-profiles", nargs=2, type=Path, metavar=("A", "B"), help="compare two profiles")
    add("--function", default="", help="only functions with this in their name")
    return parser


def _scales(text: str) -> tuple[str, ...]:
    chosen = tuple(text.lower().split(","))
    unknown = [each for each in chosen if each not in SCALES]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]} is none of {', '.join(SCALES)}")
    return chosen


if __name__ == "__main__":
    # Topics start processes of their own, which need no display and the same sources.
    os.environ["PYTHONPATH"] = os.pathsep.join((str(report.ROOT / "src"), str(report.ROOT)))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main())
