"""The one question about a new folder: what it holds, with the answer chosen already."""

import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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

from media_manager.domain.media import LibraryKind, ParsedKind
from media_manager.ui.widgets.elided_label import ElidedLabel

translate = QCoreApplication.translate

# Enough names to tell films from episodes, in a moment even on a slow share.
_NAMES = 400
_SECONDS = 1.0
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class FolderChoice:
    """A folder, the library that it joins, and what it holds."""

    folder: Path
    library: str
    kind: LibraryKind


def guess_kind(folder: Path) -> LibraryKind:
    """Return what the names in a folder look like. Touches the disk: call it on a lane."""
    # Late: the parser's words are compiled on first use.
    from media_manager.scanning.filename_parser import parse_name  # noqa: PLC0415

    kinds: Counter[ParsedKind] = Counter()
    for path in _some_names(folder):
        kinds[parse_name(path).kind] += 1
    films, episodes = kinds[ParsedKind.MOVIE], kinds[ParsedKind.EPISODE]
    photos = kinds[ParsedKind.PHOTO]
    total = films + episodes + photos
    for count, kind in (
        (photos, LibraryKind.PHOTO),
        (episodes, LibraryKind.TV),
        (films, LibraryKind.MOVIE),
    ):
        if total and count >= _MOSTLY * total:
            return kind
    return LibraryKind.AUTO


def _some_names(folder: Path) -> Iterator[str]:
    until = time.monotonic() + _SECONDS
    given = 0
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in files:
            yield os.path.relpath(os.path.join(top, name), folder)  # noqa: PTH118 - names only
            given += 1
            if given >= _NAMES or time.monotonic() > until:
                return


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
