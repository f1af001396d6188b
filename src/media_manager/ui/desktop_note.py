"""Tell the desktop that a long job has ended while nobody looks; a click on it opens the window.

By a program of the desktop's own in a child: a tray icon, which Qt would need, is not everywhere.
Where that program is missing nothing is told; the window shows the end in any case.
"""

import sys

from media_manager.errors import ProcessError
from media_manager.processes import find_program, run_capture

_SECONDS = 5.0
_LONGEST = 300
_NAME = "Media Manager"
_ENTRY = "media-manager"  # the name of our desktop file: by it the desktop finds the window again


def tell_desktop(title: str, text: str) -> bool:
    """Show a note of the desktop; tell whether it was taken. Called on a worker thread."""
    program = find_program("gdbus") if sys.platform == "linux" else None
    if program is None:
        return False
    try:
        answer = run_capture([program, *note_words(title, text)], timeout_seconds=_SECONDS)
    except ProcessError:
        return False  # no desktop that listens: a note is no reason for an error
    return answer.exit_code == 0


def note_words(title: str, text: str) -> list[str]:
    """Return what the program is called with; titles of files are data in it, never words."""
    return [
        "call",
        "--session",
        "--dest=org.freedesktop.Notifications",
        "--object-path=/org/freedesktop/Notifications",
        "--method=org.freedesktop.Notifications.Notify",
        "--",
        _quoted(_NAME),
        "uint32 0",
        _quoted(_ENTRY),
        _quoted(title),
        _quoted(_plain(text)),
        "@as []",
        f"{{'desktop-entry': <{_quoted(_ENTRY)}>}}",
        "-1",
    ]


def _plain(text: str) -> str:
    """Return text without a meaning as markup, which the body of a note may have."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    """Return a string as GVariant writes it, which gdbus reads."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[:_LONGEST])
    escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
