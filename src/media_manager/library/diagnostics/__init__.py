"""What somebody needs who asks why: facts of machine, library and run, the same for every door."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.library.diagnostics.facts import environment
    from media_manager.library.diagnostics.report import (
        as_text,
        gather,
        redacted,
    )
    from media_manager.library.diagnostics.tasks import (
        Tidied,
        check_database,
        measure_database,
        tidy_database,
    )
    from media_manager.library.diagnostics.trial import SelfTestStep, self_test

__all__ = [
    "SelfTestStep",
    "Tidied",
    "as_text",
    "check_database",
    "environment",
    "gather",
    "measure_database",
    "redacted",
    "self_test",
    "tidy_database",
]

__getattr__ = lazy_names(
    __name__,
    {
        "SelfTestStep": "trial",
        "Tidied": "tasks",
        "as_text": "report",
        "check_database": "tasks",
        "environment": "facts",
        "gather": "report",
        "measure_database": "tasks",
        "redacted": "report",
        "self_test": "trial",
        "tidy_database": "tasks",
    },
)
