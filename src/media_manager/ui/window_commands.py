"""Says which action of the window does what, and keeps the state that actions switch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow

from media_manager.lazy_model import LazyMediaItemModel
from media_manager.library.job_runs import JobRecord, job_history
from media_manager.ui.action_table import RATINGS
from media_manager.ui.actions import Actions
from media_manager.ui.browsing import Browsing
from media_manager.ui.item_commands import ItemCommands
from media_manager.ui.library_state import LibraryState
from media_manager.ui.media_views import MediaViews
from media_manager.ui.navigation import Navigation
from media_manager.ui.notifications import Notifications
from media_manager.ui.report import build_report
from media_manager.ui.root_commands import RootCommands
from media_manager.ui.window_frame import WindowFrame
from media_manager.ui.window_state import WindowState, pull_back
from media_manager.workers.services import Services

if TYPE_CHECKING:
    from media_manager.ui.details_panel import DetailsPanel
    from media_manager.ui.jobs_panel import JobsPanel
    from media_manager.ui.widgets.preview import Preview

translate = QCoreApplication.translate

MODES = ("grid", "table", "tree")
_JOBS_HEIGHT = 220


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What a window is made of: everything that its actions may need."""

    window: QMainWindow
    services: Services
    memory: WindowState
    registry: Actions
    notifications: Notifications
    model: LazyMediaItemModel
    views: MediaViews
    frame: WindowFrame
    navigation: Navigation
    library: LibraryState
    items: ItemCommands
    roots: RootCommands
    browsing: Browsing


