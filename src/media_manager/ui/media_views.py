"""The ways to show the list: made when first wanted, over one model and one store of pictures."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from media_manager.domain.query import Order
from media_manager.lazy_model import LazyMediaItemModel
from media_manager.ui.artwork_loader import ArtworkLoader
from media_manager.ui.delegates.card import DEFAULT_ZOOM, ZOOM_WIDTHS, Aspect
from media_manager.ui.place_habits import PlaceHabits
from media_manager.ui.places import Place, everything
from media_manager.ui.thumbnails import PixmapStore
from media_manager.ui.views.grid import GridView
from media_manager.ui.window_state import WindowState
from media_manager.workers.services import Services

if TYPE_CHECKING:
    from media_manager.ui.views.table import TableView
    from media_manager.ui.views.table_memory import TableMemory
    from media_manager.ui.views.table_state import Density
    from media_manager.ui.views.tree import ShowTree

    MediaView = GridView | TableView

translate = QCoreApplication.translate

_ASPECTS = {"photo": Aspect.NATURAL, "episode": Aspect.STILL}
_DENSITY = "ui.table_density"
_ZOOM = "ui.grid_zoom"
_SETTLED_MS = 500


class MediaViews(QObject):
    """Builds the views and tells them what a place or a setting means for them."""

    text_typed = Signal(str)
    preview_wanted = Signal(int)

    def __init__(
        self, model: LazyMediaItemModel, services: Services, memory: WindowState, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._services = services
        self._memory = memory
        self.pictures = PixmapStore(ArtworkLoader(services), parent=self)
        self.pictures.hold()
        self._zoomed = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._zoomed.timeout.connect(self._keep_zoom)
        self.grid: GridView | None = None
        self.table: TableView | None = None
        self._orders: tuple[Order, ...] = ()
        self.habits = PlaceHabits(memory)
        self._place = everything()
        self.columns: TableMemory | None = None

    def make(self, mode: str) -> "MediaView":
        """Return the grid or the table, over the model and as it was left."""
        view = self._make_table() if mode == "table" else self._make_grid()
        view.text_typed.connect(self.text_typed)
        view.preview_requested.connect(self.preview_wanted)
        return view

    def make_tree(self) -> "ShowTree":
        """Return the tree of shows."""
        # Late: the first paint shows posters.
        from media_manager.ui.views.tree import ShowTree  # noqa: PLC0415

        tree = ShowTree(self._services, self.pictures)
        tree.preview_requested.connect(self.preview_wanted)
        return tree

    def show_place(self, place: Place) -> None:
        """Give the pictures of a place their shape."""
        self._place = place
        if self.grid is not None:
            self.grid.set_aspect(_ASPECTS.get(place.noun, Aspect.POSTER))
        if self.columns is not None:
            self.columns.show_place(place)

    def show_orders(self, orders: tuple[Order, ...]) -> None:
        """Let the table point at what the list is sorted by."""
        self._orders = orders
        if self.table is not None:
            self.table.show_orders([(str(each.sort), each.descending) for each in orders])

    def zoom(self, steps: int) -> None:
        """Make posters larger or smaller; 0 is the usual size."""
        if self.grid is not None:
            self.grid.set_zoom(self.grid.zoom + steps if steps else DEFAULT_ZOOM)

    def apply_setting(self, key: str) -> None:
        """Heed a setting that has changed."""
        if key == _DENSITY and self.table is not None:
            self.table.set_density(self._density())
        if key == _ZOOM and self.grid is not None:
            self.grid.set_zoom(self._zoom_step())

    def keep(self) -> None:
        """Remember how the views are arranged."""
        if self._zoomed.isActive():
            self._keep_zoom()
        if self.columns is not None:
            self.columns.keep()

    def stop(self) -> None:
        """Ask for no more pictures: the window closes."""
        self.pictures.stop()

    def _make_grid(self) -> GridView:
        self.grid = GridView(self.pictures)
        self.grid.setModel(self._model)
        self.grid.set_zoom(self._zoom_step())
        self.grid.zoom_changed.connect(lambda _step: self._zoomed.start())
        return self.grid

    def _make_table(self) -> "TableView":
        from media_manager.ui.views.table import TableView  # noqa: PLC0415 - as above
        from media_manager.ui.views.table_memory import TableMemory  # noqa: PLC0415 - as above

        self.table = TableView(self.pictures)
        self.table.setModel(self._model)
        self.columns = TableMemory(self.table, self.habits, self._memory, self._place)
        self.show_orders(self._orders)
        self.table.set_density(self._density())
        return self.table

    def _zoom_step(self) -> int:
        """Return the step whose posters are nearest to the width that was chosen."""
        width = self._services.settings.integer(_ZOOM)
        return min(range(len(ZOOM_WIDTHS)), key=lambda step: abs(ZOOM_WIDTHS[step] - width))

    def _keep_zoom(self) -> None:
        """Write the size when the wheel has come to rest, not at each notch."""
        if self.grid is not None and self.grid.zoom != self._zoom_step():
            self._services.settings.set(_ZOOM, ZOOM_WIDTHS[self.grid.zoom])

    def _density(self) -> "Density":
        from media_manager.ui.views.table_state import Density  # noqa: PLC0415 - as above

        return Density[self._services.settings.text(_DENSITY).upper()]
