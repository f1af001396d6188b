"""What root health promises: an unplugged drive is never an emptied library."""

import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from media_manager.domain.roots import RootState, VolumeIdentity
from media_manager.scanning import check_root, read_volume, write_marker
from media_manager.scanning.volumes import is_same_volume

UID = "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee"
OTHER = "0190ffff-bbbb-7ccc-8ddd-eeeeeeeeeeee"


def state(root: Path, expected: VolumeIdentity | None = None, *, known_files: int = 5) -> str:
    return check_root(os.fsencode(root), expected, known_files=known_files).state


def test_a_healthy_root_is_online_with_its_identity(tmp_path: Path) -> None:
    """What identifies the disk comes back, to be kept."""
    (tmp_path / "film.mkv").touch()
    write_marker(os.fsencode(tmp_path), UID)
    health = check_root(os.fsencode(tmp_path), None, known_files=0)
    assert (health.state, health.identity.marker_uid) == (RootState.ONLINE, UID)
    assert state(tmp_path, health.identity) == RootState.ONLINE


def test_b1_an_empty_folder_that_held_files_is_not_online(tmp_path: Path) -> None:
    """The mount point of an unmounted drive is empty: all is kept, and the hint says why."""
    health = check_root(os.fsencode(tmp_path), None, known_files=3)
    assert (health.state, "3 files" in health.message) == (RootState.EMPTY, True)
    assert health.hint
    assert state(tmp_path, known_files=0) == RootState.ONLINE


def test_b2_a_missing_root_and_a_file_in_its_place_are_gone(tmp_path: Path) -> None:
    """Both are offline with a reason."""
    (tmp_path / "file").touch()
    assert (state(tmp_path / "no"), state(tmp_path / "file")) == (RootState.GONE, RootState.GONE)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [("EACCES", "unreadable no-permission"), ("EIO", "unreadable io-error")],
)
def test_b2_a_root_that_cannot_be_read_is_unreadable(
    tmp_path: Path, fault: str, expected: str
) -> None:
    """Permission and input/output errors are told apart."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    call = "getdents64" if fault == "EIO" else "openat"
    code = (
        "import sys, os; from media_manager.scanning import check_root\n"
        "h = check_root(os.fsencode(sys.argv[1]), None, known_files=1); print(h.state, h.reason)"
    )
    done = subprocess.run(
        [
            strace,
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-P",
            str(tmp_path),
            "-e",
            f"inject={call}:error={fault}",
            sys.executable,
            "-c",
            code,
            str(tmp_path),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        pytest.skip(f"tracing is not permitted here: {done.stderr[-200:]}")
    assert done.stdout.strip() == expected


def test_b6_another_disk_at_the_same_place_is_refused(tmp_path: Path) -> None:
    """Another marker, or another file system without a marker, is another disk."""
    (tmp_path / "film.mkv").touch()
    here = read_volume(os.fsencode(tmp_path))
    elsewhere = VolumeIdentity(None, "no-such-uuid", 1)
    if here.filesystem_uuid or here.filesystem_id:
        assert state(tmp_path, elsewhere) == RootState.OTHER_DISK
    write_marker(os.fsencode(tmp_path), UID)
    assert state(tmp_path, VolumeIdentity(OTHER, None, None)) == RootState.OTHER_DISK


def test_b1_b6_a_real_unmount_and_another_real_disk(tmp_path: Path) -> None:
    """Mount, scan, unmount, mount another: online, empty, other disk; also without a marker."""
    if shutil.which("unshare") is None or os.geteuid() != 0:
        pytest.skip("needs root and unshare to mount")
    code = f"""
