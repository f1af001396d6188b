"""Undo and redo in the window: what they would do now, and a message with Undo after each step."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Signal

from media_manager.domain.changes import LibraryChanges
from media_manager.domain.steps import Step, StepResult, UndoResult
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.steps_reader import (
    find_redoable,
    find_undoable,
    has_unfinished,
)
from media_manager.ui.notifications import Act, Notifications
from media_manager.ui.step_words import done_text, step_text, turned_text
from media_manager.workers.services import Services

translate = QCoreApplication.translate

_Turns = tuple[Step | None, Step | None]
_NOTHING: _Turns = (None, None)


class StepCommands(QObject):
    """Knows which step is undone next, and tells what became of every step of this window."""

    changed = Signal()

    def __init__(
        self, services: Services, notifications: Notifications, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._notifications = notifications
        self.undoable: Step | None = None
        self.redoable: Step | None = None
        services.steps.on_result(self._on_result)
        services.changes.on_changes(self._on_changes)

    @property
    def undo_text(self) -> str:
        """Return the name of what undo would do now."""
        text = translate("Steps", "&Undo %1")
        return _named(text, self.undoable, translate("Steps", "&Undo"))

    @property
    def redo_text(self) -> str:
        """Return the name of what redo would do now."""
        text = translate("Steps", "&Redo %1")
        return _named(text, self.redoable, translate("Steps", "&Redo"))

    def start(self) -> None:
        """Look what can be undone, and whether a killed program left a step in the middle."""
        self._services.read(has_unfinished, empty=False, on_done=self._recover)
        self.refresh()

    def refresh(self) -> None:
        self._services.read(_look, empty=_NOTHING, on_done=self._show, key="steps")

    def undo(self, step_id: int | None = None) -> None:
        """Undo the newest step, or the one named."""
        self._services.steps.turn(step_id, undo=True, on_error=self._notifications.error)

    def redo(self, step_id: int | None = None) -> None:
        """Do again what was undone last, or the step named."""
        self._services.steps.turn(step_id, undo=False, on_error=self._notifications.error)

    def _recover(self, cut_off: object) -> None:
        if cut_off:
            self._services.steps.recover()

    def _show(self, found: _Turns) -> None:
        self.undoable, self.redoable = found
        self.changed.emit()

    def _on_changes(self, changes: Sequence[LibraryChanges]) -> None:
        # Scans come often and are no steps.
        if any(each.origin == "user" for each in changes):
            self.refresh()

    def _on_result(self, result: StepResult | UndoResult) -> None:
        self.refresh()
        if isinstance(result, UndoResult):
            self._tell_turned(result)
        elif result.label.count > 1 or result.gone:
            acts = []
            if result.step_id is not None:
                step_id = result.step_id
                acts = [Act(translate("Steps", "Undo"), lambda: self.undo(step_id))]
            self._notifications.say(done_text(result), *acts)

    def _tell_turned(self, result: UndoResult) -> None:
        step = result.step
        undone = step.state == "applied"
        if undone:
            act = Act(translate("Steps", "Redo"), lambda: self.redo(step.id))
        else:
            act = Act(translate("Steps", "Undo"), lambda: self.undo(step.id))
        self._notifications.say(turned_text(result, undone=undone), act)


def _look(reader: LibraryReader) -> _Turns:
    return find_undoable(reader), find_redoable(reader)


def _named(text: str, step: Step | None, alone: str) -> str:
    # An ampersand in a title is no access key.
    return alone if step is None else text.replace("%1", step_text(step.label).replace("&", "&&"))
