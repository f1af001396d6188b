"""What one does with an item: play it, mark it, rate it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from media_manager.domain.details import FileLine, ItemDetails
from media_manager.domain.family import DetailsPage
from media_manager.domain.media import MediaType
from media_manager.lazy_model import texts
from media_manager.lazy_model.texts import translate
from media_manager.ui.details import words
from media_manager.ui.icons import icon
from media_manager.ui.theme import SPACE
from media_manager.ui.widgets.flow_layout import FlowLayout
from media_manager.ui.widgets.look import icon_size
from media_manager.ui.widgets.plain import PlainLabel, button_text, tooltip
from media_manager.ui.widgets.rating_stars import RatingStars

_LARGE: Final = 32


class ToggleButton(QToolButton):
    """A mark that is on or off: the icon fills and the words change with it."""

    def __init__(self, icons: tuple[str, str], names: tuple[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._icons, self._names = icons, names
        self.setCheckable(True)
        self.setMinimumSize(_LARGE, _LARGE)
        self.setIconSize(icon_size())
        self.toggled.connect(lambda _on: self._tell())
        self._tell()

    def show_state(self, *, is_on: bool) -> None:
        """Show a state; nobody is told."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.setChecked(is_on)
        self.blockSignals(False)  # noqa: FBT003 - as above
        self._tell()

    def _tell(self) -> None:
        is_on = self.isChecked()
        self.setIcon(icon(self._icons[is_on], "accent" if is_on else "text"))
        self.setAccessibleName(self._names[0])
        self.setToolTip(tooltip(self._names[is_on]))


class ActionRow(QWidget):
    """The buttons below the title. It says what is wanted; others do it."""

    play_requested = Signal(int, object)
    watched_changed = Signal(bool)
    favorite_changed = Signal(bool)
    rating_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.hair)
        row = QWidget(self)
        self._flow = FlowLayout(row, spacing=SPACE.small)
        column.addWidget(row)
        self._build()
        self._reason = PlainLabel(tone="warn")
        column.addWidget(self._reason)

    def show_page(self, page: DetailsPage) -> None:
        row = page.details.row
        self._watched.setVisible(row.media_type != MediaType.PHOTO)
        self._watched.show_state(is_on=bool(row.watched))
        self._favorite.show_state(is_on=bool(row.favorite))
        self.stars.set_rating(row.user_rating)
        self._show_play(page)

    def _build(self) -> None:
        self.play_button = QPushButton(translate("Details", "Play"), self)
        self.play_button.setProperty("kind", "primary")
        self.play_button.setMinimumHeight(_LARGE)
        self.play_button.setIconSize(icon_size())
        self.play_button.clicked.connect(self._play)
        self.more_button = QToolButton(self)
        self.more_button.setIcon(icon("chevron-down"))
        self.more_button.setIconSize(icon_size())
        # The chevron says it; the style's own arrow would say it twice.
        self.more_button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.more_button.setMinimumSize(_LARGE, _LARGE)
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_button.setAccessibleName(translate("Details", "Play another file"))
        self.more_button.setToolTip(translate("Details", "Versions, parts, extras and trailers"))
        self._menu = QMenu(self)
        self.more_button.setMenu(self._menu)
        self._watched = ToggleButton(
            ("check-circle", "check-circle"),
            (translate("Details", "Watched"), translate("Details", "Watched: click to take back")),
            self,
        )
        self._watched.setText(translate("Details", "Watched"))
        self._watched.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._watched.toggled.connect(self.watched_changed)
        self._favorite = ToggleButton(
            ("heart", "heart-filled"),
            (
                translate("Details", "Favorite"),
                translate("Details", "Favorite: click to take back"),
            ),
            self,
        )
        self._favorite.toggled.connect(self.favorite_changed)
        self.stars = RatingStars(self)
        self.stars.rated.connect(self.rating_changed)
        for widget in (
            self.play_button,
            self.more_button,
            self._watched,
            self._favorite,
            self.stars,
        ):
            self._flow.addWidget(widget)

    def _show_play(self, page: DetailsPage) -> None:
        target, name, reason = play_target(page)
        self._target = target
        self.play_button.setText(button_text(name))
        self.play_button.setIcon(icon("play", "on_scrim" if target else "disabled"))
        self.play_button.setEnabled(target is not None)
        self.play_button.setToolTip(tooltip(reason))
        self.play_button.setAccessibleDescription(reason)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        choices = other_files(page.details)
        self.more_button.setVisible(bool(choices))
        self._menu.clear()
        for file in choices:
            action = QAction(button_text(words.file_choice(file)), self._menu)
            action.setEnabled(file.state == "present")
            item_id, file_id = page.details.row.id, file.id
            action.triggered.connect(
                lambda _=False, i=item_id, f=file_id: self.play_requested.emit(i, f)
            )
            self._menu.addAction(action)

    def _play(self) -> None:
        if self._target is not None:
            self.play_requested.emit(self._target, None)


def play_target(page: DetailsPage) -> tuple[int | None, str, str]:
    """Return which item Play plays, the button's words, and why it cannot."""
    row = page.details.row
    play = translate("Details", "Play")
    if row.media_type == MediaType.PHOTO:
        play = translate("Details", "Open")
    if page.summary is not None:
        waiting = page.summary.next_episode
        if waiting is None:
            none = translate("Details", "All episodes are watched.")
            empty = translate("Details", "No episodes have been found yet.")
            return None, play, none if page.summary.progress.episodes else empty
        number = texts.episode_number(waiting) or texts.title(waiting)
        reason = _reason([waiting.file_state])
        return (None if reason else waiting.id), f"{play} {number}", reason
    reason = _reason([file.state for file in page.details.main_files])
    return (None if reason else row.id), play, reason


def other_files(details: ItemDetails) -> Sequence[FileLine]:
    """Return what the menu beside Play lists: all files, if there is more than one."""
    return details.files if len(details.files) > 1 else ()


def _reason(states: Sequence[str]) -> str:
    if "present" in states:
        return ""
    if "offline" in states:
        return translate("Details", "Connect the drive to play this: it is offline.")
    if not states or states == ["none"]:
        return translate("Details", "There is no file to play.")
    return translate("Details", "The file is not where it was. Scan its folder again.")
