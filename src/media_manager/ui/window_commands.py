"""Says which action of the window does what, and keeps the state that actions switch."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from media_manager.ui import places
from media_manager.ui.action_table import RATINGS
from media_manager.ui.window_panels import WindowPanels
from media_manager.ui.window_state import pull_back

if TYPE_CHECKING:
    from media_manager.ui.palette_desk import PaletteDesk

translate = QCoreApplication.translate

MODES = ("grid", "table", "tree")


class WindowCommands(WindowPanels):
    """The verbs of one window. Dialogs are imported and made when first wanted."""

    # -- wiring --------------------------------------------------------------------------------

    def wire(self) -> None:
        """Connect every action; a test holds that none is left out."""
        self._wire_library()
        self._wire_items()
        self._wire_view()
        self._wire_go()
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
        on("undo", parts.steps.undo)
        on("redo", parts.steps.redo)
        parts.steps.changed.connect(self._name_steps)
        self._name_steps()
        parts.steps.start()
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
        from media_manager.ui.grouping import Grouping  # noqa: PLC0415 - behind the first paint

        parts, on = self._parts, self._parts.registry.on
        for mode in MODES:
            on(f"view-{mode}", partial(self.show_mode, mode))
        group = parts.registry["group"]
        self.grouping = Grouping(parts.services, parts.browsing)
        self.grouping.changed.connect(group.setChecked)
        group.setChecked(self.grouping.is_on)
        on("group", lambda: self.grouping.switch(on=group.isChecked()))
        on("zoom-in", lambda: parts.views.zoom(1))
        on("zoom-out", lambda: parts.views.zoom(-1))
        on("zoom-reset", lambda: parts.views.zoom(0))
        on("sidebar", lambda: self.show_sidebar(shown=parts.registry["sidebar"].isChecked()))
        on("facets", self.switch_facets)
        on("details", lambda: self.show_details(shown=parts.registry["details"].isChecked()))
        on("jobs", lambda: self.show_jobs(shown=parts.registry["jobs"].isChecked()))
        on("full-screen", self._toggle_full_screen)
        parts.views.text_typed.connect(self._on_text_typed)
        parts.views.preview_wanted.connect(self.show_preview)

    def _wire_go(self) -> None:
        from media_manager.ui.jumping import Jumping  # noqa: PLC0415 - first paint
        from media_manager.ui.saved_searches import SavedSearches  # noqa: PLC0415 - first paint

        parts, on = self._parts, self._parts.registry.on
        on("back", parts.navigation.back)
        on("forward", parts.navigation.forward)
        on("search", parts.frame.focus_search)
        on("build-search", self.build_search)
        on("list", parts.frame.list.focus_list)
        self._palette: PaletteDesk | None = None
        searches = self.searches = SavedSearches(parts)
        on("save-search", searches.save_current)
        on("update-search", searches.update_current)
        on("leave-library", searches.leave)
        self.jumping = Jumping(parts)
        on("jump", self.jumping.open)
        on("palette", self.open_palette)
        on("continue", parts.items.play_next)
        on("home", lambda: parts.browsing.go_to(places.home()))
        on("dashboard", lambda: parts.browsing.go_to(places.dashboard()))

    def _wire_rest(self) -> None:
        parts, on = self._parts, self._parts.registry.on
        self._use_keys("ui.shortcuts", parts.services.settings.text("ui.shortcuts"))
        stop = parts.services.settings.on_change(self._use_keys)
        parts.closed.connect(stop)
        on("shortcuts", self.show_shortcuts)
        on("query-help", self.show_query_help)
        on("about", self.show_about)
        on("doctor", self.care.show_doctor)
        on("backups", self.care.show_backups)
        on("diagnostics", self.show_diagnostics)
        on("copy-report", self._copy_report)

    def open_palette(self) -> None:
        """Let a command, a place or a title be chosen by a few letters."""
        if self._palette is None:
            from media_manager.ui.palette_desk import (  # noqa: PLC0415 - when first wanted
                PaletteDesk,
            )

            self._palette = PaletteDesk(self._parts, self.searches)
        self._palette.open()

    def _use_keys(self, key: str, value: object) -> None:
        """Give the actions the keys that the settings say."""
        if key != "ui.shortcuts":
            return
        from media_manager.ui.shortcut_keys import read_keys  # noqa: PLC0415 - first paint

        self._parts.registry.use_keys(read_keys(str(value)))

    # -- items ---------------------------------------------------------------------------------

    def selected_ids(self) -> Sequence[int]:
        """Return the ids of what the person sees as selected, in the order of the list."""
        return self._parts.frame.list.selected_ids()

    def _name_steps(self) -> None:
        """Let undo and redo say what they would do now."""
        steps, registry = self._parts.steps, self._parts.registry
        for name, text, step in (
            ("undo", steps.undo_text, steps.undoable),
            ("redo", steps.redo_text, steps.redoable),
        ):
            registry[name].setText(text)
            registry.enable(name, enabled=step is not None)

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
        """Take letters typed in the list for a search, and ' for a jump, as in a browser."""
        if text in {"'", "’"} and not self._parts.frame.search.text():
            self.jumping.open()
            return
        search = self._parts.frame.search
        search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        search.setText(search.text() + text)

    # -- views and panels ----------------------------------------------------------------------

    def show_mode(self, mode: str) -> None:
        """Show the list as posters, as a table, or shows as a tree."""
        chosen = mode if mode in MODES else MODES[0]
        self._parts.frame.list.show_mode(chosen)
        self._parts.registry[f"view-{chosen}"].setChecked(True)

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

    def build_search(self) -> None:
        from media_manager.ui.dialogs.query_builder import QueryBuilder  # noqa: PLC0415 - as above

        parts = self._parts
        place = parts.navigation.current.place
        here = place.where if place.where_searching is None else place.where_searching
        builder = QueryBuilder(
            parts.services, parts.frame.search.text(), here=here, parent=parts.window
        )
        builder.query_chosen.connect(parts.frame.search.setText)
        builder.open()

    def show_shortcuts(self) -> None:
        from media_manager.ui.dialogs.shortcuts import (  # noqa: PLC0415 - when first wanted
            ShortcutsDialog,
        )

        parts = self._parts
        ShortcutsDialog(parts.registry, parts.services.settings, parts.window).open()

    def show_query_help(self) -> None:
        """Show what can be searched, beside the window: a click in it searches."""
        from media_manager.ui.dialogs.query_help import (  # noqa: PLC0415 - when first wanted
            QueryHelpDialog,
        )

        parts = self._parts
        dialog = QueryHelpDialog(parts.services, parts.navigation.current.around(), parts.window)
        dialog.tried.connect(parts.frame.search.try_text)
        dialog.show()

    def show_diagnostics(self) -> None:
        """Show what the program measures, beside the window; one such window is enough."""
        from media_manager.ui.diagnostics.window import DiagnosticsWindow  # noqa: PLC0415 - as above

        parts = self._parts
        open_ones = parts.window.findChildren(DiagnosticsWindow)
        window = next((each for each in open_ones if not each.is_closed), None)
        if window is None:
            window = DiagnosticsWindow(parts.services, parts.memory, parts.window)
        window.show()
        window.raise_()
        window.activateWindow()

    def show_about(self) -> None:
        from media_manager.ui.dialogs.about import AboutDialog  # noqa: PLC0415 - as above

        AboutDialog(self._parts.window).open()

    def _copy_report(self) -> None:
        from media_manager.ui.report import build_report  # noqa: PLC0415 - as above

        QGuiApplication.clipboard().setText(build_report(self._parts.services.profile))
        self._parts.notifications.say(
            translate("WindowCommands", "Diagnostics are on the clipboard")
        )

    # -- what is remembered --------------------------------------------------------------------

    def restore(self) -> None:
        """Bring the window back to how it was left."""
        parts, memory = self._parts, self._parts.memory
        memory.restore_geometry(parts.window)
        self.show_mode(memory.text("view/mode", "grid"))
        self.show_sidebar(shown=memory.flag("window/sidebar", default=True))
        self.show_facets(shown=memory.flag("window/facets", default=False))
        self.show_details(shown=memory.flag("window/details", default=True))
        # Behind what is shown: a column that comes in later would get its least width.
        sizes = memory.data("window/columns")
        if not sizes.isEmpty():
            parts.frame.splitter.restoreState(sizes)
        parts.frame.set_title(parts.navigation.current.title)
        parts.frame.sidebar.show_within(parts.navigation.current.within)
        parts.views.show_place(parts.navigation.current.place)
        if parts.services.settings.flag("startup.restore_view"):
            parts.navigation.spot = parts.memory.last_spot()
        pull_back(parts.window)

    def keep(self) -> None:
        """Write how the window is now."""
        parts = self._parts
        values: dict[str, Any] = {
            "window/geometry": parts.window.saveGeometry(),
            "window/columns": parts.frame.splitter.saveState(),
            "window/sidebar": parts.registry["sidebar"].isChecked(),
            "window/facets": parts.registry["facets"].isChecked(),
            "window/details": parts.registry["details"].isChecked(),
            "view/mode": parts.frame.list.mode,
        }
        parts.memory.keep(values)
        if self.facets is not None:
            self.facets.keep()
        parts.views.keep()
        parts.memory.keep_stop(parts.navigation.current)
        parts.memory.keep_spot(parts.navigation.look())
        parts.browsing.habits.write()
        parts.memory.sync()
