#!/usr/bin/env python3
"""Make a folder of N files that look like a real collection, to measure scans and lists.

When to use it: before you measure a scan, the grid or the search on 3,000 or 100,000 files, or
when you want a big library to click through. For a small library that is pleasant to look at, use
`./scripts/run demo`. The names are made from the titles of the sample library and from word lists,
in a clean and a scene style; the videos are a few real ones, hard-linked under every name, so that
100,000 of them take little room. Links share an inode: where that matters (moved files), use
`--empty`, which gives every file its own. The same seed makes the same tree.

    scripts/make_library.py 3000 /tmp/library
    scripts/make_library.py 100000 /tmp/library --kind tv --empty
"""

# Lists of words read better as text.
# ruff: noqa: SIM905

import argparse
import errno
import os
import random
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from PIL import Image

from media_manager.errors import LibraryError
from media_manager.files import rename_no_replace, write_atomic
from media_manager.samples.facts import films, shows
from media_manager.samples.plan import safe_name
from media_manager.samples.videos import Recipe, encode

SEEDS_FOLDER = ".videos"
ADJECTIVES = tuple(
    "Silent Broken Golden Hidden Last Crimson Distant Hollow Burning Quiet Electric Forgotten "
    "Winter Midnight Invisible Wild Paper Iron Northern Bitter Second Empty Blue Secret Long "
    "Falling Glass Savage Gentle Endless".split()
)
NOUNS = tuple(
    "River Garden Station Harbor Letter Mountain Shadow Orchard Summer Witness Kingdom Bridge "
    "Stranger Island Empire Window Circus Lighthouse Promise Engine Forest Mirror Voyage Sister "
    "Hunter Season Theatre Signal Horizon Winter Captain Daughter Machine Valley".split()
)
PLACES = tuple(
    "Berlin Lisbon Kyoto Havana Oslo Marseille Trieste Tangier Odessa Lima Dakar Naples Riga "
    "Québec København Łódź Málaga Zürich".split()
)
PATTERNS = (
    "The {a} {n}", "{a} {n}", "{n} of {p}", "The {n} and the {m}", "A {n} in {p}", "{p}, {a} {n}",
    "{a} {n}: The {m}", "{n}", "When the {n} Sleeps", "{k} {n}s", "My {a} {n}", "{p} {k}",
)  # fmt: skip
EPISODE_WORDS = ("Pilot", "Homecoming", "The Trial", "Crossroads", "Fallout", "Reunion", "The Wall")
RESOLUTIONS = ("480p", "720p", "720p", "1080p", "1080p", "1080p", "2160p")
SOURCES = ("BluRay", "WEB-DL", "WEBRip", "HDTV", "DVDRip")
CODECS = ("x264", "x264", "x265", "H.264", "HEVC")
GROUPS = ("SMPL", "NORTH", "PAPER", "ORCHiD", "LUMEN")
ALLOWED = {"movies", "tv", "mixed"}


@dataclass(frozen=True, slots=True)
class Planned:
    """One video with the path that it gets and the NFO beside it, if any."""

    path: str
    nfo: str


def main() -> int:
    options = _options()
    started = time.perf_counter()
    try:
        made = make_library(
            options.folder,
            files=options.files,
            kind=options.kind,
            seed=options.seed,
            empty=options.empty,
        )
    except LibraryError as error:
        print(f"{error} {error.hint}", file=sys.stderr)
        return 1
    seconds = time.perf_counter() - started
    print(f"{made:,} files in {options.folder} in {seconds:.1f} s ({made / seconds:,.0f} a second)")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", type=int, metavar="N", help="how many files, NFOs included")
    parser.add_argument("folder", type=Path, help="a new or empty folder")
    parser.add_argument("--kind", choices=sorted(ALLOWED), default="mixed")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same tree")
    parser.add_argument("--empty", action="store_true", help="empty files instead of real videos")
    return parser.parse_args()


