"""Is this computer what the program needs: disk, permissions, system, tools?"""

import os
import stat
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from media_manager.errors import ProcessError
from media_manager.files import free_bytes
from media_manager.files.drives import network_filesystem
from media_manager.library.doctor.finding import Case, Check, Finding, Severity, fine
from media_manager.persistence import health
from media_manager.persistence.backup import SPACE_FACTOR
from media_manager.persistence.library_counts import newest_change_us
from media_manager.processes import ChildPool, find_program, sleep_guard
from media_manager.settings import unknown_keys

_LEAST_FREE: Final = 500 * 1024 * 1024
_LEAST_CACHE: Final = 100 * 1024 * 1024
_HOUR_US: Final = 3_600 * 1_000_000
_ECHO: Final = b"echo the doctor asks"
# This program was written after that: a clock that says less is wrong.
_NOT_BEFORE_US: Final = 1_767_225_600 * 1_000_000
_CHILD_SECONDS: Final = 20.0


def _sqlite(_case: Case) -> Finding:
    version = health.sqlite_version()
    if health.sqlite_is_safe():
        return fine("sqlite-version", f"SQLite {version}.")
    return Finding(
        "sqlite-version",
        Severity.WARNING,
        f"SQLite {version} is older than 3.51.3, in which two programs that tidy one "
        "database at the same moment cannot damage it.",
        hint="Media Manager lets only one program tidy at a time. Do not open library.db "
        "with other programs, and update SQLite with your system.",
        command=_install("libsqlite3-0", "sqlite"),
    )


def _permissions(case: Case) -> Finding:
    profile = case.profile
    folders = (profile.data, profile.config, profile.cache, profile.state)
    there = [each for each in folders if each.is_dir()]
    closed = [each for each in there if not os.access(each, os.R_OK | os.W_OK | os.X_OK)]
    if closed:
        return Finding(
            "permissions",
            Severity.PROBLEM,
            f"These folders cannot be used: {', '.join(map(str, closed))}.",
            hint="Make them readable and writable for your account.",
            command=f"chmod u+rwx {' '.join(map(_quoted, closed))}",
            where=tuple(map(str, closed)),
        )
    open_to_others = _open_to_others(there)
    if open_to_others:
        return Finding(
            "permissions",
            Severity.WARNING,
            f"Other accounts can look into {', '.join(map(str, open_to_others))}.",
            hint="They hold what you watch, and keys of providers. Repair closes them to others.",
            repairable=True,
            command=f"chmod 700 {' '.join(map(_quoted, open_to_others))}",
            where=tuple(map(str, open_to_others)),
        )
    return fine("permissions", "The folders of the profile belong to you alone.")


def _close_to_others(case: Case) -> str:
    profile = case.profile
    folders = (profile.data, profile.config, profile.cache, profile.state)
    for each in _open_to_others([each for each in folders if each.is_dir()]):
        each.chmod(stat.S_IRWXU)
    return "The folders of the profile were closed to other accounts."


def _open_to_others(folders: list[Path]) -> list[Path]:
    if sys.platform == "win32":
        return []
    return [each for each in folders if each.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]


def _disk_space(case: Case) -> Finding:
    profile = case.profile
    free = free_bytes(profile.data)
    size = profile.library_db.stat().st_size if profile.library_db.is_file() else 0
    needed = max(_LEAST_FREE, int(size * SPACE_FACTOR))
    if free < needed:
        return Finding(
            "disk-space",
            Severity.WARNING,
            f"Only {free // 1_000_000:,} MB are free beside the library.",
            hint=f"Free {(needed - free) // 1_000_000 + 1:,} MB on the disk of {profile.data}: "
            "backups and upgrades need the room.",
            command=f"df -h {_quoted(profile.data)}",
            where=(str(profile.data),),
        )
    cache = free_bytes(profile.cache)
    if cache < _LEAST_CACHE:
        return Finding(
            "disk-space",
            Severity.WARNING,
            f"Only {cache // 1_000_000:,} MB are free for thumbnails.",
            hint=f"Free room on the disk of {profile.cache}, or let thumbnails take less.",
            command="media-manager settings set thumbnails.max_bytes 268435456",
            where=(str(profile.cache),),
        )
    return fine("disk-space", f"{free // 1_000_000:,} MB are free beside the library.")


def _network_drive(case: Case) -> Finding:
    kind = network_filesystem(case.profile.data)
    if kind is None:
        return fine("network-drive", "The library lies on a disk of this computer.")
    return Finding(
        "network-drive",
        Severity.WARNING,
        f"The library lies on a network drive ({kind}).",
        hint="Two computers that write there at once can damage it, and each page of a list is "
        "slow. Keep the library on a disk of this computer; the media may stay where they are.",
        command="media-manager --profile FOLDER",
        where=(str(case.profile.data),),
    )


def _clock(case: Case) -> Finding:
    now = time.time_ns() // 1_000
    newest = newest_change_us(case.profile.library_db)
    if now < _NOT_BEFORE_US or newest > now + _HOUR_US:
        return Finding(
            "clock",
            Severity.WARNING,
            "The clock of this computer is in the past: the library was changed later than now.",
            hint="Set the clock. Until then what is added gets a wrong date; nothing is lost.",
            command="timedatectl set-ntp true",
        )
    return fine("clock", "The clock is not behind what the library remembers.")


