"""What a window is made of, handed to whatever acts on more than one part of it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from media_manager.ui.item_commands import ItemCommands
    from media_manager.ui.main_window import MainWindow
    from media_manager.ui.notifications import Notifications
    from media_manager.ui.root_commands import RootCommands
    from media_manager.ui.step_commands import StepCommands


class WindowParts:
    """Everything that the actions of a window may need."""

    def __init__(self, window: "MainWindow") -> None:
        self.window = window
        self.services = window.services
        self.memory = window.memory
        self.registry = window.registry
        self.model = window.model
        self.views = window.views
        self.frame = window.frame_
        self.navigation = window.navigation
        self.library = window.library
        self.browsing = window.browsing

    # The window makes these when they are first needed, behind the first paint.

    @property
    def notifications(self) -> "Notifications":
        return self.window.notifications

    @property
    def items(self) -> "ItemCommands":
        return self.window.items

    @property
    def steps(self) -> "StepCommands":
        return self.window.steps

    @property
    def roots(self) -> "RootCommands":
        return self.window.roots
