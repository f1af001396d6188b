"""Where everything of one person lies: the folders and files of a profile."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from media_manager.errors import SettingError

APP_NAME = "media-manager"


@dataclass(frozen=True, slots=True)
class Profile:
    """The four folders that the XDG rules keep apart; `portable` has them all in one.

    data is valuable, config is chosen by the person, state is worth keeping but not worth a
    backup, cache can be deleted at any time.
    """

    data: Path
    config: Path
    cache: Path
    state: Path
    portable: bool = False

    @classmethod
    def at(cls, directory: Path | None = None) -> "Profile":
        """Return the profile in this folder, or the one of the signed-in person."""
        if directory is not None:
            root = Path(os.path.abspath(directory))  # noqa: PTH100 - resolve() would follow links
            return cls(
                data=root / "data",
                config=root / "config",
                cache=root / "cache",
                state=root / "state",
                portable=True,
            )
        from platformdirs import PlatformDirs  # noqa: PLC0415 - a profile that is named needs no such list

        dirs = PlatformDirs(APP_NAME, appauthor=False)
        return cls(
            data=dirs.user_data_path,
            config=dirs.user_config_path,
            cache=dirs.user_cache_path,
            state=dirs.user_state_path,
        )

    @classmethod
    def temporary(cls) -> "Profile":
        """Return a new profile in the system's temporary folder, for when no other can be used."""
        import tempfile  # noqa: PLC0415 - seldom

        return cls.at(Path(tempfile.mkdtemp(prefix=f"{APP_NAME}-")))

    @property
    def library_db(self) -> Path:
        """The valuable one: small, backed up, verified."""
        return self.data / "library.db"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def cache_db(self) -> Path:
        return self.cache / "cache.db"

    @property
    def columns(self) -> Path:
        """Small numbers of every item, for facets and sorts; made again when they are gone."""
        return self.cache / "columns"

    @property
    def disk_cache(self) -> Path:
        return self.cache / "answers"

    @property
    def thumbnails(self) -> Path:
        return self.cache / "thumbnails"

    @property
    def views(self) -> Path:
        """The ids of the last views, so that a start shows them at once."""
        return self.cache / "views"

    @property
    def samples(self) -> Path:
        """Where `run demo` builds its library."""
        return self.data / "samples"

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.toml"

    @property
    def window_file(self) -> Path:
        """Geometry, splitters and columns: Qt's own text, not a setting."""
        return self.state / "window.ini"

    @property
    def log_file(self) -> Path:
        return self.state / "media-manager.log"

    @property
    def crash_file(self) -> Path:
        return self.state / "crash.log"

    @property
    def starts_file(self) -> Path:
        """A byte for each start that has not come to its end."""
        return self.state / "starts"

    @property
    def lock_file(self) -> Path:
        """Held by the window that is open, so that a second start raises it."""
        return self.state / "window.lock"

    def ensure(self) -> None:
        """Make the four folders, for this person only; SettingError says which cannot be used."""
        for folder in (self.data, self.config, self.cache, self.state):
            _ensure_private(folder)


def _ensure_private(folder: Path) -> None:
    try:
        _make(folder)
        usable = os.access(folder, os.W_OK | os.X_OK)
    except OSError as error:
        raise _unusable(folder, error.strerror or str(error)) from error
    if not usable:
        raise _unusable(folder, "it cannot be written to")


def _make(folder: Path) -> None:
    """Make the folder and its parents with mode 700 (`Path.mkdir` gives parents the default)."""
    if folder.is_dir():
        return
    if not folder.parent.is_dir():
        _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def _unusable(folder: Path, reason: str) -> SettingError:
    way_out = "Make the folder writable, or start with --profile and another folder."
    if sys.platform != "win32" and not os.environ.get("HOME"):
        way_out = "HOME is not set: set it, or start with --profile and a folder."
    return SettingError(
        f"The folder {folder} cannot be used: {reason}",
        hint=way_out,
        folder=str(folder),
        reason=reason,
    )
