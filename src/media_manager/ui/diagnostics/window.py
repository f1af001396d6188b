"""The window of diagnostics: eight pages, and what can be done with all that they show."""

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from media_manager.instrumentation import get_instrumentation
from media_manager.persistence.slow_queries import reset_slow_queries
from media_manager.ui.diagnostics.overview import Overview
from media_manager.ui.diagnostics.page import Page, button
from media_manager.ui.diagnostics.texts import translate
from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.ui.window_state import WindowState, pull_back
from media_manager.workers import vitals as vital
from media_manager.workers.services import Services
from media_manager.workers.vitals import Vitals

if TYPE_CHECKING:
    from media_manager.ui.diagnostics.caches import Caches
    from media_manager.ui.diagnostics.database import Database
    from media_manager.ui.diagnostics.environment import Environment
    from media_manager.ui.diagnostics.queries import Queries
    from media_manager.ui.diagnostics.reporting import Reporting
    from media_manager.ui.diagnostics.stalls import Stalls
    from media_manager.ui.diagnostics.timings import Timings
    from media_manager.ui.diagnostics.work import Work

_LOOK_MS: Final = 1_000
_USUAL: Final = QSize(1080, 720)
_LEAST: Final = QSize(840, 600)
_DETAIL: Final = "instrumentation.detail"
# Which page a number of the overview leads to; memory leads nowhere.
_OPENS: Final = {
    vital.PAGE_MS: "timings",
    vital.HIT_PERCENT: "caches",
    vital.LANES_PERCENT: "work",
    vital.CPU_PERCENT: "work",
    vital.STALL_MS: "stalls",
}
_GEOMETRY, _TAB = "diagnostics/geometry", "diagnostics/tab"


