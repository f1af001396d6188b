"""The window of diagnostics: eight pages, and what can be done with all that they show."""

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from media_manager.instrumentation import get_instrumentation
from media_manager.persistence.slow_queries import reset_slow_queries
from media_manager.ui.diagnostics.caches import Caches
from media_manager.ui.diagnostics.database import Database
from media_manager.ui.diagnostics.environment import Environment
from media_manager.ui.diagnostics.overview import Overview
from media_manager.ui.diagnostics.page import Page, button
from media_manager.ui.diagnostics.queries import Queries
from media_manager.ui.diagnostics.reporting import Reporting
from media_manager.ui.diagnostics.stalls import Stalls
from media_manager.ui.diagnostics.texts import translate
from media_manager.ui.diagnostics.timings import Timings
from media_manager.ui.diagnostics.work import Work
from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.ui.window_state import WindowState, pull_back
from media_manager.workers import vitals as vital
from media_manager.workers.services import Services
from media_manager.workers.vitals import Vitals

_LOOK_MS: Final = 1_000
_USUAL: Final = QSize(1080, 720)
_LEAST: Final = QSize(720, 520)
_DETAIL: Final = "instrumentation.detail"
_GEOMETRY, _TAB = "diagnostics/geometry", "diagnostics/tab"


class DiagnosticsWindow(QWidget):
    """Looks once a second while it is open; closed, it costs nothing."""

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
        self.reporting = Reporting(services, self)
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
        page = self.tabs.currentWidget()
        if not isinstance(page, Page):
            raise TypeError("Every tab is a page.")
        return page

    def show_page(self, page: Page) -> None:
        self.tabs.setCurrentWidget(page)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        services = self._services
        self.overview = Overview(self.vitals)
        self.timings = Timings()
        self.queries = Queries(services)
        self.work = Work(services, self.vitals)
        self.stalls = Stalls(services)
        self.caches = Caches(services)
        self.database = Database(services, lambda: tuple(self.queries.plans.values()))
        self.environment = Environment(services)
        self.tabs = QTabWidget(self, documentMode=True)
        self.tabs.setAccessibleName(self.windowTitle())
        for title, page in (
            (translate("Diagnostics", "Overview"), self.overview),
            (translate("Diagnostics", "Timings"), self.timings),
            (translate("Diagnostics", "Slow queries"), self.queries),
            (translate("Diagnostics", "Jobs and threads"), self.work),
            (translate("Diagnostics", "Stalls"), self.stalls),
            (translate("Diagnostics", "Caches"), self.caches),
            (translate("Diagnostics", "Database"), self.database),
            (translate("Diagnostics", "Environment"), self.environment),
        ):
            self.tabs.addTab(page, title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 1)
        column.addLayout(self._build_foot())

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
        self.copy_button.clicked.connect(self.reporting.copy)
        self.save_button.clicked.connect(self.reporting.ask_where_to_save)
        self.export_button.clicked.connect(self.reporting.ask_where_to_export)
        self.reset_button.clicked.connect(self.reset)
        self.reporting.said.connect(self.said.setText)
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
        self.queries.forget()
        self.look()

    def _on_page_turned(self, _index: int) -> None:
        self.page.begin()
        self.page.refresh()

    def _on_tile_opened(self, name: str) -> None:
        pages: dict[str, Page] = {
            vital.PAGE_MS: self.timings,
            vital.HIT_PERCENT: self.caches,
            vital.LANES_PERCENT: self.work,
            vital.CPU_PERCENT: self.work,
            vital.STALL_MS: self.stalls,
        }
        page = pages.get(name)
        if page is None:
            return
        if page is self.timings:
            self.timings.show_only(vital.PAGE_TIMER)
        self.show_page(page)

    def _on_setting_changed(self, key: str, value: object) -> None:
        if key == _DETAIL:
            self.detail.setChecked(bool(value))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        self._memory.keep({_GEOMETRY: self.saveGeometry(), _TAB: self.tabs.currentIndex()})
        self.closed.emit()
        super().closeEvent(event)
