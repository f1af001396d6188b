"""What can be done in the window: one row for each action, and nothing about how it is done."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from media_manager.ui.action_spec import ActionSpec, Scope
from media_manager.ui.action_table_items import RATINGS, edit_specs, item_specs, rating_specs
from media_manager.ui.action_table_view import go_specs, view_specs

translate = QCoreApplication.translate
Key = QKeySequence.StandardKey

__all__ = ["RATINGS", "action_specs", "menu_titles", "rating_specs", "translate"]


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
    return (
        *_library(),
        *_program(),
        *edit_specs(),
        *item_specs(),
        *view_specs(),
        *go_specs(),
        *_help(),
    )


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
            "query-help",
            "help",
            translate("Actions", "Search &help"),
            translate("Actions", "Examples from your library of what the search box takes"),
            icon="help",
        ),
        ActionSpec(
            "doctor",
            "help",
            translate("Actions", "D&octor…"),
            translate("Actions", "Examine the library, and put right what is wrong with it"),
            separator=True,
        ),
        ActionSpec(
            "backups",
            "help",
            translate("Actions", "&Back up and restore…"),
            translate("Actions", "Make a verified backup of the library, or go back to one"),
        ),
        ActionSpec(
            "diagnostics",
            "help",
            translate("Actions", "Dia&gnostics…"),
            translate("Actions", "What the program measures: timings, queries, threads, stalls"),
            separator=True,
        ),
        ActionSpec(
            "copy-report",
            "help",
            translate("Actions", "Copy &diagnostics"),
            translate("Actions", "Copy versions and the end of the log, to report a problem"),
        ),
        ActionSpec(
            "about",
            "help",
            translate("Actions", "&About Media Manager"),
            translate("Actions", "Version, license and what the program is made of"),
        ),
    )
