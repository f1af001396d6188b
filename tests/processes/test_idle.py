"""What feeds the computer, read from the files in which Linux says so."""

import sys
from pathlib import Path

import pytest

from media_manager.processes.idle import load_per_cpu, on_battery

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads the files of Linux")


def supply(place: Path, name: str, **says: str) -> None:
    (place / name).mkdir()
    for file, text in says.items():
        (place / name / file).write_text(text + "\n")


def test_a_discharging_battery_without_mains_is_battery(tmp_path: Path) -> None:
    """And it is not when the plug is in."""
    supply(tmp_path, "BAT0", type="Battery", status="Discharging")
    supply(tmp_path, "AC", type="Mains", online="0")
    assert on_battery(tmp_path)
    (tmp_path / "AC" / "online").write_text("1\n")
    assert not on_battery(tmp_path)


def test_a_full_battery_is_none(tmp_path: Path) -> None:
    """Neither is one that charges."""
    supply(tmp_path, "BAT0", type="Battery", status="Full")
    assert not on_battery(tmp_path)


def test_the_battery_of_a_mouse_is_none_of_ours(tmp_path: Path) -> None:
    """Its scope says that it belongs to a device."""
    supply(tmp_path, "hidpp_battery_0", type="Battery", scope="Device", status="Discharging")
    assert not on_battery(tmp_path)


def test_where_nobody_says_it_is_no_battery(tmp_path: Path) -> None:
    """A desktop computer, a container."""
    assert not on_battery(tmp_path / "nowhere")


def test_a_load_is_a_number() -> None:
    """For each processor."""
    assert load_per_cpu() >= 0.0
