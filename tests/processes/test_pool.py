"""Children obey, and those that do not are killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from media_manager.errors import ProcessCrashed, ProcessTimeout, UnreadableFile
from media_manager.processes import ChildLimits, ChildPool

# Children sleep for 30 s. How soon they are stopped is measured elsewhere: machines are busy.
FAR_FROM_THE_END = 15


@pytest.fixture
def pool() -> Iterator[ChildPool]:
    with ChildPool("echo", 1, ChildLimits(timeout_seconds=5, memory_bytes=1 << 30)) as pool:
        yield pool


def _lives(pid: int) -> bool:
    """Tell if the process runs; one that only waits to be reaped does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def _ends(pid: int) -> bool:
    """Tell if the process ends soon."""
    deadline = time.monotonic() + FAR_FROM_THE_END
    while time.monotonic() < deadline:
        if not _lives(pid):
            return True
        time.sleep(0.01)
    return False


def test_a_child_answers_and_stays(pool: ChildPool) -> None:
    """The second request goes to the same process."""
    assert pool.call(b"say hello") == b"hello"
    assert pool.call(b"pid") == pool.call(b"pid")


def test_printing_does_not_break_the_frames(pool: ChildPool) -> None:
    """Text on standard output, from Python or from C, never reaches the parent."""
    assert pool.call(b"print noise") == b"printed"
    assert pool.call(b"say clear") == b"clear"


def test_a_hang_is_killed_and_the_next_call_works(pool: ChildPool) -> None:
    """A child that does not answer is killed at its deadline and replaced."""
    pid = int(pool.call(b"pid"))
    started = time.monotonic()
    with pytest.raises(ProcessTimeout):
        pool.call(b"sleep 30", timeout_seconds=0.2)
    assert time.monotonic() - started < FAR_FROM_THE_END
    assert _ends(pid)
    assert pool.call(b"say again") == b"again"


def test_l3_the_whole_group_dies_at_the_deadline(pool: ChildPool) -> None:
    """What a child started does not outlive it."""
    grandchild = int(pool.call(b"grandchild"))
    with pytest.raises(ProcessTimeout):
        pool.call(b"sleep 30", timeout_seconds=0.1)
    assert _ends(grandchild)


def test_a_crash_is_told_and_the_next_call_works(pool: ChildPool) -> None:
    """The caller learns how the child ended."""
    with pytest.raises(ProcessCrashed, match="exit code 3"):
        pool.call(b"die 3")
    assert pool.call(b"say again") == b"again"


def test_a_child_that_died_while_idle_is_replaced(pool: ChildPool) -> None:
    """Nobody sees the death of a child that was not working."""
    pid = int(pool.call(b"pid"))
    os.kill(pid, signal.SIGKILL)
    assert _ends(pid)
    assert pool.call(b"say again") == b"again"


def test_l3_a_flood_is_cut(pool: ChildPool) -> None:
    """An answer above the cap is never read into memory."""
    with pytest.raises(ProcessCrashed, match="longer than allowed"):
        pool.call(b"flood 100000000")
    assert pool.call(b"say again") == b"again"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no RLIMIT_AS")
def test_memory_is_capped(pool: ChildPool) -> None:
    """A child that asks for more memory than it may have fails alone."""
    with pytest.raises(ProcessCrashed, match="out of memory"):
        pool.call(b"hoard 3000000000")
    assert pool.call(b"say again") == b"again"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no RLIMIT_CPU")
def test_processor_time_is_granted_for_each_request() -> None:
    """An endless loop ends by the kernel's hand even before the deadline."""
    with (
        ChildPool("echo", 1, ChildLimits(timeout_seconds=20, cpu_seconds=1)) as pool,
        pytest.raises(ProcessCrashed, match="SIGXCPU"),
    ):
        pool.call(b"spin")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no RLIMIT_FSIZE")
