"""Ask before a folder leaves the library: what goes with it, and that no file is touched."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from media_manager.ui.words import counted

if TYPE_CHECKING:
    # Only for its type: the module brings in the writing half of the library.
    from media_manager.library.remove_root import RemovalPlan

translate = QCoreApplication.translate


class RemoveRootDialog(QMessageBox):
    """`accepted` when the person chose to remove it; Cancel is the default."""

    def __init__(self, plan: "RemovalPlan", parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle(translate("RemoveRootDialog", "Remove from library"))
        self.setText(
            translate("RemoveRootDialog", "Remove %1 from the library?").replace(
                "%1", plan.display_path
            )
        )
        consequence = translate(
            "RemoveRootDialog",
            "%1 leave the library, with their tags, ratings and history. This cannot be undone. "
            "No file on the disk is touched.",
        )
        self.setInformativeText(consequence.replace("%1", counted("item", plan.items)))
        remove = self.addButton(
            translate("RemoveRootDialog", "Remove from library"), QMessageBox.ButtonRole.AcceptRole
        )
        remove.setObjectName("remove-root")
        cancel = self.addButton(QMessageBox.StandardButton.Cancel)
        self.setDefaultButton(cancel)
        self.setEscapeButton(cancel)
