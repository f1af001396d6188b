"""What can be done in the window: one row for each action, and nothing about how it is done."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from media_manager.ui.action_spec import ActionSpec, Scope

translate = QCoreApplication.translate
Key = QKeySequence.StandardKey

RATINGS = tuple(range(1, 11))


def menu_titles() -> dict[str, str]:
    """Return the menus of the menu bar, in their order."""
    return {
        "library": translate("Menus", "&Library"),
        "edit": translate("Menus", "&Edit"),
        "item": translate("Menus", "&Item"),
        "view": translate("Menus", "&View"),
        "go": translate("Menus", "&Go"),
        "help": translate("Menus", "&Help"),
    }


def action_specs() -> tuple[ActionSpec, ...]:
    """Return every action of the program, in the order of the menus."""
    return (*_library(), *_program(), *_edit(), *_item(), *_view(), *_go(), *_help())


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
        keys=("Alt+Backspace",),
        scope=Scope.ITEMS,
        separator=True,
    )
    return (*ratings, none)


def _library() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "add-folder",
            "library",
            translate("Actions", "&Add folder…"),
            translate("Actions", "Add a folder of films, shows or photos and scan it"),
            Key.Open,
            icon="folder-plus",
        ),
        ActionSpec(
            "scan",
            "library",
            translate("Actions", "&Scan for changes"),
            translate("Actions", "Look for new, changed and missing files in all folders"),
            Key.Refresh,
            ("Ctrl+R", "F5"),
            icon="refresh",
            scope=Scope.LIBRARY,
        ),
        ActionSpec(
            "scan-full",
            "library",
            translate("Actions", "Scan every &file"),
            translate("Actions", "Also look at files in folders that seem unchanged"),
            keys=("Ctrl+Shift+R",),
            scope=Scope.LIBRARY,
        ),
        ActionSpec(
            "reviews",
            "library",
            translate("Actions", "Review &moved files…"),
            translate("Actions", "Say whether files that were found are those that are gone"),
            scope=Scope.REVIEWS,
        ),
    )


def _program() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "preferences",
            "library",
            translate("Actions", "&Preferences…"),
            translate("Actions", "Change how the program looks and works"),
            Key.Preferences,
            ("Ctrl+,",),
            icon="settings",
            separator=True,
        ),
        ActionSpec(
            "close",
            "library",
            translate("Actions", "&Close window"),
            translate("Actions", "Close the window; an unfinished scan goes on at the next start"),
            Key.Close,
            ("Ctrl+W",),
            separator=True,
        ),
        ActionSpec(
            "quit",
            "library",
            translate("Actions", "&Quit"),
            translate("Actions", "End the program; an unfinished scan goes on at the next start"),
            Key.Quit,
            ("Ctrl+Q",),
        ),
    )


def _edit() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "select-all",
            "edit",
            translate("Actions", "Select &all"),
            translate("Actions", "Select everything in the list"),
            Key.SelectAll,
            scope=Scope.LIST,
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


def _item() -> tuple[ActionSpec, ...]:
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


def _view() -> tuple[ActionSpec, ...]:
    return (
        *_list_views(),
        *_zoom(),
        *_panels(),
    )


def _list_views() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "view-grid",
            "view",
            translate("Actions", "&Posters"),
            translate("Actions", "Show the list as posters"),
            keys=("Ctrl+1",),
            icon="grid",
            checkable=True,
        ),
        ActionSpec(
            "view-table",
            "view",
            translate("Actions", "&Table"),
            translate("Actions", "Show the list as a table"),
            keys=("Ctrl+2",),
            icon="table",
            checkable=True,
        ),
        ActionSpec(
            "view-tree",
            "view",
            translate("Actions", "Tree of s&hows"),
            translate("Actions", "Show shows with their seasons and episodes as a tree"),
            keys=("Ctrl+3",),
            icon="tree",
            checkable=True,
        ),
    )


def _zoom() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "zoom-in",
            "view",
            translate("Actions", "&Larger posters"),
            translate("Actions", "Show fewer and larger posters"),
            Key.ZoomIn,
            ("Ctrl++", "Ctrl+="),
            separator=True,
        ),
        ActionSpec(
            "zoom-out",
            "view",
            translate("Actions", "&Smaller posters"),
            translate("Actions", "Show more and smaller posters"),
            Key.ZoomOut,
            ("Ctrl+-",),
        ),
        ActionSpec(
            "zoom-reset",
            "view",
            translate("Actions", "&Normal size of posters"),
            translate("Actions", "Go back to the normal size of posters"),
            keys=("Ctrl+0",),
        ),
    )


def _panels() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "sidebar",
            "view",
            translate("Actions", "Side&bar"),
            translate("Actions", "Show or hide the sidebar"),
            keys=("F9",),
            icon="sidebar",
            checkable=True,
            separator=True,
        ),
        ActionSpec(
            "details",
            "view",
            translate("Actions", "&Details"),
            translate("Actions", "Show or hide the details of the selected item"),
            keys=("Ctrl+I",),
            icon="details",
            checkable=True,
        ),
        ActionSpec(
            "jobs",
            "view",
            translate("Actions", "&Jobs"),
            translate("Actions", "Show or hide what runs in the background"),
            keys=("Ctrl+J",),
            icon="jobs",
            checkable=True,
        ),
        ActionSpec(
            "full-screen",
            "view",
            translate("Actions", "&Full screen"),
            translate("Actions", "Use the whole screen, or go back to a window"),
            Key.FullScreen,
            ("F11",),
            checkable=True,
            separator=True,
        ),
    )


def _go() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "back",
            "go",
            translate("Actions", "&Back"),
            translate("Actions", "Go back to where you were"),
            Key.Back,
            ("Alt+Left",),
            icon="chevron-left",
        ),
        ActionSpec(
            "forward",
            "go",
            translate("Actions", "&Forward"),
            translate("Actions", "Go forward again"),
            Key.Forward,
            ("Alt+Right",),
            icon="chevron-right",
        ),
        ActionSpec(
            "search",
            "go",
            translate("Actions", "&Search"),
            translate("Actions", "Search in what is shown"),
            Key.Find,
            ("Ctrl+F",),
            icon="search",
            separator=True,
        ),
        ActionSpec(
            "list",
            "go",
            translate("Actions", "To the &list"),
            translate("Actions", "Go to the list with the keyboard"),
            keys=("Ctrl+L",),
        ),
    )


def _help() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "shortcuts",
            "help",
            translate("Actions", "&Keyboard shortcuts and search"),
            translate("Actions", "All keys, and what can be written in the search box"),
            Key.HelpContents,
            ("F1", "Ctrl+?"),
        ),
        ActionSpec(
            "copy-report",
            "help",
            translate("Actions", "Copy &diagnostics"),
            translate("Actions", "Copy versions and the end of the log, to report a problem"),
            separator=True,
        ),
        ActionSpec(
            "about",
            "help",
            translate("Actions", "&About Media Manager"),
            translate("Actions", "Version, license and what the program is made of"),
        ),
    )
