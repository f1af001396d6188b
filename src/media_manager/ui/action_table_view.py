"""What can be seen and where one can go: one row for each action of the menus View and Go."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from media_manager.ui.action_spec import ActionSpec, Scope

translate = QCoreApplication.translate
Key = QKeySequence.StandardKey


def view_specs() -> tuple[ActionSpec, ...]:
    return (
        *_list_views(),
        *_grouping(),
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


def _grouping() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "group",
            "view",
            translate("Actions", "&Group under headings"),
            translate("Actions", "Put headings over the posters: letters, decades, years or kinds"),
            keys=("Ctrl+Shift+G",),
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
            "facets",
            "view",
            translate("Actions", "F&ilters"),
            translate("Actions", "Narrow the list by genre, year, person and more"),
            keys=("F8", "Ctrl+Shift+F"),
            icon="filter",
            checkable=True,
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


def go_specs() -> tuple[ActionSpec, ...]:
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
        *_search_specs(),
        *_leading_specs(),
        ActionSpec(
            "home",
            "go",
            translate("Actions", "&Home"),
            translate("Actions", "Go to what to watch on and what is new"),
            keys=("Alt+Home",),
            icon="home",
            separator=True,
        ),
        ActionSpec(
            "dashboard",
            "go",
            translate("Actions", "&Dashboard"),
            translate("Actions", "Go to the numbers and charts of the library"),
            keys=("Alt+D",),
            icon="chart",
        ),
        ActionSpec(
            "list",
            "go",
            translate("Actions", "To the &list"),
            translate("Actions", "Go to the list with the keyboard"),
            keys=("Ctrl+L",),
        ),
    )


def _leading_specs() -> tuple[ActionSpec, ...]:
    """Return what leads to an item without a look at the list."""
    return (
        ActionSpec(
            "palette",
            "go",
            translate("Actions", "&Command palette…"),
            translate("Actions", "Choose a command, a place or a title by a few of its letters"),
            keys=("Ctrl+K", "Ctrl+Shift+P"),
            icon="command",
        ),
        ActionSpec(
            "continue",
            "go",
            translate("Actions", "Co&ntinue watching"),
            translate("Actions", "Play what was begun last, or the next episode of the last show"),
            keys=("Ctrl+Return",),
            icon="play",
            scope=Scope.LIBRARY,
        ),
        ActionSpec(
            "jump",
            "go",
            translate("Actions", "&Jump to…"),
            translate("Actions", "Jump in the list to the beginning of a title, or to a year"),
            keys=("Ctrl+G",),
        ),
    )


def _search_specs() -> tuple[ActionSpec, ...]:
    return (
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
            "build-search",
            "go",
            translate("Actions", "B&uild a search…"),
            translate("Actions", "Build a search from menus, and see how it is written"),
            keys=("Ctrl+Shift+B",),
            scope=Scope.LIBRARY,
        ),
        *_own_specs(),
    )


def _own_specs() -> tuple[ActionSpec, ...]:
    """Return what is done with searches that are kept."""
    return (
        ActionSpec(
            "save-search",
            "go",
            translate("Actions", "Sa&ve search…"),
            translate("Actions", "Keep the search that is shown under a name in the sidebar"),
            Key.Save,
            ("Ctrl+S",),
            icon="bookmark",
            separator=True,
        ),
        ActionSpec(
            "update-search",
            "go",
            translate("Actions", "U&pdate saved search"),
            translate("Actions", "Let the saved search that is open ask what is typed now"),
            keys=("Ctrl+Shift+S",),
            icon="bookmark",
        ),
        ActionSpec(
            "leave-library",
            "go",
            translate("Actions", "L&eave virtual library"),
            translate("Actions", "Show everything again, not only what a saved search finds"),
            keys=("Ctrl+Shift+L",),
            icon="x",
        ),
    )
