"""A profile of the whole program: cProfile sees one thread, this sees all that begin under it."""

import cProfile
import pstats
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TypeVar

R = TypeVar("R")


def profile_threads(call: Callable[[], R], path: Path) -> R:
    """Call something under a profiler a thread; write their sum to `path`, whatever happens.

    Threads that are still at work at the end are seen up to then. From Python 3.12 on the
    interpreter allows one profiler, and tells it of the events of all threads (sys.monitoring).
    """
    profiles = _Profiles()
    own = cProfile.Profile()
    threading.setprofile(profiles.begin)
    try:
        return own.runcall(call)
    finally:
        threading.setprofile(None)
        _write([own, *profiles.begun], path)


class _Profiles:
    """The profilers of the threads that began meanwhile."""

    def __init__(self) -> None:
        self.begun: list[cProfile.Profile] = []

    def begin(self, _frame: FrameType, _event: str, _argument: object) -> None:
        """Take the place of the hook that called this: from now on C code counts."""
        profile = cProfile.Profile()
        try:
            profile.enable()
        except ValueError:
            # From 3.12 on one is allowed: github.com/python/cpython/issues/124656.
            sys.setprofile(None)
            return
        self.begun.append(profile)


class _Seen:
    """A profile as pstats reads it. Its own create_stats would stop the wrong thread's."""

    def __init__(self, profile: cProfile.Profile) -> None:
        profile.snapshot_stats()
        self.stats = profile.stats

    def create_stats(self) -> None:
        """Do nothing: it is done."""


def _write(profiles: list[cProfile.Profile], path: Path) -> None:
    seen = [_Seen(profile) for profile in profiles]
    total = pstats.Stats(*[each for each in seen if each.stats])  # type: ignore[arg-type]  # as above
    total.dump_stats(path)
