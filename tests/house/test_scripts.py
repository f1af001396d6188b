"""The commands of a checkout: they ask nothing, install only what is missing, and say the rest."""

import os
import re
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMANDS = ("scripts/run", "scripts/test", "scripts/check", "scripts/lock", ".ci/run")
LOCKS = ("requirements.lock", "requirements-dev.lock")


def _program(folder: Path, name: str, text: str) -> None:
    """Put a program of this name into the folder, in front of the system's own."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def _shell(text: str, folder: Path, *, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run shell text that has read lib.sh, with the folder's programs first."""
    search = path if path is not None else f"{folder}:{os.environ['PATH']}"
    return subprocess.run(
        ["/bin/sh", "-euc", f'. "$0"\n{text}', str(ROOT / "scripts" / "lib.sh")],
        env={"PATH": search, "HOME": str(folder), "CALLS": str(folder / "calls")},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_can_be_started(name: str) -> None:
    """A fresh clone can run each command: the mode is executable and the shell understands it."""
    path = ROOT / name
    shell = path.read_text().splitlines()[0].rpartition("/")[2].removeprefix("env ")

    assert path.stat().st_mode & stat.S_IXUSR
    assert subprocess.run([shell, "-n", str(path)], check=False).returncode == 0


def test_ci_runs_the_two_commands_and_the_benchmarks() -> None:
    """What lands was tested and checked in just the way that a person does it, and is quick."""
    lines = (ROOT / ".ci/run").read_text().splitlines()
    commands = [line for line in lines if line.startswith("./")]

    assert commands == [
        "./scripts/test",
        "./scripts/check",
        "./scripts/test -n 0 -m benchmark tests/test_performance_benchmarks.py",
    ]
    assert "set -euo pipefail" in lines


def test_missing_libraries_become_package_names(tmp_path: Path) -> None:
    """What ldd does not find is named as Debian and Ubuntu name it."""
    lines = [
        f"\t{name} => not found"
        for name in ("libEGL.so.1", "libxcb-cursor.so.0", "libxcb-icccm.so.4", "libGL.so.1")
    ]
    _program(tmp_path, "ldd", f"printf '%s\\n' '{chr(10).join(lines)}' 'libc.so.6 => /lib/c'")
    _program(tmp_path, "fc-list", ":")

    answer = _shell("missing_for_qt", tmp_path)

    expected = ["libegl1", "libgl1", "libxcb-cursor0", "libxcb-icccm4", "fonts-noto-cjk"]
    assert answer.stdout.split() == expected


def test_nothing_is_installed_when_nothing_is_missing(tmp_path: Path) -> None:
    """A second start does not even look at apt-get."""
    _program(tmp_path, "ldd", "echo 'libc.so.6 => /lib/c'")
    _program(tmp_path, "fc-list", "echo 'Noto Sans CJK JP'")
    _program(tmp_path, "apt-get", 'echo "$@" >>"$CALLS"')

    answer = _shell("ensure_qt_system", tmp_path)

    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert not (tmp_path / "calls").exists()


def test_package_lists_are_fetched_only_when_they_are_needed(tmp_path: Path) -> None:
    """apt-get is asked without questions; the lists of a fresh machine follow a first failure."""
    _program(tmp_path, "id", "echo 0")
    _program(
        tmp_path,
        "apt-get",
        'echo "$DEBIAN_FRONTEND $*" >>"$CALLS"; [ "$(grep -c install "$CALLS")" -gt 1 ]'
        ' || case "$*" in *update*) ;; *) exit 100 ;; esac',
    )

    answer = _shell("install_packages 'the window' libegl1", tmp_path)
    calls = (tmp_path / "calls").read_text().splitlines()

    assert (answer.returncode, answer.stdout) == (0, "")
    assert [call.split()[-1] for call in calls] == ["libegl1", "update", "libegl1"]
    assert all(call.startswith("noninteractive -q -y ") for call in calls)


def test_without_rights_one_line_names_what_to_install(tmp_path: Path) -> None:
    """A person without rights is told once, and nothing waits for a password."""
    _program(tmp_path, "id", "echo 1000")
    _program(tmp_path, "sudo", "exit 1")
    _program(tmp_path, "apt-get", 'echo "$@" >>"$CALLS"')

    answer = _shell("install_packages 'the window' libegl1 libgl1 || true", tmp_path)

    expected = "Missing for the window: install libegl1 libgl1 "
    expected += "(Debian/Ubuntu: sudo apt-get install libegl1 libgl1)\n"
    assert answer.stderr == expected
    assert not (tmp_path / "calls").exists()


def test_a_machine_without_a_suitable_python_is_told_so(tmp_path: Path) -> None:
    """The message says which versions do, and how to name one."""
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        _program(tmp_path, name, "exit 1")

    answer = _shell("make_venv", tmp_path)

    assert answer.returncode == 1
    assert "needs Python 3.11, 3.12, 3.13 or 3.14" in answer.stderr
    assert "MEDIA_MANAGER_PYTHON=" in answer.stderr


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_hashes_and_no_addresses(name: str) -> None:
    """A lock installs anywhere: every pin has its hashes, and no host or folder is named."""
    text = (ROOT / name).read_text()
    pins = re.split(r"\n(?=\S)", text.strip())

    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert [line for line in text.splitlines() if re.match(r"(-|.*://)", line)] == []


def test_the_development_lock_holds_the_runtime_pins() -> None:
    """Tests run on the very versions that people get."""
    pins = [re.split(r"\n(?=\S)", (ROOT / name).read_text().strip()) for name in LOCKS]

    assert set(pins[0]) <= set(pins[1])


def test_the_locks_hold_every_dependency_of_the_project() -> None:
    """Whoever adds a dependency renews the locks: scripts/lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    runtime = project["project"]["dependencies"] + extras["postgres"] + extras["performance"]
    wanted = (runtime, runtime + project["dependency-groups"]["dev"])

    for name, requirements in zip(LOCKS, wanted, strict=True):
        pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / name).read_text(), re.MULTILINE))
        named = {re.split(r"[\[<>=!;~ ]", line)[0].lower() for line in requirements}
        assert sorted(named - pinned) == []
