"""The export is a file that another program can rely on."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from media_manager import __version__
from media_manager.instrumentation import Instrumentation
from media_manager.instrumentation.readings import percentile, unit_of


@pytest.fixture
def metrics() -> Instrumentation:
    found = Instrumentation()
    found.detail = True
    found.record_duration("scan", 0.5)
    found.observe("batch.rows", 100)
    found.increment_counter("hits", 3)
    found.set_gauge("process.rss_bytes", 1_000)
    return found


def test_each_number_has_its_unit_and_the_file_its_time(
    metrics: Instrumentation, tmp_path: Path
) -> None:
    """Who reads it later knows what was measured, when, and by which version."""
    metrics.export_json(tmp_path / "m.json")
    form = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))

    assert (form["format"], form["version"]) == ("media-manager-metrics/1", __version__)
    age = datetime.now(UTC) - datetime.fromisoformat(form["at"])
    assert timedelta(seconds=-1) < age < timedelta(minutes=5)
    assert form["measured_seconds"] >= 0
    assert form["timers"]["scan"] == {
        "unit": "s",
        "count": 1,
        "min": 0.5,
        "max": 0.5,
        "average": 0.5,
        "total": 0.5,
    }
    assert form["counters"] == {"hits": {"unit": "", "value": 3}}
    assert form["gauges"] == {"process.rss_bytes": {"unit": "bytes", "value": 1_000}}
    assert form["histograms"]["scan"]["unit"] == "s"
    assert form["histograms"]["batch.rows"]["unit"] == "rows"


def test_a_file_is_replaced_whole_or_not_at_all(metrics: Instrumentation, tmp_path: Path) -> None:
    """What was there before stays when the new cannot be written; no draft is left."""
    file = tmp_path / "m.json"
    file.write_text("old", encoding="utf-8")
    metrics.set_gauge("strange", complex(1))  # type: ignore[arg-type]  # cannot be written
    with pytest.raises(TypeError):
        metrics.export_json(file)
    assert file.read_text(encoding="utf-8") == "old"

    metrics.reset()
    metrics.export_json(file)
    assert json.loads(file.read_text(encoding="utf-8"))["counters"] == {}
    assert [path.name for path in tmp_path.iterdir()] == ["m.json"]


def test_a_folder_that_is_not_there_is_an_error(metrics: Instrumentation, tmp_path: Path) -> None:
    """The caller says where; nothing is made up."""
    with pytest.raises(OSError, match="No such file"):
        metrics.export_json(tmp_path / "absent" / "m.json")


def test_the_log_gets_no_names(metrics: Instrumentation, caplog: pytest.LogCaptureFixture) -> None:
    """Labels are a person's words."""
    with metrics.context(library="token=Zq12345678"):
        metrics.increment_counter("hits")
    with caplog.at_level("INFO", logger="media_manager.instrumentation"):
        metrics.export_to_log()
    assert "Zq12345678" not in caplog.text
    assert "hits" in caplog.text


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("process.rss_bytes", "bytes"),
        ("window.longest_stall_ms", "ms"),
        ("persistence.rows", "rows"),
        ("process.threads", ""),
        ("process.rss_bytes{library=a_ms}", "bytes"),
    ],
)
def test_a_name_tells_its_unit(name: str, unit: str) -> None:
    """Units are in names, here as everywhere."""
    assert unit_of(name) == unit


def test_nothing_has_no_percentile() -> None:
    """An empty spread is 0, not an error."""
    assert percentile({}, 50) == 0.0
