"""Looking into videos: files a second in a child that stays, against PyAV in this process."""

import os
from pathlib import Path

import av
from scripts.make_library import make_library
from scripts.measuring.frame import Pair, measurement, pairs
from scripts.measuring.world import World

from media_manager.scanning import Prober

FILES, ROUNDS = 40, 11


@measurement(
    "probes.video",
    "videos looked into by one child, against opening them in this process",
    unit="files/s",
    scales=("10k",),
)
def video(world: World) -> Pair:
    folder = world.folder() / "videos"
    make_library(folder, files=FILES)
    chosen = sorted(folder.rglob("*.mkv"))
    with Prober(1) as prober:
        return pairs(
            lambda: [prober.probe(os.fsencode(path)) for path in chosen],
            lambda: [by_pyav(path) for path in chosen],
            ROUNDS,
            work=len(chosen),
        )


def by_pyav(path: Path) -> tuple[int, int | None]:
    with av.open(str(path)) as container:
        return len(container.streams), container.duration
