"""The line above the list: how much there is, the facets, and in which order."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from media_manager.domain.query import SortKey

translate = QCoreApplication.translate

_SORTS = (
    SortKey.TITLE,
    SortKey.ADDED,
    SortKey.YEAR,
    SortKey.RATING,
    SortKey.RUNTIME,
    SortKey.SIZE,
    SortKey.RESOLUTION,
    SortKey.KIND,
)
_DOWN_FIRST = frozenset({SortKey.ADDED, SortKey.YEAR, SortKey.RATING, SortKey.SIZE})


class ListHeader(QWidget):
    """Says what it was told; the menu of orders is filled when it opens."""

    sort_chosen = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sorted_by: tuple[SortKey | None, bool] = (None, False)
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

    def add_action(self, action: QAction, name: str) -> None:
        """Put a switch before the order."""
        button = QToolButton(self, autoRaise=True)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(name)
        self._line.insertWidget(self._line.count() - 1, button)

    def show_order(self, shown: SortKey, *, chosen: SortKey | None, descending: bool) -> None:
        """Name the order; `chosen` is None where the list chose it by itself."""
        self._sorted_by = (chosen, descending)
        arrow = "↓" if descending else "↑"
        self.sort_button.setText(f"{sort_name(shown)} {arrow}")

    def _build_sort_button(self) -> QToolButton:
        button = QToolButton(self, autoRaise=True)
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAccessibleName(translate("LibraryView", "Sort order"))
        button.setToolTip(translate("LibraryView", "Change the order of the list"))
        menu = QMenu(button)
        menu.aboutToShow.connect(self._fill_sort_menu)
        button.setMenu(menu)
        return button

    def _fill_sort_menu(self) -> None:
        menu = self.sort_button.menu()
        menu.clear()
        group = QActionGroup(menu)
        chosen, descending = self._sorted_by
        for key in _SORTS:
            action = menu.addAction(sort_name(key))
            action.setCheckable(True)
            action.setChecked(key == chosen)
            group.addAction(action)
            action.triggered.connect(
                lambda _checked=False, key=key: self.sort_chosen.emit(key, key in _DOWN_FIRST)
            )
        menu.addSeparator()
        turn = menu.addAction(translate("LibraryView", "Reverse the order"))
        turn.triggered.connect(
            lambda: self.sort_chosen.emit(chosen or SortKey.TITLE, not descending)
        )


def sort_name(key: SortKey) -> str:
    """Return the name of an order."""
    names = {
        SortKey.RELEVANCE: translate("LibraryView", "Best match"),
        SortKey.TITLE: translate("LibraryView", "Title"),
        SortKey.ADDED: translate("LibraryView", "Date added"),
        SortKey.YEAR: translate("LibraryView", "Year"),
        SortKey.RATING: translate("LibraryView", "Rating"),
        SortKey.RUNTIME: translate("LibraryView", "Runtime"),
        SortKey.SIZE: translate("LibraryView", "File size"),
        SortKey.EPISODE: translate("LibraryView", "Episode"),
        SortKey.KIND: translate("LibraryView", "Kind"),
        SortKey.RESOLUTION: translate("LibraryView", "Resolution"),
    }
    return names.get(key, str(key).capitalize())
