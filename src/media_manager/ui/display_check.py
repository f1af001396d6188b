"""Says before Qt starts why it could not: Qt itself would end the process without a word to us."""

import os
import sys
from collections.abc import Mapping

# What the xcb platform of Qt loads besides itself, and the package of Debian that has it.
_XCB_LIBRARIES = (
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-image.so.0", "libxcb-image0"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-render-util.so.0", "libxcb-render-util0"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxcb-xkb.so.1", "libxcb-xkb1"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
)
_NEEDS_NO_DISPLAY = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
_BROKEN_QT = "6.12.0"
_MENDED_PYTHON = (3, 12)


def display_problem(platform: str = "", environment: Mapping[str, str] = os.environ) -> str:
    """Return why no window can open here and what to do; empty when one can."""
    if not sys.platform.startswith("linux"):
        return ""
    chosen = platform or environment.get("QT_QPA_PLATFORM", "")
    names = [name.partition(":")[0] for name in chosen.split(";") if name]
    if any(name in _NEEDS_NO_DISPLAY for name in names):
        return ""
    wayland = bool(environment.get("WAYLAND_DISPLAY")) and (not names or "wayland" in names)
    if wayland:
        return ""
    if not environment.get("DISPLAY"):
        return (
            "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.\n"
            "Start it from a desktop session, over `ssh -X`, or under `xvfb-run`. "
            "The command line works without one: media-manager --help"
        )
    return _missing_libraries() or _unreachable(environment["DISPLAY"])


def _unreachable(display: str) -> str:
    """Return that nobody listens at a display of this machine; others are Qt's to find out."""
    host, _, number = display.rpartition(":")
    if host not in ("", "unix") or not number.partition(".")[0].isdecimal():
        return ""
    import socket  # noqa: PLC0415 - only where there is a display of this machine to ask

    place = f"/tmp/.X11-unix/X{number.partition('.')[0]}"  # noqa: S108 - where X11 has it
    # X11 also listens at the name in the abstract space, which has no file.
    for address in (place, f"\0{place}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as wire:
            try:
                wire.connect(address)
            except OSError:
                continue
            return ""
    return (
        f"Nobody listens at the display {display} that DISPLAY names.\n"
        "Start it from a desktop session, or under `xvfb-run`. "
        "The command line works without one: media-manager --help"
    )


def qt_problem(error: ImportError) -> str:
    """Return what is missing when PySide6 itself cannot be imported."""
    return (
        f"Qt could not be loaded: {error}.\n"
        "On Debian and Ubuntu: apt install libegl1 libgl1 libopengl0 libxkbcommon0 libdbus-1-3 "
        "libfontconfig1 libglib2.0-0. The command line works without Qt: media-manager --help"
    )


def version_problem(qt: str, python: tuple[int, int]) -> str:
    """Return why this pair of PySide6 and Python would abort; empty when it works."""
    if qt == _BROKEN_QT and python < _MENDED_PYTHON:
        return (
            f"PySide6 {qt} loses a reference at each call on Python {python[0]}.{python[1]} and "
            "would end the program sooner or later.\n"
            "Install another version: pip install 'PySide6-Essentials>=6.11.3,<6.12'"
        )
    return ""


def _missing_libraries() -> str:
    missing = [package for library, package in _XCB_LIBRARIES if not _loads(library)]
    if not missing:
        return ""
    return (
        "Qt cannot open a window: libraries of the system are missing.\n"
        f"On Debian and Ubuntu: apt install {' '.join(missing)}"
    )


def _loads(library: str) -> bool:
    import ctypes  # noqa: PLC0415 - as above

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