class DiagnosticsWindow(QWidget):
    """Looks once a second while it is open; closed, it costs nothing.

    Each page is made when it is first turned to: all of them at once would stop the main window
    for a tenth of a second.
    """

    closed = Signal()

    def __init__(
        self, services: Services, memory: WindowState, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("diagnostics")
        self.setWindowTitle(translate("Diagnostics", "Diagnostics"))
        self.setMinimumSize(_LEAST)
        self._services = services
        self._memory = memory
        self.vitals = Vitals(services.runner.pool, services.stalls)
        self._build()
        self._connect()
        self._restore()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Sample, and bring the page that is seen up to date."""
        self.vitals.sample()
        if not self.isMinimized():
            self.page.refresh()

    @property
    def is_closed(self) -> bool:
        """Tell if it was closed, and only waits to be deleted."""
        return not self._timer.isActive()

    @property
    def page(self) -> Page:
        """The page that is seen."""
        return self._pages[self.tabs.currentIndex()]

    def turn_to(self, name: str) -> None:
        """Show a page by the name that it has here."""
        self.tabs.setCurrentIndex(self._names.index(name))

    # -- the pages, each made when it is first wanted ------------------------------------------

    @cached_property
    def timings(self) -> "Timings":
        from media_manager.ui.diagnostics.timings import Timings  # noqa: PLC0415 - when first wanted

        return Timings()

    @cached_property
    def queries(self) -> "Queries":
        from media_manager.ui.diagnostics.queries import Queries  # noqa: PLC0415 - as above

        return Queries(self._services)

    @cached_property
    def work(self) -> "Work":
        from media_manager.ui.diagnostics.work import Work  # noqa: PLC0415 - as above

        return Work(self._services, self.vitals)

    @cached_property
    def stalls(self) -> "Stalls":
        from media_manager.ui.diagnostics.stalls import Stalls  # noqa: PLC0415 - as above

        return Stalls(self._services)

    @cached_property
    def caches(self) -> "Caches":
        from media_manager.ui.diagnostics.caches import Caches  # noqa: PLC0415 - as above

        return Caches(self._services)

    @cached_property
    def database(self) -> "Database":
        from media_manager.ui.diagnostics.database import Database  # noqa: PLC0415 - as above

        return Database(self._services, self._seen_plans)

    @cached_property
    def environment(self) -> "Environment":
        from media_manager.ui.diagnostics.environment import Environment  # noqa: PLC0415 - as above

        return Environment(self._services)

    @cached_property
    def reporting(self) -> "Reporting":
        """What hands the report on."""
        from media_manager.ui.diagnostics.reporting import Reporting  # noqa: PLC0415 - as above

        reporting = Reporting(self._services, self)
        reporting.said.connect(self.said.setText)
        return reporting

    def _seen_plans(self) -> tuple[str, ...]:
        return tuple(self.queries.plans.values()) if "queries" in self.__dict__ else ()

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.overview = Overview(self.vitals)
        self.tabs = QTabWidget(self, documentMode=True)
        self.tabs.setAccessibleName(self.windowTitle())
        self._names: list[str] = []
        self._places: list[QVBoxLayout] = []
        self._pages: dict[int, Page] = {}
        for name, title in _titles().items():
            place = QWidget(self.tabs)
            inside = QVBoxLayout(place)
            inside.setContentsMargins(0, 0, 0, 0)
            self._names.append(name)
            self._places.append(inside)
            self.tabs.addTab(place, title)
        self._settle()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 1)
        column.addLayout(self._build_foot())

    def _settle(self) -> None:
        """Put the page that is turned to in its place, if it is not there yet."""
        at = self.tabs.currentIndex()
        if at not in self._pages:
            self._pages[at] = getattr(self, self._names[at])
            self._places[at].addWidget(self._pages[at])

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE.large, SPACE.small, SPACE.large, SPACE.medium)
        foot.setSpacing(SPACE.small)
        self.copy_button = button(
            translate("Diagnostics", "Copy report"),
            self,
            tip=translate("Diagnostics", "Without names, home folders and keys"),
        )
        self.save_button = button(translate("Diagnostics", "Save report…"), self)
        self.export_button = button(translate("Diagnostics", "Export metrics…"), self)
        self.reset_button = button(
            translate("Diagnostics", "Reset"),
            self,
            tip=translate("Diagnostics", "Forget what was measured so far"),
        )
        self.detail = QCheckBox(translate("Diagnostics", "Measure details"), self)
        self.detail.setToolTip(
            translate("Diagnostics", "Percentiles of every timer, and the plan of each slow query")
        )
        self.said = PlainLabel(tone="muted", parent=self)
        for each in (self.copy_button, self.save_button, self.export_button, self.reset_button):
            foot.addWidget(each)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.detail)
        return foot

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_page_turned)
        self.overview.opened.connect(self._on_tile_opened)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.export_button.clicked.connect(self._on_export_clicked)
        self.reset_button.clicked.connect(self.reset)
        settings = self._services.settings
        self.detail.setChecked(settings.flag(_DETAIL))
        self.detail.toggled.connect(lambda on: settings.set(_DETAIL, on))
        stop = settings.on_change(self._on_setting_changed)
        self.closed.connect(stop)
        close = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        close.activated.connect(self.close)

    def _restore(self) -> None:
        self.resize(_USUAL)
        self.restoreGeometry(self._memory.data(_GEOMETRY))
        pull_back(self)
        self.tabs.setCurrentIndex(min(self._memory.whole(_TAB), self.tabs.count() - 1))

    # -- what is done --------------------------------------------------------------------------

    def reset(self) -> None:
        """Forget what was measured, everywhere."""
        get_instrumentation().reset()
        reset_slow_queries()
        if self._services.stalls is not None:
            self._services.stalls.reset()
        self.vitals.clear()
        if "queries" in self.__dict__:
            self.queries.forget()
        self.look()

    def _on_copy_clicked(self) -> None:
        self.reporting.copy()

    def _on_save_clicked(self) -> None:
        self.reporting.ask_where_to_save()

    def _on_export_clicked(self) -> None:
        self.reporting.ask_where_to_export()

    def _on_page_turned(self, _index: int) -> None:
        self._settle()
        self.page.begin()
        self.page.refresh()

    def _on_tile_opened(self, name: str) -> None:
        page = _OPENS.get(name)
        if page == "timings":
            self.timings.show_only(vital.PAGE_TIMER)
        if page is not None:
            self.turn_to(page)

    def _on_setting_changed(self, key: str, value: object) -> None:
        if key == _DETAIL:
            self.detail.setChecked(bool(value))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        self._memory.keep({_GEOMETRY: self.saveGeometry(), _TAB: self.tabs.currentIndex()})
        self.closed.emit()
        super().closeEvent(event)


def _titles() -> dict[str, str]:
    return {
        "overview": translate("Diagnostics", "Overview"),
        "timings": translate("Diagnostics", "Timings"),
        "queries": translate("Diagnostics", "Slow queries"),
        "work": translate("Diagnostics", "Jobs and threads"),
        "stalls": translate("Diagnostics", "Stalls"),
        "caches": translate("Diagnostics", "Caches"),
        "database": translate("Diagnostics", "Database"),
        "environment": translate("Diagnostics", "Environment"),
    }
