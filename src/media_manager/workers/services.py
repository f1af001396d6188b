"""The one handle that the window gets: everything that it may ask for, in two stages.

Stage one is here at once: settings, the reading half, the lanes. What writes comes in with the
first edit or job, in a thread of its own; nothing waits for it on the main thread.
"""

from collections.abc import Callable
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
    from media_manager.workers.columns_keeper import ColumnsKeeper
    from media_manager.workers.facet_source import FacetSource
    from media_manager.workers.handle import JobHandle
    from media_manager.workers.stalls import StallWatch
    from media_manager.workers.steps import StepDesk
    from media_manager.workers.thumbnail_loader import ThumbnailLoader

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
        # Who watches over the main thread, once somebody does.
        self.stalls: StallWatch | None = None
        self._scans: dict[int, JobHandle] = {}
        self._probe: JobHandle | None = None
        self._refine: JobHandle | None = None

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

    def scan(self, root: "Root", *, full: bool = False) -> "JobHandle":
        """Start to scan a root, and probe what it found; a scan that runs already is returned."""
        running = self._scans.get(root.id)
        if running is not None and not running.state.ended:
            return running
        from media_manager.workers.library_jobs import scan_job  # noqa: PLC0415 - as above

        handle = self.runner.submit(
            scan_job(self.store, root, self.settings, full=full), title=root.display_path
        )
        self._scans[root.id] = handle
        handle.on_finished(self._on_scanned)
        return handle

    def probe(self) -> "JobHandle | None":
        """Start to look into files that wait for it, unless that runs or is switched off.

        The doubtful names follow, or come at once when it is off.
        """
        if not self.settings.flag("probe.enabled"):
            self.refine()
            return None
        from media_manager.workers.library_jobs import probe_job  # noqa: PLC0415 - as above

        if self._probe is None or self._probe.state.ended:
            self._probe = self.runner.submit(
                probe_job(self.store, self.settings), title="probe", priority=-1
            )
            self._probe.on_finished(lambda _probed: self.refine())
        return self._probe

    def refine(self) -> None:
        """Start to read doubtful names again, if there are any and that does not run already."""
        from media_manager.persistence.names_reader import (  # noqa: PLC0415 - as above
            count_doubtful,
        )

        self.read(count_doubtful, empty=0, on_done=self._begin_refine, key="refine")

    def _begin_refine(self, waiting: int) -> None:
        from media_manager.workers.library_jobs import refine_job  # noqa: PLC0415 - as above

        if waiting and (self._refine is None or self._refine.state.ended):
            self._refine = self.runner.submit(refine_job(self.store), title="refine", priority=-2)

    def _on_scanned(self, _counts: object) -> None:
        self.probe()

    def _on_setting_changed(self, key: str, _value: object) -> None:
        if key == "workers.max_thread_count":
            chosen = self.settings.integer(key)
            self.runner.pool.resize(NETWORK, chosen or optimal_thread_count())
        elif key.startswith("instrumentation."):
            self._measure()

    def _measure(self) -> None:
        """Let the metrics be as the settings say."""
        metrics = get_instrumentation()
        metrics.enabled = self.settings.flag("instrumentation.enabled")
        metrics.detail = self.settings.flag("instrumentation.detail")

    def close(self, timeout_seconds: float = 5.0) -> tuple[str, ...]:
        """Stop all work, in the reverse order of its start; names the threads still busy."""
        left = self.runner.close(timeout_seconds)
        if "columns" in self.__dict__ and not left:
            self.columns.close()
        if "thumbnails" in self.__dict__:
            self.thumbnails.close()
        self.store.close()
        return left
