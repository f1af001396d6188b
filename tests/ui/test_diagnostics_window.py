"""The window of diagnostics tells the truth, does what it says, and costs nothing when closed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication  # noqa: TID251 - a test of the room
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import PATIENCE_MS, OpenWindow, scan_folder

from media_manager.domain.jobs import JobState
from media_manager.instrumentation import get_instrumentation
from media_manager.persistence.slow_queries import get_slow_query_log, reset_slow_queries
from media_manager.settings import Profile
from media_manager.ui.diagnostics.window import DiagnosticsWindow
from media_manager.ui.main_window import MainWindow
from media_manager.workers import JobContext, Wait
from media_manager.workers import vitals as vital
from media_manager.workers.stalls import Stall, StallWatch

# The offscreen platform says so of any window; it means nothing.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support raise")

SQL = "SELECT id FROM media_item WHERE media_type = ? ORDER BY sort_key"


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """Return a window without a library: most of diagnostics needs none."""
    return open_window()


@pytest.fixture
def filled(open_window: OpenWindow, profile: Profile, films: Path) -> DiagnosticsWindow:
    """Return the diagnostics of a library with five films."""
    scan_folder(profile, films)
    return opened(open_window())


@pytest.fixture
def diagnostics(window: MainWindow) -> DiagnosticsWindow:
    return opened(window)


def opened(window: MainWindow) -> DiagnosticsWindow:
    window.registry["diagnostics"].trigger()
    found = window.findChild(DiagnosticsWindow)
    assert found is not None
    return found


def names(table: object) -> list[str]:
    model = table.model()  # type: ignore[attr-defined]
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_there_is_one_such_window(window: MainWindow, diagnostics: DiagnosticsWindow) -> None:
    """Asked for again, it comes to the front."""
    assert opened(window) is diagnostics


def test_a_look_moves_every_number(diagnostics: DiagnosticsWindow) -> None:
    """Each look is one sample more; the page in view shows the newest."""
    before = len(diagnostics.vitals.times)
    diagnostics.look()

    assert before + 1 == len(diagnostics.vitals.times)
    memory = diagnostics.overview.tiles[vital.MEMORY_MIB]
    assert int(memory.number) > 0


def test_closed_it_looks_no_more(
    qtbot: QtBot, window: MainWindow, diagnostics: DiagnosticsWindow
) -> None:
    """Nothing is sampled, and no listener stays behind."""
    timer = diagnostics._timer
    listeners = len(window.services.settings._listeners)
    diagnostics.close()

    assert not timer.isActive()
    assert listeners - 1 == len(window.services.settings._listeners)
    qtbot.waitUntil(lambda: not window.findChildren(DiagnosticsWindow), timeout=PATIENCE_MS)


def test_opened_while_the_last_one_closes_it_is_a_new_one(
    window: MainWindow, diagnostics: DiagnosticsWindow
) -> None:
    """A window that is on its way out is not shown again."""
    diagnostics.close()
    window.registry["diagnostics"].trigger()
    shown = [each for each in window.findChildren(DiagnosticsWindow) if each.isVisible()]

    assert len(shown) == 1
    assert shown[0] is not diagnostics


def test_its_size_and_page_are_remembered(
    qtbot: QtBot, window: MainWindow, diagnostics: DiagnosticsWindow
) -> None:
    """The next one opens as this one was left."""
    diagnostics.resize(840, 700)
    diagnostics.turn_to("stalls")
    diagnostics.close()
    qtbot.waitUntil(lambda: not window.findChildren(DiagnosticsWindow), timeout=PATIENCE_MS)
    again = opened(window)

    assert (again.width(), again.height()) == (840, 700)
    assert again.page is again.stalls


def test_each_tile_leads_to_what_it_counts(diagnostics: DiagnosticsWindow) -> None:
    """Memory leads nowhere: there is nothing to list."""
    reached = {}
    for name, tile in diagnostics.overview.tiles.items():
        diagnostics.turn_to("overview")
        QTest.keyClick(tile, Qt.Key.Key_Return)
        reached[name] = diagnostics.page

    assert {
        vital.PAGE_MS: diagnostics.timings,
        vital.HIT_PERCENT: diagnostics.caches,
        vital.LANES_PERCENT: diagnostics.work,
        vital.STALL_MS: diagnostics.stalls,
        vital.MEMORY_MIB: diagnostics.overview,
        vital.CPU_PERCENT: diagnostics.work,
    } == reached


def test_every_page_has_something_to_say(qtbot: QtBot, filled: DiagnosticsWindow) -> None:
    """Facts of database, caches and machine come from the lanes."""
    for page in ("database", "caches", "environment"):
        filled.turn_to(page)
    qtbot.waitUntil(lambda: "Size" in names(filled.database.facts), timeout=PATIENCE_MS)
    indexes = filled.database.index_table
    qtbot.waitUntil(lambda: "ix_media_item_type_sort" in names(indexes), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "window" in names(filled.environment.table), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: filled.caches._thumbnails is not None, timeout=PATIENCE_MS)
    filled.turn_to("work")

    assert {"read", "edit", "thumbs", "jobs", "network"} == set(names(filled.work.lanes))


def test_an_empty_profile_has_pages_too(qtbot: QtBot, open_window: OpenWindow) -> None:
    """Without a library nothing fails, and the database says that there is none."""
    diagnostics = opened(open_window())
    for at in range(diagnostics.tabs.count()):
        diagnostics.tabs.setCurrentIndex(at)
    diagnostics.turn_to("database")
    said = diagnostics.database.said
    qtbot.waitUntil(lambda: said.text() == "There is no library yet.", timeout=PATIENCE_MS)

    assert not diagnostics.database.measure_button.isEnabled()


def test_tables_are_measured_and_checked_in_the_background(
    qtbot: QtBot, filled: DiagnosticsWindow
) -> None:
    """Each is a job that the person sees; the next waits for its end."""
    page = filled.database
    filled.turn_to("database")
    qtbot.waitUntil(page.measure_button.isEnabled, timeout=PATIENCE_MS)
    page.measure_button.click()
    assert not page.check_button.isEnabled()
    qtbot.waitUntil(lambda: "media_item" in names(page.tables), timeout=PATIENCE_MS)
    for run in (page.check_button, page.tidy_button):
        qtbot.waitUntil(run.isEnabled, timeout=PATIENCE_MS)
        run.click()
        assert page.job is not None
        job = page.job
        qtbot.waitUntil(lambda job=job: job.state.ended, timeout=PATIENCE_MS)  # type: ignore[misc]
        qtbot.waitUntil(lambda: page.said.property("tone") == "ok", timeout=PATIENCE_MS)
        assert job.state is JobState.FINISHED


def test_a_slow_query_is_explained(qtbot: QtBot, filled: DiagnosticsWindow) -> None:
    """On the read lane; from then on its index counts as used."""
    get_slow_query_log().add(SQL, 0.5, rows=3)
    try:
        page = filled.queries
        filled.turn_to("queries")
        assert names(page.table) == [SQL]
        page.table.selectRow(0)
        page.explain_button.click()
        qtbot.waitUntil(lambda: "USING" in page.plan.toPlainText(), timeout=PATIENCE_MS)
        assert page.plan.toPlainText().startswith("SELECT id\nFROM media_item\nWHERE media_type")
        filled.turn_to("database")
        table = filled.database.index_table
        qtbot.waitUntil(lambda: bool(names(table)), timeout=PATIENCE_MS)
        filled.database.refresh()
        used = {index.name for index, seen in table.rows.rows if seen}
        assert any(name in page.plan.toPlainText() for name in used)
    finally:
        reset_slow_queries()


def test_stalls_have_their_stack(window: MainWindow) -> None:
    """The newest first by length; where nobody could look, that is said."""
    watch = StallWatch()
    window.services.stalls = watch
    for seconds, stack in ((0.1, ""), (0.4, '  File "paint.py", line 3, in paint\n    draw()\n')):
        watch.stalls.append(Stall(seconds, stack, 1_000_000))
        watch.count += 1
    diagnostics = opened(window)
    page = diagnostics.stalls
    diagnostics.turn_to("stalls")
    page.table.selectRow(0)
    first = page.stack.toPlainText()
    page.table.selectRow(1)

    assert "draw()" in first
    assert page.stack.toPlainText() == "It was over before anybody could look."


def test_reset_forgets_what_was_measured(diagnostics: DiagnosticsWindow) -> None:
    """Everywhere; the next look begins anew."""
    get_instrumentation().increment_counter("test.things")
    get_slow_query_log().add(SQL, 0.5)
    diagnostics.reset_button.click()

    assert "test.things" not in get_instrumentation().get_counter_metrics()
    assert len(diagnostics.vitals.times) == 1
    diagnostics.turn_to("queries")
    assert names(diagnostics.queries.table) == []


def test_details_are_a_setting(window: MainWindow, diagnostics: DiagnosticsWindow) -> None:
    """The switch and the preferences are one."""
    settings = window.services.settings
    try:
        diagnostics.detail.click()
        assert settings.flag("instrumentation.detail")
        assert get_instrumentation().detail
        settings.set("instrumentation.detail", False)  # noqa: FBT003 - the file's value
        assert not diagnostics.detail.isChecked()
    finally:
        settings.reset("instrumentation.detail")


def test_the_report_tells_nobody_who_somebody_is(
    qtbot: QtBot, filled: DiagnosticsWindow, films: Path
) -> None:
    """It has what the window knows beside what the command tells, and no folder of media (I8)."""
    with qtbot.waitSignal(filled.reporting.copied, timeout=PATIENCE_MS):
        filled.copy_button.click()
    text = QGuiApplication.clipboard().text()

    for heading in ("Program", "Window", "Database", "Self test", "Lanes", "Stalls", "Log"):
        assert f"\n{heading}\n" in text
    assert str(Path.home()) not in text
    assert str(films) not in text


def test_report_and_metrics_are_saved(
    qtbot: QtBot, filled: DiagnosticsWindow, tmp_path: Path
) -> None:
    """As text for people, and as JSON for programs."""
    reporting = filled.reporting
    for save, name in ((reporting.save, "report.txt"), (reporting.export, "metrics.json")):
        with qtbot.waitSignal(reporting.saved, timeout=PATIENCE_MS):
            save(tmp_path / name)

    assert "Self test" in (tmp_path / "report.txt").read_text("utf-8")
    assert json.loads((tmp_path / "metrics.json").read_text("utf-8"))
    assert filled.said.text() == "Written: metrics.json"


def test_a_job_is_paused_and_cancelled_from_its_row(
    qtbot: QtBot, window: MainWindow, diagnostics: DiagnosticsWindow
) -> None:
    """And its thread says what it does meanwhile."""

    def steps(context: JobContext) -> Iterator[Wait]:
        while True:
            context.report(1, 3)
            yield Wait(0.01)

    job = window.services.runner.submit(steps, title="probe")
    page = diagnostics.work
    diagnostics.turn_to("work")
    page.jobs.selectRow(0)
    assert page.pause_button.isEnabled()
    page.pause_button.click()
    qtbot.waitUntil(lambda: job.state is JobState.PAUSED, timeout=PATIENCE_MS)
    diagnostics.look()
    assert page.pause_button.text() == "Resume"
    page.cancel_button.click()
    qtbot.waitUntil(lambda: job.state is JobState.CANCELLED, timeout=PATIENCE_MS)
    diagnostics.look()

    assert names(page.jobs) == ["Looking into files"]
    assert not page.cancel_button.isEnabled()


def test_maintenance_says_what_it_did(qtbot: QtBot, diagnostics: DiagnosticsWindow) -> None:
    """As a job, and the button waits for its end."""
    page = diagnostics.caches
    diagnostics.turn_to("caches")
    page.maintain_button.click()
    assert not page.maintain_button.isEnabled()
    qtbot.waitUntil(lambda: "Thumbnails" in page.said.text(), timeout=PATIENCE_MS)

    assert page.maintain_button.isEnabled()


def test_a_second_without_news_touches_no_row(qtbot: QtBot, filled: DiagnosticsWindow) -> None:
    """What did not change is not painted again: the open window costs next to nothing."""
    filled.turn_to("database")
    table = filled.database.index_table
    qtbot.waitUntil(lambda: bool(names(table)), timeout=PATIENCE_MS)
    touched: list[object] = []
    for signal in (table.rows.dataChanged, table.rows.rowsInserted, table.rows.rowsRemoved):
        signal.connect(lambda *_: touched.append(1))
    for _second in range(5):
        filled.look()

    assert touched == []
