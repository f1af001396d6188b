"""What background keepers ask of the window's services, so that those need not know them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings
from media_manager.workers.change_feed import ChangeFeed
from media_manager.workers.runner import JobRunner

if TYPE_CHECKING:
    # Only for their types: they come behind the first paint.
    from media_manager.library.roots import Root
    from media_manager.workers.handle import JobHandle
    from media_manager.workers.job_desk import JobDesk


class BackgroundNeeds(Protocol):
    """A part of `Services`, used on the main thread."""

    profile: Profile
    settings: Settings
    store: LibraryStore
    runner: JobRunner
    changes: ChangeFeed

    @property
    def jobs(self) -> "JobDesk":
        """Return where long work is handed in."""

    @property
    def running_jobs(self) -> "tuple[JobHandle, ...]":
        """Return the jobs that have not ended."""

    def scan(
        self,
        root: "Root",
        *,
        full: bool = False,
        folders: Sequence[bytes] = (),
        origin: str = "person",
        priority: int = 0,
    ) -> "JobHandle":
        """Start to scan a root, or some of its folders."""
