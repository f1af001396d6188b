"""The one handle that the window gets: everything that it may ask for, in two stages.

Stage one is here at once: settings, the reading half, the lanes. What writes comes in with the
first edit or job, in a thread of its own; nothing waits for it on the main thread.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from media_manager.instrumentation import get_instrumentation
from media_manager.library.kept_view import KeptView
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings
from media_manager.workers.change_feed import ChangeFeed
from media_manager.workers.lanes import EDIT, NETWORK, READ, optimal_thread_count
from media_manager.workers.library_lane import reading
from media_manager.workers.list_source import MediaListSource
from media_manager.workers.media_jobs import make_runner
from media_manager.workers.query_answers import QueryAnswers
from media_manager.workers.ticket import Ticket

if TYPE_CHECKING:
    from media_manager.library.roots import Root
    from media_manager.persistence.reader import LibraryReader
    from media_manager.workers.awake import AwakeKeeper
    from media_manager.workers.columns_keeper import ColumnsKeeper
    from media_manager.workers.facet_source import FacetSource
    from media_manager.workers.handle import JobHandle
    from media_manager.workers.job_desk import JobDesk
    from media_manager.workers.schedule_keeper import ScheduleKeeper
    from media_manager.workers.stalls import StallWatch
    from media_manager.workers.steps import StepDesk
    from media_manager.workers.thumbnail_loader import ThumbnailLoader
    from media_manager.workers.watch_keeper import WatchKeeper

T = TypeVar("T")


class Services:
    """Built by app.py, used on the main thread."""

    def __init__(self, profile: Profile, settings: Settings) -> None:
        self.profile = profile
        self.settings = settings
        self.store = LibraryStore(profile.library_db)
        self.store.answers = QueryAnswers()
        self.runner = make_runner(
            self.store, max_thread_count=settings.integer("workers.max_thread_count")
        )
        kept = KeptView(profile.views / "last.ids")
        self.lists = MediaListSource(self.runner, kept=kept)
        self.changes = ChangeFeed(self.runner)
        self.store.on_commit(lambda _changes: self.changes.nudge())
        self._measure()
        settings.on_change(self._on_setting_changed)
        self._schedules: ScheduleKeeper | None = None
        # Who watches over the main thread, once somebody does.
        self.stalls: StallWatch | None = None

    @cached_property
    def facets(self) -> "FacetSource":
        """The counts beside the list: made when first asked, behind the first paint."""
        from media_manager.workers.facet_source import FacetSource  # noqa: PLC0415 - see above

        return FacetSource(self.runner, self.columns)

    @cached_property
    def columns(self) -> "ColumnsKeeper":
        """Who keeps the columns behind facets and sorts: made behind the first paint, as above."""
        from media_manager.persistence.columns.shelf import ColumnShelf  # noqa: PLC0415 - as above
        from media_manager.workers.columns_keeper import (  # noqa: PLC0415 - as above
            ColumnsKeeper,
        )

        self.store.columns = ColumnShelf(self.profile.columns)
        return ColumnsKeeper(self.runner, self.store, self.store.columns, self.changes)

    @cached_property
    def steps(self) -> "StepDesk":
        """Bulk actions and their undo: as above."""
        from media_manager.workers.steps import StepDesk  # noqa: PLC0415 - as above

        return StepDesk(self.runner, self.store)

    @cached_property
    def jobs(self) -> "JobDesk":
        """Where long work is handed in: as above."""
        from media_manager.workers.job_desk import JobDesk  # noqa: PLC0415 - as above

        def usual_side() -> int | None:
            return self.thumbnails.usual_side if "thumbnails" in self.__dict__ else None

        return JobDesk(self.runner, self.store, self.settings, self.changes, usual_side)

    @cached_property
    def watching(self) -> "WatchKeeper":
        """Live watching of the folders: as above."""
        from media_manager.workers.watch_keeper import WatchKeeper  # noqa: PLC0415 - as above

        return WatchKeeper(self)

    @cached_property
    def awake(self) -> "AwakeKeeper":
        """Who keeps the computer awake while files are worked on: as above."""
        from media_manager.workers.awake import AwakeKeeper  # noqa: PLC0415 - as above

        return AwakeKeeper(self)

    def begin_schedules(self, idle_seconds: Callable[[], float]) -> "ScheduleKeeper":
        """Run from now on what is scheduled; `idle_seconds` says how long nobody used the window.

        The caller lets it tick.
        """
        from media_manager.workers.schedule_keeper import (  # noqa: PLC0415 - as above
            ScheduleKeeper,
        )

        self._schedules = ScheduleKeeper(self, idle_seconds)
        return self._schedules

    @cached_property
    def thumbnails(self) -> "ThumbnailLoader":
        """The pictures of the list: made when first asked, as above."""
        from media_manager.workers.thumbnail_loader import (  # noqa: PLC0415 - as above
            ThumbnailLoader,
        )

        return ThumbnailLoader(self.runner, self.profile, self.settings)

    def read(
        self,
        work: "Callable[[LibraryReader], T]",
        *,
        empty: T,
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None] | None = None,
        key: object = None,
    ) -> Ticket:
        """Read something on the read lane; `empty` is the answer while there is no library."""
        return self.runner.ask(
            READ, reading(work, empty=empty), on_done=on_done, on_error=on_error, key=key
        )

    def edit(
        self,
        work: Callable[[LibraryStore], T],
        *,
        on_done: Callable[[T], None] = lambda _result: None,
        on_error: Callable[[BaseException], None] | None = None,
    ) -> Ticket:
        """Do a short write on the edit lane, in the order asked."""
        return self.runner.ask(EDIT, lambda: work(self.store), on_done=on_done, on_error=on_error)

    def scan(
        self,
        root: "Root",
        *,
        full: bool = False,
        folders: Sequence[bytes] = (),
        origin: str = "person",
        priority: int = 0,
    ) -> "JobHandle":
        """Start to scan a root, or some of its folders; what they hold is looked into afterwards.

        A scan that runs already is returned.
        """
        from media_manager.library.job_ledger import JobOrder  # noqa: PLC0415 - as above
        from media_manager.workers.library_jobs import scan_parameters  # noqa: PLC0415 - as above

        order = JobOrder(
            "scan",
            scan_parameters(root.id, full=full, folders=folders),
            title=root.display_path,
            origin=origin,
            priority=priority,
            library_id=root.library_id,
        )
        return self.jobs.hand_in(order)

    def probe(self) -> None:
        """Look into files that wait for it, unless that runs or is switched off."""
        self.jobs.offer("probe", priority=-1)

    def refine(self) -> None:
        """Read doubtful names again, if there are any and that does not run already."""
        self.jobs.offer("refine", priority=-2)

    @property
    def running_jobs(self) -> "tuple[JobHandle, ...]":
        """The jobs that have not ended."""
        return tuple(job for job in self.runner.jobs if not job.state.ended)

    def _on_setting_changed(self, key: str, _value: object) -> None:
        if key == "workers.max_thread_count":
            chosen = self.settings.integer(key)
            self.runner.pool.resize(NETWORK, chosen or optimal_thread_count())
        elif key.startswith("instrumentation."):
            self._measure()

    def _measure(self) -> None:
        """Let the metrics be as the settings say."""
        get_instrumentation().configure(
            enabled=self.settings.flag("instrumentation.enabled"),
            detail=self.settings.flag("instrumentation.detail"),
            slow_query_seconds=self.settings.integer("instrumentation.slow_query_ms") / 1_000,
        )

    def close(self, timeout_seconds: float = 5.0) -> tuple[str, ...]:
        """Stop all work, in the reverse order of its start; names the threads still busy."""
        if self._schedules is not None:
            self._schedules.close()
        if "watching" in self.__dict__:
            self.watching.close()
        if "jobs" in self.__dict__:
            self.jobs.closing()
        left = self.runner.close(timeout_seconds)
        if "awake" in self.__dict__:
            self.awake.close()
        if "jobs" in self.__dict__ and not left:
            self.jobs.close()
        if "columns" in self.__dict__ and not left:
            self.columns.close()
        if "thumbnails" in self.__dict__:
            self.thumbnails.close()
        self.store.close()
        return left
