"""`bench`: how quick this library is, each answer beside the least work that could give it."""

import argparse
from dataclasses import asdict

from media_manager.cli.desk import Desk
from media_manager.library.bench import BenchFigure, bench


def run(_words: argparse.Namespace, desk: Desk) -> int:
    """Write a line a figure, as they come; 1 when a target is missed."""
    missed = 0
    with desk.library().reading() as reader:
        for figure in bench(reader, desk.profile.columns):
            desk.screen.result({**asdict(figure), "met": figure.is_met}, _shown(figure))
            desk.screen.flush()
            missed += not figure.is_met
    return 1 if missed else 0


def _shown(figure: BenchFigure) -> str:
    ratio = "" if figure.ratio is None else f"{figure.ratio:8.2f} x raw"
    verdict = "" if figure.is_met else f"  slower than {figure.target_ms:g} ms"
    return f"{figure.name:<24} {figure.milliseconds:10.2f} ms {ratio:14}{verdict}".rstrip()
