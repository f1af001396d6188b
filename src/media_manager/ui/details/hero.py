"""The picture at the head of the details: artwork that fades into the page, poster before it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from media_manager.domain.details import ItemDetails
from media_manager.domain.media import MediaType
from media_manager.lazy_model import texts
from media_manager.lazy_model.texts import translate
from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.artwork_view import (
    ArtworkView,
    Decoded,
    Picture,
    cover_source,
    load_picture,
    stepped,
)
from media_manager.ui.widgets.look import color, paint_focus
from media_manager.ui.widgets.preview import preview_picture, row_picture
from media_manager.workers.services import Services

if TYPE_CHECKING:
    from media_manager.scanning.images import FitMode
    from media_manager.workers.ticket import Ticket

_TALLEST: Final = 300
_POSTER_WIDTHS: Final = (88, 132)
_POSTER_SHARE: Final = 0.3
_HANGING: Final = SPACE.wide
_RESIZE_MS: Final = 80


@dataclass(frozen=True, slots=True)
class HeroPictures:
    """What the head shows: one picture over the whole width, and a poster before it."""

    backdrop: Picture | None = None
    poster: Picture | None = None
    whole: bool = False  # a photo is shown whole, not cut to the place


class Hero(QWidget):
    """As wide as the page; its height follows. A click or Enter opens the large view."""

    opened = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._pictures = HeroPictures()
        self._image: Decoded | None = None
        self._asked: tuple[Picture, QSize] | None = None
        self._ticket: Ticket | None = None
        self._poster = ArtworkView(services, parent=self)
        self._poster.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._ask)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def is_loaded(self) -> bool:
        """Whether everything that is to be seen has come."""
        backdrop = self._pictures.backdrop is None or self._image is not None
        return backdrop and (self._pictures.poster is None or self._poster.is_loaded)

    def show_item(self, details: ItemDetails) -> None:
        pictures = hero_pictures(details)
        title = texts.title(details.row)
        self.setAccessibleName(translate("Details", "Artwork of %1").replace("%1", title))
        self._poster.show_picture(pictures.poster, title)
        self._poster.setVisible(pictures.poster is not None)
        if pictures.backdrop != self._pictures.backdrop:
            if self._ticket is not None:
                self._ticket.cancel()
            self._image = self._asked = None
        self._pictures = pictures
        self.setVisible(pictures.backdrop is not None or pictures.poster is not None)
        self.updateGeometry()
        self._place_poster()
        self._ask()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._pictures.backdrop is None:
            return self._poster_size(width).height() + SPACE.large + SPACE.small
        picture = self._backdrop_height(width)
        return picture + (_HANGING if self._pictures.poster is not None else 0)

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(320))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_poster()
        if self._image is None:
            self._ask()
        else:
            self._again.start(_RESIZE_MS)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again.start(0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._again.start(_RESIZE_MS)
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRect(0, 0, self.width(), self._backdrop_height(self.width()))
        if self._pictures.backdrop is not None:
            self._paint_backdrop(painter, place)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))

    def _paint_backdrop(self, painter: QPainter, place: QRect) -> None:
        if self._image is None:
            painter.fillRect(place, color("raised"))
        elif self._pictures.whole:
            painter.fillRect(place, color("raised"))
            shown = self._image.image.size().scaled(
                place.size(), Qt.AspectRatioMode.KeepAspectRatio
            )
            target = QStyle.alignedRect(
                self.layoutDirection(), Qt.AlignmentFlag.AlignCenter, shown, place
            )
            painter.drawImage(target, self._image.image)
            return
        else:
            area = QRectF(place)
            painter.drawImage(area, self._image.image, cover_source(self._image.image, area))
        ground = color("surface")
        clear = QColor(ground)
        clear.setAlpha(0)
        fade = QLinearGradient(0, place.height() * 0.45, 0, place.height())
        fade.setColorAt(0, clear)
        fade.setColorAt(1, ground)
        painter.fillRect(place, fade)

    def _place_poster(self) -> None:
        size = self._poster_size(self.width())
        area = self.rect().adjusted(SPACE.large, 0, -SPACE.large, 0)
        corner = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignBottom
        self._poster.setGeometry(QStyle.alignedRect(self.layoutDirection(), corner, size, area))

    def _ask(self) -> None:
        picture = self._pictures.backdrop
        if picture is None or not self.isVisible():
            return
        logical = QSize(self.width(), self._backdrop_height(self.width()))
        wanted = stepped(logical * self.devicePixelRatioF())
        if self._asked == (picture, wanted):
            return
        self._asked = (picture, wanted)

        def take(decoded: Decoded | None) -> None:
            if picture == self._pictures.backdrop and (decoded or self._image is None):
                self._image = decoded
                self.update()

        mode: FitMode = "contain" if self._pictures.whole else "cover"
        self._ticket = load_picture(self._services, picture, wanted, take, owner=self, mode=mode)

    def _backdrop_height(self, width: int) -> int:
        return min(_TALLEST, width * 9 // 16)

    def _poster_size(self, width: int) -> QSize:
        least, most = _POSTER_WIDTHS
        wide = max(least, min(most, round(width * _POSTER_SHARE)))
        return QSize(wide, wide * 3 // 2)


def hero_pictures(details: ItemDetails) -> HeroPictures:
    """Return what the head of an item shows, from its artwork or that of its show."""
    if details.row.media_type == MediaType.PHOTO:
        return HeroPictures(preview_picture(details), whole=True)
    backdrop = next(
        (
            Picture(art.root_path.rstrip(b"/") + b"/" + art.path, (art.stamp, 0))
            for kind in ("fanart", "thumb", "landscape", "banner")
            if (art := details.artwork_of(kind)) is not None
        ),
        None,
    )
    if details.row.media_type == MediaType.EPISODE:
        own = backdrop is not None
        return HeroPictures(backdrop, None if own else row_picture(details))
    art = details.artwork_of("poster")
    if art is None:
        return HeroPictures(backdrop, row_picture(details))
    path = art.root_path.rstrip(b"/") + b"/" + art.path
    return HeroPictures(backdrop, Picture(path, (art.stamp, 0)))
