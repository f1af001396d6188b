"""What long repairs do and what came of them, in words."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from media_manager.ui.words import counted, number

if TYPE_CHECKING:
    from media_manager.library.rebuild import Rebuilt
    from media_manager.library.salvage import Salvaged

translate = QCoreApplication.translate


def step_name(step: str) -> str:
    """Return what a step is called; a text of its own is shown as it is."""
    return {
        "copy": translate("Doctor", "Copying."),
        "verify": translate("Doctor", "Checking the result."),
    }.get(step, step)


def salvaged(result: "Salvaged") -> str:
    """Return how much was saved, and what was not."""
    saved = translate("Recovery", "%1 rows were saved.")
    parts = [saved.replace("%1", number(sum(result.rows.values())))]
    gone = {table: count for table, count in result.lost.items() if count}
    if gone:
        listed = ", ".join(f"{number(count)} {table}" for table, count in sorted(gone.items()))
        parts.append(translate("Recovery", "Lost: %1.").replace("%1", listed))
    else:
        parts.append(translate("Recovery", "Nothing was lost."))
    if result.kept is not None:
        kept = translate("Recovery", "What could be read but has no place any more is kept in %1.")
        parts.append(kept.replace("%1", str(result.kept)))
    return _lines([*parts, _aside(result.aside)])


def rebuilt(result: "Rebuilt") -> str:
    """Return what was found in the folders, and what came along from older databases."""
    text = translate("Recovery", "%1 in %2 were found in %3.")
    for mark, count in (
        ("%1", counted("item", result.items)),
        ("%2", counted("file", result.files)),
        ("%3", counted("folder", result.roots)),
    ):
        text = text.replace(mark, count)
    parts = [text]
    carried = sum(result.carried.values())
    if carried:
        own = translate("Recovery", "%1 of your own values came along.")
        parts.append(own.replace("%1", number(carried)))
    if result.offline:
        away = translate("Recovery", "Not reachable, kept as they were: %1.")
        parts.append(away.replace("%1", ", ".join(result.offline)))
    if result.left:
        left = translate("Recovery", "%1 are gone from the disk and were left out.")
        parts.append(left.replace("%1", counted("item", result.left)))
    return _lines([*parts, _aside(result.aside)])


def _aside(path: Path | None) -> str:
    if path is None:
        return ""
    return translate("Recovery", "The old file is kept as %1.").replace("%1", str(path))


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)
