"""The front desk of performance says what is, advises what was measured, and leaks nothing."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from media_manager import __version__, performance_utils
from media_manager.instrumentation import get_instrumentation
from media_manager.library.batches import forget_batches, limits_of, record_batch
from media_manager.persistence.slow_queries import get_slow_query_log, reset_slow_queries
from media_manager.settings import Profile, Settings, get_settings, use_settings
from media_manager.workers.lanes import optimal_thread_count


@pytest.fixture(autouse=True)
def settings(profile: Profile) -> Iterator[Settings]:
    """Let the profile of this test be that of the program, and nothing be measured before."""
    before = get_settings()
    metrics = get_instrumentation()
    found = Settings(profile)
    use_settings(found)
    metrics.reset()
    reset_slow_queries()
    forget_batches()
    yield found
    use_settings(before)
    metrics.reset()
    reset_slow_queries()
    forget_batches()


def test_the_report_has_what_helps(settings: Settings) -> None:
    """Settings, machine, versions, metrics, slow queries, pools, memory and batches."""
    settings.set("workers.max_thread_count", 7)
    get_instrumentation().increment_counter("scan.files", 3)
    get_slow_query_log().add("SELECT 1 WHERE title = ?", 0.5, rows=2, plan="SCAN media_item")
    report = performance_utils.get_performance_report()

    for wanted in (
        __version__,
        "qt ",
        "sqlite ",
        "rss_bytes ",
        "ui.page_size ",
        "scan.files ",
        "SELECT 1 WHERE title = ?",
        "    SCAN media_item",
        "advised ",
        "scan                             300",
        "network                          7",
    ):
        assert wanted in report


def test_the_report_holds_no_keys_and_no_home(settings: Settings) -> None:
    """It is handed on: a password of a setting and the home folder stay here."""
    settings.set("cache.redis_url", "redis://me:canary123@cache:6379/0")
    settings.set("cache.disk_dir", str(Path.home() / "answers"))
    report = performance_utils.get_performance_report()

    assert "canary123" not in report
    assert str(Path.home()) not in report
    assert "~/answers" in report


def test_the_export_is_json_with_units(settings: Settings, tmp_path: Path) -> None:
    """Another program reads it, and knows what it reads."""
    settings.set("cache.redis_url", "redis://me:canary123@cache:6379/0")
    metrics = get_instrumentation()
    metrics.record_duration("persistence.read", 0.25)
    metrics.increment_counter("thumbnails.hit", 2)
    file = tmp_path / "metrics.json"
    performance_utils.export_performance_metrics(file)
    text = file.read_text(encoding="utf-8")
    form = json.loads(text)

    assert form["version"] == __version__
    assert form["timers"]["persistence.read"]["unit"] == "s"
    assert form["timers"]["persistence.read"]["total"] == 0.25
    assert form["counters"]["thumbnails.hit"] == {"unit": "", "value": 2}
    assert form["gauges"]["process.rss_bytes"]["unit"] == "bytes"
    assert form["process"]["rss_bytes"] > 0
    assert form["threads"]["advised"] == optimal_thread_count()
    assert "canary123" not in text
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["metrics.json"]


def test_there_is_one_formula_for_threads() -> None:
    """The front desk and the network lane say the same."""
    assert performance_utils.optimize_thread_pool_size() == optimal_thread_count()


def test_batches_follow_what_was_recorded() -> None:
    """Documented defaults first; then what this machine showed."""
    assert performance_utils.get_batch_size_recommendation() == 300
    assert performance_utils.get_batch_size_recommendation("scan") == 300
    for _ in range(5):
        record_batch("scan", 300, 10.0)
    assert performance_utils.get_batch_size_recommendation("scan") == limits_of("scan").least


def test_maintenance_says_what_it_did(profile: Profile) -> None:
    """Of the program's own profile unless another is named."""
    done = performance_utils.run_cache_maintenance()
    assert done == performance_utils.run_cache_maintenance(profile)
    assert done.freed_bytes == 0


def test_it_works_without_a_window() -> None:
    """Scripts on a server have no Qt."""
    program = (
        "import sys\n"
        "from media_manager import performance_utils\n"
        "performance_utils.get_performance_report()\n"
        "performance_utils.run_cache_maintenance()\n"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))])"
    )
    words = [sys.executable, "-c", program]
    ended = subprocess.run(words, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
