"""The line above the list: how much there is, the facets, and in which order."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from media_manager.domain.query import Order
from media_manager.ui.sort_menu import fill_sort_menu, orders_text

translate = QCoreApplication.translate


class ListHeader(QWidget):
    """Says what it was told; the menu of orders is filled when it opens."""

    orders_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders: tuple[Order, ...] = ()
        self._chosen = False
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 12, 8)
        self.summary = QLabel(self)
        self.summary.setObjectName("summary")
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setProperty("tone", "muted")
        self.sort_button = self._build_sort_button()
        self._line = line
        line.addWidget(self.summary, 1)
        line.addWidget(self.sort_button)

    def add_action(self, action: QAction, name: str) -> QToolButton:
        """Put a switch before the order."""
        button = QToolButton(self, autoRaise=True)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(name)
        self._line.insertWidget(self._line.count() - 1, button)
        return button

    def add_menu(self, menu: QMenu, name: str) -> QToolButton:
        """Put a menu before the order; whoever adds it says what its button reads."""
        button = self._build_menu_button(menu)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(name)
        self._line.insertWidget(self._line.count() - 1, button)
        return button

    def show_orders(self, orders: tuple[Order, ...], *, chosen: bool) -> None:
        """Name the order; not `chosen` is one that the list has by itself."""
        self._orders, self._chosen = orders, chosen
        self.sort_button.setText(orders_text(orders))

    def _build_sort_button(self) -> QToolButton:
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill_sort_menu)
        button = self._build_menu_button(menu)
        button.setAccessibleName(translate("LibraryView", "Sort order"))
        button.setToolTip(translate("LibraryView", "Change the order of the list"))
        return button

    def _build_menu_button(self, menu: QMenu) -> QToolButton:
        button = QToolButton(self, autoRaise=True)
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        return button

    def _fill_sort_menu(self) -> None:
        fill_sort_menu(
            self.sort_button.menu(), self._orders, self.orders_chosen.emit, chosen=self._chosen
        )
