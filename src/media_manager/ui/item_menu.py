"""The context menus: the commands of the menu bar again, and the files that can be played."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from media_manager.domain.details import FileLine, ItemDetails
from media_manager.ui.actions import Actions
from media_manager.ui.item_commands import ItemCommands
from media_manager.ui.words import folder_name

translate = QCoreApplication.translate

_ROLES = ("main", "extra", "trailer", "sample")


def item_menu(
    actions: Actions, commands: ItemCommands, item_id: int | None, parent: QWidget
) -> QMenu:
    """Return the menu of the selected items; `item_id` is the one under the pointer."""
    menu = QMenu(parent)
    menu.addAction(actions["open"])
    if item_id is not None:
        menu.addMenu(files_menu(commands, item_id, menu))
    menu.addAction(actions["show-in-folder"])
    menu.addSeparator()
    for action_id in ("watched", "unwatched", "favorite"):
        menu.addAction(actions[action_id])
    menu.addMenu(actions.rating_menu(menu))
    menu.addAction(actions["tags"])
    menu.addSeparator()
    menu.addAction(actions["scan"])
    return menu


def files_menu(commands: ItemCommands, item_id: int, parent: QWidget) -> QMenu:
    """Return a menu of versions, parts, extras and trailers, filled when it opens."""
    menu = QMenu(translate("ItemMenu", "&Play version or extra"), parent)
    waiting = menu.addAction(translate("ItemMenu", "Reading…"))
    waiting.setEnabled(False)

    def fill(details: ItemDetails) -> None:
        menu.removeAction(waiting)
        files = [file for file in details.files if file.role in _ROLES]
        for file in files:
            action = menu.addAction(file_text(file))
            action.setEnabled(file.state == "present")
            action.triggered.connect(_player(commands, item_id, file.id))
        if not files:
            menu.addAction(translate("ItemMenu", "No files of its own")).setEnabled(False)

    menu.aboutToShow.connect(lambda: commands.details(item_id, fill) if _is_waiting(menu) else None)
    return menu


def file_text(file: FileLine) -> str:
    """Return what tells this file from the others of its item."""
    parts = [
        file.edition or "",
        file.version_label or "",
        translate("ItemMenu", "Part %1").replace("%1", str(file.part)) if file.part else "",
        f"{file.height}p" if file.height else "",
        _role(file.role),
    ]
    name = folder_name(file.display_path)
    words = " · ".join(part for part in parts if part)
    return (f"{words}: {name}" if words else name).replace("&", "&&")


def _is_waiting(menu: QMenu) -> bool:
    found = menu.actions()
    return len(found) == 1 and not found[0].isEnabled()


def _player(commands: ItemCommands, item_id: int, file_id: int) -> Callable[[], None]:
    return lambda: commands.play(item_id, file_id)


def _role(role: str) -> str:
    return {
        "extra": translate("ItemMenu", "Extra"),
        "trailer": translate("ItemMenu", "Trailer"),
        "sample": translate("ItemMenu", "Sample"),
    }.get(role, "")
