"""`watch`: listen to the folders in the foreground and scan what changes, until Ctrl+C."""

import argparse
from dataclasses import asdict

from media_manager.cli import scan
from media_manager.cli.desk import Desk
from media_manager.cli.screen import plural
from media_manager.cli.stopping import Stopper, watched
from media_manager.domain.watching import PollReason, RootWatch, ScanWish, WatchMode
from media_manager.errors import JobCancelled, MediaManagerError
from media_manager.files import display_path
from media_manager.library import job_cleanup, roots
from media_manager.library.job_ledger import JobEntry, JobOrder
from media_manager.library.scan_counts import ScanCounts
from media_manager.workers.folder_watch import FolderWatch
from media_manager.workers.job_here import run_here
from media_manager.workers.library_jobs import (
    JobTools,
    LedgerJob,
    begin_scan,
    scan_parameters,
)
from media_manager.workers.watch_keeper import ORIGIN, watch_options

_TURN_SECONDS = 0.5
_REASONS = {
    PollReason.NETWORK: "a network drive",
    PollReason.LIMIT: "the system watches no more folders; raise fs.inotify.max_user_watches",
    PollReason.NAMES: "names that are no text",
    PollReason.FAILED: "the system cannot tell of changes",
}


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Watch until somebody says stop; a scan that is cut off goes on with the next one."""
    desk.library()
    job_cleanup.mark_interrupted(desk.store)
    with Stopper() as stopper:
        session = _Session(desk, stopper)
        watch = FolderWatch(
            desk.store, watch_options(desk.settings), session.scan, changed=session.tell
        )
        session.watch = watch
        try:
            while not (stopper.heard or (words.once and session.scans)):
                watch.turn(_TURN_SECONDS)
        except JobCancelled:
            return stopper.exit_code
        finally:
            watch.stop()
            desk.screen.progress("")
    # Being stopped is how watching ends.
    return 1 if session.failed else 0


class _Session:
    """What is said and done while the command watches. All on its one thread."""

    def __init__(self, desk: Desk, stopper: Stopper) -> None:
        self._desk = desk
        self._stopper = stopper
        self._told: dict[int, RootWatch] = {}
        self.watch: FolderWatch | None = None
        self.scans = 0
        self.failed = 0

    def tell(self, states: tuple[RootWatch, ...]) -> None:
        """Say how each root is watched, when that is new."""
        for state in states:
            settled = state.mode is not WatchMode.STARTING
            if settled and self._told.get(state.root_id) != state:
                self._told[state.root_id] = state
                self._desk.screen.result({"event": "watching", **asdict(state)}, _shown(state))
        self._desk.screen.flush()

    def scan(self, wish: ScanWish) -> bool:
        """Scan what changed, and look into it."""
        counts = ScanCounts()
        try:
            root = roots.get_root(self._desk.store, wish.root_id)
            context = self._stopper.watch(watched(self._desk.screen, root.display_path, "file"))
            run_here(self._job(root, wish, counts), context)
            scan.probe(self._desk, self._stopper)
            scan.refine(self._desk, self._stopper)
        except JobCancelled:
            raise
        except MediaManagerError as error:
            # A drive that went away is watched again when it is back.
            self.failed += 1
            if self.watch is not None:
                self.watch.refresh()
            self._desk.screen.error(error)
            return True
        finally:
            self._desk.screen.progress("")
        self.scans += 1
        folders = [display_path(folder.rstrip(b"/")) or "." for folder in wish.folders]
        data = {"event": "scanned", "root": root.display_path, "folders": folders}
        where = plural(len(folders), "folder") + " of " if folders else ""
        self._desk.screen.result(
            data | asdict(counts), f"{where}{root.display_path}: {scan.shown_counts(counts)}"
        )
        self._desk.screen.flush()
        return True

    def _job(self, root: roots.Root, wish: ScanWish, counts: ScanCounts) -> LedgerJob:
        tools = JobTools(self._desk.store, self._desk.settings)
        order = JobOrder(
            "scan",
            scan_parameters(root.id, full=wish.full, folders=wish.folders),
            title=root.display_path,
            origin=ORIGIN,
            library_id=root.library_id,
        )
        entry = JobEntry(self._desk.store, order)
        return LedgerJob(self._desk.store, entry, begin_scan(tools, order, counts))


def _shown(state: RootWatch) -> str:
    match state.mode:
        case WatchMode.OFFLINE:
            return f"Offline: {state.display_path}"
        case WatchMode.POLLING:
            return f"Watching: polling ({_REASONS[state.reason]}): {state.display_path}"
    return f"Watching: {state.display_path}"
