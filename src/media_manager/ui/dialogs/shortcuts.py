"""All keys, from the registry that makes them, and the words of the search box."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from media_manager.domain.query import FIELDS
from media_manager.settings import Settings
from media_manager.ui.action_table import menu_titles
from media_manager.ui.actions import Actions, plain_text
from media_manager.ui.dialogs.shortcut_editor import ShortcutEditor
from media_manager.ui.shortcut_keys import shown_keys

translate = QCoreApplication.translate

_ACTION = Qt.ItemDataRole.UserRole


class ShortcutsDialog(QDialog):
    """A list that is filtered while one types."""

    def __init__(self, actions: Actions, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Shortcuts", "Keyboard shortcuts and search"))
        self.resize(640, 640)
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self._actions = actions
        self.editor = ShortcutEditor(actions, settings, self)
        self._build()
        self._add_actions(actions)
        self._add_lists()
        self._add_search()
        self.list.expandAll()
        self.filter.textChanged.connect(self._on_filter_changed)
        self.list.currentItemChanged.connect(self._on_current_changed)
        self.list.itemActivated.connect(self._on_activated)
        self.editor.changed.connect(self._show_keys)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(translate("Shortcuts", "Find a command or a key"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.setClearButtonEnabled(True)
        self.list = QTreeWidget(self)
        self.list.setHeaderLabels(
            [translate("Shortcuts", "Command"), translate("Shortcuts", "Keys")]
        )
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(False)
        self.list.setAccessibleName(self.windowTitle())
        self.list.setUniformRowHeights(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        for part in (self.filter, self.list, self.editor, buttons):
            column.addWidget(part)

    def _add_actions(self, actions: Actions) -> None:
        menus = {**menu_titles(), "rate": translate("Actions", "&Rate")}
        for name, title in menus.items():
            ids = [action_id for action_id, spec in actions.specs.items() if spec.menu == name]
            rows = [
                (plain_text(actions[each]), shown_keys(actions[each].shortcuts())) for each in ids
            ]
            group = self._add_group(title.replace("&", ""), rows)
            for at, action_id in enumerate(ids):
                row = group.child(at)
                if row is not None:
                    row.setData(0, _ACTION, action_id)

    def _add_lists(self) -> None:
        rows = [
            (translate("Shortcuts", "Search in the list"), translate("Shortcuts", "type")),
            (translate("Shortcuts", "Jump to the beginning of a title"), "'"),
            (translate("Shortcuts", "Show or hide the details"), translate("Shortcuts", "Space")),
            (translate("Shortcuts", "Clear the search, then leave it"), "Esc"),
            (translate("Shortcuts", "From the search to the list"), "↓, Enter"),
            (translate("Shortcuts", "Offer what can come next in the search"), "Ctrl+Space"),
            (
                translate("Shortcuts", "Take what is offered in the search"),
                translate("Shortcuts", "↓ and then Enter"),
            ),
            (translate("Shortcuts", "Larger and smaller posters"), "Ctrl + ⟲"),
        ]
        self._add_group(translate("Shortcuts", "In lists and in the search"), rows)

        rows = [
            (translate("Shortcuts", "Add a value, or remove it"), translate("Shortcuts", "Space")),
            (translate("Shortcuts", "Exclude a value"), "−"),
            (translate("Shortcuts", "Fold and unfold"), "←, →"),
            (translate("Shortcuts", "Back to the list"), "Esc"),
        ]
        self._add_group(translate("Shortcuts", "In the filters"), rows)

        rows = [
            (translate("Shortcuts", "Run a job sooner, or later"), "Alt+↑, Alt+↓"),
            (translate("Shortcuts", "Show what failed in a job"), "Alt+Enter"),
        ]
        self._add_group(translate("Shortcuts", "In the jobs panel"), rows)

    def _add_search(self) -> None:
        rows = [
            (translate("Shortcuts", "Words, the beginning is enough"), "lighth blac"),
            (translate("Shortcuts", "Words side by side"), '"black and white"'),
            (translate("Shortcuts", "Everything but"), "-genre:horror"),
            *((spec.expects, f"{spec.name}:") for spec in FIELDS.values()),
        ]
        self._add_group(translate("Shortcuts", "In the search box"), rows)

    def _add_group(self, title: str, rows: list[tuple[str, str]]) -> QTreeWidgetItem:
        group = QTreeWidgetItem([title])
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        items = [QTreeWidgetItem(list(row)) for row in rows]
        group.addChildren(items)
        self.list.addTopLevelItem(group)
        self._groups.append((group, items))
        return group

    def _on_current_changed(self, item: QTreeWidgetItem | None) -> None:
        self.editor.show_action(str(item.data(0, _ACTION) or "") if item is not None else "")

    def _on_activated(self) -> None:
        self.editor.edit.setFocus()

    def _show_keys(self) -> None:
        """Write the keys anew: what one action got, another may have lost."""
        for _group, rows in self._groups:
            for row in rows:
                action_id = row.data(0, _ACTION)
                if action_id:
                    row.setText(1, shown_keys(self._actions[action_id].shortcuts()))

    def _on_filter_changed(self, text: str) -> None:
        wanted = text.casefold()
        for group, rows in self._groups:
            for row in rows:
                row.setHidden(wanted not in f"{row.text(0)} {row.text(1)}".casefold())
            group.setHidden(all(row.isHidden() for row in rows))
