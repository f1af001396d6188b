"""The parts of the window and where they stand: toolbar, sidebar, list, details, jobs, status."""

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from media_manager.lazy_model import LazyMediaItemModel
from media_manager.ui.actions import Actions, plain_text
from media_manager.ui.library_view import LibraryView
from media_manager.ui.media_views import MediaViews
from media_manager.ui.search_box import SearchBox
from media_manager.ui.sidebar import Sidebar
from media_manager.ui.status_bar import StatusBar

translate = QCoreApplication.translate

_TOOLBAR = 48
_SIDEBAR = 232
_DETAILS = 360
_DETAILS_LEAST = 280
_FACETS = 240
_FACETS_LEAST = 200
_SEARCH_LEAST = 200
_SEARCH_MOST = 560


class WindowFrame:
    """Builds the parts into a window. What is seldom seen is put in later, when first wanted."""

    def __init__(
        self,
        window: QMainWindow,
        actions: Actions,
        model: LazyMediaItemModel,
        views: MediaViews,
    ) -> None:
        self._window = window
        self._actions = actions
        self.search = SearchBox()
        self.title = QLabel()
        self.sidebar = Sidebar()
        self.list = LibraryView(model, views)
        self.jobs_place = QVBoxLayout()
        self._alone = False
        self._wanted: dict[QWidget, bool] = {}
        self.notices_place = QVBoxLayout()
        self._build_toolbar()
        self._build_middle()
        self.list.header.add_action(actions["facets"], plain_text(actions["facets"]))
        actions.fill(window.menuBar())
        actions.add_to(window, self.list)
        self._order_focus()

    @property
    def shows_library(self) -> bool:
        return self.pages.currentWidget() is self.splitter

    def show_library(self) -> None:
        """Show sidebar, facets, list and details."""
        self.pages.setCurrentWidget(self.splitter)

    def show_page(self, page: QWidget) -> None:
        """Show a page in the place of everything: there is no library to show."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def set_title(self, text: str) -> None:
        """Show where one is, shortened before it pushes the search box."""
        width = self.title.maximumWidth()
        metrics = self.title.fontMetrics()
        self.title.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, width))
        self.title.setAccessibleName(text)

    def show_details_place(self, *, shown: bool) -> None:
        """Show or hide the place of the details, to the right of the list."""
        self._wanted[self._details_place] = shown
        self._details_place.setVisible(shown and not self._alone)

    def show_facets_place(self, *, shown: bool) -> None:
        """Show or hide the place of the facets, between sidebar and list."""
        self._wanted[self._facets_place] = shown
        self._facets_place.setVisible(shown and not self._alone)

    def show_alone(self, *, alone: bool) -> None:
        """Let what is shown have the place of facets and details too, or give it back."""
        if alone != self._alone:
            self._alone = alone
            for place, shown in self._wanted.items():
                place.setVisible(shown and not alone)

    def add_facets(self, facets: QWidget) -> None:
        """Put the facets into their place, before the list also for the Tab key."""
        self._facets_column.addWidget(facets)
        facets.show()  # a layout would show it only in the next turn
        QWidget.setTabOrder(self.sidebar, facets)
        QWidget.setTabOrder(facets, self.list)

    def add_details(self, details: QWidget) -> None:
        """Put the details into their place."""
        self._details_column.addWidget(details)

    # -- building ------------------------------------------------------------------------------

    def _build_toolbar(self) -> None:
        bar = QToolBar(translate("WindowFrame", "Toolbar"), self._window)
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        bar.setMinimumHeight(_TOOLBAR)
        bar.addWidget(_gap())
        bar.toggleViewAction().setEnabled(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for action_id in ("sidebar", "back", "forward"):
            self._add_button(bar, action_id)
        self.title.setObjectName("place-title")
        self.title.setProperty("type", "section")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setContentsMargins(8, 0, 16, 0)
        self.title.setMaximumWidth(320)
        bar.addWidget(self.title)
        bar.addWidget(_spacer())
        self.search.setMinimumWidth(_SEARCH_LEAST)
        self.search.setMaximumWidth(_SEARCH_MOST)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bar.addWidget(self.search)
        bar.addWidget(_spacer())
        for action_id in ("view-grid", "view-table", "view-tree", "details"):
            self._add_button(bar, action_id)
        bar.addWidget(_gap())
        self._window.addToolBar(bar)
        self.toolbar = bar

    def _add_button(self, bar: QToolBar, action_id: str) -> None:
        action = self._actions[action_id]
        bar.addAction(action)
        button = bar.widgetForAction(action)
        if isinstance(button, QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(plain_text(action))

    def _build_middle(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.sidebar)
        self._facets_place, self._facets_column = _place(_FACETS_LEAST)
        self._facets_place.hide()
        self._details_place, self._details_column = _place(_DETAILS_LEAST)
        for part in (self._facets_place, self.list, self._details_place):
            self.splitter.addWidget(part)
        for at, stretch in enumerate((0, 0, 1, 0)):
            self.splitter.setStretchFactor(at, stretch)
        self.splitter.setSizes([_SIDEBAR, _FACETS, 1_000, _DETAILS])
        self.pages = QStackedWidget()
        self.pages.addWidget(self.splitter)
        jobs_button = QToolButton(autoRaise=True)
        jobs_button.setDefaultAction(self._actions["jobs"])
        jobs_button.setIconSize(QSize(16, 16))
        jobs_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        jobs_button.setAccessibleName(plain_text(self._actions["jobs"]))
        self.status = StatusBar(jobs_button)
        middle = QWidget(self._window)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.notices_place)
        column.addWidget(self.pages, 1)
        column.addLayout(self.jobs_place)
        column.addWidget(self.status)
        self._window.setCentralWidget(middle)

    def _order_focus(self) -> None:
        QWidget.setTabOrder(self.search, self.sidebar)
        QWidget.setTabOrder(self.sidebar, self.list)


def _place(least_width: int) -> tuple[QWidget, QVBoxLayout]:
    """Return an empty column that a panel gets into when it is first wanted."""
    place = QWidget()
    place.setMinimumWidth(least_width)
    place.setAutoFillBackground(True)
    place.setBackgroundRole(QPalette.ColorRole.Base)
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    return place, column


def _gap() -> QWidget:
    """Keep the first and last button off the edge of the window."""
    gap = QWidget()
    gap.setFixedWidth(4)
    return gap


def _spacer() -> QWidget:
    spacer = QWidget()
    spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    spacer.setMaximumWidth(400)
    return spacer