def _settings(case: Case) -> Finding:
    file = case.profile.settings_file
    if case.settings.problems:
        return Finding(
            "settings",
            Severity.WARNING,
            " ".join(case.settings.problems),
            hint="Set the value again; a copy of a damaged file was kept beside it.",
            command="media-manager settings list",
            where=(str(file),),
        )
    unknown = unknown_keys(file)
    if unknown:
        return Finding(
            "settings",
            Severity.WARNING,
            f"These settings are unknown to this version: {', '.join(unknown)}.",
            hint="They stay in the file. Perhaps one is misspelled, or of another version.",
            command="media-manager settings list",
            where=unknown,
        )
    return fine("settings", "The settings can be read.")


def _crash(case: Case) -> Finding:
    reports = [case.profile.crash_file, case.profile.crash_file.with_suffix(".log.1")]
    found = [each for each in reports if each.is_file() and each.stat().st_size]
    if not found:
        return fine("crash-log", "No crash was recorded.")
    return Finding(
        "crash-log",
        Severity.WARNING,
        f"The program ended unexpectedly once; the report is {found[0]}.",
        hint="Send it along when you report the fault. Repair removes the report.",
        repairable=True,
        command=f"less {_quoted(found[0])}",
        where=tuple(map(str, found)),
        only_when_asked=True,
    )


def _forget_crash(case: Case) -> str:
    case.profile.crash_file.with_suffix(".log.1").unlink(missing_ok=True)
    return "The report of a crash was removed."


def _children(_case: Case) -> Finding:
    try:
        with ChildPool("echo", 1) as pool:
            answer = pool.call(_ECHO, timeout_seconds=_CHILD_SECONDS)
    except ProcessError as error:
        answer, reason = b"", str(error)
    else:
        reason = "it answered something else"
    if _ECHO.endswith(answer) and answer:
        return fine("children", "Helpers start, answer and end.")
    return Finding(
        "children",
        Severity.PROBLEM,
        f"Helpers do not work here: {reason}",
        hint="Without them there are no thumbnails, and files are not looked into. Check free "
        "memory and the limits of your account.",
        command="ulimit -a",
    )


def _player(case: Case) -> Finding:
    chosen = case.settings.text("player.command").split()
    name = chosen[0] if chosen else _opener()
    place = find_program(name) if name else None
    if place or not name:
        return fine("player", f"Films are opened by {place or 'the system'}.")
    return Finding(
        "player",
        Severity.WARNING,
        f"The player {name} is not found.",
        hint="Install it, or choose another one.",
        command="media-manager settings set player.command mpv"
        if chosen
        else _install("xdg-utils"),
    )


def _opener() -> str:
    return {"linux": "xdg-open", "darwin": "open"}.get(sys.platform, "")


def _redis(case: Case) -> Finding:
    wanted = case.settings.text("cache.backend") == "redis"
    package = find_spec("redis") is not None
    server = find_program("redis-server")
    if wanted and not package:
        return Finding(
            "redis",
            Severity.WARNING,
            "The settings ask for Redis, and its Python package is not installed.",
            hint="Install it, or keep answers in a database file.",
            command="media-manager settings set cache.backend db",
        )
    said = f"package {'installed' if package else 'not installed'}, server {server or 'not here'}"
    return fine("redis", f"Redis: {said}; it is {'used' if wanted else 'not used'}.")


def _sleep(_case: Case) -> Finding:
    if sleep_guard.available():
        return fine("sleep", "The computer can be kept awake while files move.")
    return fine(
        "sleep",
        "The computer may fall asleep while files move: this system offers nothing against it.",
        command=_install("systemd"),
    )


def _optional(code: str, program: str, package: str, use: str) -> Check:
    """Return the check of a program that we can do without."""

    def look(_case: Case) -> Finding:
        place = find_program(program)
        if place:
            return fine(code, f"{program} is {place}.")
        return fine(code, f"{program} is not installed. {use}", command=_install(package))

    return Check(code, f"Looking for {program}", look)


def _module(code: str, module: str, use: str, extra: str) -> Check:
    def look(_case: Case) -> Finding:
        if find_spec(module) is not None:
            return fine(code, f"{module} is installed.")
        return fine(
            code, f"{module} is not installed. {use}", command=f"pip install 'media-manager{extra}'"
        )

    return Check(code, f"Looking for {module}", look)


def _install(package: str, other: str = "") -> str:
    if find_program("apt-get"):
        return f"sudo apt-get install {package}"
    if find_program("dnf"):
        return f"sudo dnf install {other or package}"
    return f"Install {other or package} with your system."


def _quoted(path: Path) -> str:
    import shlex  # noqa: PLC0415 - only for what is wrong

    return shlex.quote(str(path))


SYSTEM = (
    Check("sqlite-version", "Looking at SQLite", _sqlite),
    Check("permissions", "Looking at permissions", _permissions, _close_to_others),
    Check("disk-space", "Measuring free space", _disk_space),
    Check("network-drive", "Looking where the library lies", _network_drive),
    Check("clock", "Looking at the clock", _clock),
    Check("settings", "Reading the settings", _settings),
    Check("crash-log", "Looking for crash reports", _crash, _forget_crash, only_when_asked=True),
)
TOOLS = (
    Check("children", "Starting a helper", _children),
    Check("player", "Looking for the player", _player),
    _optional("ffprobe", "ffprobe", "ffmpeg", "Files are looked into without it."),
    _optional("exiftool", "exiftool", "libimage-exiftool-perl", "Photos are read without it."),
    _optional("trash", "gio", "libglib2.0-bin", "Files go to the trash without it."),
    Check("sleep", "Asking how to stay awake", _sleep),
    Check("redis", "Looking for Redis", _redis),
    _module("psutil", "psutil", "Memory is read from the system instead.", "[performance]"),
    _module("watchfiles", "watchfiles", "Folders are looked through instead of watched.", ""),
)
