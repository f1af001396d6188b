"""The ways to show the list: made once over one model, one store of pictures for all."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from media_manager.lazy_model import LazyMediaItemModel
from media_manager.ui.artwork_loader import ArtworkLoader
from media_manager.ui.delegates.card import Aspect
from media_manager.ui.places import Place
from media_manager.ui.thumbnails import PixmapStore
from media_manager.ui.views.grid import GridView
from media_manager.workers.services import Services

MediaView = GridView

_ASPECTS = {"photo": Aspect.NATURAL, "episode": Aspect.STILL}


class MediaViews(QObject):
    """Builds the views and tells them what a place or a setting means for them."""

    text_typed = Signal(str)
    preview_wanted = Signal(int)

    def __init__(self, model: LazyMediaItemModel, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self.pictures = PixmapStore(ArtworkLoader(services), parent=self)
        self.grid = GridView(self.pictures)
        self.by_mode: Mapping[str, MediaView] = {"grid": self.grid}
        for view in self.by_mode.values():
            view.setModel(model)
            view.text_typed.connect(self.text_typed)
            view.preview_requested.connect(self.preview_wanted)

    def show_place(self, place: Place) -> None:
        """Give the pictures of a place their shape."""
        self.grid.set_aspect(_ASPECTS.get(place.noun, Aspect.POSTER))

    def zoom(self, steps: int) -> None:
        """Make posters larger or smaller."""
        self.grid.set_zoom(self.grid.zoom + steps)

    def stop(self) -> None:
        self.pictures.stop()
