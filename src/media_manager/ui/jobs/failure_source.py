"""Where the failures of a job are read: from its record, or of a job that has none from itself."""

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from media_manager.library.job_history import (
    FailureGroup,
    JobFailure,
    failure_groups,
    page_failures,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from media_manager.ui.jobs.failures import Groups, Rows
    from media_manager.workers import JobHandle
    from media_manager.workers.services import Services


class RecordedFailures:
    """All failures of a job that has a record, read a page at a time on the read lane."""

    def __init__(
        self, services: "Services", job_id: int, on_error: "Callable[[BaseException], None]"
    ) -> None:
        self._services = services
        self._job_id = job_id
        self._on_error = on_error

    def groups(self, on_done: "Groups") -> object:
        return self._services.read(
            partial(failure_groups, job_id=self._job_id),
            empty=list[FailureGroup](),
            on_done=on_done,
            on_error=self._on_error,
        )

    def page(
        self, code: str | None, after: JobFailure | None, limit: int, on_done: "Rows"
    ) -> object:
        return self._services.read(
            partial(
                page_failures,
                job_id=self._job_id,
                code=code,
                after_id=0 if after is None else after.id,
                limit=limit,
            ),
            empty=list[JobFailure](),
            on_done=on_done,
            on_error=self._on_error,
        )


class LiveFailures:
    """The first failures of a job without a record, as the job itself keeps them."""

    def __init__(self, job: "JobHandle") -> None:
        self._job = job

    def groups(self, on_done: "Groups") -> object:
        summary = self._job.failures
        first = {each.code: each for each in reversed(summary.examples)}
        on_done(
            [
                FailureGroup(
                    code=code,
                    count=count,
                    message=first[code].message if code in first else code,
                    hint=first[code].hint if code in first else "",
                )
                for code, count in summary.by_code
            ]
        )
        return None

    def page(
        self, code: str | None, after: JobFailure | None, limit: int, on_done: "Rows"
    ) -> object:
        rows = (
            JobFailure(
                id=at,
                subject=each.key,
                status="failed",
                code=each.code,
                message=each.message,
                hint=each.hint,
                details={},
            )
            for at, each in enumerate(self._job.failures.examples, start=1)
            if code in {None, each.code} and (after is None or at > after.id)
        )
        on_done(list(islice(rows, limit)))
        return None
