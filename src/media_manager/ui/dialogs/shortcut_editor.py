"""The keys of one action: press new ones, see who has them already, go back to the usual ones."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from media_manager.settings import Settings
from media_manager.ui.actions import Actions, plain_text
from media_manager.ui.icons import icon
from media_manager.ui.shortcut_keys import SETTING, Keys, read_keys, refusal, write_keys

translate = QCoreApplication.translate


class ShortcutEditor(QWidget):
    """Changes what the settings say; the actions follow at once."""

    changed = Signal()

    def __init__(self, actions: Actions, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._settings = settings
        self._action_id = ""
        self._chips: list[QToolButton] = []
        self._build()
        self.show_action("")

    def show_action(self, action_id: str) -> None:
        """Show the keys of an action; empty is none."""
        self._action_id = action_id
        self.edit.clear()
        self._show()

    # -- what is done --------------------------------------------------------------------------

    def add(self) -> None:
        """Give the pressed keys to the action, and take them from whoever has them."""
        key = self.edit.keySequence()
        if refusal(key) or not self._action_id:
            return
        changed = self._changed()
        other = self._actions.holder(key, but=self._action_id)
        if other is not None:
            changed[other] = tuple(each for each in self._keys(other) if each != key)
        own = self._keys(self._action_id)
        changed[self._action_id] = (*(each for each in own if each != key), key)
        self._keep(changed)
        self.edit.clear()

    def remove(self, key: QKeySequence) -> None:
        """Take one of its keys from the action."""
        own = tuple(each for each in self._keys(self._action_id) if each != key)
        self._keep({**self._changed(), self._action_id: own})
        self.edit.setFocus()

    def reset(self) -> None:
        """Give the action its usual keys back, from whoever has them now."""
        changed = self._changed()
        changed.pop(self._action_id, None)
        usual = self._actions.usual_keys(self._action_id)
        for other, keys in tuple(changed.items()):
            changed[other] = tuple(each for each in keys if each not in usual)
        self._keep(changed)

    def reset_all(self) -> None:
        """Give all actions their usual keys back."""
        self._keep({})

    def _keys(self, action_id: str) -> Keys:
        return tuple(self._actions[action_id].shortcuts())

    def _changed(self) -> dict[str, Keys]:
        return read_keys(self._settings.text(SETTING))

    def _keep(self, changed: dict[str, Keys]) -> None:
        """Keep what differs from the usual keys; the window hears of it and uses it."""
        differing = {
            action_id: keys
            for action_id, keys in changed.items()
            if action_id in self._actions.specs
            and list(keys) != self._actions.usual_keys(action_id)
        }
        self._settings.set(SETTING, write_keys(differing))
        self._actions.use_keys(differing)
        self._show()
        self.changed.emit()

    # -- what is shown -------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            and event.modifiers() in (_NONE, Qt.KeyboardModifier.ShiftModifier)
        ):
            # These lead out of the field, as of every other.
            if event.key() == Qt.Key.Key_Escape and not self.edit.keySequence().isEmpty():
                self.edit.clear()
            elif event.key() == Qt.Key.Key_Escape:
                self.window().close()
            else:
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
            return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        known = bool(self._action_id)
        for chip in self._chips:
            self._keys_line.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        keys = self._keys(self._action_id) if known else ()
        self._chips = [self._chip(key) for key in keys]
        for at, chip in enumerate(self._chips):
            self._keys_line.insertWidget(at, chip)
        text = translate("ShortcutEditor", "Choose a command to change its keys")
        self._title.setText(plain_text(self._actions[self._action_id]) if known else text)
        self.edit.setEnabled(known)
        usual = self._actions.usual_keys(self._action_id) if known else []
        self.reset_button.setEnabled(known and list(keys) != usual)
        self.reset_all_button.setEnabled(bool(self._changed()))
        self._judge()

    def _judge(self) -> None:
        key = self.edit.keySequence()
        refused = refusal(key)
        self.add_button.setEnabled(bool(self._action_id) and not refused)
        self.add_button.setText(translate("ShortcutEditor", "Add"))
        if key.isEmpty() or not self._action_id:
            self.note.setText("")
            return
        other = self._actions.holder(key, but=self._action_id)
        if refused:
            self.note.setText(refused)
        elif other is not None:
            said = translate("ShortcutEditor", "“%1” has these keys now.")
            self.note.setText(said.replace("%1", plain_text(self._actions[other])))
            self.add_button.setText(translate("ShortcutEditor", "Take them from there"))
        else:
            self.note.setText(translate("ShortcutEditor", "No command has these keys."))

    def _chip(self, key: QKeySequence) -> QToolButton:
        text = key.toString(QKeySequence.SequenceFormat.NativeText)
        chip = QToolButton(self)
        chip.setObjectName("chip")
        chip.setText(text.replace("&", "&&"))
        chip.setIcon(icon("x"))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.setAccessibleName(translate("ShortcutEditor", "Remove %1").replace("%1", text))
        chip.setToolTip(chip.accessibleName())
        chip.clicked.connect(lambda: self.remove(key))
        return chip

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._keys_line = QHBoxLayout()
        self._keys_line.addStretch(1)
        self.edit = QKeySequenceEdit(self)
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName(translate("ShortcutEditor", "New keys"))
        self.edit.installEventFilter(self)
        self.edit.keySequenceChanged.connect(self._judge)
        self.add_button = QPushButton(translate("ShortcutEditor", "Add"), self)
        self.add_button.clicked.connect(self.add)
        self.reset_button = QPushButton(translate("ShortcutEditor", "Usual keys"), self)
        self.reset_button.clicked.connect(self.reset)
        self.reset_all_button = QPushButton(translate("ShortcutEditor", "Reset all"), self)
        self.reset_all_button.clicked.connect(self.reset_all)
        for button in (self.add_button, self.reset_button, self.reset_all_button):
            button.setAutoDefault(False)
        self.note = QLabel(self, wordWrap=True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setProperty("tone", "muted")
        self.note.setMinimumHeight(self.note.fontMetrics().height() + 4)
        grid.addWidget(self._title, 0, 0)
        grid.addLayout(self._keys_line, 0, 1, 1, 3)
        grid.addWidget(self.edit, 1, 0)
        grid.addWidget(self.add_button, 1, 1)
        grid.addWidget(self.reset_button, 1, 2)
        grid.addWidget(self.reset_all_button, 1, 3)
        grid.addWidget(self.note, 2, 0, 1, 4)
        grid.setColumnStretch(0, 1)


_NONE = Qt.KeyboardModifier.NoModifier
