"""What stands beside the list: sidebar, details, preview, jobs; made when first wanted."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from media_manager.ui.window_parts import WindowParts

if TYPE_CHECKING:
    from media_manager.ui.care_commands import CareCommands
    from media_manager.ui.details_panel import DetailsPanel
    from media_manager.ui.facets.desk import FacetDesk
    from media_manager.ui.jobs.panel import JobsPanel
    from media_manager.ui.search_completion import SearchCompletion
    from media_manager.ui.search_hints import SearchHints
    from media_manager.ui.widgets.preview import Preview

_JOBS_HEIGHT = 260


class WindowPanels(QObject):
    """Shows and hides panels, and keeps their switches true."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._begun = False
        self.jobs_panel: JobsPanel | None = None
        self.details: DetailsPanel | None = None
        self.preview: Preview | None = None
        self.facets: FacetDesk | None = None
        self.completion: SearchCompletion | None = None
        self.hints: SearchHints | None = None

    def begin_panels(self) -> None:
        """Make what is beside the list; its place was kept free."""
        # Late: nothing of it is seen in the first paint.
        from media_manager.ui.search_completion import SearchCompletion  # noqa: PLC0415 - as said
        from media_manager.ui.search_hints import SearchHints  # noqa: PLC0415 - as above

        self._begun = True
        parts = self._parts
        self.completion = SearchCompletion(parts.frame.search, parts.services)
        self.hints = SearchHints(parts.browsing, parts.services)
        parts.frame.search.help_wanted.connect(parts.registry["query-help"].trigger)
        self.show_details(shown=self._parts.registry["details"].isChecked())
        self.show_facets(shown=self._parts.registry["facets"].isChecked())

    @cached_property
    def care(self) -> "CareCommands":
        from media_manager.ui.care_commands import CareCommands  # noqa: PLC0415 - behind the paint

        return CareCommands(self._parts)

    def show_sidebar(self, *, shown: bool) -> None:
        self._parts.frame.sidebar.setVisible(shown)
        self._parts.registry["sidebar"].setChecked(shown)

    def show_facets(self, *, shown: bool) -> None:
        """Show or hide the column that narrows the list."""
        parts = self._parts
        parts.registry["facets"].setChecked(shown)
        parts.frame.show_facets_place(shown=shown)
        if shown and self._begun and self.facets is None:
            self.facets = self._make_facets()
        if shown and self.facets is not None:
            self.facets.show()

    def switch_facets(self) -> None:
        """Show the column and go into it, or hide it and go back to the list."""
        shown = self._parts.registry["facets"].isChecked()
        self.show_facets(shown=shown)
        if not shown:
            self._parts.frame.list.focus_list()
        elif self.facets is not None:
            self.facets.panel.focus_tree()

    def _make_facets(self) -> "FacetDesk":
        from media_manager.ui.facets.desk import FacetDesk  # noqa: PLC0415 - not before it is wanted

        parts = self._parts
        desk = FacetDesk(parts.model, parts.navigation, parts.services, parts.memory)
        desk.panel.close_wanted.connect(parts.registry["facets"].trigger)
        desk.panel.left.connect(parts.frame.list.focus_list)
        parts.frame.add_facets(desk.panel)
        return desk

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
            from media_manager.ui.jobs.panel import JobsPanel  # noqa: PLC0415 - when first wanted

            self.jobs_panel = JobsPanel(parts.services, parts.notifications.error, parts.window)
            self.jobs_panel.setFixedHeight(_JOBS_HEIGHT)
            self.jobs_panel.closed.connect(lambda: self.show_jobs(shown=False))
            parts.frame.jobs_place.addWidget(self.jobs_panel)
        if self.jobs_panel is not None:
            self.jobs_panel.setVisible(shown)
        parts.notifications.bottom = 28 + (_JOBS_HEIGHT if shown else 0)
        parts.registry["jobs"].setChecked(shown)
