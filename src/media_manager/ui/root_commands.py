"""What is done with folders: add, scan, check, find again, and say that files are really gone."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from media_manager.domain.media import LibraryKind
from media_manager.library import roots
from media_manager.library.browse import Overview, RootLine
from media_manager.library.roots import Root
from media_manager.ui.folder_choice import FolderChoice, guess_kind
from media_manager.ui.notifications import Notifications
from media_manager.ui.words import counted, folder_name
from media_manager.workers import JobHandle
from media_manager.workers.lanes import JOBS
from media_manager.workers.services import Services

if TYPE_CHECKING:
    # Only for its type: the module brings in the writing half of the library.
    from media_manager.library.remove_root import RemovalPlan

translate = QCoreApplication.translate
T = TypeVar("T")


class RootCommands(QObject):
    """Every way from a folder to a scan. All disks are touched on lanes."""

    changed = Signal()  # a root is new, back, gone or elsewhere

    def __init__(self, services: Services, notifications: Notifications, window: QWidget) -> None:
        super().__init__(window)
        self._services = services
        self._notifications = notifications
        self._window = window
        self.library_names: tuple[str, ...] = ()

    def show_overview(self, found: Overview | None) -> None:
        """Offer the libraries that there are."""
        libraries = () if found is None else found.libraries
        self.library_names = tuple(library.name for library in libraries)

    # -- adding --------------------------------------------------------------------------------

    def choose_folder(self) -> None:
        """Ask for a folder with the system's own dialog, then for what it holds."""
        title = translate("RootCommands", "Choose a folder of films, shows or photos")
        chosen = QFileDialog.getExistingDirectory(self._window, title)
        if chosen:
            self.offer([Path(chosen)])

    def offer(self, folders: Sequence[Path]) -> None:
        """Ask what the folders hold, with a guess that is mostly right."""
        self._look(lambda: [guess_kind(folder) for folder in folders], partial(self._ask, folders))

    def add(self, choices: Sequence[FolderChoice]) -> None:
        """Add folders and scan them."""
        for choice in choices:
            self._look(partial(self._add, choice), self._on_added)

    def _add(self, choice: FolderChoice) -> Root:
        return roots.add_root(
            self._services.store, choice.folder, library=choice.library, kind=choice.kind
        )

    def _ask(self, folders: Sequence[Path], kinds: Sequence[LibraryKind]) -> None:
        from media_manager.ui.dialogs.add_folder import (  # noqa: PLC0415 - when first wanted
            AddFolderDialog,
        )

        dialog = AddFolderDialog(folders[0], kinds[0], self.library_names, self._window)
        dialog.chosen.connect(lambda choice: self.add([choice, *_same(folders[1:], choice)]))
        dialog.open()

    def _on_added(self, root: Root) -> None:
        self.scan(root)

    # -- scanning ------------------------------------------------------------------------------

    def scan(self, root: Root, *, full: bool = False) -> JobHandle:
        """Scan a root; what the scan found is said when it has ended."""
        job = self._services.scan(root, full=full)
        if not job.failure_heard:
            job.on_failed(self._notifications.error, self)
            job.on_finished(lambda counts: self._tell(root, counts), self)
        return job

    def scan_all(self, *, full: bool = False) -> None:
        """Scan every folder that is there."""
        self._with_roots(partial(self._scan_each, full=full))

    def scan_one(self, root_id: int) -> None:
        self._with_roots(lambda found: self._scan_each([r for r in found if r.id == root_id]))

    def scan_below(self, library_id: int) -> None:
        """Scan all folders of a library."""
        self._with_roots(
            lambda found: self._scan_each([r for r in found if r.library_id == library_id])
        )

    def _tell(self, root: Root, counts: object) -> None:
        held = getattr(counts, "held", 0)
        failed = getattr(counts, "failed", 0)
        added = getattr(counts, "added", 0)
        if failed:
            text = translate("RootCommands", "%1 could not be read while scanning %2.")
            self._notifications.say(
                text.replace("%1", counted("folder", failed)).replace("%2", _name(root))
            )
        elif added and not held:
            text = translate("RootCommands", "%1 scanned: %2 new.")
            self._notifications.say(
                text.replace("%1", _name(root)).replace("%2", counted("file", added))
            )

    # -- what is offline or held ---------------------------------------------------------------

    def check_all(self) -> None:
        """Look which folders are there; scan those that came back or were never scanned."""

        def work() -> list[Root]:
            store = self._services.store
            found = roots.find_roots(store, counted=False)
            healthy = [root for root in found if roots.check(store, root).is_online]
            return [root for root in healthy if root.state == "offline" or not root.file_count]

        self._look(work, self._scan_each)

    def check_again(self, line: RootLine) -> None:
        """Look whether a root is back, and scan it if so."""

        def work() -> tuple[Root, str]:
            root = roots.get_root(self._services.store, line.id)
            health = roots.check(self._services.store, root)
            return root, "" if health.is_online else f"{health.message}\n{health.hint}".strip()

        def done(found: tuple[Root, str]) -> None:
            root, problem = found
            if problem:
                self._notifications.say(problem)
            else:
                self.scan(root)

        self._look(work, done)

    def locate(self, line: RootLine) -> None:
        """Ask where a root lies now; items, edits and history stay."""
        title = translate("RootCommands", "Where is %1 now?").replace("%1", line.display_path)
        chosen = QFileDialog.getExistingDirectory(self._window, title)
        if chosen:
            self.relocate(line.id, Path(chosen))

    def relocate(self, root_id: int, folder: Path) -> None:
        self._look(
            lambda: roots.relocate_root(self._services.store, root_id, folder),
            lambda root: self._scan_each([root]),
        )

    def ask_to_remove(self, root_id: int) -> None:
        """Say what would leave the library with a folder, and remove it when that is wanted."""

        def plan() -> "RemovalPlan":
            from media_manager.library.remove_root import (  # noqa: PLC0415 - the writing half
                plan_removal,
            )

            return plan_removal(self._services.store, root_id)

        self._look(plan, self._offer_removal)

    def _offer_removal(self, plan: "RemovalPlan") -> None:
        from media_manager.ui.dialogs.remove_root import (  # noqa: PLC0415 - when first wanted
            RemoveRootDialog,
        )

        dialog = RemoveRootDialog(plan, self._window)
        dialog.accepted.connect(partial(self._remove, plan))
        dialog.open()

    def _remove(self, plan: "RemovalPlan") -> None:
        def work() -> None:
            from media_manager.library.remove_root import (  # noqa: PLC0415 - the writing half
                remove_root,
            )

            remove_root(self._services.store, plan.root_id)

        said = translate(
            "RootCommands", "%1 was removed from the library. Its files are as they were."
        )
        self._look(
            work,
            lambda _done: self._notifications.say(said.replace("%1", plan.display_path)),
        )

    def release(self, line: RootLine) -> None:
        """Believe that the held files are gone, and scan again: they are marked, not deleted."""

        def work() -> Root:
            roots.release_hold(self._services.store, line.id)
            return roots.get_root(self._services.store, line.id)

        self._look(work, lambda root: self._scan_each([root]))

    def _scan_each(self, found: Sequence[Root], *, full: bool = False) -> None:
        for root in found:
            self.scan(root, full=full)

    def _with_roots(self, then: Callable[[list[Root]], None]) -> None:
        self._look(lambda: roots.find_roots(self._services.store), then)

    def _look(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do what touches a disk where it may take its time: a dead share hangs for minutes."""

        def tell(result: T) -> None:
            done(result)
            self.changed.emit()

        self._services.runner.ask(
            JOBS, work, on_done=tell, on_error=self._notifications.error, owner=self
        )


def _name(root: Root) -> str:
    return folder_name(root.display_path)


def _same(folders: Sequence[Path], choice: FolderChoice) -> list[FolderChoice]:
    """Return the same answer for further folders that were dropped together."""
    return [FolderChoice(folder, choice.library, choice.kind) for folder in folders]
