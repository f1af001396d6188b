"""The command line: the same use cases without a window, and without Qt."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.cli.arguments import COMMANDS
    from media_manager.cli.main import run

__all__ = ["COMMANDS", "run"]

__getattr__ = lazy_names(__name__, {"COMMANDS": "arguments", "run": "main"})
