"""The panel that shows the chosen items: one with everything, several with what they share."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from media_manager.domain.changes import LibraryChanges
from media_manager.domain.family import DetailsPage, Totals
from media_manager.errors import ItemNotFound, MediaManagerError
from media_manager.lazy_model.texts import translate
from media_manager.library import family
from media_manager.persistence.reader import LibraryReader
from media_manager.ui.details.edits import Edits
from media_manager.ui.details.many import ManyPage
from media_manager.ui.details.one import OnePage
from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.workers.services import Services

_KEY: Final = "details"
# Changes come in bursts; a scan must not make the panel read all the time.
_RELOAD_MS: Final = 120
# A page takes about 40 ms to build: an arrow key held down must not wait for each of them.
_PACE_MS: Final = 100
# What changes below a show changes what its page says.
_FAMILY_FIELDS: Final = frozenset({"watched", "added", "removed", "children", "everything"})
# Totals of more than this take longer than a glance.
_SUMMED: Final = 50_000

_Selection = tuple[Totals, list[str]]


class DetailsPanel(QWidget):
    """Shows what is chosen. The old content stays until the new has come."""

    play_requested = Signal(int, object)  # item id, file id or None
    show_in_folder_requested = Signal(bytes)
    query_requested = Signal(str)
    preview_requested = Signal(int)
    edited = Signal(object)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._ids: Sequence[int] = ()
        self._page: DetailsPage | None = None
        self.edits = Edits(services, self)
        self.message = PlainLabel(tone="muted")
        self.problem = PlainLabel(tone="danger")
        self.one = OnePage(services)
        self.many = ManyPage()
        self._stack = QStackedWidget(self)
        self._one_area = _scrolled(self.one)
        self._many_area = _scrolled(self.many)
        self._reload = QTimer(self, singleShot=True, interval=_RELOAD_MS)
        self._reload.timeout.connect(self._ask)
        self._pace = QTimer(self, singleShot=True, interval=_PACE_MS)
        self._pace.timeout.connect(self._catch_up)
        self._asked: Sequence[int] | None = None
        self._build()
        self._connect()
        self.show_items(())

    @property
    def ids(self) -> Sequence[int]:
        """The items that were asked for last."""
        return self._ids

    @property
    def page(self) -> DetailsPage | None:
        """What is shown of one item; None while nothing or several are shown."""
        return self._page

    def show_items(self, ids: Sequence[int]) -> None:
        """Show these items. Called as often as the selection changes."""
        # A million numbers are not copied, and not compared one by one.
        wanted = ids if len(ids) > _SUMMED else tuple(ids)
        if wanted == self._ids and wanted and isinstance(wanted, tuple):
            return
        self._ids = wanted
        self.problem.hide()
        if len(wanted) > 1:
            self.many.begin()
        if not self._pace.isActive():
            self._ask()
        self._pace.start()

    def reload(self) -> None:
        """Read what is shown anew."""
        self._reload.start()

    # -- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.setAccessibleName(translate("Details", "Details"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        margin = SPACE.large
        self.problem.setContentsMargins(margin, SPACE.small, margin, SPACE.small)
        self.problem.hide()
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setContentsMargins(margin, margin, margin, margin)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        for page in (self.message, self._one_area, self._many_area):
            self._stack.addWidget(page)
        column.addWidget(self.problem)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        one, many, edits = self.one, self.many, self.edits
        one.query_requested.connect(self.query_requested)
        one.hero.opened.connect(self._open_preview)
        one.actions_row.play_requested.connect(self.play_requested)
        one.episodes.play_requested.connect(self.play_requested)
        one.files.play_requested.connect(self.play_requested)
        one.files.folder_requested.connect(self.show_in_folder_requested)
        one.actions_row.watched_changed.connect(self._set_watched)
        one.actions_row.favorite_changed.connect(self._set_favorite)
        one.actions_row.rating_changed.connect(self._set_rating)
        many.watched_wanted.connect(self._set_watched)
        many.favorite_wanted.connect(self._set_favorite)
        many.rating_wanted.connect(self._set_rating)
        for tags in (one.tags, many.tags):
            tags.tag_added.connect(lambda tag: edits.change_tags(self._ids, add=[tag]))
            tags.tag_removed.connect(lambda tag: edits.change_tags(self._ids, remove=[tag]))
        many.tags.tag_opened.connect(one.tags.tag_opened)
        edits.edited.connect(self.edited)
        edits.edited.connect(lambda _ids: self.reload())
        edits.failed.connect(self._tell_problem)
        self._services.changes.on_changes(self._on_changes)

    # -- asking -----------------------------------------------------------------------------

    def _catch_up(self) -> None:
        if self._asked is not self._ids:
            self._ask()

    def _ask(self) -> None:
        self._asked = self._ids
        if not self._ids:
            # An empty question makes one that is still on its way void.
            self._services.read(lambda _reader: None, empty=None, on_done=_ignore, key=_KEY)
            self._say(translate("Details", "Select something to see its details."))
        elif len(self._ids) == 1:
            self._services.read(
                _page_of(self._ids[0]),
                empty=None,
                on_done=self._take_page,
                on_error=self._refuse,
                key=_KEY,
            )
        else:
            self._services.read(
                _totals_of(self._ids[:_SUMMED]),
                empty=None,
                on_done=self._take_totals,
                on_error=self._refuse,
                key=_KEY,
            )

    def _take_page(self, page: DetailsPage | None) -> None:
        if page is None:
            self._say(_gone())
            return
        if tuple(self._ids[:2]) != (page.details.row.id,):
            return
        is_other = self._page is None or self._page.details.row.id != page.details.row.id
        self._page = page
        self.one.show_page(page)
        if is_other:
            self._one_area.verticalScrollBar().setValue(0)
        self._stack.setCurrentWidget(self._one_area)

    def _take_totals(self, answer: _Selection | None) -> None:
        if answer is None or len(self._ids) < 2:  # noqa: PLR2004 - a selection by now
            return
        self._page = None
        totals, known = answer
        self.many.show_totals(len(self._ids), totals, known)
        self._stack.setCurrentWidget(self._many_area)

    def _refuse(self, error: BaseException) -> None:
        if isinstance(error, ItemNotFound):
            self._say(_gone())
        else:
            self._say(_explained(error))

    def _say(self, text: str) -> None:
        self._page = None
        self.message.setText(text)
        self._stack.setCurrentWidget(self.message)

    # -- acting -----------------------------------------------------------------------------

    def _set_watched(self, watched: object) -> None:
        self.edits.set_watched(self._ids, watched=bool(watched))

    def _set_favorite(self, favorite: object) -> None:
        self.edits.set_favorite(self._ids, favorite=bool(favorite))

    def _set_rating(self, rating: float | None) -> None:
        self.edits.set_rating(self._ids, rating)

    def _open_preview(self) -> None:
        if self._page is not None:
            self.preview_requested.emit(self._page.details.row.id)

    def _tell_problem(self, error: BaseException) -> None:
        """Say what went wrong where it happened, and show again what is true."""
        self.problem.setText(_explained(error))
        self.problem.show()
        self.reload()

    def _on_changes(self, changes: Sequence[LibraryChanges]) -> None:
        if any(self._concerns(each) for each in changes):
            self.reload()

    def _concerns(self, change: LibraryChanges) -> bool:
        if change.ids is None or len(self._ids) > _SUMMED or not change.ids.isdisjoint(self._ids):
            return True
        has_family = self._page is not None and self._page.summary is not None
        return has_family and not change.fields.isdisjoint(_FAMILY_FIELDS)


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName(translate("Details", "Details"))
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    page.setBackgroundRole(QPalette.ColorRole.Base)
    page.setAutoFillBackground(True)
    return area


def _page_of(item_id: int) -> Callable[[LibraryReader], DetailsPage | None]:
    return partial(family.details_page, item_id=item_id)


def _totals_of(ids: Sequence[int]) -> Callable[[LibraryReader], _Selection | None]:
    return partial(family.selection_totals, item_ids=ids)


def _gone() -> str:
    return translate("Details", "This item is no longer in the library.")


def _explained(error: BaseException) -> str:
    hint = error.hint if isinstance(error, MediaManagerError) else ""
    return f"{error} {hint}".strip()


def _ignore(_answer: object) -> None:
    """Nothing is shown, so nothing is to be done."""
