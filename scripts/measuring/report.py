"""A run of measurements as JSON, as lines on a screen, and as the tables of the document."""

import json
import os
import platform
import sqlite3
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from scripts.measuring.frame import SCALES, Figure

from media_manager.files import write_atomic

ROOT: Final = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
_GIB: Final = 1024**3
_WIDE: Final = 100


@dataclass(frozen=True, slots=True)
class Run:
    """All figures of one run, when and where they were measured, and of which commit."""

    at: str
    commit: str
    machine: str
    figures: tuple[Figure, ...]
    failed: tuple[str, ...] = ()


def new_run(figures: Iterable[Figure], failed: Iterable[str] = ()) -> Run:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Run(now, current_commit(), this_machine(), tuple(figures), tuple(failed))


def current_commit() -> str:
    """Return the short hash of the checkout, with + when files differ from it; or nothing."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty=+", "--exclude=*"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.stdout.strip()


def this_machine() -> str:
    """Return what of the machine matters to the figures. No name of it."""
    model = _processor() or platform.machine()
    parts = [
        f"{os.cpu_count()} x {model}",
        platform.system(),
        f"Python {platform.python_version()}",
    ]
    if hasattr(os, "sysconf"):
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB
        parts.insert(1, f"{memory:.0f} GiB")
    return ", ".join((*parts, f"SQLite {sqlite3.sqlite_version}"))


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    found = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return found[0] if found else ""


def save_run(run: Run, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, run_text(run).encode() + b"\n", mode=0o644)


def run_text(run: Run) -> str:
    return json.dumps(asdict(run), indent=1, ensure_ascii=False)


def load_run(path: Path) -> Run:
    return run_of(json.loads(path.read_text(encoding="utf-8")))


def run_of(said: dict[str, Any]) -> Run:
    """Return the run of its JSON form."""
    figures = tuple(Figure(**each) for each in said["figures"])
    return Run(said["at"], said["commit"], said["machine"], figures, tuple(said.get("failed", ())))


def line(figure: Figure) -> str:
    """Return one figure as a line on a screen."""
    parts = [f"{figure.metric:<28} {figure.scale:>8}  {number(figure.product):>9} {figure.unit}"]
    if figure.ratio is not None and figure.floor is not None:
        parts.append(f"floor {number(figure.floor)}, {figure.ratio:.2f}x")
    if figure.p99 is not None:
        parts.append(f"p99 {number(figure.p99)}")
    if figure.noise:
        parts.append(f"± {figure.noise:.0f} %")
    if figure.goal:
        parts.append(f"goal {figure.goal}: {_verdict(figure.met)}")
    return ", ".join((*parts, *([figure.note] if figure.note else ())))


def number(value: float) -> str:
    """Return a number with three digits that mean something."""
    if abs(value) >= _WIDE:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def write_document(run: Run, path: Path) -> None:
    """Put the tables of a run between the markers of the document; nothing else changes."""
    before, found, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _old, ended, after = rest.partition(END)
    if not found or not ended:
        raise ValueError(f"{path} has no {BEGIN} … {END}")
    text = f"{before}{BEGIN}\n{document_text(run)}{END}{after}"
    write_atomic(path, text.encode(), mode=0o644)


def document_text(run: Run) -> str:
    """Return one table a topic, and before them what was measured where."""
    day, commit = run.at[:10], run.commit.rstrip("+")
    met = [figure for figure in run.figures if figure.met is True]
    missed = [figure for figure in run.figures if figure.met is False]
    parts = [
        f"Measured on {day} at commit `{commit}` on {run.machine}.",
        f"Of {len(met) + len(missed)} goals {len(met)} are met and {len(missed)} are not.\n",
    ]
    for topic, figures in groupby(run.figures, key=lambda each: each.metric.partition(".")[0]):
        parts += [f"\n### {topic}\n", *_table(list(figures)), ""]
    if run.failed:
        parts += ["", f"Not measured: {', '.join(run.failed)}.", ""]
    return "\n".join(parts)


def _table(figures: Sequence[Figure]) -> list[str]:
    scales = [scale for scale in SCALES if any(each.scale == scale for each in figures)]
    others = list(dict.fromkeys(each.scale for each in figures if each.scale not in SCALES))
    columns = [*scales, *others]
    titles = [f"{SCALES[each]:,}" if each in SCALES else each for each in columns]
    lines = [
        f"| what | {' | '.join(titles)} | goal |",
        f"|---|{'---|' * len(columns)}---|",
    ]
    for metric in dict.fromkeys(each.metric for each in figures):
        row = {each.scale: each for each in figures if each.metric == metric}
        cells = [_cell(row[each]) if each in row else "" for each in columns]
        any_of = next(iter(row.values()))
        goals = list(dict.fromkeys(each.goal for each in row.values() if each.goal))
        what = f"`{metric}` {any_of.what}" + (f" ({any_of.note})" if any_of.note else "")
        lines.append(f"| {what} | {' | '.join(cells)} | {' / '.join(goals)} |")
    return lines


def _cell(figure: Figure) -> str:
    text = f"{number(figure.product)} {figure.unit}".strip()
    if figure.p99 is not None and "p99" in figure.goal:
        text += f" (p99 {number(figure.p99)})"
    if figure.ratio is not None:
        text = f"{figure.ratio:.2f}x, {text}"
    return f"**{text}**" if figure.met is False else text


def _verdict(met: bool | None) -> str:  # noqa: FBT001 - it is the value that is said
    return {True: "met", False: "MISSED", None: "-"}[met]
