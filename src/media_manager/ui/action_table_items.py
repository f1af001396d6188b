"""What can be done with items: one row for each action of the menus Edit, Item and Rate."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from media_manager.ui.action_spec import ActionSpec, Scope

translate = QCoreApplication.translate
Key = QKeySequence.StandardKey

RATINGS = tuple(range(1, 11))


def rating_specs() -> tuple[ActionSpec, ...]:
    """Return the ratings from 1 to 10, and none: a menu of their own."""
    ratings = [
        ActionSpec(
            f"rate-{rating}",
            "rate",
            translate("Actions", "%1 of 10").replace("%1", str(rating)),
            translate("Actions", "Give the selected items this rating"),
            keys=(f"Alt+{rating % 10}",),
            scope=Scope.ITEMS,
        )
        for rating in RATINGS
    ]
    none = ActionSpec(
        "rate-none",
        "rate",
        translate("Actions", "No rating"),
        translate("Actions", "Take your rating of the selected items back"),
        keys=("Alt+Delete",),
        scope=Scope.ITEMS,
        separator=True,
    )
    return (*ratings, none)


def edit_specs() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "undo",
            "edit",
            translate("Actions", "&Undo"),
            translate("Actions", "Take back what was done last"),
            # Not the platform's own: Alt+Backspace is one of them, and ours for no rating.
            keys=("Ctrl+Z",),
        ),
        ActionSpec(
            "redo",
            "edit",
            translate("Actions", "&Redo"),
            translate("Actions", "Do again what was taken back last"),
            keys=("Ctrl+Shift+Z",),
        ),
        ActionSpec(
            "select-all",
            "edit",
            translate("Actions", "Select &all"),
            translate("Actions", "Select everything in the list"),
            Key.SelectAll,
            scope=Scope.LIST,
            separator=True,
        ),
        ActionSpec(
            "select-none",
            "edit",
            translate("Actions", "Select &none"),
            translate("Actions", "Take the selection back"),
            keys=("Ctrl+Shift+A",),
            scope=Scope.LIST,
        ),
    )


def item_specs() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "open",
            "item",
            translate("Actions", "&Open or play"),
            translate("Actions", "Play the item, or open the show or season"),
            keys=("Return", "Enter"),
            icon="play",
            scope=Scope.ITEMS,
        ),
        ActionSpec(
            "show-in-folder",
            "item",
            translate("Actions", "Show in &folder"),
            translate("Actions", "Open the folder that holds the file"),
            keys=("Ctrl+Shift+O",),
            icon="folder",
            scope=Scope.ITEMS,
        ),
        ActionSpec(
            "watched",
            "item",
            translate("Actions", "Mark as &watched"),
            translate("Actions", "Mark the selected items as watched"),
            keys=("Ctrl+M",),
            icon="check",
            scope=Scope.ITEMS,
            separator=True,
        ),
        ActionSpec(
            "unwatched",
            "item",
            translate("Actions", "Mark as &unwatched"),
            translate("Actions", "Mark the selected items as not watched"),
            keys=("Ctrl+Shift+M",),
            scope=Scope.ITEMS,
        ),
        ActionSpec(
            "favorite",
            "item",
            translate("Actions", "Fa&vorite"),
            translate("Actions", "Make the selected items favorites, or take that back"),
            keys=("Ctrl+D",),
            icon="heart",
            scope=Scope.ITEMS,
        ),
        ActionSpec(
            "tags",
            "item",
            translate("Actions", "&Tags…"),
            translate("Actions", "Add tags to the selected items, or remove them"),
            keys=("Ctrl+T",),
            icon="tag",
            scope=Scope.ITEMS,
        ),
    )
