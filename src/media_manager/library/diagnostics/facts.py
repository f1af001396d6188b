"""On what the program runs: versions, machine, locale, folders, and settings that were changed.

Reads files and asks the system: called on a worker thread or by the command line.
"""

import locale
import os
import platform
import sys
import time
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from media_manager import __version__
from media_manager.files import free_bytes
from media_manager.persistence.database_facts import sqlite_version
from media_manager.processes.usage import process_usage
from media_manager.settings import Profile, Settings
from media_manager.settings.secrets import masked

Value = str | int | float | bool | None
Group = dict[str, Value]

# What the program stands on, needed or not.
_PACKAGES: Final = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "alembic",
    "numpy",
    "pillow",
    "av",
    "lxml",
    "guessit",
    "msgspec",
    "xxhash",
    "platformdirs",
    "watchfiles",
    "psutil",
    "psycopg",
    "redis",
)


def environment(profile: Profile, settings: Settings) -> dict[str, Group]:
    """Return all facts by group; what nobody here can know is None."""
    return {
        "program": _program(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "system": _system(),
        "process": _process(),
        "locale": _locale(),
        "paths": _paths(profile),
        "settings": _changed_settings(settings),
    }


def _program() -> Group:
    return {
        "media-manager": __version__,
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "executable": sys.executable,
        "sqlite": sqlite_version(),
        "frozen": bool(getattr(sys, "frozen", False)),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _system() -> Group:
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "system": platform.platform(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "processors_allowed": allowed,
        "memory_bytes": _memory_bytes(),
        "desktop": os.environ.get("XDG_CURRENT_DESKTOP"),
        "session": os.environ.get("XDG_SESSION_TYPE"),
    }


def _memory_bytes() -> int | None:
    with suppress(AttributeError, OSError, ValueError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return None


def _process() -> Group:
    usage = process_usage()
    return {
        "rss_bytes": usage.rss_bytes,
        "peak_rss_bytes": usage.peak_rss_bytes,
        "cpu_seconds": round(usage.cpu_seconds, 2),
        "threads": usage.threads,
        "open_files": usage.open_files,
    }


def _locale() -> Group:
    return {
        "language": os.environ.get("LC_ALL") or os.environ.get("LANG"),
        "encoding": locale.getpreferredencoding(do_setlocale=False),
        "file_names": sys.getfilesystemencoding(),
        "time_zone": time.strftime("%Z %z"),
    }


def _paths(profile: Profile) -> Group:
    folders = {
        "data": profile.data,
        "config": profile.config,
        "cache": profile.cache,
        "state": profile.state,
    }
    found: Group = {name: str(folder) for name, folder in folders.items()}
    for name in ("data", "cache"):
        with suppress(OSError):
            found[f"{name}_free_bytes"] = free_bytes(folders[name])
    return found


def _changed_settings(settings: Settings) -> Group:
    return {
        each.option.key: masked(each.value)
        for each in settings.effective()
        if each.value != each.option.default
    }
