"""What a person can hand on when something went wrong: versions, the error, the end of the log."""

import platform
import sys
import traceback

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from media_manager import __version__
from media_manager.instrumentation import redact
from media_manager.settings import Profile

_LOG_BYTES = 8_000


def build_report(profile: Profile, error: BaseException | None = None) -> str:
    """Return plain text without names, keys and paths of media: an error may hold them all."""
    parts = [
        f"Media Manager {__version__}, Python {platform.python_version()}, Qt {qVersion()}",
        f"{platform.platform()}, {sys.platform}, {QGuiApplication.platformName()}",
    ]
    if error is not None:
        parts += ["", *(line.rstrip() for line in traceback.format_exception(error))]
    text = "\n".join([*parts, "", _end_of_log(profile)]).rstrip() + "\n"
    return redact(text, hide_paths=True)


def _end_of_log(profile: Profile) -> str:
    try:
        with profile.log_file.open("rb") as log:
            log.seek(max(0, profile.log_file.stat().st_size - _LOG_BYTES))
            text = log.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return text.partition("\n")[2] if len(text) >= _LOG_BYTES else text
