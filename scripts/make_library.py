#!/usr/bin/env python3
"""Make a library of N files, or of N items without files, to measure with.

When to use it: before you measure a scan, the grid or the search on 3,000 or 1,000,000 entries, or
when you want a big library to click through. For a small library that is pleasant to look at, use
`./scripts/run demo`.

N FOLDER makes N files to scan. The names are made from the titles of the sample library and from
word lists, in a clean and a scene style; the videos are a few real ones, hard-linked under every
name, so that 100,000 of them take little room. Links share an inode: where that matters (moved
files), use `--empty`, which gives every file its own. The same seed makes the same tree.

    scripts/make_library.py 3000 /tmp/library
    scripts/make_library.py 100000 /tmp/library --kind tv --empty

--items N PROFILE makes a profile whose library knows N items with people, genres, files, artwork
and what was watched, without any of the files: a million in some minutes. The same seed makes the
same library. With `--posters` there are some real pictures for the lists to show.

    scripts/make_library.py --items 1000000 /tmp/million --posters
    ./scripts/run --profile /tmp/million
"""

import argparse
import errno
import os
import random
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from PIL import Image

from media_manager.errors import LibraryError, MediaManagerError
from media_manager.files import rename_no_replace, write_atomic
from media_manager.persistence.backup import remove_database
from media_manager.persistence.bulk_load import bulk_load
from media_manager.persistence.upgrade import create_library
from media_manager.samples import many_words as words
from media_manager.samples import posters as drawing
from media_manager.samples.facts import films, shows
from media_manager.samples.many import COLUMNS, LIBRARIES, ManyItems
from media_manager.samples.many_shelf import POSTER_FOLDER, Rows
from media_manager.samples.plan import safe_name
from media_manager.samples.videos import Recipe, encode
from media_manager.settings import Profile

POSTERS_FOLDER, POSTERS = ".posters", 120
FILE_PATH, FILE_KIND = (COLUMNS["media_file"].index(name) for name in ("path", "kind"))
SEEDS_FOLDER = ".videos"
PATTERNS = (
    "The {a} {n}", "{a} {n}", "{n} of {p}", "The {n} and the {m}", "A {n} in {p}", "{p}, {a} {n}",
    "{a} {n}: The {m}", "{n}", "When the {n} Sleeps", "{k} {n}s", "My {a} {n}", "{p} {k}",
)  # fmt: skip
# The first seven, so that the same seed goes on making the same tree.
EPISODE_WORDS = words.EPISODE_WORDS[:7]
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
    parser = _parser()
    options = parser.parse_args()
    wanted = 1 if options.items else 2
    if len(options.place) != wanted or not all(each.isdigit() for each in options.place[:-1]):
        parser.error("give N FOLDER, or --items N PROFILE")
    folder = Path(options.place[-1])
    started = time.perf_counter()
    try:
        if options.items:
            what, made = "items", options.items
            posters = POSTERS if options.posters else 0
            make_items(folder, items=made, seed=options.seed, posters=posters)
        else:
            what, files = "files", int(options.place[0])
            kind, seed = options.kind, options.seed
            made = make_library(folder, files=files, kind=kind, seed=seed, empty=options.empty)
    except MediaManagerError as error:
        print(f"{error} {error.hint}", file=sys.stderr)
        return 1
    seconds = time.perf_counter() - started
    print(f"{made:,} {what} in {folder} in {seconds:.1f} s ({made / seconds:,.0f} a second)")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n")[0],
        usage="%(prog)s [options] N FOLDER | --items N PROFILE [--posters] [--seed S]",
    )
    parser.add_argument("place", nargs="+", help="how many files, and a new or empty folder")
    parser.add_argument("--items", type=int, metavar="N", help="a profile with N items instead")
    parser.add_argument("--posters", action="store_true", help="with real pictures for the lists")
    parser.add_argument("--kind", choices=sorted(ALLOWED), default="mixed")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same library")
    parser.add_argument("--empty", action="store_true", help="empty files instead of real videos")
    return parser


def make_items(folder: Path, *, items: int, seed: int = 1, posters: int = 0) -> Path:
    """Make a profile whose library has `items` made-up items; return the path of the library.

    `posters`: how many real pictures the items share; without, artwork names what is not there.
    """
    profile = Profile.at(folder)
    profile.ensure()
    library = profile.library_db
    if library.exists():
        raise LibraryError(f"There is a library at {library}.", hint="Choose a new profile.")
    media = profile.data / "media"
    folders = [media / name for name, _kind in LIBRARIES]
    for each in folders:
        each.mkdir(parents=True, exist_ok=True)
    pictures = _posters(profile, folders, posters) if posters else []
    films, shows, photos = (os.fsencode(each) for each in folders)
    plan = ManyItems(items, (films, shows, photos), seed=seed, posters=len(pictures))
    create_library(library)
    try:
        bulk_load(library, COLUMNS, _with_photos(plan, folders[-1], pictures))
    except BaseException:
        # Loaded without a journal: what was broken off is no library.
        remove_database(library)
        raise
    return library


def _posters(profile: Profile, folders: list[Path], count: int) -> list[Path]:
    """Real posters, drawn once beside the profile and linked into each root."""
    drawn = profile.data.parent.with_name(POSTERS_FOLDER)
    drawn.mkdir(exist_ok=True)
    pictures = [drawn / f"{number:03}.jpg" for number in range(count)]
    for picture, film in zip(pictures, islice(cycle(films()), count), strict=True):
        if not picture.exists():
            names = " & ".join(film.directors[:2])
            image = drawing.poster(film.art, title=film.title, credit=names, year=film.year)
            write_atomic(picture, drawing.jpeg(image), mode=0o644)
    for folder in folders:
        there = folder / POSTER_FOLDER
        there.mkdir()
        for picture in pictures:
            (there / picture.name).hardlink_to(picture)
    return pictures


def _with_photos(plan: ManyItems, folder: Path, pictures: list[Path]) -> Iterator[Rows]:
    """Pass the rows on; where there are pictures, each photo is one of them."""
    for _size, rows in plan.batches():
        if pictures:
            for row in rows.get("media_file", ()):
                path = folder / os.fsdecode(row[FILE_PATH])
                if row[FILE_KIND] == "photo":
                    path.parent.mkdir(exist_ok=True)
                    path.hardlink_to(pictures[row[0] % len(pictures)])
        yield rows


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
        a=rng.choice(words.ADJECTIVES),
        n=rng.choice(words.NOUNS),
        m=rng.choice(words.NOUNS),
        p=rng.choice(words.PLACES),
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
