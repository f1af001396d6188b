"""What failed in a job: the causes with their counts, what to do, and the files behind each."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from media_manager.library.job_history import FailureGroup, JobFailure
from media_manager.ui.jobs.paged_table import Column, PagedTable
from media_manager.ui.jobs.table_view import PagedTableView
from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.plain import PlainLabel, tooltip
from media_manager.ui.words import counted, number

translate = QCoreApplication.translate

_PAGE = 500
_WIDTHS = (260, 220, 120)
_GROUPS_WIDTH = 220
_GROUP = Qt.ItemDataRole.UserRole

Groups = Callable[[Sequence[FailureGroup]], None]
Rows = Callable[[Sequence[JobFailure]], None]


class FailureSource(Protocol):
    """Where failures are read; both answer later, on the main thread."""

    def groups(self, on_done: Groups) -> object:
        """Ask for the causes."""

    def page(self, code: str | None, after: JobFailure | None, limit: int, on_done: Rows) -> object:
        """Ask for the failures after one, of one cause or of all."""


class FailuresView(QWidget):
    """Causes to the left, what to do above, and the files of the chosen cause below."""

    shown = Signal()

    def __init__(self, source: FailureSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._groups: tuple[FailureGroup, ...] = ()
        self._code: str | None = None
        self._begun = False
        self._build()
        self.causes.currentItemChanged.connect(self._on_cause_chosen)
        self.table.chosen.connect(self._on_failure_chosen)
        self.rows.loaded.connect(self.shown)

    def reload(self) -> None:
        """Read the causes anew; the chosen one stays chosen."""
        self._source.groups(self._show_groups)

    @property
    def count(self) -> int:
        return sum(group.count for group in self._groups)

    def summary(self) -> str:
        """Return the causes with their counts, as text to paste."""
        return "\n".join(
            f"{number(group.count)}\t{group.message}\t{group.hint}".rstrip()
            for group in self._groups
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        self.causes = QListWidget(split)
        self.causes.setAccessibleName(translate("Failures", "Causes"))
        self.causes.setMinimumWidth(_GROUPS_WIDTH)
        split.addWidget(self.causes)
        split.addWidget(self._build_rows(split))
        split.setStretchFactor(1, 1)
        column.addWidget(split)

    def _build_rows(self, parent: QWidget) -> QWidget:
        right = QWidget(parent)
        column = QVBoxLayout(right)
        column.setContentsMargins(SPACE.medium, 0, 0, 0)
        column.setSpacing(SPACE.small)
        self.hint = PlainLabel(parent=right)
        self.details = PlainLabel(tone="muted", parent=right)
        self.details.set_selectable()
        self.rows = PagedTable(_columns(), page=_PAGE, parent=self)
        self.table = PagedTableView(
            self.rows, _WIDTHS, name=translate("Failures", "What failed"), parent=right
        )
        for part in (self.hint, self.table, self.details):
            column.addWidget(part)
        column.setStretchFactor(self.table, 1)
        self.hint.hide()
        self.details.hide()
        return right

    def _show_groups(self, groups: Sequence[FailureGroup]) -> None:
        before, self._groups = self._groups, tuple(groups)
        if self._begun and [each.code for each in before] == [each.code for each in groups]:
            self._recount()
            return
        self._begun = True
        self.causes.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.causes.clear()
        if len(self._groups) > 1:
            self._add_cause(None, translate("Failures", "All causes"), self.count)
        for group in self._groups:
            self._add_cause(group, group.message or group.code, group.count)
        self.causes.blockSignals(False)  # noqa: FBT003 - as above
        self.causes.setCurrentRow(self._row_of(self._code))
        if not self._groups:
            self._read_rows(None)

    def _recount(self) -> None:
        """Let the counts grow without moving what somebody reads."""
        offset = self.causes.count() - len(self._groups)
        counts = [self.count] * offset + [group.count for group in self._groups]
        for row, count in enumerate(counts):
            item = self.causes.item(row)
            item.setText(f"{item.text().splitlines()[0]}\n{counted('failure', count)}")
        self.rows.look_for_more()

    def _add_cause(self, group: FailureGroup | None, text: str, count: int) -> None:
        item = QListWidgetItem(f"{text}\n{counted('failure', count)}", self.causes)
        item.setData(_GROUP, group)
        item.setToolTip(tooltip(text))
        item.setSizeHint(QSize(0, 2 * self.causes.fontMetrics().height() + SPACE.medium))

    def _row_of(self, code: str | None) -> int:
        for row in range(self.causes.count()):
            group = self.causes.item(row).data(_GROUP)
            if group is not None and group.code == code:
                return row
        return 0

    def _on_cause_chosen(self, item: QListWidgetItem | None, _before: object = None) -> None:
        if item is not None:
            self._read_rows(item.data(_GROUP))

    def _read_rows(self, group: FailureGroup | None) -> None:
        self._code = None if group is None else group.code
        code = self._code
        self.hint.setText("" if group is None else group.hint)
        self.hint.setVisible(bool(self.hint.text()))
        self.rows.reload(
            lambda after, limit, on_done: self._source.page(code, after, limit, on_done)
        )

    def _on_failure_chosen(self, failure: Any | None) -> None:  # noqa: ANN401 - a row of the table
        text = _whole(failure) if isinstance(failure, JobFailure) else ""
        self.details.setText(text)
        self.details.setVisible(bool(text))


def _whole(failure: JobFailure) -> str:
    """Return everything that is known of one failure: columns cut what is long."""
    details = "\n".join(f"{name}: {value}" for name, value in failure.details.items())
    parts = (failure.subject, failure.message, failure.hint, details)
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _columns() -> tuple[Column, ...]:
    return (
        Column(translate("JobRow", "File or folder"), lambda each: each.subject),
        Column(translate("JobRow", "What happened"), lambda each: each.message or each.code or ""),
        Column(translate("JobRow", "What to do"), lambda each: each.hint or ""),
    )
