"""What is done with the selected items: each a short question to the services, none waits."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from media_manager.domain.details import FileLine, ItemDetails
from media_manager.errors import FileVanished
from media_manager.library.details import get_details
from media_manager.library.play import play
from media_manager.persistence.store import LibraryStore
from media_manager.ui.notifications import Notifications
from media_manager.ui.words import counted
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

    def show_in_folder(self, item_id: int) -> None:
        """Open the folder of the first file that is there."""
        self.details(item_id, self._show_in_folder)

    def set_watched(self, item_ids: Sequence[int], *, watched: bool) -> None:
        def work(store: LibraryStore) -> None:
            # Late, and in the thread of the lane: this is what imports the writing half.
            from media_manager.library.state import set_watched  # noqa: PLC0415

            set_watched(store, item_ids, watched=watched)

        text = (
            translate("ItemCommands", "%1 marked as watched")
            if watched
            else translate("ItemCommands", "%1 marked as unwatched")
        )
        self._edit(work, text, item_ids)

    def set_favorite(self, item_ids: Sequence[int], *, favorite: bool) -> None:
        def work(store: LibraryStore) -> None:
            from media_manager.library.state import set_favorite  # noqa: PLC0415 - as above

            set_favorite(store, item_ids, favorite=favorite)

        text = (
            translate("ItemCommands", "%1 added to the favorites")
            if favorite
            else translate("ItemCommands", "%1 taken from the favorites")
        )
        self._edit(work, text, item_ids)

    def rate(self, item_ids: Sequence[int], rating: int | None) -> None:
        def work(store: LibraryStore) -> None:
            from media_manager.library.state import set_rating  # noqa: PLC0415 - as above

            set_rating(store, item_ids, rating)

        text = (
            translate("ItemCommands", "Rating of %1 taken back")
            if rating is None
            else translate("ItemCommands", "%1 rated %2 of 10").replace("%2", str(rating))
        )
        self._edit(work, text, item_ids)

    def change_tags(
        self, item_ids: Sequence[int], add: Sequence[str], remove: Sequence[str]
    ) -> None:
        def work(store: LibraryStore) -> None:
            from media_manager.library.state import change_tags  # noqa: PLC0415 - as above

            change_tags(store, item_ids, add=add, remove=remove)

        self._edit(work, translate("ItemCommands", "Tags of %1 changed"), item_ids)

    def _edit(
        self, work: Callable[[LibraryStore], None], text: str, item_ids: Sequence[int]
    ) -> None:
        if not item_ids:
            return
        said = text.replace("%1", counted("item", len(item_ids)))
        many = len(item_ids) > 1
        self._services.edit(
            work,
            on_done=lambda _: self._notifications.say(said) if many else None,
            on_error=self._notifications.error,
        )

    def _play(self, details: ItemDetails, file_id: int | None) -> None:
        command = self._services.settings.text("player.command")
        item_id = details.row.id

        def work(store: LibraryStore) -> Sequence[FileLine]:
            from media_manager.library.state import note_played  # noqa: PLC0415 - as above

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
