"""The middle of the window: what is shown, how it is sorted, and the list itself."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QObject,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from media_manager.domain.media import MediaRow
from media_manager.domain.paging import Selection
from media_manager.domain.query import Node
from media_manager.lazy_model import LazyMediaItemModel, MediaRole
from media_manager.ui.list_header import ListHeader
from media_manager.ui.media_views import MediaViews
from media_manager.ui.places import Stop

if TYPE_CHECKING:
    from media_manager.library.browse import Overview
    from media_manager.ui.banner import RootBanner
    from media_manager.ui.chips import ChipLine
    from media_manager.ui.media_views import MediaView
    from media_manager.ui.state_page import StatePage, StateText
    from media_manager.ui.views.grid import GridView
    from media_manager.ui.views.tree import ShowTree

Flag = QItemSelectionModel.SelectionFlag

FLAT_MODES = ("grid", "table")
_TROUBLED = ("held", "offline")
_STEPS = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}


class LibraryView(QWidget):
    """Header, banner, and a stack of views over one model; a page takes their place if empty."""

    opened = Signal(object)
    play_wanted = Signal(int)
    selection_changed = Signal()
    current_changed = Signal()
    menu_wanted = Signal(QPoint)
    orders_chosen = Signal(object)
    chip_removed = Signal(int)
    tree_loaded = Signal()
    front_changed = Signal()
    heading_clicked = Signal(int)
    step_wanted = Signal(int)
    banner_made = Signal(object)

    def __init__(
        self,
        model: LazyMediaItemModel,
        views: MediaViews,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("library-view")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = model
        self._make = views
        self._views: dict[str, MediaView] = {}
        self.tree: ShowTree | None = None
        self._mode = self._flat = self._chosen_flat = FLAT_MODES[0]
        self._state: StateText | None = None
        self._own: QWidget | None = None
        self._stop: Stop | None = None
        self._tree_stop: Stop | None = None
        self._awaited: int | None = None  # to be opened as soon as its row has come
        self.chips: ChipLine | None = None
        self._build()
        model.dataChanged.connect(self._open_awaited)
        model.modelReset.connect(self._forget_awaited)

    # -- what is shown ---------------------------------------------------------------------

    @property
    def mode(self) -> str:
        """How the person wants to see the list: `grid`, `table` or `tree`."""
        return self._mode

    @property
    def view(self) -> "MediaView":
        """The flat view, also while the tree is in front of it."""
        return self._views[self._flat]

    @property
    def grid(self) -> "GridView | None":
        """The posters, once they were shown."""
        return self._make.grid

    @property
    def grid_columns(self) -> int:
        """How many cards stand side by side."""
        return 0 if self._make.grid is None else self._make.grid.columns

    @property
    def shows_list(self) -> bool:
        return self._state is None and self._own is None

    def show_own_page(self, page: QWidget | None) -> None:
        """Show a page that is no list in its place, or the list again."""
        if page is not self._own:
            self._own = page
            if page is not None and self.stack.indexOf(page) < 0:
                self.stack.addWidget(page)
            self.header.setVisible(page is None)
            self._show_front()
            self.front_changed.emit()

    @property
    def shows_tree(self) -> bool:
        return self.tree is not None and self.stack.currentWidget() is self.tree

    def show_mode(self, mode: str) -> None:
        """Show the list another way; current item and selection go along."""
        self._mode = mode
        if mode in FLAT_MODES:
            self._chosen_flat = mode
        self._show_flat()
        self._show_front()
        self.tree_loaded.emit()

    def _show_flat(self) -> None:
        """Make the view that was chosen; home has headings, which only posters can show."""
        at_home = self._stop is not None and self._stop.is_home
        flat = FLAT_MODES[0] if at_home else self._chosen_flat
        if flat != self._flat:
            before, self._flat = self._views.get(self._flat), flat
            self._ensure_view(flat)
            if before is not None:
                self._take_along(before, self.view)
        self._ensure_view(self._flat)

    def _ensure_view(self, mode: str) -> None:
        if mode not in self._views:
            view = self._make.make(mode)
            self._views[mode] = view
            self.stack.addWidget(view)
            self._connect_view(view)

    def _take_along(self, before: "MediaView", after: "MediaView") -> None:
        row = before.currentIndex().row()
        after.keeper.select(before.keeper.selection())
        before.selectionModel().clearSelection()
        if row >= 0:
            index = self.model.index(row, 0)
            after.selectionModel().setCurrentIndex(index, Flag.NoUpdate)
            after.scrollTo(index)
        if before.hasFocus():
            after.setFocus()

    def _show_front(self) -> None:
        """Put the view of the mode in front; a page of a state stays before it."""
        before = self.stack.currentWidget()
        if self._state is not None:
            self.stack.setCurrentWidget(self.page)
        elif self._own is not None:
            self.stack.setCurrentWidget(self._own)
        elif self._mode == "tree" and self._stop is not None and self._stop.has_shows:
            tree = self._ensure_tree()
            if self._tree_stop != self._stop:
                self._tree_stop = self._stop
                tree.set_query(self._stop.show_query())
            self.stack.setCurrentWidget(tree)
        else:
            self.stack.setCurrentWidget(self.view)
        # Not with each key that is typed: what is selected in the same view says so itself.
        if self.stack.currentWidget() is not before:
            self.selection_changed.emit()

    def _ensure_tree(self) -> "ShowTree":
        if self.tree is None:
            self.tree = self._make.make_tree()
            self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            viewport = self.tree.viewport()
            self.tree.customContextMenuRequested.connect(
                lambda at: self.menu_wanted.emit(viewport.mapToGlobal(at))
            )
            self.tree.selection_changed.connect(lambda _ids: self.selection_changed.emit())
            self.tree.play_requested.connect(self.play_wanted)
            self.tree.tree.loaded.connect(self.tree_loaded)
            viewport.installEventFilter(self)
            self.stack.addWidget(self.tree)
        return self.tree

    def show_state(self, state: "StateText | None") -> None:
        """Show a page in the place of the list, or the list again."""
        self._state = state
        if state is not None:
            self.page.show_state(state)
        self._show_front()

    def show_stop(self, stop: Stop) -> None:
        """Show the order and the parts of the search, each of which can be removed."""
        query = stop.query()
        self._stop = stop
        self.header.show_orders(query.orders, chosen=bool(stop.chosen()))
        self.header.sort_button.setVisible(not stop.is_home)
        self._make.show_orders(query.orders)
        self._show_chips(stop.typed())
        self._show_flat()
        self._show_front()

    def show_overview(self, found: "Overview") -> None:
        """Let the banner speak of folders that need attention; without any there is none."""
        roots = [root for library in found.libraries for root in library.roots]
        if found.reviews or any(root.state in _TROUBLED for root in roots) or self._has_banner:
            self.banner.show_overview(found)

    def set_summary(self, text: str) -> None:
        """Show how much there is."""
        self.header.summary.setText(text)

    # -- what is selected --------------------------------------------------------------------

    def selection(self) -> Selection:
        """Return what is selected, as a value."""
        return self.view.keeper.selection()

    def selected_ids(self) -> Sequence[int]:
        """Return the ids of what is selected, in the order of the list."""
        if self.shows_tree and self.tree is not None:
            return self.tree.selected_ids()
        packed = self.selection().resolve(self.model.result)
        return memoryview(packed).cast("q")

    def selected_count(self) -> int:
        if self.shows_tree and self.tree is not None:
            return len(self.tree.selected_ids())
        return self.view.keeper.count()

    def has_selection(self) -> bool:
        return self._front().selectionModel().hasSelection()

    def current_id(self) -> int | None:
        if self.shows_tree and self.tree is not None:
            index = self.tree.currentIndex()
            return index.internalId() if index.isValid() else None
        index = self.view.currentIndex()
        return self.model.id_at(index.row()) if index.isValid() else None

    def current_row(self) -> MediaRow | None:
        """Return the row of the current item, if it is at hand."""
        index = self._front().currentIndex()
        return index.data(MediaRole.ROW) if index.isValid() else None

    def open_current(self) -> None:
        """Say that the current item is to be opened; now, or when its row is at hand."""
        row = self.current_row()
        self._awaited = self.current_id() if row is None else None
        if row is not None:
            self.opened.emit(row)

    def _open_awaited(self) -> None:
        """A key that was pressed before the row was there must not be lost."""
        if self._awaited is not None and self.current_row() is not None:
            self.open_current()

    def _forget_awaited(self) -> None:
        self._awaited = None

    def show_item(self, item_id: int) -> None:
        """Go to an item of the list."""
        row = self.model.result.index_of(item_id)
        if row is not None:
            self.view.setCurrentIndex(self.model.index(row, 0))
            self.view.scrollTo(self.view.currentIndex())

    def choose(self, item_id: int) -> None:
        """Make an item the current and only chosen one, without going there."""
        row = self.model.result.index_of(item_id)
        if row is not None:
            index = self.model.index(row, 0)
            self.view.selectionModel().setCurrentIndex(index, Flag.ClearAndSelect | Flag.Rows)

    def select_none(self) -> None:
        self.view.selectionModel().clearSelection()

    def select_all(self) -> None:
        self.view.keeper.select_all()

    def focus_list(self) -> None:
        """Give the list the keyboard, on its first item if none is chosen."""
        if not self.shows_list:
            (self.page if self._own is None or self._state is not None else self._own).setFocus()
            return
        front = self._front()
        front.setFocus()
        chosen = front.selectionModel()
        if chosen.hasSelection() or not front.model().rowCount():
            return
        # Taking the focus makes the first item the current one, but does not select it.
        index = front.currentIndex()
        index = index if index.isValid() else front.model().index(0, 0)
        chosen.setCurrentIndex(index, Flag.ClearAndSelect | Flag.Rows)

    @property
    def has_focus(self) -> bool:
        """Return whether the list in front has the keyboard, or will when the window has it."""
        return self.shows_list and self.window().focusWidget() is self._front()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Heed the side buttons of a mouse: a view takes them for clicks."""
        if isinstance(event, QMouseEvent) and event.button() in _STEPS:
            if event.type() == QEvent.Type.MouseButtonRelease:
                self.step_wanted.emit(_STEPS[event.button()])
            return True
        return super().eventFilter(watched, event)

    def _front(self) -> "MediaView | ShowTree":
        return self.tree if self.shows_tree and self.tree is not None else self.view

    # -- building ----------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.header = ListHeader(self)
        self.header.orders_chosen.connect(self.orders_chosen)
        column.addWidget(self.header)
        self._chips_place = QVBoxLayout()
        column.addLayout(self._chips_place)
        self.stack = QStackedWidget(self)
        self._beside = QHBoxLayout()
        self._beside.addWidget(self.stack, 1)
        column.addLayout(self._beside, 1)
        self._column = column

    @cached_property
    def banner(self) -> "RootBanner":
        """The line above the list; made when first needed, as the page below."""
        from media_manager.ui.banner import RootBanner  # noqa: PLC0415 - see above

        banner = RootBanner(self)
        self._column.insertWidget(0, banner)
        self.banner_made.emit(banner)
        return banner

    @property
    def _has_banner(self) -> bool:
        return "banner" in self.__dict__

    @cached_property
    def page(self) -> "StatePage":
        """What stands in the place of the list when it has nothing to show."""
        from media_manager.ui.state_page import StatePage  # noqa: PLC0415 - as above

        page = StatePage(self.stack)
        self.stack.addWidget(page)
        return page

    def add_beside(self, widget: QWidget) -> None:
        """Put something between the list and what is right of it."""
        self._beside.addWidget(widget)

    def _connect_view(self, view: "MediaView") -> None:
        view.menu_requested.connect(self.menu_wanted)
        if view is self.grid:
            self.grid.step_wanted.connect(self.step_wanted)
            self.grid.heading_clicked.connect(self.heading_clicked)
        else:
            view.viewport().installEventFilter(self)
        view.item_activated.connect(lambda _item_id: self.open_current())
        view.selection_changed.connect(self.selection_changed)
        view.selectionModel().currentChanged.connect(self._on_current_changed)

    def _on_current_changed(self) -> None:
        self._forget_awaited()
        self.current_changed.emit()

    def _show_chips(self, nodes: tuple[Node, ...]) -> None:
        if self.chips is None:
            if not nodes:
                return
            from media_manager.ui.chips import ChipLine  # noqa: PLC0415 - with the first search

            self.chips = ChipLine(self)
            self.chips.removed.connect(self.chip_removed)
            self._chips_place.addWidget(self.chips)
        self.chips.show_nodes(nodes)