class WindowCommands(QObject):
    """The verbs of one parts. Dialogs and panels are imported and made when first wanted."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self.jobs_panel: JobsPanel | None = None
        self.details: DetailsPanel | None = None
        self._begun = False
        self.preview: Preview | None = None

    # -- wiring --------------------------------------------------------------------------------

    def wire(self) -> None:
        """Connect every action; a test holds that none is left out."""
        self._wire_library()
        self._wire_items()
        self._wire_view()
        self._wire_rest()

    def _wire_library(self) -> None:
        parts, on = self._parts, self._parts.registry.on
        on("add-folder", parts.roots.choose_folder)
        on("scan", parts.roots.scan_all)
        on("scan-full", lambda: parts.roots.scan_all(full=True))
        on("reviews", self.show_reviews)
        on("preferences", self.show_preferences)
        on("close", parts.window.close)
        on("quit", QApplication.closeAllWindows)

    def _wire_items(self) -> None:
        parts, on, items = self._parts, self._parts.registry.on, self._parts.items
        on("select-all", parts.frame.list.select_all)
        on("select-none", parts.frame.list.select_none)
        on("open", parts.browsing.open_current)
        on("show-in-folder", lambda: self._with_current(items.show_in_folder))
        on("watched", lambda: items.set_watched(self.selected_ids(), watched=True))
        on("unwatched", lambda: items.set_watched(self.selected_ids(), watched=False))
        on("favorite", self._toggle_favorite)
        on("tags", self.edit_tags)
        for rating in RATINGS:
            on(f"rate-{rating}", partial(self._rate, rating))
        on("rate-none", partial(self._rate, None))

    def _wire_view(self) -> None:
        parts, on = self._parts, self._parts.registry.on
        for mode in MODES:
            on(f"view-{mode}", partial(self.show_mode, mode))
        on("zoom-in", lambda: parts.views.zoom(1))
        on("zoom-out", lambda: parts.views.zoom(-1))
        on("zoom-reset", lambda: parts.views.zoom(0))
        on("sidebar", lambda: self.show_sidebar(shown=parts.registry["sidebar"].isChecked()))
        on("details", lambda: self.show_details(shown=parts.registry["details"].isChecked()))
        on("jobs", lambda: self.show_jobs(shown=parts.registry["jobs"].isChecked()))
        on("full-screen", self._toggle_full_screen)
        parts.views.text_typed.connect(self._on_text_typed)
        parts.views.preview_wanted.connect(self.show_preview)

    def _wire_rest(self) -> None:
        parts, on = self._parts, self._parts.registry.on
        on("back", parts.navigation.back)
        on("forward", parts.navigation.forward)
        on("search", parts.frame.focus_search)
        on("list", parts.frame.list.focus_list)
        on("shortcuts", self.show_shortcuts)
        on("about", self.show_about)
        on("copy-report", self._copy_report)

    # -- after the first paint -----------------------------------------------------------------

    def begin_panels(self) -> None:
        """Make what is beside the list; its place was kept free."""
        self._begun = True
        self.show_details(shown=self._parts.registry["details"].isChecked())

    # -- items ---------------------------------------------------------------------------------

    def selected_ids(self) -> Sequence[int]:
        """Return the ids of what the person sees as selected, in the order of the list."""
        return self._parts.frame.list.selected_ids()

    def _with_current(self, call: Callable[[int], None]) -> None:
        item_id = self._parts.frame.list.current_id()
        if item_id is not None:
            call(item_id)

    def _toggle_favorite(self) -> None:
        parts = self._parts
        row = parts.frame.list.current_row()
        favorite = row is None or not row.favorite
        parts.items.set_favorite(self.selected_ids(), favorite=favorite)

    def _rate(self, rating: int | None) -> None:
        self._parts.items.rate(self.selected_ids(), rating)

    def edit_tags(self) -> None:
        """Let a tag be typed in the details, where the tags of the selection stand."""
        self.show_details(shown=True)
        if self.details is not None:
            many = len(self.selected_ids()) > 1
            page = self.details.many if many else self.details.one
            page.tags.begin_adding()

    def _on_text_typed(self, text: str) -> None:
        """Take letters typed in the list for a search: it finds what a jump would."""
        search = self._parts.frame.search
        search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        search.setText(search.text() + text)

    # -- views and panels ----------------------------------------------------------------------

    def show_mode(self, mode: str) -> None:
        """Show the list as posters, as a table, or shows as a tree."""
        chosen = mode if mode in MODES else MODES[0]
        self._parts.frame.list.show_mode(chosen)
        self._parts.registry[f"view-{chosen}"].setChecked(True)

    def show_sidebar(self, *, shown: bool) -> None:
        self._parts.frame.sidebar.setVisible(shown)
        self._parts.registry["sidebar"].setChecked(shown)

    def show_details(self, *, shown: bool) -> None:
        """Show or hide the details of what is selected."""
        parts = self._parts
        parts.registry["details"].setChecked(shown)
        parts.frame.show_details_place(shown=shown)
        if shown and self._begun and self.details is None:
            self.details = self._make_details()
        self.show_selected()

    def show_selected(self) -> None:
        """Tell the details what is selected, if anybody sees them."""
        if self.details is not None and self._parts.registry["details"].isChecked():
            self.details.show_items(self._parts.frame.list.selected_ids())

    def _make_details(self) -> "DetailsPanel":
        from media_manager.ui.details_panel import DetailsPanel  # noqa: PLC0415 - not before it is wanted

        parts = self._parts
        details = DetailsPanel(parts.services, parts.window)
        details.play_requested.connect(parts.items.play)
        details.show_in_folder_requested.connect(parts.items.open_folder)
        details.query_requested.connect(parts.frame.search.setText)
        details.preview_requested.connect(self.show_preview)
        parts.frame.add_details(details)
        return details

    def show_preview(self, item_id: int) -> None:
        """Show the picture of an item as large as the window; arrows go through the list."""
        parts = self._parts
        if self.preview is None:
            from media_manager.ui.widgets.preview import Preview  # noqa: PLC0415 - as above

            self.preview = Preview(parts.services, parts.window)
            self.preview.set_step(self._neighbor)
            self.preview.item_shown.connect(parts.frame.list.show_item)
            self.preview.closed.connect(parts.frame.list.focus_list)
        self.preview.show_item(item_id)

    def _neighbor(self, item_id: int, step: int) -> int | None:
        model = self._parts.model
        row = model.result.index_of(item_id)
        return None if row is None else model.id_at(row + step)

    def show_jobs(self, *, shown: bool) -> None:
        """Show or hide the jobs panel above the status bar."""
        parts = self._parts
        if shown and self.jobs_panel is None:
            from media_manager.ui.jobs_panel import JobsPanel  # noqa: PLC0415 - when first wanted

            self.jobs_panel = JobsPanel(parts.services.runner, parts.window)
            self.jobs_panel.setFixedHeight(_JOBS_HEIGHT)
            self.jobs_panel.history_wanted.connect(self._read_history)
            self.jobs_panel.closed.connect(lambda: self.show_jobs(shown=False))
            parts.frame.jobs_place.addWidget(self.jobs_panel)
        if self.jobs_panel is not None:
            self.jobs_panel.setVisible(shown)
        parts.notifications.bottom = 28 + (_JOBS_HEIGHT if shown else 0)
        parts.registry["jobs"].setChecked(shown)

    def _read_history(self) -> None:
        panel = self.jobs_panel
        if panel is not None:
            self._parts.services.read(
                job_history,
                empty=list[JobRecord](),
                on_done=panel.show_history,
                on_error=self._parts.notifications.error,
            )

    def _toggle_full_screen(self) -> None:
        parts = self._parts
        if parts.window.isFullScreen():
            parts.window.showNormal()
        else:
            parts.window.showFullScreen()
        parts.registry["full-screen"].setChecked(parts.window.isFullScreen())

    # -- dialogs -------------------------------------------------------------------------------

    def show_preferences(self) -> None:
        from media_manager.ui.dialogs.preferences import (  # noqa: PLC0415 - when first wanted
            PreferencesDialog,
        )

        PreferencesDialog(self._parts.services.settings, self._parts.window).open()

    def show_reviews(self) -> None:
        from media_manager.ui.dialogs.reviews import ReviewsDialog  # noqa: PLC0415 - as above

        ReviewsDialog(self._parts.services, self._parts.window).open()

    def show_shortcuts(self) -> None:
        from media_manager.ui.dialogs.shortcuts import (  # noqa: PLC0415 - when first wanted
            ShortcutsDialog,
        )

        ShortcutsDialog(self._parts.registry, self._parts.window).open()

    def show_about(self) -> None:
        from media_manager.ui.dialogs.about import AboutDialog  # noqa: PLC0415 - as above

        AboutDialog(self._parts.window).open()

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(build_report(self._parts.services.profile))
        self._parts.notifications.say(
            translate("WindowCommands", "Diagnostics are on the clipboard")
        )

    # -- what is remembered --------------------------------------------------------------------

    def restore(self) -> None:
        """Bring the window back to how it was left."""
        parts, memory = self._parts, self._parts.memory
        memory.restore_geometry(parts.window)
        sizes = memory.data("window/splitter")
        if not sizes.isEmpty():
            parts.frame.splitter.restoreState(sizes)
        self.show_mode(memory.text("view/mode", "grid"))
        self.show_sidebar(shown=memory.flag("window/sidebar", default=True))
        self.show_details(shown=memory.flag("window/details", default=True))
        parts.frame.set_title(parts.navigation.current.place.title)
        parts.views.show_place(parts.navigation.current.place)
        pull_back(parts.window)

    def keep(self) -> None:
        """Write how the window is now."""
        parts = self._parts
        values: dict[str, Any] = {
            "window/geometry": parts.window.saveGeometry(),
            "window/splitter": parts.frame.splitter.saveState(),
            "window/sidebar": parts.registry["sidebar"].isChecked(),
            "window/details": parts.registry["details"].isChecked(),
            "view/mode": parts.frame.list.mode,
            "list/current": parts.frame.list.current_id() or 0,
        }
        parts.memory.keep(values)
        parts.views.keep()
        parts.memory.keep_stop(parts.navigation.current)
        parts.memory.sync()