def test_a_child_cannot_write_files(pool: ChildPool, tmp_path: Path) -> None:
    """A hostile file that takes over a decoder cannot fill or change the disk."""
    target = tmp_path / "written"
    with pytest.raises(ProcessCrashed, match="OSError"):
        pool.call(b"write " + os.fsencode(target))
    assert not target.exists() or target.stat().st_size == 0


def test_a_refusal_keeps_its_type_and_the_child(pool: ChildPool) -> None:
    """An error that callers know arrives as itself, and costs no process."""
    pid = pool.call(b"pid")
    with pytest.raises(UnreadableFile) as caught:
        pool.call(b"refuse look elsewhere")
    assert caught.value.hint == "look elsewhere"
    assert pool.call(b"pid") == pid


def test_k3_an_unexpected_error_is_not_lost(pool: ChildPool) -> None:
    """A bug in a child arrives with its name, and the child goes on."""
    pid = pool.call(b"pid")
    with pytest.raises(ProcessCrashed, match="ValueError: surprise"):
        pool.call(b"raise surprise")
    assert pool.call(b"pid") == pid


def test_many_threads_share_the_children() -> None:
    """Each answer goes to the thread that asked, and there are never more children than allowed."""
    with ChildPool("echo", 2) as pool, ThreadPoolExecutor(8) as threads:
        words = [f"say {number}".encode() for number in range(400)]
        assert list(threads.map(pool.call, words)) == [word[4:] for word in words]
        pids = set(threads.map(pool.call, [b"pid"] * 50))
    assert 1 <= len(pids) <= 2


def test_children_survive_the_thread_that_asked_first(pool: ChildPool) -> None:
    """A child dies with its parent process, not with the thread that happened to need it."""
    pids: list[bytes] = []
    thread = threading.Thread(target=lambda: pids.append(pool.call(b"pid")))
    thread.start()
    thread.join()
    time.sleep(0.05)
    assert [pool.call(b"pid")] == pids


def test_an_idle_child_ends() -> None:
    """A child that nobody asks for long gives its memory back."""
    with ChildPool("echo", 1, ChildLimits(idle_seconds=0.1)) as pool:
        pid = int(pool.call(b"pid"))
        assert _ends(pid)
        assert pool.call(b"say back") == b"back"


def test_a_worn_child_is_replaced() -> None:
    """What native libraries leak ends with the child that leaked it."""
    with ChildPool("echo", 1, ChildLimits(max_calls=2)) as pool:
        pids = [pool.call(b"pid") for _ in range(4)]
    assert [one == other for one, other in pairwise(pids)] == [True, False, True]


def test_closing_ends_calls_and_children() -> None:
    """A close during work returns at once, and nothing is left behind."""
    pool = ChildPool("echo", 2)
    pid = int(pool.call(b"pid"))
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(pool.call, b"sleep 30")
        time.sleep(0.1)
        started = time.monotonic()
        pool.close()
        assert time.monotonic() - started < FAR_FROM_THE_END
        with pytest.raises(ProcessCrashed):
            call.result()
    assert _ends(pid)
    with pytest.raises(ProcessCrashed, match="closed"):
        pool.call(b"say nothing")
    pool.close()


def test_children_die_with_their_parent() -> None:
    """Killing the program, even without warning, leaves no child behind, not even a busy one."""
    program = (
        "import threading\n"
        "from media_manager.processes import ChildPool\n"
        "pool = ChildPool('echo', 2)\n"
        "print(pool.call(b'pid').decode(), flush=True)\n"
        "pool.call(b'sleep 60')\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(0.1)
        parent.kill()
        assert _ends(pid)


def test_a_child_imports_neither_qt_nor_the_database() -> None:
    """A child starts with what it needs and nothing more."""
    program = (
        "import sys; sys.argv = ['media-manager', '--child', 'echo']\n"
        "import runpy; from media_manager import __main__ as door\n"
        "code = door.main()\n"
        "heavy = {'PySide6', 'sqlalchemy', 'PIL', 'av', 'guessit'} & set(sys.modules)\n"
        "sys.exit(code or len(heavy))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], input=b"", capture_output=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
