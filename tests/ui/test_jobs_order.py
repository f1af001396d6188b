"""Jobs change places by the least change of priorities, whatever they were."""

import pytest

from media_manager.ui.jobs.order import Standing, moved


def after(jobs: list[Standing], at: int, step: int) -> list[int]:
    """Return the numbers in the order that the new priorities make."""
    new = moved(jobs, at, step)
    changed = [Standing(new.get(job.number, job.priority), job.number) for job in jobs]
    return [job.number for job in sorted(changed, key=lambda job: (-job.priority, job.number))]


JOBS = [Standing(2, 5), Standing(1, 2), Standing(1, 7), Standing(0, 1)]


@pytest.mark.parametrize(
    ("at", "step", "expected"),
    [
        (1, -1, [2, 5, 7, 1]),
        (2, -1, [5, 7, 2, 1]),
        (3, -1, [5, 2, 1, 7]),
        (0, 1, [2, 5, 7, 1]),
        (2, 1, [5, 2, 1, 7]),
        (0, -1, [5, 2, 7, 1]),
        (3, 1, [5, 2, 7, 1]),
    ],
)
def test_a_job_passes_its_neighbor_and_nothing_else_moves(
    at: int, step: int, expected: list[int]
) -> None:
    """Also where several have the same priority; at the ends nothing happens."""
    assert after(JOBS, at, step) == expected


def test_sooner_raises_and_later_lowers() -> None:
    """Nobody is put behind a job that comes in later because another was put first."""
    sooner, later = moved(JOBS, 2, -1), moved(JOBS, 1, 1)

    assert sooner == {7: 2}
    assert later == {2: 0, 1: -1}
