"""The one question about a new folder: what it holds, with the answer chosen already."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from media_manager.domain.media import LibraryKind
from media_manager.ui.folder_choice import FolderChoice
from media_manager.ui.widgets.elided_label import ElidedLabel

translate = QCoreApplication.translate


class AddFolderDialog(QDialog):
    """Library and kind are filled in; Enter adds."""

    chosen = Signal(object)

    def __init__(
        self,
        folder: Path,
        kind: LibraryKind,
        libraries: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("AddFolder", "Add folder"))
        self.setMinimumWidth(480)
        self._folder = folder
        self._build(libraries)
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.accepted.connect(lambda: self.chosen.emit(self.choice()))

    def choice(self) -> FolderChoice:
        """Return what the dialog says now."""
        name = self.library.currentText().strip() or _default_name(self._folder)
        return FolderChoice(self._folder, name, LibraryKind(self.kind.currentData()))

    def _build(self, libraries: Sequence[str]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        form = QFormLayout()
        form.setSpacing(12)
        self.kind = QComboBox(self)
        for kind, text in _kind_names():
            self.kind.addItem(text, kind)
        self.library = QComboBox(self, editable=True)
        self.library.addItem(_default_name(self._folder))
        self.library.addItems([name for name in libraries if name != self.library.itemText(0)])
        self.library.setToolTip(
            translate("AddFolder", "A new name makes a new library; or choose one that is there")
        )
        form.addRow(translate("AddFolder", "Folder:"), ElidedLabel(str(self._folder), parent=self))
        form.addRow(translate("AddFolder", "It &holds:"), self.kind)
        form.addRow(translate("AddFolder", "&Library:"), self.library)
        column.addLayout(form)
        calm = QLabel(translate("AddFolder", "Your files are read, never changed."), self)
        calm.setProperty("tone", "muted")
        column.addWidget(calm)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        self.add_button = QPushButton(translate("AddFolder", "&Add and scan"), self)
        self.add_button.setProperty("kind", "primary")
        self.add_button.setDefault(True)
        buttons.addButton(self.add_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.add_button.setFocus()


def _default_name(folder: Path) -> str:
    return folder.name or str(folder)


def _kind_names() -> tuple[tuple[LibraryKind, str], ...]:
    return (
        (LibraryKind.AUTO, translate("AddFolder", "Different things: look at each name")),
        (LibraryKind.MOVIE, translate("AddFolder", "Films")),
        (LibraryKind.TV, translate("AddFolder", "Shows")),
        (LibraryKind.MIXED, translate("AddFolder", "Films and shows")),
        (LibraryKind.PHOTO, translate("AddFolder", "Photos")),
    )
