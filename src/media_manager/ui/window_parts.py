"""What a window is made of, handed to whatever acts on more than one part of it."""

from dataclasses import dataclass

from PySide6.QtWidgets import QMainWindow

from media_manager.lazy_model import LazyMediaItemModel
from media_manager.ui.actions import Actions
from media_manager.ui.browsing import Browsing
from media_manager.ui.item_commands import ItemCommands
from media_manager.ui.library_state import LibraryState
from media_manager.ui.media_views import MediaViews
from media_manager.ui.navigation import Navigation
from media_manager.ui.notifications import Notifications
from media_manager.ui.root_commands import RootCommands
from media_manager.ui.window_frame import WindowFrame
from media_manager.ui.window_state import WindowState
from media_manager.workers.services import Services


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What a window is made of: everything that its actions may need."""

    window: QMainWindow
    services: Services
    memory: WindowState
    registry: Actions
    notifications: Notifications
    model: LazyMediaItemModel
    views: MediaViews
    frame: WindowFrame
    navigation: Navigation
    library: LibraryState
    items: ItemCommands
    roots: RootCommands
    browsing: Browsing