import os, subprocess, sys
from media_manager.scanning import check_root, read_volume, write_marker
root = os.fsencode(sys.argv[1])
def mount(): subprocess.run(["mount", "-t", "tmpfs", "none", root], check=True)
def look(known): print(check_root(root, known, known_files=1).state)
mount()
open(root + b"/film.mkv", "w").close()
plain = read_volume(root)
write_marker(root, "{UID}")
marked = read_volume(root)
look(marked); look(plain)
subprocess.run(["umount", "-l", root], check=True)
look(marked)
mount()
open(root + b"/other.mkv", "w").close()
look(marked); look(plain)
"""
    command = ["unshare", "-m", sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if "permi" in done.stderr or "unshare" in done.stderr:
        pytest.skip("mounting is not permitted here")
    expected = ["online", "online", "empty", "other-disk", "other-disk"]
    assert (expected, "") == (done.stdout.split(), done.stderr)


def test_b7_a_root_at_a_new_path_is_known_by_its_marker(tmp_path: Path) -> None:
    """The marker travels with the files, whatever disk or path they are on."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old/film.mkv").touch()
    write_marker(os.fsencode(tmp_path / "old"), UID)
    kept = VolumeIdentity(UID, "another-file-system", 1)
    (tmp_path / "old").rename(tmp_path / "new")
    assert state(tmp_path / "new", kept) == RootState.ONLINE


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        (VolumeIdentity("a", "x"), VolumeIdentity("a", "y"), True),
        (VolumeIdentity("a", "x"), VolumeIdentity("b", "x"), False),
        (VolumeIdentity("a", "x"), VolumeIdentity(None, "x"), True),
        (VolumeIdentity("a", "x"), VolumeIdentity(None, "y"), False),
        (VolumeIdentity("a"), VolumeIdentity(), False),
        (VolumeIdentity(None, "x"), VolumeIdentity("b", "x"), True),
        (VolumeIdentity(None, None, 7), VolumeIdentity(None, None, 8), False),
        (VolumeIdentity(None, None, 7), VolumeIdentity(None, None, 7), True),
        (VolumeIdentity(), VolumeIdentity("a", "x", 7), True),
    ],
)
def test_b6_what_decides_which_disk_it_is(
    expected: VolumeIdentity, found: VolumeIdentity, *, same: bool
) -> None:
    """Marker first, then the UUID, then the number; a lost marker alone is not trusted."""
    assert same == is_same_volume(expected, found)


def test_a_marker_that_is_there_stays(tmp_path: Path) -> None:
    """Two profiles on one drive share its marker; neither locks the other out."""
    root = os.fsencode(tmp_path)
    assert [write_marker(root, UID), write_marker(root, OTHER)] == [UID, UID]


def test_a_marker_that_is_nonsense_counts_as_none(tmp_path: Path) -> None:
    """A pipe, garbage and a huge file do not hang or break the check."""
    marker = tmp_path / ".media-manager-root"
    marker.write_bytes(os.urandom(100_000))
    assert read_volume(os.fsencode(tmp_path)).marker_uid is None
    marker.unlink()
    os.mkfifo(marker)
    assert read_volume(os.fsencode(tmp_path)).marker_uid is None


def test_b17_a_read_only_root_is_online_and_refuses_the_marker(tmp_path: Path) -> None:
    """There the volume alone serves, and writing says so with an ordinary error."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("needs root and unshare to mount")
    code = f"""
import os, subprocess, sys
from media_manager.scanning import check_root, read_volume, write_marker
root = os.fsencode(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "none", root], check=True)
open(root + b"/film.mkv", "w").close()
subprocess.run(["mount", "-o", "remount,ro", root], check=True)
print(check_root(root, read_volume(root), known_files=1).state)
try:
    write_marker(root, "{uuid.UUID(UID)}")
except OSError as error:
    print(error.errno)
"""
    done = subprocess.run(
        ["unshare", "-m", sys.executable, "-c", code, str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
    )
    if "permi" in done.stderr or "unshare" in done.stderr:
        pytest.skip("mounting is not permitted here")
    assert (done.stdout.split(), done.stderr) == (["online", "30"], "")
