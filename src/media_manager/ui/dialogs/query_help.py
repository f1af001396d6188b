"""What can be written in the search box, with examples that find something in this library."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from media_manager.domain.naming import fold
from media_manager.domain.query import FIELDS, FieldSpec, Query
from media_manager.library.query_help import HelpExample, HelpPage, help_page, plain_sections
from media_manager.ui.widgets.look import HIT
from media_manager.ui.words import number
from media_manager.workers.services import Services

translate = QCoreApplication.translate

_TEXT = int(Qt.ItemDataRole.UserRole)


class QueryHelpDialog(QDialog):
    """Stays beside the window: a click tries an example, and one sees what it finds."""

    tried = Signal(str)

    def __init__(
        self, services: Services, within: Query | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("QueryHelp", "Search help"))
        self.resize(760, 680)
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self._build()
        self._connect()
        self._show_page(_plain_page())
        services.read(
            lambda reader: help_page(reader, within=within),
            empty=_plain_page(),
            on_done=self._show_page,
            on_error=self._on_failed,
            key="query-help",
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        about = QLabel(_about(), self, wordWrap=True)
        about.setTextFormat(Qt.TextFormat.PlainText)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(translate("QueryHelp", "Find a field or an example"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.setClearButtonEnabled(True)
        self.list = QTreeWidget(self)
        self.list.setHeaderLabels(
            [
                translate("QueryHelp", "Write"),
                translate("QueryHelp", "Meaning"),
                translate("QueryHelp", "Finds"),
            ]
        )
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(0, 300)
        self.list.setAccessibleName(self.windowTitle())
        self.list.setUniformRowHeights(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        for part in (about, self.filter, self.list, buttons):
            column.addWidget(part)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._on_filter_changed)
        self.list.itemClicked.connect(self._on_chosen)
        self.list.itemActivated.connect(self._on_chosen)

    def _show_page(self, page: HelpPage) -> None:
        """Show another page; what was searched in it stays searched."""
        self.list.clear()
        self._groups.clear()
        for section in page.sections:
            self._add_group(
                translate("QueryHelp", section.title), map(_example_row, section.examples)
            )
        self._add_group(translate("QueryHelp", "All fields"), map(_field_row, page.fields))
        self.list.expandAll()
        self._on_filter_changed(self.filter.text())

    def _add_group(self, title: str, rows: Iterable[QTreeWidgetItem]) -> None:
        group = QTreeWidgetItem([title])
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        group.setSizeHint(0, QSize(0, HIT + 2))
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        items = list(rows)
        group.addChildren(items)
        self.list.addTopLevelItem(group)
        self._groups.append((group, items))

    def _on_filter_changed(self, text: str) -> None:
        wanted = fold(text).split()
        for group, rows in self._groups:
            for row in rows:
                held = fold(f"{row.text(0)} {row.text(1)}")
                row.setHidden(not all(word in held for word in wanted))
            group.setHidden(all(row.isHidden() for row in rows))

    def _on_chosen(self, item: QTreeWidgetItem) -> None:
        text = item.data(0, _TEXT)
        if text:
            self.tried.emit(text)

    def _on_failed(self, _error: BaseException) -> None:
        """Keep the page that needs no library: the window says what is wrong with that."""


def _plain_page() -> HelpPage:
    return HelpPage(plain_sections(), tuple(FIELDS.values()))


def _about() -> str:
    return translate(
        "QueryHelp",
        "All words must be found, the beginning of each is enough. A field and a colon look in "
        "one place only. A minus excludes; OR and parentheses join. Click a line to try it.",
    )


def _example_row(example: HelpExample) -> QTreeWidgetItem:
    found = "" if example.count is None else number(example.count)
    row = QTreeWidgetItem([example.text, example.meaning, found])
    row.setSizeHint(0, QSize(0, HIT + 2))
    row.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    row.setData(0, _TEXT, example.text)
    row.setToolTip(0, example.text)
    return row


def _field_row(spec: FieldSpec) -> QTreeWidgetItem:
    """Return the line of a field; a click begins it in the search box."""
    row = QTreeWidgetItem([f"{spec.name}:", spec.expects, ""])
    row.setSizeHint(0, QSize(0, HIT + 2))
    row.setData(0, _TEXT, f"{spec.name}:")
    also = ", ".join(f"{alias}:" for alias in spec.aliases)
    row.setToolTip(1, f"{spec.expects}\n{also}" if also else spec.expects)
    return row
