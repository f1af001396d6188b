"""The eight numbers: large, labelled, in a calm grid."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from media_manager.domain.dashboard import Figure, FigureKey
from media_manager.lazy_model.texts import PLACEHOLDER
from media_manager.ui.dashboard.mark_button import MarkButton
from media_manager.ui.dashboard.words import exact_text, figure_tip, figure_title, value_text
from media_manager.ui.icons import icon_pixmap
from media_manager.ui.theme import SPACE, TextSize, current_theme
from media_manager.ui.widgets.look import color, icon_side

_SIGNS: Final = {
    FigureKey.ITEMS: "collection",
    FigureKey.RUNTIME: "clock",
    FigureKey.STORAGE: "drive",
    FigureKey.UNWATCHED: "eye",
    FigureKey.UNDECIDED: "warning",
    FigureKey.OFFLINE: "offline",
    FigureKey.DUPLICATES: "duplicate",
    FigureKey.INCOMPLETE: "info",
}
# What somebody should look at, as long as there is any of it.
_TROUBLE: Final = frozenset({FigureKey.UNDECIDED, FigureKey.OFFLINE})
_LEAST_WIDTH: Final = 140


class FigureTile(MarkButton):
    """One number: its name above, the value large; a place is kept until it has come."""

    def __init__(self, key: FigureKey, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.figure: Figure | None = None
        self.setObjectName(f"figure-{key}")
        self.show_figure(None)

    @property
    def value_text(self) -> str:
        """Return what is shown."""
        return PLACEHOLDER if self.figure is None else self._value(self.figure)

    def show_figure(self, figure: Figure | None) -> None:
        """Show a value, or that it is still being counted."""
        self.figure = figure
        title = figure_title(self.key)
        if figure is None:
            self.setAccessibleName(title)
            self.setToolTip(figure_tip(self.key))
        else:
            exact = exact_text(figure.value, figure.unit)
            self.setAccessibleName(f"{title}: {exact}")
            self.setToolTip(f"{title}: {exact}\n{figure_tip(self.key)}")
        self.setAccessibleDescription(figure_tip(self.key))
        self.update()

    @property
    def title_width(self) -> int:
        """Return the width at which the name is not cut."""
        metrics = QFontMetrics(current_theme().font(TextSize.BODY))
        name = metrics.horizontalAdvance(figure_title(self.key))
        return icon_side() + SPACE.small + name + 2 * SPACE.large + 2

    def sizeHint(self) -> QSize:
        theme = current_theme()
        lines = QFontMetrics(theme.font(TextSize.BODY)).height()
        lines += QFontMetrics(theme.font(TextSize.HERO, bold=True)).height()
        return QSize(_LEAST_WIDTH, lines + SPACE.hair + 2 * SPACE.medium)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        theme = current_theme()
        inside = self.rect().adjusted(SPACE.large, SPACE.medium, -SPACE.large, -SPACE.medium)
        label = theme.font(TextSize.BODY)
        high = QFontMetrics(label).height()
        self._paint_title(painter, QRect(inside.left(), inside.top(), inside.width(), high))
        below = inside.adjusted(0, high + SPACE.hair, 0, 0)
        painter.setFont(self._value_font(below.width()))
        empty = self.figure is None or not self.figure.value
        painter.setPen(color("muted" if empty else "text"))
        text = painter.fontMetrics().elidedText(
            self.value_text, Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, int(_start() | Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_title(self, painter: QPainter, place: QRect) -> None:
        side = icon_side()
        tokens = current_theme().tokens
        trouble = self.key in _TROUBLE and self.figure is not None and self.figure.value > 0
        sign = icon_pixmap(
            _SIGNS[self.key],
            tokens.warn if trouble else tokens.muted,
            side,
            self.devicePixelRatioF(),
        )
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = place.right() - side + 1 if right else place.left()
        painter.drawPixmap(left, place.center().y() - side // 2, sign)
        kept = side + SPACE.small
        text = place.adjusted(0, 0, -kept, 0) if right else place.adjusted(kept, 0, 0, 0)
        painter.setFont(current_theme().font(TextSize.BODY))
        painter.setPen(color("muted"))
        title = painter.fontMetrics().elidedText(
            figure_title(self.key), Qt.TextElideMode.ElideRight, text.width()
        )
        painter.drawText(text, int(_start() | Qt.AlignmentFlag.AlignVCenter), title)

    def _value_font(self, width: int) -> QFont:
        """Return the large font, or a smaller one where the value would not fit."""
        theme = current_theme()
        large = theme.font(TextSize.HERO, bold=True, tabular=True)
        if QFontMetrics(large).horizontalAdvance(self.value_text) <= width:
            return large
        return theme.font(TextSize.TITLE, bold=True, tabular=True)

    @staticmethod
    def _value(figure: Figure) -> str:
        return value_text(figure.value, figure.unit)


def _start() -> Qt.AlignmentFlag:
    """Return the side where reading begins; Qt turns it around by itself."""
    return Qt.AlignmentFlag.AlignLeading
