"""What is done with the selected items: each a short question to the services, none waits."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from media_manager.domain.details import FileLine, ItemDetails
from media_manager.domain.steps import (
    Change,
    FavoriteChange,
    RatingChange,
    TagChange,
    WatchedChange,
)
from media_manager.errors import FileVanished
from media_manager.library.details import get_details
from media_manager.library.play import play
from media_manager.persistence.store import LibraryStore
from media_manager.ui.notifications import Notifications
from media_manager.workers.services import Services

translate = QCoreApplication.translate


class ItemCommands(QObject):
    """Acts on ids; they are checked when they run, so a stale list does no harm."""

    played = Signal(int)

    def __init__(
        self, services: Services, notifications: Notifications, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._notifications = notifications

    def details(self, item_id: int, then: Callable[[ItemDetails], None]) -> None:
        """Read the details of an item, then go on with them."""

        def done(details: ItemDetails | None) -> None:
            if details is not None:
                then(details)

        self._services.read(
            lambda reader: get_details(reader, item_id),
            empty=None,
            on_done=done,
            on_error=self._notifications.error,
        )

    def play(self, item_id: int, file_id: int | None = None) -> None:
        """Hand an item, or one of its files, to the player."""
        self.details(item_id, lambda details: self._play(details, file_id))

    def play_next(self) -> None:
        """Go on with what was begun last, or with the next episode of the last show."""
        from media_manager.library.home import continue_ids  # noqa: PLC0415 - when first wanted

        def begin(ids: Sequence[int]) -> None:
            if ids:
                self.play(ids[0])
            else:
                self._notifications.say(
                    translate(
                        "ItemCommands", "Nothing is begun, so there is nothing to go on with."
                    )
                )

        self._services.read(
            continue_ids, empty=list[int](), on_done=begin, on_error=self._notifications.error
        )

    def show_in_folder(self, item_id: int) -> None:
        """Open the folder of the first file that is there."""
        self.details(item_id, self._show_in_folder)

    def set_watched(self, item_ids: Sequence[int], *, watched: bool) -> None:
        self._change(item_ids, WatchedChange(watched))

    def set_favorite(self, item_ids: Sequence[int], *, favorite: bool) -> None:
        self._change(item_ids, FavoriteChange(favorite))

    def rate(self, item_ids: Sequence[int], rating: int | None) -> None:
        self._change(item_ids, RatingChange(rating))

    def change_tags(
        self, item_ids: Sequence[int], add: Sequence[str], remove: Sequence[str]
    ) -> None:
        self._change(item_ids, TagChange(tuple(add), tuple(remove)))

    def _change(self, item_ids: Sequence[int], change: Change) -> None:
        """Do it to whatever the number of items: `ui.step_commands` tells what became of it."""
        if len(item_ids):
            self._services.steps.change(item_ids, change, on_error=self._notifications.error)

    def _play(self, details: ItemDetails, file_id: int | None) -> None:
        command = self._services.settings.text("player.command")
        item_id = details.row.id

        def work(store: LibraryStore) -> Sequence[FileLine]:
            from media_manager.library.state import note_played  # noqa: PLC0415 - brings in the writing half

            files = play(details, command, file_id=file_id)
            note_played(store, item_id)
            return files

        self._services.edit(
            work,
            on_done=lambda _files: self.played.emit(item_id),
            on_error=self._notifications.error,
        )

    def _show_in_folder(self, details: ItemDetails) -> None:
        files = [file for file in details.files if file.state == "present"]
        if not files:
            self._notifications.error(
                FileVanished(
                    translate("ItemCommands", "“%1” has no file that can be reached now.").replace(
                        "%1", details.row.title
                    ),
                    hint=translate("ItemCommands", "Check its drive, or scan its folder again."),
                )
            )
            return
        self.open_folder(files[0].root_path.rstrip(b"/") + b"/" + files[0].path)

    def open_folder(self, path: bytes) -> None:
        """Open the folder that holds a file."""
        folder = Path(os.fsdecode(path)).parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._notifications.say(
                translate("ItemCommands", "The file is in %1").replace("%1", str(folder))
            )
