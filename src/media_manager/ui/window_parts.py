"""What a window is made of, handed to whatever acts on more than one part of it."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from media_manager.lazy_model import LazyMediaItemModel
    from media_manager.ui.actions import Actions
    from media_manager.ui.browsing import Browsing
    from media_manager.ui.item_commands import ItemCommands
    from media_manager.ui.library_state import LibraryState
    from media_manager.ui.media_views import MediaViews
    from media_manager.ui.navigation import Navigation
    from media_manager.ui.notifications import Notifications
    from media_manager.ui.root_commands import RootCommands
    from media_manager.ui.step_commands import StepCommands
    from media_manager.ui.window_frame import WindowFrame
    from media_manager.ui.window_state import WindowState
    from media_manager.workers.services import Services


class Made(Protocol):
    """The parts by the names that the window gives them."""

    closed: SignalInstance
    services: "Services"
    memory: "WindowState"
    registry: "Actions"
    model: "LazyMediaItemModel"
    views: "MediaViews"
    frame_: "WindowFrame"
    navigation: "Navigation"
    library: "LibraryState"
    browsing: "Browsing"

    @property
    def notifications(self) -> "Notifications": ...
    @property
    def items(self) -> "ItemCommands": ...
    @property
    def steps(self) -> "StepCommands": ...
    @property
    def roots(self) -> "RootCommands": ...
    def start(self) -> None: ...


class WindowParts:
    """Everything that the actions of a window may need; `made` is the window itself."""

    def __init__(self, window: QMainWindow, made: Made) -> None:
        self.window = window
        self._made = made
        self.closed = made.closed
        self.services = made.services
        self.memory = made.memory
        self.registry = made.registry
        self.model = made.model
        self.views = made.views
        self.frame = made.frame_
        self.navigation = made.navigation
        self.library = made.library
        self.browsing = made.browsing

    def restart(self) -> None:
        """Ask for the library anew: another file stands in its place."""
        self._made.start()

    # The window makes these when they are first needed, behind the first paint.

    @property
    def notifications(self) -> "Notifications":
        return self._made.notifications

    @property
    def items(self) -> "ItemCommands":
        return self._made.items

    @property
    def steps(self) -> "StepCommands":
        return self._made.steps

    @property
    def roots(self) -> "RootCommands":
        return self._made.roots
