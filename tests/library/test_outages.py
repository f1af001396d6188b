"""A full disk and a locked library end no job: it stands still, says why, and goes on."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest

from media_manager.domain.jobs import Paused
from media_manager.errors import DatabaseLocked, DiskFull
from media_manager.library.outages import outlast

Steps = Generator[Any, None, Any]


def failing(errors: Iterator[Exception], begun: list[int]) -> Any:
    def begin() -> Steps:
        begun.append(1)
        yield None
        error = next(errors, None)
        if error is not None:
            raise error
        return "done"

    return begin


def run(steps: Steps) -> tuple[list[Any], Any]:
    seen = []
    while True:
        try:
            seen.append(next(steps))
        except StopIteration as end:
            return seen, end.value


def test_steps_without_trouble_run_through() -> None:
    """They are begun once, and their result is the result."""
    begun: list[int] = []
    assert run(outlast(failing(iter([]), begun))) == ([None], "done")
    assert begun == [1]


def test_a12_after_a_full_disk_the_steps_begin_anew() -> None:
    """Fault A12: the job is paused until somebody made room."""
    full = DiskFull("The disk is full.")
    begun: list[int] = []
    seen, result = run(outlast(failing(iter([full]), begun)))
    assert (seen, result, begun) == ([None, Paused(full), None], "done", [1, 1])


def test_a10_a_locked_library_is_tried_again_and_again() -> None:
    """Fault A10: sooner at first, at last every half minute."""
    locked = DatabaseLocked("The library is busy.")
    seen, _ = run(outlast(failing(iter([locked] * 6), [])))
    waits = [step.retry_seconds for step in seen if step is not None]
    assert waits == [2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_other_errors_end_the_steps() -> None:
    """What time does not mend is not tried again."""
    with pytest.raises(ValueError, match="no"):
        run(outlast(failing(iter([ValueError("no")]), [])))


def test_what_the_steps_had_in_hand_is_released() -> None:
    """A job that waits for hours for a person keeps no half-read library alive."""
    full = DiskFull("The disk is full.")
    steps = outlast(failing(iter([full]), []))
    assert [next(steps), next(steps)] == [None, Paused(full)]
    assert full.__traceback__ is None
    steps.close()
