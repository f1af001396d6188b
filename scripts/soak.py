#!/usr/bin/env python3
"""Use a window for some minutes as a person in a hurry does, and see whether its memory stays flat.

When to use it: after a change to anything that lives as long as the window, and before a release.
The window is the real one, without a screen. It scrolls, searches, scans files that come and go,
tags and undoes, pauses jobs, opens every dialog and changes its look. What it holds is written
every few seconds; the slope of its memory behind the first minutes must stay below 1 MiB per 10
minutes.

    scripts/soak.py 30 /tmp/soak            # makes a library of 3,000 items there, if there is none
    scripts/soak.py 6 /tmp/copy --after 2   # a quick look; the slope of a short time says less

PROFILE is written to: give it a copy. The samples are in PROFILE/soak.json, or where --json says.
"""

import argparse
import faulthandler
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from scripts.make_library import POSTERS, make_items
from scripts.soaking.acts import Act, Hand
from scripts.soaking.samples import Sample, look, slope

from media_manager.app import Program
from media_manager.settings import Profile
from media_manager.ui.single_instance import SingleInstance

MOST_MIB = 1.0
_ITEMS: Final = 3_000
_ACT_MS, _QUIET_MS, _BEGIN_MS = 70, 500, 4_000
# Quiet: no job, and the children that nobody needs have ended.
_QUIET_LOOKS: Final = 6
_MOST_QUIET_LOOKS: Final = 120


class Soak:
    """One round to warm up, a look at rest, the minutes, and a look at rest again."""

    def __init__(
        self, program: Program, profile: Profile, seconds: float, every: float, pace_ms: int
    ) -> None:
        self._program = program
        self._profile = profile
        self._seconds = seconds
        self._hand = Hand(program, profile.data.parent / "soak-media")
        self._began = time.monotonic()
        self._turns = self._quiet = self._looks = 0
        self._ending = False
        self._round: Iterator[Act] = iter(())
        self.samples: list[Sample] = []
        self.at_rest: list[Sample] = []
        self._acting = self._timer(pace_ms, self._act)
        self._resting = self._timer(_QUIET_MS, self._rest)
        self._looking = self._timer(round(every * 1_000), self._look)

    def begin(self) -> None:
        self._hand.begin()
        self._round = self._hand.acts()
        self._acting.start()

    def _timer(self, milliseconds: int, call: Act) -> QTimer:
        timer = QTimer(self._program.window, interval=milliseconds)
        timer.timeout.connect(call)
        return timer

    @property
    def _elapsed(self) -> float:
        return time.monotonic() - self._began

    def _act(self) -> None:
        act = next(self._round, None)
        if act is not None:
            self._hand.work += 1
            act()
            return
        self._turns += 1
        self._round = self._hand.acts()
        if not self.at_rest:
            self._pause()
        elif self._elapsed >= self._seconds:
            self._ending = True
            self._pause()

    def _pause(self) -> None:
        self._acting.stop()
        self._looking.stop()
        self._hand.rest()
        self._quiet = self._looks = 0
        self._resting.start()

    def _rest(self) -> None:
        """Wait until nothing happens any more, then note what is held."""
        self._looks += 1
        self._quiet = self._quiet + 1 if self._hand.is_quiet else 0
        if self._quiet < _QUIET_LOOKS and self._looks < _MOST_QUIET_LOOKS:
            return
        self._resting.stop()
        self.at_rest.append(self._sample())
        if self._ending:
            self._program.window.close()
            return
        self._began = time.monotonic()
        self._look()
        self._looking.start()
        self._acting.start()

    def _sample(self) -> Sample:
        library = self._profile.library_db
        return look(self._elapsed, library, work=self._hand.work, turns=self._turns)

    def _look(self) -> None:
        self.samples.append(self._sample())


def main(argv: Sequence[str] | None = None) -> int:
    words = _words(argv)
    faulthandler.enable()
    profile = Profile.at(words.profile)
    profile.ensure()
    if not profile.library_db.exists():
        make_items(words.profile, items=words.items, posters=POSTERS)
    app = QApplication([sys.argv[0], "-style", "Fusion"])
    program = Program(app, profile, SingleInstance(profile.lock_file))
    try:
        program.build()
        soak = Soak(program, profile, words.minutes * 60, words.every, words.pace)
        QTimer.singleShot(_BEGIN_MS, soak.begin)
        app.exec()
    finally:
        program.close()
    return _told(soak, words)


def _words(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n\n")[0],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("minutes", metavar="MINUTES", type=float)
    parser.add_argument("profile", metavar="PROFILE", type=Path)
    parser.add_argument("--every", metavar="SECONDS", type=float, default=5.0)
    parser.add_argument("--after", metavar="MINUTES", type=float, default=5.0)
    parser.add_argument("--pace", metavar="MS", type=int, default=_ACT_MS, help="between two acts")
    parser.add_argument("--items", metavar="N", type=int, default=_ITEMS)
    parser.add_argument("--json", metavar="FILE", type=Path)
    return parser.parse_args(argv)


def _told(soak: Soak, words: argparse.Namespace) -> int:
    """Write the samples, say the slope, and return the exit code."""
    found = slope(soak.samples, after_seconds=words.after * 60)
    told = {
        "slope_mib_per_10_minutes": found,
        "most_mib_per_10_minutes": MOST_MIB,
        "after_minutes": words.after,
        "at_rest": [each.as_data() for each in soak.at_rest],
        "samples": [each.as_data() for each in soak.samples],
    }
    path = words.json or words.profile / "soak.json"
    path.write_text(json.dumps(told, indent=1), "utf-8")
    for each in soak.at_rest:
        print(f"at rest: {each}")
    if found is None:
        print(f"too short for a slope; {len(soak.samples)} samples in {path}")
        return 0
    print(f"{found:+.2f} MiB per 10 minutes behind the first {words.after:g}; samples in {path}")
    return 0 if found <= MOST_MIB else 1


if __name__ == "__main__":
    raise SystemExit(main())
