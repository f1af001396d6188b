"""The last nets for errors."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from media_manager.workers import install_error_hooks


@pytest.fixture
def reported() -> Iterator[list[BaseException]]:
    errors: list[BaseException] = []
    undo = install_error_hooks(errors.append)
    yield errors
    undo()


def test_k3_an_error_in_a_thread_is_reported(reported: list[BaseException]) -> None:
    """Fault K3: a thread that nobody watches."""

    def fail() -> None:
        raise ValueError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert [str(error) for error in reported] == ["in a thread"]


def test_k3_an_error_in_a_finalizer_is_reported(reported: list[BaseException]) -> None:
    """Fault K3: what Python can only print."""

    class Bad:
        def __del__(self) -> None:
            raise ValueError("in a finalizer")

    Bad()
    assert [str(error) for error in reported] == ["in a finalizer"]


def test_k3_an_uncaught_error_is_reported(reported: list[BaseException]) -> None:
    """Fault K3: the main thread, and Qt's slots, which PySide hands to the same hook."""
    error = ValueError("uncaught")
    sys.excepthook(ValueError, error, None)
    assert reported == [error]


def test_the_hooks_can_be_taken_back() -> None:
    """Tests and embedded interpreters get their own hooks back."""
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    install_error_hooks(lambda _: None)()
    assert before == (sys.excepthook, threading.excepthook, sys.unraisablehook)


def test_ctrl_c_stays_what_it_is() -> None:
    """An interrupt is a wish, not a bug."""
    code = (
        "from media_manager.workers import install_error_hooks\n"
        "install_error_hooks(lambda e: print('reported', e))\n"
        "raise KeyboardInterrupt\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == ""
    assert "KeyboardInterrupt" in done.stderr


def test_a_report_that_fails_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The net does not tear: both errors are in the log."""

    def bad(_: BaseException) -> None:
        raise ValueError("report")

    undo = install_error_hooks(bad)
    try:
        sys.excepthook(ValueError, ValueError("first"), None)
    finally:
        undo()
    texts = [str(record.exc_info[1]) for record in caplog.records if record.exc_info]
    assert texts == ["first", "report"]
