"""The name and the folder of a saved search; Enter saves."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from media_manager.library.searches import LONGEST_NAME, SavedSearch
from media_manager.persistence.searches_reader import name_key
from media_manager.ui.widgets.elided_label import ElidedLabel

translate = QCoreApplication.translate


class SaveSearchDialog(QDialog):
    """Says before it is pressed whether a name is taken, and by what."""

    chosen = Signal(str, str, object)  # name, folder, the id of the one that it replaces

    def __init__(
        self,
        text: str,
        searches: Sequence[SavedSearch],
        edited: SavedSearch | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._searches = searches
        self._edited = edited
        self.setWindowTitle(
            translate("SaveSearch", "Save search")
            if edited is None
            else translate("SaveSearch", "Rename or move")
        )
        self.setMinimumWidth(440)
        self._build(text)
        if edited is not None:
            self.name.setText(edited.name)
            self.folder.setCurrentText(edited.folder)
        self.name.selectAll()
        self.name.textChanged.connect(self._judge)
        self._judge()

    def accept(self) -> None:
        taken = self._taken()
        replaced = self._edited.id if self._edited is not None else taken and taken.id
        super().accept()
        self.chosen.emit(self.name.text().strip(), self.folder.currentText().strip(), replaced)

    def _build(self, text: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        form = QFormLayout()
        form.setSpacing(12)
        self.name = QLineEdit(self)
        self.name.setMaxLength(LONGEST_NAME)
        self.folder = QComboBox(self, editable=True)
        self.folder.addItem("")
        self.folder.addItems(sorted({each.folder for each in self._searches if each.folder}))
        edit = self.folder.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(translate("SaveSearch", "None, or a path such as Mine/Later"))
        for label, part in (
            (translate("SaveSearch", "&Name"), self.name),
            (translate("SaveSearch", "&Folder"), self.folder),
        ):
            form.addRow(label, part)
            part.setAccessibleName(label.replace("&", ""))
        asked = ElidedLabel(text, parent=self)
        asked.setProperty("tone", "muted")
        form.addRow(translate("SaveSearch", "Search"), asked)
        column.addLayout(form)
        self.note = QLabel(self, wordWrap=True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setProperty("tone", "muted")
        column.addWidget(self.note)
        self.save = QPushButton(self)
        self.save.setProperty("kind", "primary")
        self.save.setDefault(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _taken(self) -> SavedSearch | None:
        """Return the other search that has this name."""
        key = name_key(self.name.text())
        others = (each for each in self._searches if each != self._edited)
        return next((each for each in others if name_key(each.name) == key), None)

    def _judge(self) -> None:
        taken, named = self._taken(), bool(self.name.text().strip())
        renames = self._edited is not None
        self.save.setText(
            translate("SaveSearch", "Replace")
            if taken is not None and not renames
            else translate("SaveSearch", "Save")
        )
        self.save.setEnabled(named and not (renames and taken is not None))
        if taken is None:
            self.note.setText(translate("SaveSearch", 'Another search can ask for it: in:"name"'))
        else:
            said = translate("SaveSearch", "“%1” is there already. It searches for: %2")
            self.note.setText(said.replace("%1", taken.name).replace("%2", taken.text))
