"""The history of jobs is narrowed and read a page at a time; 10,000 failures are one table."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication  # noqa: TID251 - a test of the room
from PySide6.QtWidgets import QApplication  # noqa: TID251 - as above
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS
from tests.ui.jobs_world import add_run, failed_file

from media_manager.domain.job_filter import JobFilter
from media_manager.library.job_history import page_jobs
from media_manager.settings import Profile, Settings
from media_manager.ui.jobs.details import JobDetails
from media_manager.ui.jobs.history import HistoryPage
from media_manager.ui.jobs.panel import JobsPanel
from media_manager.ui.theme import apply_theme
from media_manager.workers.services import Services

# The offscreen platform says so of any window with a least size; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support raise")

MANY = 10_000


@pytest.fixture
def services(qapp: QApplication, profile: Profile) -> Iterator[Services]:
    apply_theme(qapp)
    services = Services(profile, Settings(profile))
    yield services
    assert services.close() == ()


@pytest.fixture
def page(qtbot: QtBot, services: Services) -> HistoryPage:
    page = HistoryPage(services, _fail)
    qtbot.addWidget(page)
    page.resize(900, 260)
    return page


def _fail(error: BaseException) -> None:
    raise error


def jobs_shown(page: HistoryPage) -> list[str]:
    return [page.rows.index(row, 0).data() for row in range(page.rows.rowCount())]


def loaded(qtbot: QtBot, page: HistoryPage) -> list[str]:
    with qtbot.waitSignal(page.rows.loaded, timeout=PATIENCE_MS):
        page.reload()
    return jobs_shown(page)


def test_the_history_says_how_jobs_ended(
    qtbot: QtBot, services: Services, page: HistoryPage
) -> None:
    """One line a job, in words, the newest first."""
    add_run(services.store, "scan", title="/media/Films", done=1_204)
    add_run(services.store, "probe", status="cancelled", origin="chain")
    add_run(services.store, "bulk", status="failed", message="The disk is full.")

    assert loaded(qtbot, page) == ["Change items", "Look into files", "Scan of Films"]
    rows = [[page.rows.index(row, at).data() for at in (1, 2, 6)] for row in range(3)]
    assert rows == [
        ["Failed", "0", "The disk is full."],
        ["Cancelled", "0", "after another job"],
        ["Finished", "1,204", ""],
    ]
    qtbot.waitUntil(lambda: page.count.text() == "3 jobs", timeout=PATIENCE_MS)


def test_the_history_is_narrowed_by_kind_result_text_and_time(
    qtbot: QtBot, services: Services, page: HistoryPage
) -> None:
    """Each filter alone and all together; what finds nothing says so."""
    add_run(services.store, "scan", title="/media/Films")
    add_run(services.store, "scan", title="/media/Shows", status="failed", message="Unplugged.")
    add_run(services.store, "probe")
    loaded(qtbot, page)

    page.kind.setCurrentIndex(page.kind.findData("scan"))
    qtbot.waitUntil(
        lambda: jobs_shown(page) == ["Scan of Shows", "Scan of Films"], timeout=PATIENCE_MS
    )
    page.text.setText("unplugged")
    qtbot.waitUntil(lambda: jobs_shown(page) == ["Scan of Shows"], timeout=PATIENCE_MS)
    page.result.setCurrentIndex(page.result.findData("finished"))
    qtbot.waitUntil(lambda: jobs_shown(page) == [], timeout=PATIENCE_MS)
    assert page.nothing.text() == "No job is like this."
    page.since.setCurrentIndex(2)
    page.text.clear()
    qtbot.waitUntil(lambda: jobs_shown(page) == ["Scan of Films"], timeout=PATIENCE_MS)


def test_a_long_history_is_read_where_it_is_looked_at(
    qtbot: QtBot, services: Services, page: HistoryPage
) -> None:
    """The first page comes at once, the next one when somebody scrolls to it."""
    for number in range(150):
        add_run(services.store, "scan", title=f"/media/{number:03}")
    assert len(loaded(qtbot, page)) == 100

    with qtbot.waitSignal(page.rows.loaded, timeout=PATIENCE_MS):
        page.rows.fetchMore(page.rows.index(-1, -1))

    assert page.rows.rowCount() == 150
    assert jobs_shown(page)[-1] == "Scan of 000"
    assert not page.rows.canFetchMore(page.rows.index(-1, -1))


@pytest.fixture
def details(qtbot: QtBot, services: Services) -> JobDetails:
    """Return the details of a run in which 10,000 files failed for two reasons."""
    failures = [failed_file(number) for number in range(MANY - 37)]
    failures += [failed_file(number, code="root-offline") for number in range(MANY - 37, MANY)]
    job_id = add_run(services.store, "probe", done=MANY, failures=failures)
    details = JobDetails(services, job_id)
    qtbot.addWidget(details)
    details.show()
    qtbot.waitUntil(lambda: details.failures.rows.rowCount() > 0, timeout=PATIENCE_MS)
    return details


def test_ten_thousand_failures_are_grouped_by_cause_and_paged(
    qtbot: QtBot, details: JobDetails
) -> None:
    """Two causes with their counts; five hundred rows, not ten thousand, until somebody scrolls."""
    view = details.failures
    causes = [view.causes.item(row).text() for row in range(view.causes.count())]
    assert [cause.splitlines()[-1] for cause in causes] == [
        "10,000 failures",
        "9,963 failures",
        "37 failures",
    ]
    assert view.rows.rowCount() == 500

    view.causes.setCurrentRow(2)
    qtbot.waitUntil(lambda: view.rows.rowCount() == 37, timeout=PATIENCE_MS)
    assert view.hint.text() == "Copy it again."
    assert view.rows.index(0, 0).data() == "/films/film-09963.mkv"


def test_a_failure_tells_everything_when_it_is_chosen(details: JobDetails) -> None:
    """Columns cut what is long; below the table it stands whole."""
    details.failures.table.selectRow(3)

    assert details.failures.details.text().splitlines() == [
        "/films/film-00003.mkv",
        "unreadable-file: it cannot be read.",
        "Copy it again.",
    ]


def test_rows_that_are_selected_are_copied_as_they_stand(details: JobDetails) -> None:
    """Columns parted by tabs, in the order of the table."""
    details.failures.table.selectAll()

    lines = details.failures.table.selected_text().splitlines()

    assert len(lines) == 500
    assert lines[1].split("\t") == [
        "/films/film-00001.mkv",
        "unreadable-file: it cannot be read.",
        "Copy it again.",
    ]


def test_what_failed_is_exported_and_copied(
    qtbot: QtBot, details: JobDetails, tmp_path: Path
) -> None:
    """The whole list in a file that a spreadsheet opens, the causes on the clipboard."""
    target = tmp_path / "failures.csv"
    details.export(target)
    qtbot.waitUntil(
        lambda: details.news.text().startswith("10,000 failures written"), timeout=PATIENCE_MS
    )
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == MANY + 1
    assert rows[1][:4] == [
        "/films/film-00000.mkv",
        "unreadable-file",
        "unreadable-file: it cannot be read.",
        "Copy it again.",
    ]

    details.copy_button.click()
    assert "9,963" in QGuiApplication.clipboard().text()


def test_a_name_that_looks_like_a_formula_stays_text(services: Services, tmp_path: Path) -> None:
    """A spreadsheet must not compute what a file is called."""
    from media_manager.library.failure_list import write_failures

    failure = ("=cmd|'/c calc'!A1", "x", "message", "", None)
    job_id = add_run(services.store, "probe", failures=[failure])

    assert write_failures(services.store, job_id, tmp_path / "list.csv") == 1
    assert "\n'=cmd" in (tmp_path / "list.csv").read_text("utf-8-sig")


def test_the_details_of_a_job_that_runs_follow_it(qtbot: QtBot, services: Services) -> None:
    """Nobody has to close and open it again to see how it goes on."""
    from media_manager.persistence.repositories.jobs import add_failures, finish_job

    job_id = add_run(services.store, "probe", status="running", done=5)
    details = JobDetails(services, job_id)
    qtbot.waitUntil(lambda: details.record is not None, timeout=PATIENCE_MS)
    assert not details.retry_button.isVisibleTo(details)
    assert not details.again_button.isEnabled()

    with services.store.writing("jobs") as session:
        add_failures(session, job_id, [failed_file(1)])
        finish_job(session, job_id, "finished", done=9, failed=1)

    qtbot.waitUntil(details.again_button.isEnabled, timeout=PATIENCE_MS)
    assert details.retry_button.text() == "Re&try the one that failed"
    qtbot.waitUntil(lambda: details.failures.rows.rowCount() == 1, timeout=PATIENCE_MS)
    details.reject()


def test_failures_that_come_in_do_not_move_what_is_read(qtbot: QtBot, services: Services) -> None:
    """The chosen row stays chosen while counts and rows grow."""
    from media_manager.persistence.repositories.jobs import add_failures, update_job

    job_id = add_run(services.store, "probe", status="running", failures=[failed_file(1)])
    details = JobDetails(services, job_id)
    qtbot.waitUntil(lambda: details.failures.rows.rowCount() == 1, timeout=PATIENCE_MS)
    details.failures.table.selectRow(0)
    said = details.failures.details.text()

    with services.store.writing("jobs") as session:
        add_failures(session, job_id, [failed_file(2), failed_file(3)])
        update_job(session, job_id, failed=3)

    qtbot.waitUntil(lambda: details.failures.rows.rowCount() == 3, timeout=PATIENCE_MS)
    assert details.failures.table.currentIndex().row() == 0
    assert details.failures.details.text() == said
    assert details.failures.causes.item(0).text().endswith("3 failures")
    details.reject()


def test_only_what_failed_is_tried_again(qtbot: QtBot, services: Services) -> None:
    """The button in the details begins a run that names the old one."""
    failure = (*failed_file(1)[:4], '{"file_id": 1}')
    job_id = add_run(services.store, "probe", failures=[failure])
    panel = JobsPanel(services, _fail)
    qtbot.addWidget(panel)
    panel.show_details(job_id)
    details = panel.open_details[job_id]
    qtbot.waitUntil(details.retry_button.isVisible, timeout=PATIENCE_MS)

    details.retry_button.click()

    def runs() -> list[int | None]:
        with services.store.reading() as reader:
            return [each.retry_of for each in page_jobs(reader, JobFilter(kinds=("probe",)))]

    qtbot.waitUntil(lambda: runs() == [job_id, None], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: all(row.job.state.ended for row in panel.rows), timeout=PATIENCE_MS)
