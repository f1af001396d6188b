"""What ran before: narrowed by kind, result, time and words, and any of it looked into."""

from time import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from media_manager.library.job_history import JobFilter, count_jobs, page_jobs
from media_manager.library.job_runs import JobRecord
from media_manager.ui.jobs import words
from media_manager.ui.jobs.paged_table import Column, PagedTable
from media_manager.ui.jobs.table_view import PagedTableView
from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.ui.words import counted, number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from media_manager.workers.services import Services

translate = QCoreApplication.translate

_PAGE = 100
_WIDTHS = (190, 150, 72, 64, 140, 110)
_DAY_SECONDS = 86_400
_US = 1_000_000
# A job that ends often ends together with others: one look for all of them.
_SETTLE_MS = 300


class HistoryPage(QWidget):
    """A line of filters above a table. Rows are read when they are scrolled to."""

    details_wanted = Signal(object)
    again_wanted = Signal(object)

    def __init__(
        self,
        services: "Services",
        on_error: "Callable[[BaseException], None]",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._on_error = on_error
        self._build()
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self.reload)
        self.kind.currentIndexChanged.connect(self.reload)
        self.result.currentIndexChanged.connect(self.reload)
        self.since.currentIndexChanged.connect(self.reload)
        self.text.textChanged.connect(self.reload)
        self.table.opened.connect(self.details_wanted)
        self.table.chosen.connect(self._on_chosen)
        self.rows.loaded.connect(self._on_loaded)
        self.details_button.clicked.connect(lambda: self._emit(self.details_wanted))
        self.again_button.clicked.connect(lambda: self._emit(self.again_wanted))

    @property
    def wanted(self) -> JobFilter:
        """Return what the filters say."""
        kind, result = self.kind.currentData(), self.result.currentData()
        days = self.since.currentData()
        return JobFilter(
            kinds=(kind,) if kind else (),
            statuses=(result,) if result else (),
            text=self.text.text().strip(),
            since_us=None if days is None else int((time() - days * _DAY_SECONDS) * _US),
        )

    def reload(self) -> None:
        """Read from the newest on, as the filters say."""
        wanted = self.wanted

        def ask(
            after: JobRecord | None, limit: int, on_done: "Callable[[Sequence[JobRecord]], None]"
        ) -> object:
            return self._services.read(
                lambda reader: page_jobs(
                    reader, wanted, before_id=None if after is None else after.id, limit=limit
                ),
                empty=list[JobRecord](),
                on_done=on_done,
                on_error=self._on_error,
            )

        self.rows.reload(ask)
        self._services.read(
            lambda reader: count_jobs(reader, wanted),
            empty=0,
            on_done=self._show_count,
            on_error=self._on_error,
            key="job-count",
        )

    def reload_soon(self) -> None:
        """Read again when what is happening has happened, if anybody looks."""
        if self.isVisible():
            self._timer.start()

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.large, SPACE.small, SPACE.large, SPACE.small)
        column.setSpacing(SPACE.small)
        column.addLayout(self._build_filters())
        self.rows = PagedTable(_columns(), page=_PAGE, parent=self)
        self.table = PagedTableView(
            self.rows, _WIDTHS, name=translate("JobsPanel", "Jobs that ran before"), parent=self
        )
        self.nothing = PlainLabel(tone="muted", parent=self)
        self.nothing.hide()
        column.addWidget(self.nothing)
        column.addWidget(self.table, 1)

    def _build_filters(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(SPACE.small)
        self.text = QLineEdit(self)
        self.text.setPlaceholderText(translate("JobsPanel", "Find in titles and messages"))
        self.text.setAccessibleName(self.text.placeholderText())
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(120)
        self.kind = self._combo(translate("JobsPanel", "Kind"))
        self.kind.addItem(translate("JobsPanel", "Any kind"), None)
        for kind, name in words.kind_names().items():
            self.kind.addItem(name, kind)
        self.result = self._combo(translate("JobsPanel", "Result"))
        self.result.addItem(translate("JobsPanel", "Any result"), None)
        for status, name in words.result_names().items():
            self.result.addItem(name.partition(";")[0], status)
        self.since = self._combo(translate("JobsPanel", "Time"))
        for name, days in _times():
            self.since.addItem(name, days)
        self.count = PlainLabel(tone="muted", parent=self)
        self.count.setWordWrap(False)
        self.details_button = QPushButton(translate("JobsPanel", "&Details…"), self)
        self.again_button = QPushButton(translate("JobsPanel", "&Run again"), self)
        line.addWidget(self.text, 1)
        for part in (self.kind, self.result, self.since, self.count):
            line.addWidget(part)
        for button in (self.details_button, self.again_button):
            button.setEnabled(False)
            line.addWidget(button)
        return line

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setToolTip(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(9)
        return combo

    # -- what happened -------------------------------------------------------------------------

    def _show_count(self, count: int) -> None:
        self.count.setText(counted("job", count))

    def _on_loaded(self) -> None:
        is_empty = self.rows.rowCount() == 0
        narrowed = self.wanted != JobFilter()
        self.nothing.setText(
            translate("JobsPanel", "No job is like this.")
            if narrowed
            else translate("JobsPanel", "Nothing ran yet. Scans and other long work appear here.")
        )
        self.nothing.setVisible(is_empty)
        self.table.setVisible(not is_empty)

    def _on_chosen(self, record: JobRecord | None) -> None:
        self.details_button.setEnabled(record is not None)
        self.again_button.setEnabled(record is not None and record.finished_at is not None)

    def _emit(self, signal: SignalInstance) -> None:
        record = self.table.current()
        if record is not None:
            signal.emit(record)


def _times() -> tuple[tuple[str, int | None], ...]:
    return (
        (translate("JobsPanel", "Any time"), None),
        (translate("JobsPanel", "Last 24 hours"), 1),
        (translate("JobsPanel", "Last 7 days"), 7),
        (translate("JobsPanel", "Last 30 days"), 30),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(translate("JobsPanel", "Job"), words.record_title),
        Column(translate("JobsPanel", "Result"), words.result_name, sign=_sign),
        Column(translate("JobsPanel", "Done"), lambda each: number(each.done), is_number=True),
        Column(
            translate("JobsPanel", "Failed"),
            lambda each: number(each.failed) if each.failed else "",
            is_number=True,
        ),
        Column(
            translate("JobsPanel", "Started"),
            lambda each: words.moment(each.started_at or each.created_at),
        ),
        Column(translate("JobsPanel", "Took"), words.took),
        Column(translate("JobsPanel", "Message"), _message),
    )


def _message(record: JobRecord) -> str:
    return " · ".join(filter(None, (record.message, words.origin_name(record.origin))))


def _sign(record: JobRecord) -> tuple[str, str]:
    if record.status == "failed" or record.was_killed:
        return "error", "danger"
    if record.failed:
        return "warning", "warn"
    return {
        "finished": ("check-circle", "ok"),
        "cancelled": ("stop", "muted"),
        "paused": ("pause", "muted"),
        "running": ("activity", "accent"),
    }.get(record.status, ("clock", "muted"))
