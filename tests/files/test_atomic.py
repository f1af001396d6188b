"""What `write_atomic` promises: the old content or the new, never half."""

# Paths are bytes here, and pathlib takes only text.
# ruff: noqa: PTH208

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from media_manager.files import remove_leftovers, write_atomic

WRITE = (
    "import sys; from media_manager.files import write_atomic; write_atomic(sys.argv[1], {data})"
)


def run_python(
    code: str, *args: str, before: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, sys.executable, "-c", code, *args],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_write_atomic_replaces_the_content_and_sets_the_mode(tmp_path: Path) -> None:
    """The new content is there with the asked mode and nothing else is left in the folder."""
    target = tmp_path / "movie.nfo"
    target.write_bytes(b"old")
    write_atomic(target, b"new", mode=0o640)
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o640)
    assert [target] == list(tmp_path.iterdir())


def test_c1_write_atomic_takes_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    """A path of any bytes can be written."""
    target = os.fsencode(tmp_path) + b"/caf\xe9.nfo"
    write_atomic(target, b"x")
    assert os.listdir(os.fsencode(tmp_path)) == [b"caf\xe9.nfo"]


def test_write_atomic_replaces_a_link_and_not_its_target(tmp_path: Path) -> None:
    """A link that points out of the folder does not lead the write outside."""
    outside = tmp_path / "outside"
    outside.write_bytes(b"precious")
    link = tmp_path / "link"
    link.symlink_to(outside)
    write_atomic(link, b"new")
    assert (
        outside.read_bytes(),
        link.read_bytes(),
        link.is_symlink(),
    ) == (b"precious", b"new", False)


def test_d7_a_full_disk_leaves_the_old_file_and_says_so(tmp_path: Path) -> None:
    """Without space the old content stays, nothing is left behind and the error is DiskFull."""
    if shutil.which("unshare") is None or os.geteuid() != 0:
        pytest.skip("needs root and unshare to mount a small file system")
    script = (
        f"mount -t tmpfs -o size=64k none {tmp_path} && printf old > {tmp_path}/a.nfo && "
        f'{sys.executable} -c "{WRITE.format(data="bytes(200000)")}" {tmp_path}/a.nfo; '
        f"cat {tmp_path}/a.nfo; ls -A {tmp_path} | wc -l"
    )
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script], check=False, capture_output=True, text=True
    )
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("mounting is not permitted here")
    assert done.stdout.replace("\n", "") == "old1"
    assert "DiskFull" in done.stderr


@pytest.mark.parametrize("call", ["write", "fsync", "rename,renameat,renameat2"])
def test_e7_killed_at_any_step_leaves_old_or_new(tmp_path: Path, call: str) -> None:
    """kill -9 at the first write, sync or rename leaves one whole version."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    target = tmp_path / "movie.nfo"
    target.write_bytes(b"old")
    run_python(
        WRITE.format(data="b'new'"),
        str(target),
        before=(strace, "-f", "-qq", "-o", "/dev/null", "-e", f"inject={call}:signal=KILL:when=1"),
    )
    assert target.read_bytes() in {b"old", b"new"}


def test_write_atomic_syncs_the_file_before_and_the_folder_after_the_rename(
    tmp_path: Path,
) -> None:
    """The order on the system's side is write, fsync, rename, fsync."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    log = tmp_path / "log"
    target = tmp_path / "a.nfo"
    command = (strace, "-qq", "-o", str(log), "-e", "trace=fsync,rename,renameat,renameat2")
    done = run_python(WRITE.format(data="b'new'"), str(target), before=command)
    if done.returncode != 0:
        pytest.skip("tracing is not permitted here")
    calls = [line.split("(")[0] for line in log.read_text().splitlines() if "(" in line]
    assert calls[-3:] == ["fsync", "rename", "fsync"]


def test_i4_leftovers_of_a_killed_write_are_removed_when_old(tmp_path: Path) -> None:
    """Only our own old temporary files go; a running write and foreign files stay."""
    old = tmp_path / ".media-manager-0011.part"
    running = tmp_path / ".media-manager-0022.part"
    foreign = tmp_path / "download.part"
    for file in (old, running, foreign):
        file.touch()
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    assert remove_leftovers(tmp_path) == 1
    assert {running, foreign} == set(tmp_path.iterdir())
