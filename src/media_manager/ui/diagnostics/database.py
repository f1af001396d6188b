"""The database: how large, how full, of which tables and indexes; measured, checked, tidied."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QTabWidget, QWidget

from media_manager.library.diagnostics import (
    Tidied,
    check_database,
    measure_database,
    tidy_database,
)
from media_manager.persistence.database_facts import (
    DatabaseNumbers,
    IndexFact,
    TableCheck,
    TableSize,
    database_numbers,
    indexes,
    used_indexes,
)
from media_manager.persistence.slow_queries import get_slow_queries
from media_manager.ui.diagnostics import texts
from media_manager.ui.diagnostics.facts import Fact, facts_table
from media_manager.ui.diagnostics.page import Page, button, heading
from media_manager.ui.diagnostics.rows import Column
from media_manager.ui.diagnostics.table import FactTable
from media_manager.ui.diagnostics.texts import translate
from media_manager.ui.notifications import explain
from media_manager.ui.status_bar import show_fraction
from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.workers import Job, JobHandle
from media_manager.workers.services import Services

_SHOWN_PROBLEMS = 10
# Below this new rows will soon need what is free.
_MUCH_FREE = 0.2


class Database(Page):
    """One of its long looks runs at a time; it can be cancelled here and in the jobs panel."""

    def __init__(
        self,
        services: Services,
        plans: Callable[[], Sequence[str]] = tuple,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._plans = plans
        self._known: tuple[IndexFact, ...] = ()
        self._has_library = False
        self.job: JobHandle | None = None
        self.measure_button = button(translate("Diagnostics", "Measure tables"), self)
        self.check_button = button(translate("Diagnostics", "Check integrity"), self)
        self.tidy_button = button(
            translate("Diagnostics", "Optimize"),
            self,
            tip=translate("Diagnostics", "Join the search index and fold the journal in"),
        )
        self.cancel_button = button(translate("Diagnostics", "Cancel"), self)
        self._build()
        self._connect()
        self._show_job()

    def begin(self) -> None:
        self._services.read(
            database_numbers,
            empty=None,
            on_done=self._show_numbers,
            on_error=self._on_failed,
            key="diagnostics-database",
        )
        if not self._known:
            self._services.read(
                indexes,
                empty=tuple[IndexFact, ...](),
                on_done=self._show_indexes,
                on_error=self._on_failed,
                key="diagnostics-indexes",
            )

    def refresh(self) -> None:
        """Show which indexes were seen in a plan by now."""
        if self._known:
            self._show_indexes(self._known)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        buttons = (self.measure_button, self.check_button, self.tidy_button, self.cancel_button)
        self.column.addLayout(heading(translate("Diagnostics", "Database"), self, *buttons))
        line = QHBoxLayout()
        line.setSpacing(SPACE.small)
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setAccessibleName(translate("Diagnostics", "Progress"))
        self.said = PlainLabel(tone="muted", parent=self)
        self.said.set_selectable()
        line.addWidget(self.said, 3)
        line.addWidget(self.bar, 1)
        self.column.addLayout(line)
        body = QHBoxLayout()
        body.setSpacing(SPACE.large)
        self.facts = facts_table(translate("Diagnostics", "Facts"), self)
        self.tables = FactTable(
            translate("Diagnostics", "Tables"), _table_columns(), lambda row: row.name, sort=1
        )
        self.tables.empty = translate(
            "Diagnostics", "“Measure tables” counts the rows and bytes of each."
        )
        self.index_table = FactTable(
            translate("Diagnostics", "Indexes"), _index_columns(), lambda row: row[0].name
        )
        self.tabs = QTabWidget(self, documentMode=True)
        for table in (self.tables, self.index_table):
            self.tabs.addTab(table, table.accessibleName())
        body.addWidget(self.facts, 4)
        body.addWidget(self.tabs, 5)
        self.column.addLayout(body, 1)

    def _connect(self) -> None:
        self.measure_button.clicked.connect(self.measure)
        self.check_button.clicked.connect(self.check)
        self.tidy_button.clicked.connect(self.tidy)
        self.cancel_button.clicked.connect(self._on_cancel_clicked)

    # -- what takes long -----------------------------------------------------------------------

    def measure(self) -> None:
        """Count rows and bytes of each table."""
        path = self._services.store.path
        self._start("database-measure", lambda watch: measure_database(path, watch), self._measured)

    def check(self) -> None:
        """Let SQLite check each table with its indexes."""
        path = self._services.store.path
        self._start("database-check", lambda watch: check_database(path, watch), self._checked)

    def tidy(self) -> None:
        """Join the search index, fold the journal in."""
        store = self._services.store
        self._start("database-tidy", lambda watch: tidy_database(store, watch), self._tidied)

    def _start(self, title: str, job: Job, done: Callable[[Any], None]) -> None:
        if not self._has_library or (self.job is not None and not self.job.state.ended):
            return
        self.said.set_tone("muted")
        handle = self._services.runner.submit(job, title=title)
        self.job = handle
        handle.on_progress(lambda _progress: self._show_job(), owner=self)
        handle.on_finished(done, owner=self)
        handle.on_failed(self._on_failed, owner=self)
        handle.on_cancelled(self._on_cancelled, owner=self)
        self._show_job()

    def _show_job(self) -> None:
        job = self.job
        runs = job is not None and not job.state.ended
        for each in (self.measure_button, self.check_button, self.tidy_button):
            each.setEnabled(self._has_library and not runs)
        self.cancel_button.setEnabled(runs)
        self.bar.setVisible(runs)
        if job is not None and runs:
            show_fraction(self.bar, job.progress.fraction)
            self.said.setText(job.progress.message)

    def _on_cancel_clicked(self) -> None:
        if self.job is not None:
            self.job.cancel()

    def _measured(self, sizes: tuple[TableSize, ...]) -> None:
        self.tables.set_rows(sizes)
        rows = sum(size.rows for size in sizes)
        text = translate("Diagnostics", "%1 tables hold %2 rows.")
        self._say(text.replace("%1", texts.whole(len(sizes))).replace("%2", texts.whole(rows)))

    def _checked(self, checks: tuple[TableCheck, ...]) -> None:
        problems = [f"{check.name}: {problem}" for check in checks for problem in check.problems]
        if problems:
            doctor = translate("Diagnostics", "The doctor (media-manager doctor) says what to do.")
            self._say("\n".join([*problems[:_SHOWN_PROBLEMS], doctor]), tone="danger")
            return
        text = translate("Diagnostics", "All %1 tables and their indexes are sound.")
        self._say(text.replace("%1", texts.whole(len(checks))), tone="ok")

    def _tidied(self, tidied: Tidied) -> None:
        self._show_numbers(tidied.after)
        if tidied.steps:
            text = translate("Diagnostics", "The search index was joined in %1 steps.")
        else:
            text = translate("Diagnostics", "There was nothing to join in the search index.")
        said = [text.replace("%1", texts.whole(tidied.steps))]
        if tidied.after.fragmentation >= _MUCH_FREE:
            said.append(_free(tidied.after))
        self._say("\n".join(said), tone="ok")

    def _on_failed(self, error: BaseException) -> None:
        self._say(explain(error), tone="danger")

    def _on_cancelled(self) -> None:
        self._say(translate("Diagnostics", "Cancelled. The library is as it was."))

    def _say(self, text: str, *, tone: str = "muted") -> None:
        self._show_job()
        self.said.set_tone(tone)
        self.said.setText(text)

    # -- what is shown -------------------------------------------------------------------------

    def _show_numbers(self, numbers: DatabaseNumbers | None) -> None:
        self._has_library = numbers is not None
        if numbers is None:
            self._say(translate("Diagnostics", "There is no library yet."))
        self._show_job()
        self.facts.set_rows([] if numbers is None else _facts(numbers))

    def _show_indexes(self, known: tuple[IndexFact, ...]) -> None:
        self._known = known
        plans = [*(query.plan for query in get_slow_queries()), *self._plans()]
        used = used_indexes(plans, known)
        self.index_table.set_rows([(index, index.name in used) for index in known])


def _free(numbers: DatabaseNumbers) -> str:
    text = translate(
        "Diagnostics", "%1 of the file hold nothing: media-manager doctor --vacuum gives them back."
    )
    return text.replace("%1", texts.percent(numbers.fragmentation))


def _facts(numbers: DatabaseNumbers) -> list[Fact]:
    free = texts.size(numbers.free_pages * numbers.page_bytes)
    share = texts.percent(numbers.fragmentation)
    rows = (
        (translate("Diagnostics", "Size"), texts.size(numbers.size_bytes)),
        (translate("Diagnostics", "Pages"), texts.whole(numbers.pages)),
        (translate("Diagnostics", "Page size"), texts.size(numbers.page_bytes)),
        (translate("Diagnostics", "Free pages"), f"{texts.whole(numbers.free_pages)} · {free}"),
        (translate("Diagnostics", "Fragmentation"), share),
        (translate("Diagnostics", "Journal (WAL)"), texts.size(numbers.wal_bytes)),
        (translate("Diagnostics", "Journal mode"), numbers.journal_mode),
        (translate("Diagnostics", "Newest change"), texts.whole(numbers.newest_change)),
        (translate("Diagnostics", "Revision"), numbers.revision),
        (translate("Diagnostics", "SQLite"), numbers.sqlite_version),
    )
    options = [(name, value or texts.yes(value=True)) for name, value in _options(numbers)]
    return [Fact("", name, value) for name, value in (*rows, *options)]


def _options(numbers: DatabaseNumbers) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, _, value in (each.partition("=") for each in numbers.compile_options)
    ]


def _table_columns() -> tuple[Column, ...]:
    def size(title: str, field: str) -> Column:
        return Column(
            title,
            lambda row: getattr(row, field) or 0,
            lambda row: texts.size(getattr(row, field)),
            is_number=True,
        )

    return (
        Column(translate("Diagnostics", "Table"), lambda row: row.name),
        Column(
            translate("Diagnostics", "Rows"),
            lambda row: row.rows,
            lambda row: texts.whole(row.rows),
            is_number=True,
        ),
        size(translate("Diagnostics", "Its size"), "table_bytes"),
        size(translate("Diagnostics", "Its indexes"), "index_bytes"),
    )


def _index_columns() -> tuple[Column, ...]:
    return (
        Column(translate("Diagnostics", "Index"), lambda row: row[0].name),
        Column(translate("Diagnostics", "Table"), lambda row: row[0].table),
        Column(
            translate("Diagnostics", "Seen in a plan"),
            lambda row: row[1],
            lambda row: texts.yes(value=row[1]),
            tip=translate("Diagnostics", "Of the slow queries, and of those explained here"),
        ),
        Column(translate("Diagnostics", "Ordered by"), lambda row: ", ".join(row[0].columns)),
    )
