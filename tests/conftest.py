"""What every test stands on: no screen, a fixed clock zone and language, a home of its own."""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

# Before anything imports PySide6 or asks for the home folder.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["TZ"] = "UTC"
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["LANGUAGE"] = "en"
if hasattr(time, "tzset"):
    time.tzset()

_HOME = tempfile.TemporaryDirectory(prefix="media-manager-tests-", ignore_cleanup_errors=True)
os.environ["HOME"] = _HOME.name
os.environ["USERPROFILE"] = _HOME.name
for _name in ("CONFIG", "DATA", "CACHE", "STATE"):
    os.environ[f"XDG_{_name}_HOME"] = str(Path(_HOME.name, _name.lower()))

import pytest  # noqa: E402 - pytest plugins may import Qt, which reads the lines above

if TYPE_CHECKING:
    from media_manager.settings import Profile

pytest_plugins = ["services"]  # real redis-server and PostgreSQL

# 2 s: a thread that was told to stop needs a moment on a busy machine; more than that is a leak.
GRACE_SECONDS = 2.0


@pytest.fixture
def profile(tmp_path: Path) -> "Profile":
    """Return a portable profile in a folder of this test."""
    from media_manager.settings import Profile

    profile = Profile.at(tmp_path / "profile")
    profile.ensure()
    return profile


@pytest.fixture(autouse=True)
def _numbers_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test count for itself: what one counts or insists on is not the next one's."""
    from media_manager.instrumentation import registry

    monkeypatch.setattr(registry, "_instrumentation", registry.Instrumentation())


@pytest.fixture(autouse=True)
def _no_thread_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a thread running: it would disturb the tests after it."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + GRACE_SECONDS
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    names = sorted(thread.name for thread in left if thread.is_alive())
    if names:
        pytest.fail(
            f"{request.node.name} left threads behind: {', '.join(names)}.\n"
            "Close what the test opened, best in a fixture after its yield: "
            "`pool.shutdown()` for a LanePool or WorkerManager, `runner.close()` for a JobRunner, "
            "`writer.close()` for a database, `child.close()` for a child process. A thread that "
            "ignores its stop is a fault of the product, not of the test.",
            pytrace=False,
        )
    if "PySide6.QtCore" in sys.modules:
        _no_qt_thread_left_behind(request.node.name)


def _no_qt_thread_left_behind(test_name: str) -> None:
    from PySide6.QtCore import QThreadPool

    if not QThreadPool.globalInstance().waitForDone(int(GRACE_SECONDS * 1_000)):
        pytest.fail(
            f"{test_name} left work in Qt's global thread pool. Threads belong to "
            "media_manager.workers: use a lane of the LanePool, which can be shut down.",
            pytrace=False,
        )
