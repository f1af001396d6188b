"""The saved searches of the window: kept in step with the library, saved, changed and used."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from media_manager.domain.changes import LibraryChanges
from media_manager.errors import QueryError
from media_manager.library import searches as kept
from media_manager.library.searches import SavedSearch
from media_manager.persistence.store import LibraryStore
from media_manager.ui import places
from media_manager.ui.actions import plain_text
from media_manager.ui.models.sidebar_searches import search_rows
from media_manager.ui.notifications import Act
from media_manager.ui.places import Place, Stop, Within
from media_manager.ui.window_parts import WindowParts

translate = QCoreApplication.translate
T = TypeVar("T")

_FOLDED: Final = "sidebar/folded"
_CHANGED: Final = frozenset({"searches", "everything"})


class SavedSearches(QObject):
    """Made behind the first paint. What another process saves appears here too."""

    changed = Signal()

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self.searches: tuple[SavedSearch, ...] = ()
        self._known = False
        self._folded = _read_folded(parts.memory.text(_FOLDED))
        sidebar = parts.frame.sidebar
        sidebar.search_menu_wanted.connect(self._on_menu_wanted)
        sidebar.edit_wanted.connect(self._on_edit_wanted)
        sidebar.delete_wanted.connect(self._on_delete_wanted)
        sidebar.fold_wanted.connect(self._on_fold_wanted)
        sidebar.leave_wanted.connect(self.leave)
        registry = parts.registry
        self.update_button = parts.frame.list.header.add_action(
            registry["update-search"], plain_text(registry["update-search"])
        )
        parts.navigation.changed.connect(self._enable)
        parts.services.changes.on_changes(self._on_changes)
        self._enable(parts.navigation.current)
        self.refresh()

    def _enable(self, stop: Stop) -> None:
        registry = self._parts.registry
        registry["update-search"].setEnabled(stop.is_changed)
        self.update_button.setVisible(stop.is_changed)
        registry["leave-library"].setEnabled(stop.within is not None)

    # -- what there is -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read them again."""
        self._parts.services.read(
            kept.list_searches,
            empty=tuple[SavedSearch, ...](),
            on_done=self._show,
            on_error=self._parts.notifications.error,
            key="searches",
        )

    def named(self, search_id: int | None) -> SavedSearch | None:
        return next((each for each in self.searches if each.id == search_id), None)

    def _on_changes(self, changes: Sequence[LibraryChanges]) -> None:
        if any(change.fields & _CHANGED for change in changes):
            self.refresh()

    def _show(self, searches: tuple[SavedSearch, ...]) -> None:
        self.searches, self._known = searches, True
        self._show_rows()
        self._follow()
        self.changed.emit()

    def _show_rows(self) -> None:
        self._parts.frame.sidebar.show_own(search_rows(self.searches, self._folded))

    def _follow(self) -> None:
        """Let the stop, and those behind it, say what the searches are called now."""
        navigation = self._parts.navigation
        before = navigation.current
        navigation.rename(self._renamed)
        after = self._renamed(before)
        if after == before:
            return
        if after.within is None and before.within is not None:
            said = translate("SavedSearches", "“%1” is gone; everything is shown again.")
            self._parts.notifications.say(said.replace("%1", before.within.name))
        navigation.go(after)

    def _renamed(self, stop: Stop) -> Stop:
        found = self.named(stop.place.search_id)
        if found is not None:
            stop = replace(stop, place=place_of(found))
        if stop.within is None:
            return stop
        within = self.named(stop.within.search_id)
        named = None if within is None else Within(within.id, within.name)
        return replace(stop, within=named)

    # -- save and change -----------------------------------------------------------------------

    def save_current(self) -> None:
        """Ask for a name, and keep what is shown under it."""
        stop = self._parts.browsing.stop
        try:
            text = stop.to_save()
        except QueryError as error:
            self._parts.notifications.error(error)
            return
        if not text:
            self._parts.notifications.say(
                translate("SavedSearches", "There is no search to save: type one first.")
            )
            self._parts.frame.focus_search()
            return
        self._open_dialog(text, None, lambda *words: self._save(text, *words))

    def update_current(self) -> None:
        """Let the saved search that is shown ask what is typed now."""
        stop = self._parts.browsing.stop
        search_id, text = stop.place.search_id, stop.text
        before = self.named(search_id)
        if search_id is None or before is None:
            return
        said = translate("SavedSearches", "“%1” was changed").replace("%1", before.name)
        self._edit(
            lambda store: kept.change_search(store, search_id, text),
            said,
            lambda: self._edit(lambda store: kept.change_search(store, search_id, before.text)),
        )

    def _save(self, text: str, name: str, folder: str, replaced: int | None) -> None:
        def open_it(saved: SavedSearch) -> None:
            self.searches = (*(each for each in self.searches if each.id != saved.id), saved)
            self._parts.browsing.go_to(place_of(saved))

        said = translate("SavedSearches", "Saved as “%1”").replace("%1", name)
        self._edit(
            lambda store: kept.save_search(store, name, text, folder=folder, replacing=replaced),
            said,
            then=open_it,
        )

    def edit(self, search: SavedSearch) -> None:
        """Ask for another name or folder."""

        def change(name: str, folder: str, _replaced: object) -> None:
            def work(store: LibraryStore) -> None:
                if name != search.name:
                    kept.rename_search(store, search.id, name)
                if folder != search.folder:
                    kept.move_search(store, search.id, folder)

            self._edit(work)

        self._open_dialog(search.text, search, change)

    def delete(self, search: SavedSearch) -> None:
        """Forget a search; a message offers to save it again."""

        def again() -> None:
            self._edit(
                lambda store: kept.save_search(
                    store, search.name, search.text, folder=search.folder
                )
            )

        said = translate("SavedSearches", "“%1” was deleted").replace("%1", search.name)
        self._edit(lambda store: kept.delete_search(store, search.id), said, again)

    def _open_dialog(
        self,
        text: str,
        edited: SavedSearch | None,
        change: Callable[[str, str, int | None], None],
    ) -> None:
        from media_manager.ui.dialogs.save_search import (  # noqa: PLC0415 - when first wanted
            SaveSearchDialog,
        )

        dialog = SaveSearchDialog(text, self.searches, edited, self._parts.window)
        dialog.chosen.connect(change)
        dialog.open()

    def _edit(
        self,
        work: Callable[[LibraryStore], T],
        said: str = "",
        undo: Callable[[], None] | None = None,
        *,
        then: Callable[[T], None] | None = None,
    ) -> None:
        notifications = self._parts.notifications

        def done(result: T) -> None:
            if then is not None:
                then(result)
            if said and undo is not None:
                notifications.say(said, Act(translate("SavedSearches", "Undo"), undo))
            elif said:
                notifications.say(said)
            self.refresh()

        self._parts.services.edit(work, on_done=done, on_error=notifications.error)

    # -- folders -------------------------------------------------------------------------------

    def _edit_folder(self, path: str) -> None:
        from PySide6.QtWidgets import QInputDialog  # noqa: PLC0415 - seldom

        dialog = QInputDialog(self._parts.window)
        dialog.setWindowTitle(translate("SavedSearches", "Rename or move folder"))
        dialog.setLabelText(translate("SavedSearches", "Folder (Mine/Later lies in Mine)"))
        dialog.setTextValue(path)
        dialog.textValueSelected.connect(
            lambda chosen: self._edit(lambda store: kept.move_folder(store, path, chosen))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_fold_wanted(self, path: str, folded: bool) -> None:  # noqa: FBT001 - a signal's
        self._folded = self._folded | {path} if folded else self._folded - {path}
        self._parts.memory.keep({_FOLDED: json.dumps(sorted(self._folded))})
        self._show_rows()

    # -- virtual libraries ---------------------------------------------------------------------

    def use_within(self, search: SavedSearch) -> None:
        """Show only what a saved search finds, until it is left."""
        browsing = self._parts.browsing
        within = Within(search.id, search.name)
        self._parts.navigation.go(Stop(places.everything(), within=within))
        browsing.refresh_summary()

    def leave(self) -> None:
        """Show everything again."""
        self._parts.browsing.use_within(None)

    # -- the sidebar ---------------------------------------------------------------------------

    def _on_edit_wanted(self, own: Place | str) -> None:
        if isinstance(own, str):
            self._edit_folder(own)
            return
        search = self.named(own.search_id)
        if search is not None:
            self.edit(search)

    def _on_delete_wanted(self, own: Place | str) -> None:
        search = None if isinstance(own, str) else self.named(own.search_id)
        if search is not None:
            self.delete(search)

    def _on_menu_wanted(self, own: Place | str, at: QPoint) -> None:
        menu = self.menu(own)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def menu(self, own: Place | str) -> QMenu:
        """Return the commands of a saved search, or of a folder of them."""
        menu = QMenu(self._parts.window)
        rename = menu.addAction(translate("SavedSearches", "&Rename or move…"))
        rename.triggered.connect(lambda: self._on_edit_wanted(own))
        search = None if isinstance(own, str) else self.named(own.search_id)
        if search is None:
            return menu
        copy = menu.addAction(translate("SavedSearches", "&Copy for another search"))
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(search.reference))
        use = menu.addAction(translate("SavedSearches", "&Use as virtual library"))
        use.triggered.connect(lambda: self.use_within(search))
        menu.addSeparator()
        delete = menu.addAction(translate("SavedSearches", "&Delete"))
        delete.triggered.connect(lambda: self.delete(search))
        return menu


def place_of(search: SavedSearch) -> Place:
    return places.of_search(search.id, search.name, search.text)


def _read_folded(text: str) -> frozenset[str]:
    try:
        read = json.loads(text)
    except ValueError:
        return frozenset()
    return frozenset(str(each) for each in read) if isinstance(read, list) else frozenset()
