"""Outlast a full disk and a locked library: the job stands still, says why, and goes on later."""

import logging
from collections.abc import Callable, Generator
from typing import Any, Final

from media_manager.domain.jobs import Paused
from media_manager.errors import DatabaseLocked, DiskFull

_log = logging.getLogger(__name__)

Steps = Generator[Any, None, Any]

_FIRST_RETRY_SECONDS: Final = 2.0
_LAST_RETRY_SECONDS: Final = 30.0


def outlast(begin: Callable[[], Steps]) -> Steps:
    """Run the steps that `begin` returns; begin them anew after what only time or room can mend.

    For jobs that go on from what they have written. A full disk needs a person: the job is
    paused. A library that another program holds comes free by itself: it is tried again.
    """
    retry_seconds = _FIRST_RETRY_SECONDS
    while True:
        try:
            return (yield from begin())
        except DiskFull as error:
            reason: DiskFull | DatabaseLocked = error
            pause = Paused(error)
        except DatabaseLocked as error:
            reason = error
            pause = Paused(error, retry_seconds)
            retry_seconds = min(2 * retry_seconds, _LAST_RETRY_SECONDS)
        _log.warning("library: a job cannot go on now", exc_info=reason)
        # The frames of the steps, with all that they read, are not kept while it waits.
        reason.__traceback__ = reason.__cause__ = reason.__context__ = None
        yield pause