def make_library(
    folder: Path, *, files: int, kind: str = "mixed", seed: int = 1, empty: bool = False
) -> int:
    """Fill `folder` with exactly `files` files; return how many were made."""
    if folder.exists() and any(folder.iterdir()):
        raise LibraryError(f"{folder} is not empty.", hint="Choose a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)  # noqa: S311 - names of files, not secrets
    sources = [] if empty else _real_videos(folder.with_name(folder.name + SEEDS_FOLDER))
    made, known = 0, set[Path]()
    for planned in _plan(rng, kind):
        for relative in (planned.path, planned.path.rpartition(".")[0] + ".nfo"):
            is_nfo = relative is not planned.path
            if made == files:
                return made
            if is_nfo and not planned.nfo:
                continue
            target = folder / relative
            if target.parent not in known:
                target.parent.mkdir(parents=True, exist_ok=True)
                known.add(target.parent)
            _place(target, planned.nfo if is_nfo else "", rng.choice(sources) if sources else None)
            made += 1
    return made


def _place(target: Path, text: str, source: Path | None) -> None:
    """A new file; these are made by the hundred thousand, so they are not synced one by one."""
    if text or source is None:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    else:
        try:
            os.link(source, target)
        except OSError as error:
            # ext4 allows 65,000 names for one file; the rest get files of their own.
            if error.errno != errno.EMLINK:
                raise
            shutil.copyfile(source, target)


def _real_videos(folder: Path) -> list[Path]:
    """A few real videos of different sizes, kept beside the library for the links."""
    folder.mkdir(exist_ok=True)
    write_atomic(folder / ".nomedia", b"", mode=0o644)
    videos = []
    for height in (240, 360, 480):
        path = folder / f"{height}.mkv"
        if not path.exists():
            recipe = Recipe(
                container="mkv",
                height=height,
                square=False,
                hdr=False,
                audio=("eng",),
                subtitles=(),
                title="Sample",
                seconds=1,
            )
            partial = folder / f"{height}.part"
            picture = Image.linear_gradient("L").convert("RGB")
            encode(partial, recipe, picture, should_stop=lambda: False)
            rename_no_replace(partial, path)
        videos.append(path)
    return videos


def _plan(rng: random.Random, kind: str) -> Iterator[Planned]:
    """Films and shows without end; a name is never used twice."""
    used = set[str]()
    known_films = [(film.title, film.year) for film in films()]
    known_shows = [(show.title, show.year) for show in shows()]
    for turn in count():
        tv = kind == "tv" or (kind == "mixed" and turn % 12 == 0)
        known = known_shows if tv else known_films
        title, year = known.pop(0) if known else (_title(rng), rng.randint(1925, 2025))
        if f"{title} {year}".casefold() in used:
            continue
        used.add(f"{title} {year}".casefold())
        yield from _show(rng, title, year) if tv else _film(rng, title, year)


def _title(rng: random.Random) -> str:
    pattern = rng.choice(PATTERNS)
    return pattern.format(
        a=rng.choice(ADJECTIVES),
        n=rng.choice(NOUNS),
        m=rng.choice(NOUNS),
        p=rng.choice(PLACES),
        k=rng.choice((2, 3, 7, 9, 12, 24, 100, 1919, 2049)),
    )


def _scene(rng: random.Random, title: str, middle: str) -> str:
    words = "".join(letter for letter in safe_name(title) if letter not in ",'").split()
    words = [word for word in words if word != "-"]
    quality = (middle, rng.choice(RESOLUTIONS), rng.choice(SOURCES), rng.choice(CODECS))
    return ".".join((*words, *quality)) + "-" + rng.choice(GROUPS)


def _film(rng: random.Random, title: str, year: int) -> Iterator[Planned]:
    clean = safe_name(f"{title} ({year})")
    style = rng.random()
    nfo = _nfo("movie", title, year) if rng.random() < 0.4 else ""  # noqa: PLR2004 - a share
    if style < 0.55:  # noqa: PLR2004 - a share
        yield Planned(f"{clean}/{clean}.mkv", nfo)
    elif style < 0.80:  # noqa: PLR2004 - a share
        scene = _scene(rng, title, str(year))
        yield Planned(f"{scene}/{scene}.mkv", nfo)
    elif style < 0.9:  # noqa: PLR2004 - a share
        yield Planned(f"{clean}/{clean} - 1080p.mkv", nfo)
        yield Planned(f"{clean}/{clean} - 720p.mkv", "")
    else:
        yield Planned(f"{_scene(rng, title, str(year))}.mkv", "")


def _show(rng: random.Random, title: str, year: int) -> Iterator[Planned]:
    clean = safe_name(f"{title} ({year})")
    scene = rng.random() < 0.4  # noqa: PLR2004 - a share
    for season in range(1, rng.randint(2, 5)):
        for episode in range(1, rng.randint(6, 13)):
            number = f"S{season:02}E{episode:02}"
            name = f"{clean} - {number} - {rng.choice(EPISODE_WORDS)}"
            name = _scene(rng, title, number) if scene else name
            yield Planned(f"{clean}/Season {season:02}/{name}.mkv", "")


def _nfo(root: str, title: str, year: int) -> str:
    safe = title.replace("&", "&amp;").replace("<", "&lt;")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>\n'
        f"<{root}>\n    <title>{safe}</title>\n    <year>{year}</year>\n</{root}>\n"
    )


if __name__ == "__main__":
    sys.exit(main())
