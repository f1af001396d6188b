"""What the program is, its version, and whose work it stands on."""

import platform

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from media_manager import __version__
from media_manager.ui.icons import app_icon

translate = QCoreApplication.translate


class AboutDialog(QDialog):
    """A few lines, selectable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("About", "About Media Manager"))
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 16)
        column.setSpacing(12)
        sign = QLabel(self)
        sign.setPixmap(app_icon().pixmap(64, 64))
        column.addWidget(sign)
        title = QLabel(f"Media Manager {__version__}", self)
        title.setProperty("type", "title")
        column.addWidget(title)
        text = QLabel(self._text(), self, wordWrap=True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setMinimumWidth(400)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        text.setAccessibleName(translate("About", "Version and licenses"))
        column.addWidget(text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    @staticmethod
    def _text() -> str:
        return "\n\n".join(
            (
                translate("About", "Your films, shows and photos, found in a moment."),
                translate("About", "Free software under the MIT license."),
                translate(
                    "About",
                    "Built with Qt and PySide6 (LGPL), SQLAlchemy, Alembic, PyAV and FFmpeg, "
                    "Pillow, lxml, msgspec, guessit, platformdirs and xxhash.",
                ),
                f"Python {platform.python_version()} · Qt {qVersion()}",
            )
        )
