"""Where threads live: lanes, background jobs, and the one hop to the main thread."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.workers.handle import JobHandle
    from media_manager.workers.hooks import install_error_hooks
    from media_manager.workers.job import (
        Cancelled,
        Failed,
        Finished,
        Job,
        JobContext,
        JobEnd,
        Wait,
        run_to_end,
    )
    from media_manager.workers.lanes import (
        LaneSpec,
        Resource,
        available_cpus,
        optimal_thread_count,
        standard_lanes,
    )
    from media_manager.workers.manager import WorkerManager
    from media_manager.workers.match_worker import MatchWorker
    from media_manager.workers.pool import LanePool
    from media_manager.workers.runner import JobRunner
    from media_manager.workers.running import JobRequest, RunningJob, Watcher
    from media_manager.workers.search_worker import SearchWorker
    from media_manager.workers.spread import Answered, SpreadCounts
    from media_manager.workers.ticket import Outcome, Ticket, current_ticket

__all__ = [
    "Answered",
    "Cancelled",
    "Failed",
    "Finished",
    "Job",
    "JobContext",
    "JobEnd",
    "JobHandle",
    "JobRequest",
    "JobRunner",
    "LanePool",
    "LaneSpec",
    "MatchWorker",
    "Outcome",
    "Resource",
    "RunningJob",
    "SearchWorker",
    "SpreadCounts",
    "Ticket",
    "Wait",
    "Watcher",
    "WorkerManager",
    "available_cpus",
    "current_ticket",
    "install_error_hooks",
    "optimal_thread_count",
    "run_to_end",
    "standard_lanes",
]

__getattr__ = lazy_names(
    __name__,
    {
        "Answered": "spread",
        "Cancelled": "job",
        "Failed": "job",
        "Finished": "job",
        "Job": "job",
        "JobContext": "job",
        "JobEnd": "job",
        "JobHandle": "handle",
        "JobRequest": "running",
        "JobRunner": "runner",
        "LanePool": "pool",
        "LaneSpec": "lanes",
        "MatchWorker": "match_worker",
        "Outcome": "ticket",
        "Resource": "lanes",
        "RunningJob": "running",
        "SearchWorker": "search_worker",
        "SpreadCounts": "spread",
        "Ticket": "ticket",
        "Wait": "job",
        "Watcher": "running",
        "WorkerManager": "manager",
        "available_cpus": "lanes",
        "current_ticket": "ticket",
        "install_error_hooks": "hooks",
        "optimal_thread_count": "lanes",
        "run_to_end": "job",
        "standard_lanes": "lanes",
    },
)
