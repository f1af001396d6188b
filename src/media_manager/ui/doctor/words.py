"""The steps of long repairs in words."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def step_name(step: str) -> str:
    """Return what a step is called; a text of its own is shown as it is."""
    return {
        "copy": translate("Doctor", "Copying."),
        "verify": translate("Doctor", "Checking the result."),
        "scan": translate("Doctor", "Scanning your folders."),
    }.get(step, step)
