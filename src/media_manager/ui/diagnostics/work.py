"""What the threads do now, how busy the lanes are, and the jobs that run."""

from time import monotonic
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from media_manager.domain.jobs import JobState
from media_manager.ui.diagnostics import texts
from media_manager.ui.diagnostics.page import Page, button, heading
from media_manager.ui.diagnostics.rows import Column
from media_manager.ui.diagnostics.table import FactTable
from media_manager.ui.diagnostics.texts import translate
from media_manager.ui.jobs.words import describe
from media_manager.ui.words import job_title
from media_manager.workers import JobHandle
from media_manager.workers.services import Services
from media_manager.workers.vitals import LaneVitals, Vitals


class LaneLine(NamedTuple):
    """One lane, and how much of it was used in the last second."""

    name: str
    vitals: LaneVitals


class ThreadLine(NamedTuple):
    """One thread of a lane, and what it has been doing for how long."""

    name: str
    lane: str
    what: str
    seconds: float


class JobLine(NamedTuple):
    """One job as it is now."""

    job: JobHandle
    title: str
    state: JobState
    text: str


class Work(Page):
    """Jobs can be paused and cancelled here as in the jobs panel."""

    def __init__(self, services: Services, vitals: Vitals, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = services.runner
        self._vitals = vitals
        lanes, threads, jobs = _names()
        self.lanes = FactTable(lanes, _lane_columns(), lambda line: line.name, parent=self)
        self.threads = FactTable(threads, _thread_columns(), lambda line: line.name, parent=self)
        self.jobs = FactTable(jobs, _job_columns(), lambda line: line.job.number, parent=self)
        self.jobs.empty = translate("Diagnostics", "Nothing runs.")
        self.pause_button = button(translate("Diagnostics", "Pause"), self)
        self.cancel_button = button(translate("Diagnostics", "Cancel"), self)
        self.column.addLayout(heading(lanes, self))
        self.lanes.show_all_rows(len(services.runner.pool.lanes()))
        self.column.addWidget(self.lanes)
        self.column.addLayout(heading(threads, self))
        self.column.addWidget(self.threads, 3)
        self.column.addLayout(heading(jobs, self, self.pause_button, self.cancel_button))
        self.column.addWidget(self.jobs, 2)
        self.jobs.chosen.connect(self._on_chosen)
        self.pause_button.clicked.connect(self._on_pause_clicked)
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        self._on_chosen(None)

    def refresh(self) -> None:
        now = monotonic()
        self.lanes.set_rows([LaneLine(*each) for each in self._vitals.lanes.items()])
        self.threads.set_rows(
            [
                ThreadLine(each.name, each.lane, each.what, now - each.since)
                for each in self._runner.pool.threads()
            ]
        )
        self.jobs.set_rows(
            [
                JobLine(job, job_title(job.title), job.state, describe(job))
                for job in self._runner.jobs
            ]
        )
        self._on_chosen(self.jobs.current())

    def _on_chosen(self, line: JobLine | None) -> None:
        runs = line is not None and not line.job.state.ended
        paused = line is not None and line.job.state is JobState.PAUSED
        self.pause_button.setEnabled(runs)
        self.cancel_button.setEnabled(runs)
        self.pause_button.setText(
            translate("Diagnostics", "Resume") if paused else translate("Diagnostics", "Pause")
        )

    def _on_pause_clicked(self) -> None:
        line: JobLine | None = self.jobs.current()
        if line is None:
            return
        if line.job.state is JobState.PAUSED:
            line.job.resume()
        else:
            line.job.pause()
        self.refresh()

    def _on_cancel_clicked(self) -> None:
        line: JobLine | None = self.jobs.current()
        if line is not None:
            line.job.cancel()
            self.refresh()


def _names() -> tuple[str, str, str]:
    return (
        translate("Diagnostics", "Lanes"),
        translate("Diagnostics", "Threads"),
        translate("Diagnostics", "Jobs"),
    )


def _lane_columns() -> tuple[Column, ...]:
    def whole(title: str, field: str) -> Column:
        return Column(
            title,
            lambda line: getattr(line.vitals.load, field),
            lambda line: texts.whole(getattr(line.vitals.load, field)),
            is_number=True,
        )

    return (
        Column(translate("Diagnostics", "Lane"), lambda line: line.name),
        Column(
            translate("Diagnostics", "In use"),
            lambda line: line.vitals.used,
            lambda line: texts.percent(line.vitals.used),
            is_number=True,
        ),
        whole(translate("Diagnostics", "Running"), "running"),
        whole(translate("Diagnostics", "Waiting"), "queued"),
        whole(translate("Diagnostics", "Threads"), "threads"),
        whole(translate("Diagnostics", "At most"), "size"),
        whole(translate("Diagnostics", "Done"), "done"),
        Column(
            translate("Diagnostics", "Time at work"),
            lambda line: line.vitals.load.busy_seconds,
            lambda line: texts.duration(line.vitals.load.busy_seconds),
            is_number=True,
        ),
    )


def _thread_columns() -> tuple[Column, ...]:
    return (
        Column(translate("Diagnostics", "Thread"), lambda line: line.name),
        Column(
            translate("Diagnostics", "Does"),
            lambda line: line.what,
            lambda line: job_title(line.what) or translate("Diagnostics", "waits for work"),
            is_wide=True,
        ),
        Column(
            translate("Diagnostics", "Since"),
            lambda line: line.seconds,
            lambda line: texts.duration(line.seconds),
            is_number=True,
        ),
    )


def _job_columns() -> tuple[Column, ...]:
    return (
        Column(translate("Diagnostics", "Job"), lambda line: line.title),
        Column(
            translate("Diagnostics", "State"),
            lambda line: line.state.value,
            lambda line: line.text or line.state.value,
            is_wide=True,
        ),
        Column(
            translate("Diagnostics", "Failed"),
            lambda line: line.job.progress.failed,
            lambda line: texts.whole(line.job.progress.failed),
            is_number=True,
        ),
    )
