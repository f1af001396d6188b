"""On what the program runs: versions, machine, screen, folders, and what was set differently."""

from collections.abc import Mapping

from PySide6.QtCore import QLibraryInfo, QLocale, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from media_manager.library.diagnostics import environment
from media_manager.ui.diagnostics.facts import Value, facts_of, facts_table
from media_manager.ui.diagnostics.page import Page
from media_manager.ui.diagnostics.texts import translate
from media_manager.ui.theme import current_theme
from media_manager.workers.lanes import JOBS
from media_manager.workers.services import Services

_SOON = 1


class Environment(Page):
    """Asked for once, when the page is turned to."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(translate("Diagnostics", "Find a fact"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.table = facts_table(translate("Diagnostics", "Environment"), self, grouped=True)
        self.search.textChanged.connect(self.table.filter)
        self.column.addWidget(self.search)
        self.column.addWidget(self.table, 1)

    def begin(self) -> None:
        services = self._services
        services.runner.ask(
            JOBS,
            lambda: environment(services.profile, services.settings),
            on_done=self._show,
            key="diagnostics-environment",
            priority=_SOON,
        )

    def _show(self, groups: Mapping[str, Mapping[str, Value]]) -> None:
        self.table.set_rows(facts_of({**groups, "window": window_facts()}))


def window_facts() -> dict[str, Value]:
    """Return what only the window knows: Qt, its platform, the screen. On the main thread."""
    screen = QGuiApplication.primaryScreen()
    size = screen.size()
    return {
        "qt": qVersion(),
        "qt_debug": QLibraryInfo.isDebugBuild(),
        "platform": QGuiApplication.platformName(),
        "screens": len(QGuiApplication.screens()),
        "screen": f"{size.width()} x {size.height()}",
        "pixel_ratio": screen.devicePixelRatio(),
        "refresh_rate_hz": round(screen.refreshRate(), 1),
        "dots_per_inch": round(screen.logicalDotsPerInch()),
        "locale": QLocale().name(),
        "dark": current_theme().tokens.dark,
        "font_scale": round(current_theme().scale, 2),
    }
