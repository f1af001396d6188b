"""More like this: asked for when it is opened, then for every item until it is closed."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from media_manager.domain.family import DetailsPage
from media_manager.domain.likeness import Alike, Reason
from media_manager.domain.query import Compare, Field, Node, format_query
from media_manager.lazy_model import texts
from media_manager.lazy_model.texts import translate
from media_manager.library.likeness import more_like
from media_manager.ui.details.section import Expander, Section, clear
from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.artwork_view import ArtworkView, Picture
from media_manager.ui.widgets.elided_label import ElidedLabel
from media_manager.ui.widgets.plain import LinkButton, PlainLabel, tooltip
from media_manager.workers.services import Services

_SHOWN: Final = 8
_POSTER: Final = (40, 60)
_COMPARED: Final = ("movie", "show", "video")


class LikeSection(Section):
    """Folded until somebody asks: comparing reads more than showing."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._services = services
        self._item: int | None = None
        self._button = Expander(
            translate("Details", "More like this"), translate("Details", "Hide what is alike")
        )
        self._button.toggled_open.connect(self._on_toggled)
        self.column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeading)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE.small)
        self.column.addLayout(self._list)
        self._fixed = self.column.count()

    def part(self, page: DetailsPage) -> object:
        row = page.details.row
        return row.id if row.media_type in _COMPARED else None

    def fill(self, page: DetailsPage) -> None:
        self._item = page.details.row.id
        clear(self._list)
        if self._button.is_open:
            self._ask()

    def _on_toggled(self, is_open: object) -> None:
        clear(self._list)
        if is_open:
            self._ask()

    def _ask(self) -> None:
        item = self._item
        if item is not None:
            self._services.read(
                partial(more_like, item_id=item, limit=_SHOWN),
                empty=list[Alike](),
                on_done=partial(self._take, item),
                # Gone meanwhile: the page itself says so.
                on_error=lambda _error: None,
                key="details-like",
            )

    def _take(self, item: int, found: list[Alike]) -> None:
        if item != self._item or not self._button.is_open:
            return
        clear(self._list)
        for alike in found:
            self._list.addWidget(self._row(alike))
        if not found:
            words = translate("Details", "Nothing shares its people, set, tags, studio or genres.")
            self._list.addWidget(PlainLabel(words, tone="muted"))

    def _row(self, alike: Alike) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.small)
        title = texts.title(alike.row)
        poster = ArtworkView(self._services, parent=line)
        poster.setFixedSize(*_POSTER)
        poster.show_picture(_picture(alike), "")
        row.addWidget(poster)
        words = QVBoxLayout()
        words.setSpacing(0)
        year = f" ({alike.row.year})" if alike.row.year else ""
        link = LinkButton(f"{title}{year}")
        query = format_query(_query(alike))
        link.setAccessibleDescription(translate("Details", "Search %1").replace("%1", query))
        link.clicked.connect(partial(self.query_requested.emit, query))
        words.addWidget(link, 0, Qt.AlignmentFlag.AlignLeading)
        reasons = ", ".join(_said(reason) for reason in alike.reasons if reason.kind != "year")
        words.addWidget(
            ElidedLabel(
                reasons, mode=Qt.TextElideMode.ElideRight, tone="muted", size=TextSize.CAPTION
            )
        )
        words.addStretch(1)
        row.addLayout(words, 1)
        line.setToolTip(tooltip("\n".join(_weighed(alike))))
        return line


def _query(alike: Alike) -> tuple[Node, ...]:
    title: tuple[Node, ...] = (Field("title", alike.row.title, Compare.EQUALS),)
    year = alike.row.year
    return title if year is None else (*title, Field("year", str(year)))


def _picture(alike: Alike) -> Picture | None:
    row = alike.row
    if row.artwork_root is None or row.artwork_path is None:
        return None
    path = bytes(row.artwork_root).rstrip(b"/") + b"/" + bytes(row.artwork_path)
    return Picture(path, (row.artwork_stamp or 0, 0))


def _said(reason: Reason) -> str:
    return texts.printable(reason.name)


def _weighed(alike: Alike) -> list[str]:
    """Return each reason with what it counts, and the sum."""
    kinds = {
        "set": translate("Details", "Set"),
        "director": translate("Details", "Director"),
        "writer": translate("Details", "Writer"),
        "actor": translate("Details", "Actor"),
        "tag": translate("Details", "Tag"),
        "studio": translate("Details", "Studio"),
        "genre": translate("Details", "Genre"),
        "year": translate("Details", "Year"),
    }
    lines = [f"{kinds[each.kind]} {_said(each)}: {each.weight:.1f}" for each in alike.reasons]
    return [*lines, translate("Details", "Together: %1").replace("%1", f"{alike.score:.1f}")]
