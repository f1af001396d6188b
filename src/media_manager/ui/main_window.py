"""The window: builds its parts and passes on what one tells the other."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from media_manager.domain.changes import LibraryChanges
from media_manager.errors import RootFolderOffline
from media_manager.lazy_model import LazyMediaItemModel, ListState
from media_manager.library.browse import Overview
from media_manager.settings import Value
from media_manager.ui import places
from media_manager.ui.action_spec import Scope
from media_manager.ui.actions import Actions
from media_manager.ui.browsing import Browsing
from media_manager.ui.icons import app_icon
from media_manager.ui.library_state import LibraryState
from media_manager.ui.media_views import MediaViews
from media_manager.ui.navigation import Navigation
from media_manager.ui.places import Stop
from media_manager.ui.theme import ThemeChoice, apply_theme
from media_manager.ui.window_commands import WindowCommands
from media_manager.ui.window_frame import WindowFrame
from media_manager.ui.window_parts import WindowParts
from media_manager.ui.window_state import LEAST_SIZE, WindowState
from media_manager.ui.words import folder_name
from media_manager.workers.services import Services

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QMouseEvent, QPaintEvent

    from media_manager.samples import SampleLibrary
    from media_manager.ui.banner import RootBanner
    from media_manager.ui.item_commands import ItemCommands
    from media_manager.ui.library_gate import LibraryGate
    from media_manager.ui.notifications import Notifications
    from media_manager.ui.root_commands import RootCommands
    from media_manager.ui.step_commands import StepCommands
    from media_manager.workers import JobHandle

translate = QCoreApplication.translate


class MainWindow(QMainWindow):
    """One window on one profile. Nothing in it waits for a disk."""

    painted = Signal()
    settled = Signal()
    closed = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        self.memory = WindowState(services.profile)
        self.setObjectName("main-window")
        self.setWindowTitle("Media Manager")
        self.setMinimumSize(LEAST_SIZE)
        self.setAcceptDrops(True)
        self._painted = False
        self._complete = False
        self._build()
        self._connect()
        self.commands.restore()

    def complete(self) -> None:
        """Make what the first paint does not show: commands, messages, panels. Once only."""
        if not self._complete:
            self._complete = True
            if self.frame_.shows_library:
                self.frame_.list.focus_list()
            self.browsing.play_wanted.connect(self.items.play)
            self.browsing.scan_wanted.connect(self.roots.scan_all)
            self.commands.wire()
            self.commands.begin_panels()
            self.setWindowIcon(app_icon())
            self.views.pictures.release()
            self.services.lists.release()
            self.library.count_files()

    def start(self) -> None:
        """Ask for the library and the first list; the window is shown when they have come."""
        # First: whatever is committed after this look is told, so the lists miss nothing.
        self.services.changes.poll()
        self.library.refresh()
        self.browsing.start()

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        services = self.services
        settings = services.settings
        services.lists.hold()
        self.library = LibraryState(services, self)
        self.model = LazyMediaItemModel(
            settings.integer("ui.page_size"),
            settings.integer("ui.prefetch_threshold"),
            source=services.lists,
            parent=self,
        )
        first = Stop(places.everything())
        if settings.flag("startup.restore_view"):
            first = self.memory.last_stop(first.place)
        self.navigation = Navigation(first, self)
        self.registry = Actions(self)
        self.views = MediaViews(self.model, services, self.memory, self)
        self.frame_ = WindowFrame(self, self.registry, self.model, self.views)
        self.browsing = Browsing(
            self.model,
            self.frame_.list,
            self.frame_.search,
            self.navigation,
            self.library,
            self.views.habits,
        )
        self.commands = WindowCommands(WindowParts(self, self))

    # What follows is made when it is first needed: mostly by `complete`, behind the first paint.

    @cached_property
    def notifications(self) -> "Notifications":
        from media_manager.ui.notifications import Notifications  # noqa: PLC0415 - see above

        return Notifications(self, self.services.profile)

    @cached_property
    def items(self) -> "ItemCommands":
        from media_manager.ui.item_commands import ItemCommands  # noqa: PLC0415 - see above

        return ItemCommands(self.services, self.notifications, self)

    @cached_property
    def steps(self) -> "StepCommands":
        from media_manager.ui.step_commands import StepCommands  # noqa: PLC0415 - see above

        return StepCommands(self.services, self.notifications, self)

    @cached_property
    def roots(self) -> "RootCommands":
        from media_manager.ui.root_commands import RootCommands  # noqa: PLC0415 - see above

        roots = RootCommands(self.services, self.notifications, self)
        roots.changed.connect(self.library.refresh)
        roots.show_overview(self.library.overview)
        self.library.overview_changed.connect(roots.show_overview)
        return roots

    @cached_property
    def gate(self) -> "LibraryGate":
        from media_manager.ui.library_gate import LibraryGate  # noqa: PLC0415 - see above

        gate = LibraryGate(self.services, self.frame_, self.notifications, self)
        gate.add_folder_wanted.connect(self.roots.choose_folder)
        gate.sample_built.connect(self._on_sample_built)
        gate.opened.connect(self.start)
        gate.quit_wanted.connect(self.close)
        gate.look_wanted.connect(self.library.refresh)
        gate.busy.connect(self.commands.care.show_busy)
        self.library.overview_changed.connect(gate.settle)
        return gate

    def _connect(self) -> None:
        self._connect_frame()
        self._connect_services()
        self.library.overview_changed.connect(self._on_overview_changed)
        self.library.refused.connect(self._on_refused)
        self.navigation.changed.connect(self._on_stop_changed)
        self.browsing.settled.connect(self._on_settled)

    def _connect_frame(self) -> None:
        frame = self.frame_
        frame.sidebar.place_chosen.connect(self.browsing.go_to)
        frame.sidebar.menu_wanted.connect(self._on_sidebar_menu_wanted)
        frame.list.selection_changed.connect(self._on_selection_changed)
        frame.list.menu_wanted.connect(self._on_menu_wanted)
        frame.list.step_wanted.connect(self._on_step_wanted)
        frame.status.offline_clicked.connect(self._on_offline_clicked)
        frame.list.banner_made.connect(self._connect_banner)

    def _connect_banner(self, banner: "RootBanner") -> None:
        banner.check_wanted.connect(self.roots.check_again)
        banner.locate_wanted.connect(self.roots.locate)
        banner.release_wanted.connect(self.roots.release)
        banner.review_wanted.connect(self.registry["reviews"].trigger)

    def _connect_services(self) -> None:
        runner = self.services.runner
        for signal in (runner.job_added, runner.job_changed, runner.job_removed):
            signal.connect(self._on_jobs_changed)
        runner.unheard_failure.connect(self._on_unheard_failure)
        self.services.changes.on_changes(self._on_changes)
        self._stop_listening = self.services.settings.on_change(self._on_setting_changed)

    # -- what happened -------------------------------------------------------------------------

    def _on_overview_changed(self, found: Overview | None) -> None:
        if found is None or not found.libraries:
            self.gate.show_first_run()
        else:
            self.frame_.show_library()
            self.frame_.sidebar.show_overview(found)
            self.frame_.list.show_overview(found)
            self._show_offline(found)
        self.frame_.sidebar.show_place(self.navigation.current.place.key)
        self.browsing.show_overview(found)
        self._enable()

    def _on_refused(self, error: BaseException) -> None:
        self.gate.show_refusal(error)
        self._enable()
        self.settled.emit()

    def _on_stop_changed(self, stop: Stop) -> None:
        self.frame_.set_title(stop.title)
        self.frame_.sidebar.show_within(stop.within)
        self.frame_.sidebar.show_place(stop.place.key)
        self.views.show_place(stop.place)
        self.frame_.show_alone(alone=stop.is_dashboard)
        self._enable()

    def _on_settled(self) -> None:
        self._on_selection_changed()
        if self.library.is_known and self.model.state is not ListState.LOADING:
            self.settled.emit()

    def _on_selection_changed(self) -> None:
        found = self.library.overview
        self.frame_.status.show_size(
            selected=self.frame_.list.selected_count(),
            shown=self.model.rowCount(),
            held={} if found is None else found.counts,
        )
        self.commands.show_selected()
        self._enable()

    def _on_changes(self, changes: Sequence[LibraryChanges]) -> None:
        self.browsing.show_changes(changes)

    def _on_jobs_changed(self, job: "JobHandle") -> None:
        if job.state.ended:
            # What a scan says of its root changes no item, and so no list hears of it.
            self.library.refresh_soon()
        jobs = self.services.runner.jobs
        self.frame_.status.show_jobs(jobs)
        scanning = any(not job.state.ended for job in jobs)
        if scanning != self.browsing.scanning:
            self.browsing.scanning = scanning
            self.browsing.refresh_page()

    def _on_unheard_failure(self, error: BaseException) -> None:
        self.notifications.error(error)

    def _on_setting_changed(self, key: str, value: Value) -> None:
        if key == "ui.theme":
            app = QApplication.instance()
            if isinstance(app, QApplication):
                apply_theme(app, ThemeChoice(str(value)))
        self.views.apply_setting(key)

    def _on_sample_built(self, sample: "SampleLibrary") -> None:
        from media_manager.domain.media import LibraryKind  # noqa: PLC0415 - seldom
        from media_manager.ui.folder_choice import FolderChoice  # noqa: PLC0415 - seldom

        self.roots.add(
            [
                FolderChoice(sample.films, translate("MainWindow", "Films"), LibraryKind.MOVIE),
                FolderChoice(sample.shows, translate("MainWindow", "Shows"), LibraryKind.TV),
                FolderChoice(sample.photos, translate("MainWindow", "Photos"), LibraryKind.PHOTO),
            ]
        )

    def _on_offline_clicked(self) -> None:
        self.frame_.list.banner.unhide()
        if self.library.overview is not None:
            self.frame_.list.banner.show_overview(self.library.overview)

    def _on_menu_wanted(self, at: QPoint) -> None:
        if self.frame_.list.shows_list:
            from media_manager.ui.item_menu import item_menu  # noqa: PLC0415 - when first wanted

            menu = item_menu(self.registry, self.items, self.frame_.list.current_id(), self)
            self._open_menu(menu, at)

    def _on_step_wanted(self, step: int) -> None:
        if step < 0:
            self.navigation.back()
        else:
            self.navigation.forward()

    def _on_sidebar_menu_wanted(self, root_id: int, at: QPoint) -> None:
        menu = QMenu(self)
        scan = menu.addAction(translate("MainWindow", "&Scan this folder"))
        scan.triggered.connect(lambda: self.roots.scan_one(root_id))
        menu.addSeparator()
        remove = menu.addAction(translate("MainWindow", "&Remove from library…"))
        remove.triggered.connect(lambda: self.roots.ask_to_remove(root_id))
        self._open_menu(menu, at)

    def _open_menu(self, menu: QMenu, at: QPoint) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _show_offline(self, found: Overview) -> None:
        roots = [root for library in found.libraries for root in library.roots]
        away = [root for root in roots if root.state == "offline"]
        if not away and self._complete:
            self.notifications.settle(RootFolderOffline.code)
        names = [folder_name(root.display_path) for root in away]
        self.frame_.status.show_offline(names, sum(root.file_count or 0 for root in away))

    def _enable(self) -> None:
        has_roots = self.library.has_roots and self.frame_.shows_library
        has_list = has_roots and self.frame_.list.shows_list
        registry = self.registry
        registry.set_enabled(Scope.LIBRARY, enabled=has_roots)
        registry.set_enabled(Scope.LIST, enabled=has_list)
        found = self.library.overview
        registry.set_enabled(Scope.REVIEWS, enabled=found is not None and found.reviews > 0)
        has_items = has_list and self.frame_.list.has_selection()
        registry.set_enabled(Scope.ITEMS, enabled=has_items)
        for name in ("view-grid", "view-table", "view-tree", "group", "facets", "details"):
            registry[name].setEnabled(not self.navigation.current.is_dashboard)
        registry["back"].setEnabled(self.navigation.can_go_back)
        registry["forward"].setEnabled(self.navigation.can_go_forward)
        self.frame_.search.setEnabled(has_roots)

    # -- what Qt tells -------------------------------------------------------------------------

    def paintEvent(self, event: "QPaintEvent") -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            # The rest of the window paints in the same turn; this comes before what is pressed.
            event_type, first = QEvent.Type.User, Qt.EventPriority.HighEventPriority
            QCoreApplication.postEvent(self, QEvent(event_type), first.value)

    def customEvent(self, _event: QEvent) -> None:
        try:
            self.complete()
        finally:
            # A part that fails is reported; the program goes on with the others.
            self.painted.emit()

    def createPopupMenu(self) -> QMenu | None:
        """Offer no menu of toolbars: there is one, and it stays."""
        return None

    def closeEvent(self, event: "QCloseEvent") -> None:
        self.commands.keep()
        self._stop_listening()
        self.model.stop()
        self.views.stop()
        event.accept()
        self.closed.emit()

    def mouseReleaseEvent(self, event: "QMouseEvent") -> None:
        # The side buttons of a mouse, as in a browser.
        if event.button() == Qt.MouseButton.BackButton:
            self._on_step_wanted(-1)
        elif event.button() == Qt.MouseButton.ForwardButton:
            self._on_step_wanted(1)
        super().mouseReleaseEvent(event)

    def dragEnterEvent(self, event: "QDragEnterEvent") -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.LinkAction)
            event.accept()

    def dropEvent(self, event: "QDropEvent") -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.setDropAction(Qt.DropAction.LinkAction)
            event.accept()
            self.roots.offer(paths)
