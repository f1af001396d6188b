"""The files of an item: where they lie, what is in them, and whether they are there."""

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from media_manager.domain.details import FileLine, StreamLine
from media_manager.domain.family import DetailsPage
from media_manager.lazy_model.texts import translate
from media_manager.ui.details import words
from media_manager.ui.details.section import Section, expandable
from media_manager.ui.icons import icon
from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.elided_label import ElidedLabel
from media_manager.ui.widgets.look import color, icon_size
from media_manager.ui.widgets.plain import PlainLabel, tooltip

_FILES_SHOWN: Final = 4
_STREAM_ICONS: Final = {"video": "film", "audio": "audio", "subtitle": "subtitles"}
_STREAMS_SHOWN: Final = 12


class _Sign(QWidget):
    """An icon beside words that say the same; painted, so that it follows theme and screen."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._icon = icon(name, tone)
        self.setFixedSize(icon_size())

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._icon.paint(QPainter(self), self.rect())


class FileCard(QWidget):
    """One file."""

    play_requested = Signal(int)
    folder_requested = Signal(bytes)

    def __init__(self, file: FileLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._column = QVBoxLayout(self)
        gap = SPACE.small
        self._column.setContentsMargins(SPACE.medium, gap, gap, gap)
        self._column.setSpacing(SPACE.hair)
        self._build_head()
        self._build_state()
        path = ElidedLabel(file.display_path, size=TextSize.CAPTION, tone="muted")
        self._column.addWidget(path)
        self._column.addWidget(PlainLabel(words.file_facts(file), size=TextSize.CAPTION))
        # A photo's one picture says no more than the line above.
        streams = [each for each in file.streams if each.kind in _STREAM_ICONS]
        if not file.duration_ms:
            streams = []
        for stream in streams[:_STREAMS_SHOWN]:
            self._column.addWidget(_stream_line(stream))
        left = len(streams) - _STREAMS_SHOWN
        if left > 0:
            more = translate("Details", "and %1 more").replace("%1", str(left))
            self._column.addWidget(PlainLabel(more, size=TextSize.CAPTION, tone="muted"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()), SPACE.card_radius, SPACE.card_radius)

    def _build_head(self) -> None:
        file = self._file
        head = QHBoxLayout()
        head.setSpacing(SPACE.hair)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        label = words.file_label(file)
        if label:
            texts.addWidget(PlainLabel(label, size=TextSize.CAPTION, tone="accent"))
        texts.addWidget(ElidedLabel(words.file_name(file)))
        head.addLayout(texts, 1)
        name = words.file_name(file)
        play = _button("play", translate("Details", "Play %1").replace("%1", name))
        play.setEnabled(file.state == "present")
        play.clicked.connect(lambda: self.play_requested.emit(file.id))
        folder = _button("folder", translate("Details", "Show in folder"))
        folder.setAccessibleDescription(name)
        folder.setEnabled(file.state == "present")
        path = file.root_path.rstrip(b"/") + b"/" + file.path
        folder.clicked.connect(lambda: self.folder_requested.emit(path))
        head.addWidget(play, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(folder, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)

    def _build_state(self) -> None:
        state = words.file_state(self._file)
        if state is not None:
            name, tone, text = state
            self._column.addWidget(_icon_line(name, text, tone=tone))
        if self._file.probe_status == "failed":
            reason = translate("Details", "Could not be looked into: %1")
            text = reason.replace("%1", self._file.probe_error or "")
            self._column.addWidget(_icon_line("warning", text, tone="warn"))


class FilesSection(Section):
    """All files, the item's own first."""

    play_requested = Signal(int, object)
    folder_requested = Signal(bytes)

    def part(self, page: DetailsPage) -> object:
        details = page.details
        if not details.files and not details.subtitles:
            return ()
        return details.row.id, details.files, details.subtitles

    def fill(self, page: DetailsPage) -> None:
        files = page.details.files
        item_id = page.details.row.id
        for file in files[:_FILES_SHOWN]:
            self.column.addWidget(self._card(item_id, file))
        if len(files) > _FILES_SHOWN:
            total = translate("Details", "Show all %1 files").replace("%1", str(len(files)))
            expandable(
                self.column,
                lambda: self._rest(item_id, files[_FILES_SHOWN:]),
                closed=total,
                opened=translate("Details", "Show fewer files"),
            )
        for subtitle in page.details.subtitles:
            line = _icon_line("subtitles", words.subtitle_file(subtitle))
            line.setToolTip(tooltip(subtitle.display_path))
            self.column.addWidget(line)

    def _rest(self, item_id: int, files: tuple[FileLine, ...]) -> QWidget:
        block = QWidget(self)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.hair)
        for file in files:
            column.addWidget(self._card(item_id, file))
        return block

    def _card(self, item_id: int, file: FileLine) -> FileCard:
        card = FileCard(file, self)
        card.play_requested.connect(lambda file_id: self.play_requested.emit(item_id, file_id))
        card.folder_requested.connect(self.folder_requested)
        return card


def _stream_line(stream: StreamLine) -> QWidget:
    return _icon_line(_STREAM_ICONS[stream.kind], words.stream(stream), tone="muted")


def _icon_line(name: str, text: str, *, tone: str = "muted") -> QWidget:
    """Return an icon and words; the words wrap beside the icon."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE.small)
    row.addWidget(_Sign(name, tone), 0, Qt.AlignmentFlag.AlignTop)
    words_tone = tone if tone != "muted" else "text"
    row.addWidget(PlainLabel(text, size=TextSize.CAPTION, tone=words_tone), 1)
    return line


def _button(name: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setIconSize(icon_size())
    button.setAccessibleName(text)
    button.setToolTip(tooltip(text))
    return button
