"""What steps are called in the window: to be done, done, and undone, in the person's language."""

from PySide6.QtCore import QCoreApplication

from media_manager.domain.steps import StepLabel, StepResult, UndoResult
from media_manager.ui.words import counted, number

translate = QCoreApplication.translate


def step_text(label: StepLabel) -> str:
    """Return what a step does, as a menu says it: “Tag 3 items with Noir”."""
    texts = {
        "tag-add": translate("Steps", "Tag %1 with %2"),
        "tag-remove": translate("Steps", "Remove %3 from %1"),
        "tag-both": translate("Steps", "Tag %1 with %2, remove %3"),
        "watched": translate("Steps", "Mark %1 as watched"),
        "unwatched": translate("Steps", "Mark %1 as unwatched"),
        "favorite": translate("Steps", "Add %1 to the favorites"),
        "unfavorite": translate("Steps", "Take %1 from the favorites"),
        "rating": translate("Steps", "Rate %1 with %4 of 10"),
        "unrated": translate("Steps", "Take back the rating of %1"),
    }
    return _filled(texts.get(label.code, str(label)), label)


def done_text(result: StepResult) -> str:
    """Return what was done, as a message says it: “3 items tagged with Noir”."""
    texts = {
        "tag-add": translate("Steps", "%1 tagged with %2"),
        "tag-remove": translate("Steps", "%3 removed from %1"),
        "tag-both": translate("Steps", "%1 tagged with %2, %3 removed"),
        "watched": translate("Steps", "%1 marked as watched"),
        "unwatched": translate("Steps", "%1 marked as unwatched"),
        "favorite": translate("Steps", "%1 added to the favorites"),
        "unfavorite": translate("Steps", "%1 taken from the favorites"),
        "rating": translate("Steps", "%1 rated %4 of 10"),
        "unrated": translate("Steps", "Rating of %1 taken back"),
    }
    label = result.label
    if not result.changed:
        text = translate("Steps", "Nothing to change: %1 were so already").replace(
            "%1", counted("item", label.count)
        )
    else:
        text = _filled(texts.get(label.code, str(label)), label)
    return text + _left_out(gone=result.gone)


def turned_text(result: UndoResult, *, undone: bool) -> str:
    """Return what was undone, or done again."""
    text = translate("Steps", "Undone: %1") if undone else translate("Steps", "Done again: %1")
    said = text.replace("%1", step_text(result.step.label))
    return said + _left_out(gone=result.gone, skipped=result.skipped)


def _filled(text: str, label: StepLabel) -> str:
    what = f"“{label.title}”" if label.title else counted("item", label.count)
    rating = "" if label.rating is None else f"{label.rating:g}"
    return (
        text.replace("%4", rating)
        .replace("%3", ", ".join(label.removed))
        .replace("%2", ", ".join(label.names))
        .replace("%1", what)
    )


def _left_out(*, gone: int = 0, skipped: int = 0) -> str:
    parts = ""
    if gone:
        parts += ". " + translate("Steps", "%1 no longer in the library").replace(
            "%1", number(gone)
        )
    if skipped:
        parts += ". " + translate("Steps", "%1 were changed meanwhile and stay so").replace(
            "%1", number(skipped)
        )
    return parts
