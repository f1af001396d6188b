"""Several items at once: how many, what they come to, and what can be done with all of them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from media_manager.domain.family import Totals
from media_manager.lazy_model.texts import translate
from media_manager.ui import words as counts
from media_manager.ui.details import words
from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.flow_layout import FlowLayout
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.ui.widgets.rating_stars import RatingStars
from media_manager.ui.widgets.tag_editor import TagEditor

_MINUTES_PER_HOUR = 60

# Each is a widget of its own: two hundred of them would stop the window for half a second.
_MOST_TAGS = 20


class ManyPage(QWidget):
    """The page of a selection. It says what is wanted; others do it."""

    watched_wanted = Signal(bool)
    favorite_wanted = Signal(bool)
    rating_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        margin = SPACE.large
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(SPACE.medium)
        self.title = PlainLabel(size=TextSize.TITLE)
        self.summary = PlainLabel(tone="muted")
        column.addWidget(self.title)
        column.addWidget(self.summary)
        column.addWidget(self._build_buttons())
        heading = PlainLabel(translate("Details", "Rate all"), tone="muted")
        self.stars = RatingStars(self)
        self.stars.rated.connect(self.rating_wanted)
        column.addWidget(heading)
        column.addWidget(self.stars)
        column.addWidget(PlainLabel(translate("Details", "Tags"), size=TextSize.SECTION))
        self.tags = TagEditor(self)
        column.addWidget(self.tags)
        self._more = PlainLabel("", tone="muted")
        self._more.hide()
        column.addWidget(self._more)
        column.addStretch(1)

    def show_totals(self, count: int, totals: Totals, known_tags: Sequence[str]) -> None:
        self.title.setText(
            translate("Details", "%1 selected").replace("%1", counts.counted("item", count))
        )
        self.summary.setText(totals_text(totals))
        notes = {
            name: translate("Details", "%1 of %2")
            .replace("%1", counts.number(tagged))
            .replace("%2", counts.number(totals.items))
            for name, tagged in totals.tags.items()
            if tagged < totals.items
        }
        by_use = sorted(totals.tags, key=lambda name: (-totals.tags[name], name))
        left = len(by_use) - _MOST_TAGS
        more = translate("Details", "%1 more tags in this selection")
        self._more.setText(more.replace("%1", counts.number(left)))
        self._more.setVisible(left > 0)
        self.tags.set_tags(by_use[:_MOST_TAGS], known=known_tags, partial=notes)
        self._watched.setEnabled(totals.watched < totals.items)
        self._unwatched.setEnabled(totals.watched > 0)
        self._favorite.setEnabled(totals.favorites < totals.items)
        self._unfavorite.setEnabled(totals.favorites > 0)

    def begin(self) -> None:
        """Forget what was shown of another selection."""
        self.stars.set_rating(None)

    def _build_buttons(self) -> QWidget:
        row = QWidget(self)
        flow = FlowLayout(row)
        self._watched = QPushButton(translate("Details", "Mark watched"), row)
        self._unwatched = QPushButton(translate("Details", "Mark unwatched"), row)
        self._favorite = QPushButton(translate("Details", "Add favorite"), row)
        self._unfavorite = QPushButton(translate("Details", "Remove favorite"), row)
        for button, signal, wanted in (
            (self._watched, self.watched_wanted, True),
            (self._unwatched, self.watched_wanted, False),
            (self._favorite, self.favorite_wanted, True),
            (self._unfavorite, self.favorite_wanted, False),
        ):
            button.clicked.connect(lambda _=False, s=signal, w=wanted: s.emit(w))
            flow.addWidget(button)
        return row


def totals_text(totals: Totals) -> str:
    """Return kinds, length, size and how many are watched, a line each."""
    kinds = words.joined(
        *(counts.counted(kind, number) for kind, number in sorted(totals.by_type.items()))
    )
    hours, minutes = divmod(totals.minutes, _MINUTES_PER_HOUR)
    length = ""
    if totals.minutes:
        length = translate("Details", "%1 h %2 min")
        length = length.replace("%1", counts.number(hours)).replace("%2", str(minutes))
    size = words.size(totals.size_bytes) if totals.size_bytes else ""
    watched = translate("Details", "%1 watched").replace("%1", counts.number(totals.watched))
    favorites = ""
    if totals.favorites:
        favorites = translate("Details", "%1 favorites").replace(
            "%1", counts.number(totals.favorites)
        )
    lines = (kinds, words.joined(length, size), words.joined(watched, favorites))
    return "\n".join(line for line in lines if line)
