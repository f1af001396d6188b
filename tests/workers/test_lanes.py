"""How many threads this machine should give the lanes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from media_manager.workers.lanes import (
    Resource,
    available_cpus,
    optimal_thread_count,
    standard_lanes,
)


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


@pytest.mark.parametrize(
    ("cpus", "threads"), [(1, 4), (2, 4), (3, 6), (8, 16), (16, 32), (128, 32)]
)
def test_the_formula_is_twice_the_cpus_within_limits(cpus: int, threads: int) -> None:
    """min(32, max(4, 2 x CPU)), the one formula of the program."""
    assert optimal_thread_count(cpus) == threads


def test_without_a_container_the_affinity_counts(tmp_path: Path) -> None:
    """No control group file means no limit beyond the CPUs this process may use."""
    assert available_cpus(tmp_path) >= 1


@pytest.mark.parametrize(
    "files",
    [
        {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "50000 100000\n"},
        {
            "proc/self/cgroup": "0::/a/b\n",
            "sys/fs/cgroup/a/cpu.max": "100000 100000",
            "sys/fs/cgroup/a/b/cpu.max": "max 100000",
        },
        {
            "proc/self/cgroup": "4:cpu,cpuacct:/x\n2:memory:/x\n",
            "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "80000",
            "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
        },
    ],
    ids=["version 2", "the group above", "version 1"],
)
def test_a_container_limit_counts(tmp_path: Path, files: dict[str, str]) -> None:
    """A container with one CPU on a big machine gets threads for one CPU."""
    assert available_cpus(write(tmp_path, files)) == 1


@pytest.mark.parametrize("limit", ["max 100000", "", "-1", "nonsense here", "5 0"])
def test_an_unreadable_limit_is_no_limit(tmp_path: Path, limit: str) -> None:
    """Whatever the file says, there is at least one CPU."""
    files = {"proc/self/cgroup": "0::/\nodd\n", "sys/fs/cgroup/cpu.max": limit}
    assert available_cpus(write(tmp_path, files)) == available_cpus(tmp_path / "nowhere")


def test_the_lanes_are_those_of_the_plan() -> None:
    """Read 2, edit 1, thumbs 2, jobs 2; the network lane fits the machine or the setting."""
    sizes = {lane.name: lane.size for lane in standard_lanes(max_thread_count=7)}
    assert sizes == {"read": 2, "edit": 1, "thumbs": 2, "jobs": 2, "network": 7}
    automatic = {lane.name: lane.size for lane in standard_lanes(max_thread_count=0)}
    assert automatic["network"] == optimal_thread_count()


def test_a_resource_belongs_to_its_lane() -> None:
    """Only the lane that was named holds one."""
    reader = Resource(open=object, close=lambda _: None)
    holds = {lane.name: lane.resource for lane in standard_lanes(resources={"read": reader})}
    assert [name for name, resource in holds.items() if resource is reader] == ["read"]


@pytest.mark.skipif(
    shutil.which("taskset") is None or len(os.sched_getaffinity(0)) < 2,
    reason="taskset and two CPUs are needed to take one away",
)
def test_a_process_that_may_use_one_cpu_counts_one() -> None:
    """Affinity counts, as `taskset` and many a container set it; the network lane follows."""
    cpu = min(os.sched_getaffinity(0))
    code = (
        "from media_manager.workers import lanes; "
        "print(lanes.available_cpus(), lanes.optimal_thread_count())"
    )
    done = subprocess.run(
        ["taskset", "-c", str(cpu), sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "1 4\n"
