"""Asks a person about each file that may be a moved one, and does what they say at once."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from media_manager.domain.media import MediaType
from media_manager.library.reviews import MoveReviewLine, accept_move, find_reviews, reject_move
from media_manager.persistence.store import LibraryStore
from media_manager.ui.details import words
from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.elided_label import ElidedLabel
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.ui.words import counted
from media_manager.workers.services import Services

translate = QCoreApplication.translate

# Rows are widgets: the next ones follow when some of these are decided.
MOST_ROWS = 50
_SIZE = (800, 560)

Decide = Callable[[LibraryStore, int], None]


class ReviewRow(QFrame):
    """One question: what is gone, what was found, and the two answers."""

    same_chosen = Signal()
    different_chosen = Signal()

    def __init__(self, line: MoveReviewLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(line.title)
        self._build_answers(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.medium, 0, SPACE.medium)
        column.setSpacing(SPACE.small)
        column.addWidget(PlainLabel(line.title, size=TextSize.SECTION, parent=self))
        for name, path in (
            (translate("Reviews", "Gone:"), line.old_path),
            (translate("Reviews", "Found:"), line.new_path),
        ):
            column.addWidget(ElidedLabel(f"{name} {path}", parent=self))
        foot = QHBoxLayout()
        foot.setSpacing(SPACE.small)
        foot.addWidget(PlainLabel(_facts(line), tone="muted", parent=self), 1)
        foot.addWidget(self.different)
        foot.addWidget(self.same)
        column.addLayout(foot)

    def _build_answers(self, line: MoveReviewLine) -> None:
        is_film = line.media_type == MediaType.MOVIE
        self.same = QPushButton(
            translate("Reviews", "It is the same film")
            if is_film
            else translate("Reviews", "It is the same"),
            self,
        )
        self.same.setToolTip(
            translate("Reviews", "Its history and your edits go on with the file that was found")
        )
        self.different = QPushButton(translate("Reviews", "They are different"), self)
        self.different.setToolTip(translate("Reviews", "Both stay; you are not asked again"))
        for button in (self.same, self.different):
            button.setAutoDefault(False)
            button.setAccessibleDescription(line.title)
        self.same.clicked.connect(self.same_chosen)
        self.different.clicked.connect(self.different_chosen)


class ReviewsDialog(QDialog):
    """The open questions, the first ones of many; what is decided leaves the list."""

    decided = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Reviews", "Review moved files"))
        self.resize(*_SIZE)
        self._services = services
        self.rows: list[ReviewRow] = []
        self._build()
        self.reload()

    def reload(self) -> None:
        """Read the open questions anew."""
        self._services.read(
            find_reviews,
            empty=list[MoveReviewLine](),
            on_done=self._show,
            on_error=self._show_error,
            key="reviews",
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.wide, SPACE.wide, SPACE.wide, SPACE.medium)
        column.setSpacing(SPACE.medium)
        self.text = PlainLabel(parent=self)
        self.error = PlainLabel(tone="danger", parent=self)
        self.error.hide()
        self._place = QScrollArea(self)
        self._place.setWidgetResizable(True)
        self._place.setFrameShape(QFrame.Shape.NoFrame)
        self._place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._place.setAccessibleName(self.windowTitle())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        column.addWidget(self.text)
        column.addWidget(self.error)
        column.addWidget(self._place, 1)
        column.addWidget(buttons)

    def _show(self, found: Sequence[MoveReviewLine]) -> None:
        self.text.setText(_question(len(found)))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, SPACE.medium, 0)
        column.setSpacing(0)
        self.rows = [self._row(line, page) for line in found[:MOST_ROWS]]
        for row in self.rows:
            column.addWidget(row)
        column.addStretch()
        self._place.setWidget(page)
        if self.rows:
            self.rows[0].same.setFocus()

    def _row(self, line: MoveReviewLine, page: QWidget) -> ReviewRow:
        row = ReviewRow(line, page)
        row.same_chosen.connect(partial(self._decide, accept_move, line.id))
        row.different_chosen.connect(partial(self._decide, reject_move, line.id))
        return row

    def _decide(self, decide: Decide, review_id: int) -> None:
        self.error.hide()
        # One at a time: an answer may close other questions.
        self._place.setEnabled(False)
        self._services.edit(
            lambda store: decide(store, review_id),
            on_done=self._on_decided,
            on_error=self._on_failed,
        )

    def _on_decided(self, _nothing: None) -> None:
        self._place.setEnabled(True)
        self.decided.emit()
        self.reload()

    def _on_failed(self, error: BaseException) -> None:
        self._place.setEnabled(True)
        self._show_error(error)
        self.reload()

    def _show_error(self, error: BaseException) -> None:
        hint = getattr(error, "hint", "")
        self.error.setText("\n".join(part for part in (str(error), hint) if part))
        self.error.show()


def _question(count: int) -> str:
    if not count:
        return translate("Reviews", "No moved file waits for your decision.")
    text = translate(
        "Reviews",
        "%1 disappeared while others of the same size, date and name were found elsewhere. "
        "Were they moved?",
    ).replace("%1", counted("file", count))
    if count > MOST_ROWS:
        more = translate("Reviews", "These are the first %1.")
        text += " " + more.replace("%1", str(MOST_ROWS))
    return text


def _facts(line: MoveReviewLine) -> str:
    changed = translate("Reviews", "changed %1").replace("%1", words.day(line.mtime_ns // 1_000))
    found = translate("Reviews", "found %1").replace("%1", words.day(line.created_at))
    return words.joined(words.size(line.new_size), changed, found)
