#!/usr/bin/env python3
"""Take the README's pictures of the real window. Run it after the window changed.

    scripts/screenshots.py [--samples DIR] [--to docs/screenshots] [--all]

Builds the sample library (or copies the one in DIR), scans it with the command line, opens the
window without a screen and photographs it: each picture in a process and a profile of its own.
`--all` also takes the states that are looked at before a release, light and dark and at 200 %.
Look at every picture before you commit it; nothing else does.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image  # noqa: E402 - after the path to our own code

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication, QWidget

    from media_manager.ui.main_window import MainWindow

WINDOW = (1440, 900)
# The details alone: as wide as somebody drags them, and high enough for most of the page.
DETAILS = (520, 1_280)
# Enough for the lanes to read, decode and paint on two slow cores.
SETTLE_SECONDS = 2.5
# A repository keeps every version of a picture.
MOST_BYTES = 400_000
COLORS = 256
DITHER = Image.Dither.FLOYDSTEINBERG

Step = Callable[["MainWindow", int], None]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: the theme, the item to select (a search that finds it first), what to do."""

    name: str
    theme: str = "dark"
    item: str = "type:movie title:amélie"
    steps: tuple[Step, ...] = ()
    in_readme: bool = False


def main() -> int:
    """Prepare a profile, then take each picture in a process of its own, with its own theme."""
    words = _parse()
    if words.shot:
        return _take(words)
    target = Path(words.to)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="media-") as folder:
        studio = Studio(Path(folder), target)
        studio.build(Path(words.samples) if words.samples else None)
        failed = [name for name, taken in studio.take(everything=words.all) if not taken]
    if failed:
        print("could not take:", ", ".join(failed))
    return 1 if failed else 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--samples", help="a sample library that was built before")
    parser.add_argument("--to", default=str(ROOT / "docs" / "screenshots"))
    parser.add_argument("--all", action="store_true", help="also the states for a release")
    parser.add_argument("--shot", help=argparse.SUPPRESS)
    parser.add_argument("--theme", help=argparse.SUPPRESS)
    parser.add_argument("--item", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--profile", help=argparse.SUPPRESS)
    return parser.parse_args()


# -- the studio: profiles, and one process a picture ---------------------------------------------


class Studio:
    """Holds one scanned profile, and lends a copy of it to each picture."""

    def __init__(self, folder: Path, target: Path) -> None:
        self._folder = folder
        self._target = target
        self._profile = folder / "profile"
        # A name that says something: it is shown in the details and in the banner.
        self._media = folder / "media"

    def build(self, samples: Path | None) -> None:
        """Scan the sample library, built here unless there is one."""
        if samples is None:
            self._run("demo", "--build-only", profile=self._folder / "builder")
            samples = self._folder / "builder" / "data" / "samples"
        shutil.copytree(samples, self._media)
        for name, kind in (("Films", "movie"), ("Shows", "tv"), ("Photos", "photo")):
            self._scan(self._profile, name, "--library", name, "--kind", kind)

    def take(self, *, everything: bool) -> Iterator[tuple[str, bool]]:
        """Take the pictures, and say of each whether it could be taken."""
        for picture in PICTURES:
            if picture.in_readme or everything:
                yield self._take_one(picture.name, picture, picture.theme, "1")
        if not everything:
            return
        for picture in PICTURES:
            other = "light" if picture.theme == "dark" else "dark"
            yield self._take_one(f"{picture.name}-in-{other}", picture, other, "1")
            yield self._take_one(f"{picture.name}-200", picture, picture.theme, "2")

    def _take_one(self, name: str, picture: Picture, theme: str, scale: str) -> tuple[str, bool]:
        own = self._folder / name
        if picture.name == "first-run":
            own.mkdir()
        else:
            shutil.copytree(self._profile, own)
        gone = picture.name == "offline"
        if gone:
            self._films.rename(self._away)
            self._scan(own, "Films")
        try:
            taken = self._photograph(name, picture, own, (theme, scale))
        finally:
            if gone:
                self._away.rename(self._films)
        print(f"{name}: {'taken' if taken else 'failed'}")
        return name, taken

    def _photograph(
        self, name: str, picture: Picture, profile: Path, look: tuple[str, str]
    ) -> bool:
        theme, scale = look
        file = self._target / f"{name}.png"
        item = 0 if picture.name == "first-run" else self._find(picture.item)
        command = [sys.executable, __file__, "--shot", picture.name, "--theme", theme]
        command += ["--item", str(item), "--profile", str(profile), "--to", str(file)]
        environment = {**os.environ, "QT_SCALE_FACTOR": scale}
        taken = subprocess.run(command, check=False, env=environment).returncode == 0
        if taken:
            _compress(file)
        return taken

    def _find(self, query: str) -> int:
        found = self._run("search", "--json", "--limit", "1", query)
        return int(json.loads(found.splitlines()[0])["id"])

    def _scan(self, profile: Path, name: str, *more: str) -> None:
        # A root that is away is told in words and with exit code 1, which is what we want.
        self._run("scan", str(self._media / name), *more, profile=profile, check=name != "Films")

    def _run(self, *words: str, profile: Path | None = None, check: bool = True) -> str:
        command = [sys.executable, "-m", "media_manager", *words]
        done = subprocess.run(
            [*command, "--profile", str(profile or self._profile)],
            check=check,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
        return done.stdout

    @property
    def _films(self) -> Path:
        return self._media / "Films"

    @property
    def _away(self) -> Path:
        return self._media / "Films (unplugged)"


def _compress(file: Path) -> None:
    """Make the file small; one that would stay large gets a palette, fitted to its colors."""
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    picture.save(file, optimize=True)
    if file.stat().st_size > MOST_BYTES:
        palette = picture.quantize(COLORS, kmeans=3)
        # Dithered, which Pillow does for a palette that it is given: posters are full of gradients.
        picture.quantize(palette=palette, dither=DITHER).save(file, optimize=True)


# -- one picture, in a process of its own --------------------------------------------------------


def _take(words: argparse.Namespace) -> int:
    """Open the window on the profile, bring it into the state of the picture, photograph it."""
    # Late, as the program does: after the platform of Qt is chosen.
    from PySide6.QtCore import QLocale  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from media_manager.app import Program  # noqa: PLC0415
    from media_manager.settings import Profile, Settings  # noqa: PLC0415
    from media_manager.ui.single_instance import SingleInstance  # noqa: PLC0415

    picture = next(picture for picture in PICTURES if picture.name == words.shot)
    profile = Profile.at(Path(words.profile))
    profile.ensure()
    Settings(profile).set("ui.theme", words.theme)
    # Dates as a reader writes them, not as a machine without a language does.
    QLocale.setDefault(QLocale("en_US"))
    app = QApplication([])
    program = Program(app, profile, SingleInstance(profile.lock_file), safe_mode=True)
    program.build()
    try:
        program.window.resize(*WINDOW)
        _settle(app)
        for step in picture.steps:
            step(program.window, words.item)
            _settle(app)
        return 0 if _grab(app, program.window, picture).save(words.to) else 1
    finally:
        program.close()


def _grab(app: "QApplication", window: "MainWindow", picture: Picture) -> "QPixmap":
    shown: QWidget | None = app.activeModalWidget()
    if picture.name == "details":
        shown = window.commands.details
    return (shown or window).grab()


def _settle(app: "QApplication") -> None:
    end = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)


# -- the states ----------------------------------------------------------------------------------


def _action(name: str) -> Step:
    return lambda window, _item: window.registry[name].trigger()


def _search(text: str) -> Step:
    return lambda window, _item: window.frame_.search.setText(text)


def _select(window: "MainWindow", item: int) -> None:
    window.frame_.list.show_item(item)


def _open_show(window: "MainWindow", _item: int) -> None:
    window.browsing.open_current()


def _first(window: "MainWindow", _item: int) -> None:
    window.frame_.list.focus_list()


def _unfold(window: "MainWindow", _item: int) -> None:
    """Open a show in the tree."""
    tree = window.frame_.list.tree
    if tree is not None:
        tree.expand(tree.model().index(_SHOW_ROW, 0))


def _unfold_season(window: "MainWindow", _item: int) -> None:
    """Open the first season of that show."""
    tree = window.frame_.list.tree
    if tree is not None:
        model = tree.model()
        tree.expand(model.index(_SEASON_ROW, 0, model.index(_SHOW_ROW, 0)))


def _select_episode(window: "MainWindow", _item: int) -> None:
    """Select the second episode of that season; seasons and episodes are read when opened."""
    tree = window.frame_.list.tree
    if tree is not None:
        model = tree.model()
        season = model.index(_SEASON_ROW, 0, model.index(_SHOW_ROW, 0))
        tree.setCurrentIndex(model.index(1, 0, season))


def _enlarge(window: "MainWindow", _item: int) -> None:
    details = window.commands.details
    if details is not None:
        details.setMinimumSize(*DETAILS)


# Of the sample shows, in the order of their titles: one with several seasons and NFO files.
_SHOW_ROW = 5
_SEASON_ROW = 1
_SHOW = "type:show title:sherlock"

PICTURES: tuple[Picture, ...] = (
    Picture("grid-dark", steps=(_select,), in_readme=True),
    Picture("grid-light", theme="light", steps=(_select,), in_readme=True),
    Picture("table", theme="light", steps=(_action("view-table"), _select), in_readme=True),
    Picture(
        "tree",
        steps=(_action("view-tree"), _unfold, _unfold_season, _select_episode),
        in_readme=True,
    ),
    Picture("details", steps=(_select, _enlarge), in_readme=True),
    Picture("show", item=_SHOW, steps=(_select, _open_show, _first)),
    Picture("search", steps=(_search("lord rings"),)),
    Picture("no-match", steps=(_search("xyzzy"),)),
    Picture("offline", steps=(_select,)),
    Picture("jobs", steps=(_action("jobs"),)),
    Picture("preferences", steps=(_action("preferences"),)),
    Picture("shortcuts", steps=(_action("shortcuts"),)),
    Picture("multi", steps=(_action("select-all"),)),
    Picture("first-run", theme="light"),
)


if __name__ == "__main__":
    sys.exit(main())
