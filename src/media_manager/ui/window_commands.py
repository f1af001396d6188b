"""Says which action of the window does what, and keeps the state that actions switch."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from media_manager.library.job_runs import JobRecord, job_history, take_over_killed
from media_manager.persistence.store import LibraryStore
from media_manager.ui.action_table import RATINGS
from media_manager.ui.report import build_report
from media_manager.ui.window_state import pull_back

if TYPE_CHECKING:
    from media_manager.ui.details_panel import DetailsPanel
    from media_manager.ui.jobs_panel import JobsPanel
    from media_manager.ui.main_window import MainWindow
    from media_manager.ui.widgets.preview import Preview

translate = QCoreApplication.translate

MODES = ("grid", "table", "tree")
_JOBS_HEIGHT = 220


class WindowCommands(QObject):
    """The verbs of one window. Dialogs and panels are imported and made when first wanted."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
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
        window, on = self._window, self._window.registry.on
        on("add-folder", window.roots.choose_folder)
        on("scan", window.roots.scan_all)
        on("scan-full", lambda: window.roots.scan_all(full=True))
        on("preferences", self.show_preferences)
        on("close", window.close)
        on("quit", QApplication.closeAllWindows)

    def _wire_items(self) -> None:
        window, on, items = self._window, self._window.registry.on, self._window.items
        on("select-all", window.frame_.list.select_all)
        on("select-none", window.frame_.list.select_none)
        on("open", window.browsing.open_current)
        on("show-in-folder", lambda: self._with_current(items.show_in_folder))
        on("watched", lambda: items.set_watched(self.selected_ids(), watched=True))
        on("unwatched", lambda: items.set_watched(self.selected_ids(), watched=False))
        on("favorite", self._toggle_favorite)
        on("tags", self.edit_tags)
        for rating in RATINGS:
            on(f"rate-{rating}", partial(self._rate, rating))
        on("rate-none", partial(self._rate, None))

    def _wire_view(self) -> None:
        window, on = self._window, self._window.registry.on
        for mode in MODES:
            on(f"view-{mode}", partial(self.show_mode, mode))
        on("zoom-in", lambda: window.views.zoom(1))
        on("zoom-out", lambda: window.views.zoom(-1))
        on("zoom-reset", lambda: window.views.zoom(0))
        on("sidebar", lambda: self.show_sidebar(shown=window.registry["sidebar"].isChecked()))
        on("details", lambda: self.show_details(shown=window.registry["details"].isChecked()))
        on("jobs", lambda: self.show_jobs(shown=window.registry["jobs"].isChecked()))
        on("full-screen", self._toggle_full_screen)
        window.views.text_typed.connect(self._on_text_typed)
        window.views.preview_wanted.connect(self.show_preview)

    def _wire_rest(self) -> None:
        window, on = self._window, self._window.registry.on
        on("back", window.navigation.back)
        on("forward", window.navigation.forward)
        on("search", window.frame_.focus_search)
        on("list", window.frame_.list.focus_list)
        on("shortcuts", self.show_shortcuts)
        on("about", self.show_about)
        on("copy-report", self._copy_report)

    # -- after the first paint -----------------------------------------------------------------

    def begin_panels(self) -> None:
        """Make what is beside the list; its place was kept free."""
        self._begun = True
        self.show_details(shown=self._window.registry["details"].isChecked())

    def begin_background(self) -> None:
        """Take up what a killed or closed window left, and look which folders are there."""
        services, roots = self._window.services, self._window.roots

        def work(store: LibraryStore) -> list[JobRecord]:
            return take_over_killed(store) if store.exists() else []

        def done(left: list[JobRecord]) -> None:
            scans = {job.parameters.get("root_id") for job in left if job.job_type == "scan"}
            for root_id in scans:
                if isinstance(root_id, int):
                    roots.scan_one(root_id)
            roots.check_all()
            if self._window.library.has_roots:
                services.probe()

        services.edit(work, on_done=done, on_error=self._window.notifications.error)

    # -- items ---------------------------------------------------------------------------------

    def selected_ids(self) -> Sequence[int]:
        """Return the ids of what the person sees as selected, in the order of the list."""
        return self._window.frame_.list.selected_ids()

    def _with_current(self, call: Callable[[int], None]) -> None:
        item_id = self._window.frame_.list.current_id()
        if item_id is not None:
            call(item_id)

    def _toggle_favorite(self) -> None:
        window = self._window
        row = window.frame_.list.current_row()
        favorite = row is None or not row.favorite
        window.items.set_favorite(self.selected_ids(), favorite=favorite)

    def _rate(self, rating: int | None) -> None:
        self._window.items.rate(self.selected_ids(), rating)

    def edit_tags(self) -> None:
        """Let a tag be typed in the details, where the tags of the selection stand."""
        self.show_details(shown=True)
        if self.details is not None:
            many = len(self.selected_ids()) > 1
            page = self.details.many if many else self.details.one
            page.tags.begin_adding()

    def _on_text_typed(self, text: str) -> None:
        """Take letters typed in the list for a search: it finds what a jump would."""
        search = self._window.frame_.search
        search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        search.setText(search.text() + text)

    # -- views and panels ----------------------------------------------------------------------

    def show_mode(self, mode: str) -> None:
        """Show the list as posters, as a table, or shows as a tree."""
        chosen = mode if mode in MODES else MODES[0]
        self._window.frame_.list.show_mode(chosen)
        self._window.registry[f"view-{chosen}"].setChecked(True)

    def show_sidebar(self, *, shown: bool) -> None:
        self._window.frame_.sidebar.setVisible(shown)
        self._window.registry["sidebar"].setChecked(shown)

    def show_details(self, *, shown: bool) -> None:
        """Show or hide the details of what is selected."""
        window = self._window
        window.registry["details"].setChecked(shown)
        window.frame_.show_details_place(shown=shown)
        if shown and self._begun and self.details is None:
            self.details = self._make_details()
        self.show_selected()

    def show_selected(self) -> None:
        """Tell the details what is selected, if anybody sees them."""
        if self.details is not None and self._window.registry["details"].isChecked():
            self.details.show_items(self._window.frame_.list.selected_ids())

    def _make_details(self) -> "DetailsPanel":
        from media_manager.ui.details_panel import DetailsPanel  # noqa: PLC0415 - not before it is wanted

        window = self._window
        details = DetailsPanel(window.services, window)
        details.play_requested.connect(window.items.play)
        details.show_in_folder_requested.connect(window.items.open_folder)
        details.query_requested.connect(window.frame_.search.setText)
        details.preview_requested.connect(self.show_preview)
        window.frame_.add_details(details)
        return details

    def show_preview(self, item_id: int) -> None:
        """Show the picture of an item as large as the window; arrows go through the list."""
        window = self._window
        if self.preview is None:
            from media_manager.ui.widgets.preview import Preview  # noqa: PLC0415 - as above

            self.preview = Preview(window.services, window)
            self.preview.set_step(self._neighbor)
            self.preview.item_shown.connect(window.frame_.list.show_item)
            self.preview.closed.connect(window.frame_.list.focus_list)
        self.preview.show_item(item_id)

    def _neighbor(self, item_id: int, step: int) -> int | None:
        model = self._window.model
        row = model.result.index_of(item_id)
        return None if row is None else model.id_at(row + step)

    def show_jobs(self, *, shown: bool) -> None:
        """Show or hide the jobs panel above the status bar."""
        window = self._window
        if shown and self.jobs_panel is None:
            from media_manager.ui.jobs_panel import JobsPanel  # noqa: PLC0415 - when first wanted

            self.jobs_panel = JobsPanel(window.services.runner, window)
            self.jobs_panel.setFixedHeight(_JOBS_HEIGHT)
            self.jobs_panel.history_wanted.connect(self._read_history)
            self.jobs_panel.closed.connect(lambda: self.show_jobs(shown=False))
            window.frame_.jobs_place.addWidget(self.jobs_panel)
        if self.jobs_panel is not None:
            self.jobs_panel.setVisible(shown)
        window.notifications.bottom = 28 + (_JOBS_HEIGHT if shown else 0)
        window.registry["jobs"].setChecked(shown)

    def _read_history(self) -> None:
        panel = self.jobs_panel
        if panel is not None:
            self._window.services.read(
                job_history,
                empty=list[JobRecord](),
                on_done=panel.show_history,
                on_error=self._window.notifications.error,
            )

    def _toggle_full_screen(self) -> None:
        window = self._window
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()
        window.registry["full-screen"].setChecked(window.isFullScreen())

    # -- dialogs -------------------------------------------------------------------------------

    def show_preferences(self) -> None:
        from media_manager.ui.dialogs.preferences import (  # noqa: PLC0415 - when first wanted
            PreferencesDialog,
        )

        PreferencesDialog(self._window.services.settings, self._window).open()

    def show_shortcuts(self) -> None:
        from media_manager.ui.dialogs.shortcuts import (  # noqa: PLC0415 - when first wanted
            ShortcutsDialog,
        )

        ShortcutsDialog(self._window.registry, self._window).open()

    def show_about(self) -> None:
        from media_manager.ui.dialogs.about import AboutDialog  # noqa: PLC0415 - as above

        AboutDialog(self._window).open()

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(build_report(self._window.services.profile))
        self._window.notifications.say(
            translate("WindowCommands", "Diagnostics are on the clipboard")
        )

    # -- what is remembered --------------------------------------------------------------------

    def restore(self) -> None:
        """Bring the window back to how it was left."""
        window, memory = self._window, self._window.memory
        memory.restore_geometry(window)
        sizes = memory.data("window/splitter")
        if not sizes.isEmpty():
            window.frame_.splitter.restoreState(sizes)
        self.show_mode(memory.text("view/mode", "grid"))
        self.show_sidebar(shown=memory.flag("window/sidebar", default=True))
        self.show_details(shown=memory.flag("window/details", default=True))
        window.frame_.set_title(window.navigation.current.place.title)
        window.views.show_place(window.navigation.current.place)
        pull_back(window)

    def keep(self) -> None:
        """Write how the window is now."""
        window = self._window
        values: dict[str, Any] = {
            "window/geometry": window.saveGeometry(),
            "window/splitter": window.frame_.splitter.saveState(),
            "window/sidebar": window.registry["sidebar"].isChecked(),
            "window/details": window.registry["details"].isChecked(),
            "view/mode": window.frame_.list.mode,
            "list/current": window.frame_.list.current_id() or 0,
        }
        window.memory.keep(values)
        window.views.keep()
        window.memory.keep_stop(window.navigation.current)
        window.memory.sync()
