"""What every command has at hand: the profile, its settings, its library, the screen."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from media_manager.cli.screen import Screen
from media_manager.errors import LibraryError
from media_manager.instrumentation import get_instrumentation
from media_manager.library.search import PatternSearch
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings

# Takes the words of the window; returns the exit code.
OpenWindow = Callable[[list[str]], int]


@dataclass(frozen=True)
class Desk:
    """Made for one command. Nothing is read before it is asked for."""

    profile: Profile
    screen: Screen
    directory: Path | None = None
    open_window: OpenWindow | None = None

    @classmethod
    def at(
        cls, directory: Path | None, screen: Screen, open_window: OpenWindow | None = None
    ) -> "Desk":
        return cls(Profile.at(directory), screen, directory, open_window)

    @cached_property
    def settings(self) -> Settings:
        settings = Settings(self.profile)
        for problem in settings.problems:
            self.screen.note(problem)
        get_instrumentation().configure(
            enabled=settings.flag("instrumentation.enabled"),
            detail=settings.flag("instrumentation.detail"),
            slow_query_seconds=settings.integer("instrumentation.slow_query_ms") / 1_000,
        )
        return settings

    @cached_property
    def store(self) -> LibraryStore:
        store = LibraryStore(self.profile.library_db)
        store.answers = PatternSearch()
        return store

    def library(self) -> LibraryStore:
        """Return the library for reading; say what to do when there is none yet."""
        if not self.store.exists():
            raise LibraryError(
                f"There is no library in {self.profile.data} yet.",
                hint="Add a folder first: media-manager scan FOLDER",
                path=str(self.profile.library_db),
            )
        return self.store

    def close(self) -> None:
        """Let go of the library, so that nobody takes this command for one that was cut off."""
        if "store" in self.__dict__:
            self.store.close()
