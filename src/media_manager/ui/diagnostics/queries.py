"""The statements that were slow, and how SQLite answers them."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from media_manager.instrumentation import get_instrumentation
from media_manager.persistence.database_facts import explain
from media_manager.persistence.slow_queries import SlowQuery, get_slow_queries
from media_manager.ui.diagnostics import texts
from media_manager.ui.diagnostics.page import Page, button, heading, show_text, text_view
from media_manager.ui.diagnostics.rows import Column
from media_manager.ui.diagnostics.table import FactTable
from media_manager.ui.diagnostics.texts import translate
from media_manager.ui.theme import SPACE
from media_manager.workers.services import Services

_SHARES = (3, 2)
_CLAUSES = re.compile(
    r" ((?:LEFT JOIN|JOIN|FROM|WHERE|GROUP BY|ORDER BY|LIMIT|UNION ALL|UNION|EXCEPT)\b)"
)


class Queries(Page):
    """A statement has no values: what somebody looked for is not kept."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.plans: dict[str, str] = {}
        name = translate("Diagnostics", "Slow queries")
        self.table = FactTable(name, _columns(), lambda query: query.sql, sort=3, parent=self)
        self.table.empty = translate("Diagnostics", "No query was slow so far.")
        self.plan = text_view(translate("Diagnostics", "The statement and its plan"), self)
        self.explain_button = button(translate("Diagnostics", "Explain"), self)
        self._build()
        self.table.chosen.connect(self._on_chosen)
        self.explain_button.clicked.connect(self.explain_current)

    def refresh(self) -> None:
        self.table.set_rows(get_slow_queries())
        slow = texts.duration(get_instrumentation().slow_query_seconds)
        text = translate(
            "Diagnostics",
            "Reads that took longer than %1 since the start (instrumentation.slow_query_ms).",
        )
        self._hint.setText(text.replace("%1", slow))

    def explain_current(self) -> None:
        """Ask SQLite how it would answer the chosen statement now."""
        query: SlowQuery | None = self.table.current()
        if query is None:
            return
        sql = query.sql
        self._services.read(
            lambda reader: explain(reader, sql),
            empty="",
            on_done=lambda plan: self._on_explained(sql, plan),
            on_error=lambda error: self._on_explained(sql, str(error)),
            key="diagnostics-plan",
        )

    def forget(self) -> None:
        """Forget the plans: the log of slow queries was reset."""
        self.plans.clear()
        self._on_chosen(None)

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Vertical, self)
        below = QWidget(split)
        column = QVBoxLayout(below)
        column.setContentsMargins(0, SPACE.small, 0, 0)
        column.setSpacing(SPACE.small)
        title = translate("Diagnostics", "The statement and its plan")
        column.addLayout(heading(title, below, self.explain_button))
        column.addWidget(self.plan, 1)
        split.addWidget(self.table)
        split.addWidget(below)
        split.setChildrenCollapsible(False)
        for at, share in enumerate(_SHARES):
            split.setStretchFactor(at, share)
        self.column.addWidget(split, 1)
        self._hint = self.note("")
        self.explain_button.setEnabled(False)

    def _on_explained(self, sql: str, plan: str) -> None:
        self.plans[sql] = plan or translate("Diagnostics", "This statement has no plan.")
        self._on_chosen(self.table.current())

    def _on_chosen(self, query: SlowQuery | None) -> None:
        self.explain_button.setEnabled(query is not None)
        if query is None:
            show_text(self.plan, "")
            return
        plan = self.plans.get(query.sql) or query.plan
        show_text(self.plan, f"{readable(query.sql)}\n\n{plan}".rstrip())


def readable(sql: str) -> str:
    """Return a statement with its clauses on lines of their own."""
    return _CLAUSES.sub(r"\n\1", sql)


def _columns() -> tuple[Column, ...]:
    return (
        Column(translate("Diagnostics", "Statement"), lambda query: query.sql, is_wide=True),
        Column(
            translate("Diagnostics", "Times"),
            lambda query: query.count,
            lambda query: texts.whole(query.count),
            is_number=True,
        ),
        Column(
            translate("Diagnostics", "Longest"),
            lambda query: query.longest_seconds,
            lambda query: texts.duration(query.longest_seconds),
            is_number=True,
        ),
        Column(
            translate("Diagnostics", "Total"),
            lambda query: query.total_seconds,
            lambda query: texts.duration(query.total_seconds),
            is_number=True,
        ),
        Column(
            translate("Diagnostics", "Rows"),
            lambda query: query.rows,
            lambda query: texts.whole(query.rows),
            is_number=True,
        ),
        Column(
            translate("Diagnostics", "Last"),
            lambda query: query.last_at_us,
            lambda query: texts.moment(query.last_at_us),
        ),
    )
