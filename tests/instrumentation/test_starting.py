"""What a start says and measures before there is time for files."""

import logging
import threading
from pathlib import Path

import pytest

from media_manager.instrumentation import Instrumentation, LateLog, StartPhases, get_instrumentation


def _record(text: str, level: int = logging.INFO) -> logging.LogRecord:
    return logging.LogRecord("media_manager", level, "", 0, text, None, None)


def test_the_log_is_opened_when_there_is_time(tmp_path: Path) -> None:
    """The first paint pays for no file; nothing that is said is lost or said twice."""
    log = LateLog(tmp_path / "window.log")
    log.handle(_record("early;"))
    assert list(tmp_path.iterdir()) == []

    log.open()
    threads = [
        threading.Thread(target=log.handle, args=[_record(f"line {number};")])
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.close()

    text = (tmp_path / "window.log").read_text(encoding="utf-8")
    assert [text.count(f"line {number};") for number in range(8)] == [1] * 8
    assert text.splitlines()[0].endswith("early;")


def test_a_warning_opens_the_log(tmp_path: Path) -> None:
    """What may be the last word of a start that fails is in the file at once."""
    log = LateLog(tmp_path / "window.log")
    log.handle(_record("early;"))
    log.handle(_record("careful;", logging.WARNING))

    text = (tmp_path / "window.log").read_text(encoding="utf-8")
    assert "early;" in text
    assert "careful;" in text
    log.close()


def test_an_end_before_the_first_paint_loses_nothing(tmp_path: Path) -> None:
    """The log is written when logging shuts down."""
    log = LateLog(tmp_path / "window.log")
    log.handle(_record("early;"))
    log.close()
    assert "early;" in (tmp_path / "window.log").read_text(encoding="utf-8")


def test_the_log_holds_no_keys(tmp_path: Path) -> None:
    """Whoever hands it on hands on no access to anything."""
    log = LateLog(tmp_path / "window.log")
    log.handle(_record("GET https://x.org/3?api_key=canary12345 failed"))
    log.close()

    text = (tmp_path / "window.log").read_text(encoding="utf-8")
    assert "canary" not in text
    assert "https://x.org/3" in text


def test_the_phases_of_a_start_are_measured_and_add_up() -> None:
    """Each phase ends where the next begins."""
    metrics: Instrumentation = get_instrumentation()
    metrics.reset()
    phases = StartPhases()
    phases.begin()
    for phase in ("imports", "window", "first_paint"):
        phases.end(phase)
    phases.tell()

    timers = metrics.get_timer_metrics()
    metrics.reset()
    parts = [
        timers[f"app.start.{phase}"]["total"] for phase in ("imports", "window", "first_paint")
    ]
    assert sum(parts) == pytest.approx(timers["app.start.all"]["total"])
