"""The sections of one item that are words: plot, episodes, people, facts, where from."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QProgressBar, QVBoxLayout, QWidget

from media_manager.domain.details import CreditLine
from media_manager.domain.family import DetailsPage
from media_manager.lazy_model import texts
from media_manager.lazy_model.texts import translate
from media_manager.ui.details import words
from media_manager.ui.details.section import Expander, Section, expandable
from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.elided_label import ElidedLabel
from media_manager.ui.widgets.flow_layout import FlowLayout
from media_manager.ui.widgets.plain import LinkButton, PlainLabel, tooltip

_PLOT_LINES: Final = 6
_CAST_SHOWN: Final = 12
_NAME_CHARACTERS: Final = 26
_DIRECTORS: Final = ("director", "creator")
_WRITERS: Final = ("writer", "author", "screenplay", "credits")


class PlotText(QWidget):
    """Long text that begins with its first lines."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QGridLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setVerticalSpacing(SPACE.hair)
        self.label = PlainLabel(text)
        self.label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.label.set_selectable()
        self.more = Expander(translate("Details", "Show more"), translate("Details", "Show less"))
        self.more.toggled_open.connect(lambda _open: self._fit())
        self.more.hide()
        column.addWidget(self.label, 0, 0)
        column.addWidget(self.more, 1, 0, Qt.AlignmentFlag.AlignLeading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        limit = self.label.fontMetrics().lineSpacing() * _PLOT_LINES + 2
        is_long = self.label.heightForWidth(self.width()) > limit
        unlimited = (1 << 24) - 1
        self.label.setMaximumHeight(unlimited if self.more.is_open or not is_long else limit)
        self.more.setVisible(is_long)


class PlotSection(Section):
    """Tagline and plot."""

    def part(self, page: DetailsPage) -> object:
        details = page.details
        return tuple(text for text in (details.tagline, details.plot) if text)

    def fill(self, page: DetailsPage) -> None:
        details = page.details
        if details.tagline:
            tagline = PlainLabel(details.tagline, tone="muted")
            tagline.setToolTip(tooltip(words.origin(details, "tagline")))
            self.column.addWidget(tagline)
        if details.plot:
            plot = PlotText(details.plot)
            plot.setToolTip(tooltip(words.origin(details, "plot")))
            self.column.addWidget(plot)


class EpisodesSection(Section):
    """How far a show or season is watched, and what comes next."""

    play_requested = Signal(int, object)

    def part(self, page: DetailsPage) -> object:
        return page.summary

    def fill(self, page: DetailsPage) -> None:
        summary = page.summary
        if summary is None:
            return
        progress = summary.progress
        seasons = ""
        if page.details.row.media_type == "show":
            seasons = _count(summary.seasons, "season")
        watched = translate("Details", "%1 watched").replace("%1", str(progress.watched))
        line = words.joined(seasons, _count(progress.episodes, "episode"), watched)
        self.column.addWidget(PlainLabel(line))
        if progress.episodes:
            bar = QProgressBar()
            bar.setRange(0, progress.episodes)
            bar.setValue(progress.watched)
            bar.setTextVisible(False)
            bar.setAccessibleName(line)
            self.column.addWidget(bar)
        if summary.next_episode is not None:
            row = summary.next_episode
            title = words.joined(texts.episode_number(row), texts.title(row))
            text = translate("Details", "Next: %1").replace("%1", title)
            button = LinkButton(text)
            button.setAccessibleDescription(translate("Details", "Play"))
            button.setEnabled(row.file_state == "present")
            button.clicked.connect(lambda: self.play_requested.emit(row.id, None))
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)


class PeopleSection(Section):
    """Who made it and who plays in it."""

    def part(self, page: DetailsPage) -> object:
        return page.details.credits

    def fill(self, page: DetailsPage) -> None:
        people = page.details.credits
        origin = words.origin(page.details, "credits")
        self.setToolTip(tooltip(origin))
        for roles, one, many in (
            (_DIRECTORS, translate("Details", "Director"), translate("Details", "Directors")),
            (_WRITERS, translate("Details", "Writer"), translate("Details", "Writers")),
        ):
            names = list(dict.fromkeys(each.name for each in people if each.role in roles))
            if names:
                links = [self.link("person", name) for name in names]
                title = one if len(names) == 1 else many
                self.column.addWidget(self.line(title, links, origin=origin))
        known = {*_DIRECTORS, *_WRITERS}
        cast = [each for each in people if each.role not in known]
        if cast:
            self.column.addWidget(self._cast(cast[:_CAST_SHOWN]))
        if len(cast) > _CAST_SHOWN:
            total = translate("Details", "Show all %1").replace("%1", str(len(cast)))
            expandable(
                self.column,
                lambda: self._cast(cast[_CAST_SHOWN:]),
                closed=total,
                opened=translate("Details", "Show fewer"),
            )

    def _cast(self, cast: list[CreditLine]) -> QWidget:
        block = QWidget(self)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        names = [self.link("person", each.name) for each in cast]
        widest = names[0].fontMetrics().averageCharWidth() * _NAME_CHARACTERS
        # One column for the characters; a name that is longer pushes its own aside.
        stop = min(widest, max(name.sizeHint().width() for name in names))
        for each, name in zip(cast, names, strict=True):
            row = QWidget(block)
            flow = FlowLayout(row, spacing=SPACE.hair)
            name.setMinimumWidth(stop)
            flow.addWidget(name)
            about = each.character or ("" if each.role == "actor" else each.role)
            if about:
                flow.addWidget(ElidedLabel(about, mode=Qt.TextElideMode.ElideRight, tone="muted"))
            column.addWidget(row)
        return block


class FactsSection(Section):
    """Genres, studios, countries, collections, dates, numbers elsewhere."""

    def part(self, page: DetailsPage) -> object:
        details = page.details
        return (
            details.genres,
            details.studios,
            details.countries,
            details.sets,
            dict(details.ids),
            details.row.premiered,
            details.row.added_at,
            details.library_name,
        )

    def fill(self, page: DetailsPage) -> None:
        details = page.details
        for field, search, values in (
            ("genres", "genre", details.genres),
            ("studios", "studio", details.studios),
            ("countries", "country", details.countries),
            ("sets", "set", details.sets),
        ):
            if values:
                links = [self.link(search, value) for value in values]
                origin = words.origin(details, field)
                self.column.addWidget(self.line(words.field_name(field), links, origin=origin))
        if details.row.premiered:
            label = PlainLabel(words.iso_day(details.row.premiered))
            label.setWordWrap(False)
            title = words.date_name(details.row.media_type)
            origin = words.origin(details, "premiered")
            self.column.addWidget(self.line(title, [label], origin=origin))
        for name, value in details.ids.items():
            label = PlainLabel(value)
            label.setWordWrap(False)
            label.set_selectable()
            label.setAccessibleName(f"{words.source(name)} {value}")
            origin = words.origin(details, "ids")
            self.column.addWidget(self.line(words.source(name), [label], origin=origin))
        library = self.link("library", details.library_name)
        self.column.addWidget(self.line(translate("Details", "Library"), [library]))
        added = PlainLabel(words.day(details.row.added_at))
        added.setWordWrap(False)
        self.column.addWidget(self.line(translate("Details", "Added"), [added]))


class OriginsSection(Section):
    """Where each value comes from, folded until somebody asks."""

    def part(self, page: DetailsPage) -> object:
        return dict(page.details.origins)

    def fill(self, page: DetailsPage) -> None:
        expandable(
            self.column,
            lambda: self._table(page),
            closed=translate("Details", "Where from"),
            opened=translate("Details", "Hide where from"),
        )

    def _table(self, page: DetailsPage) -> QWidget:
        block = QWidget(self)
        column = QGridLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setVerticalSpacing(SPACE.hair)
        column.setHorizontalSpacing(SPACE.medium)
        column.setColumnStretch(1, 1)
        for number, (field, origin) in enumerate(sorted(page.details.origins.items())):
            name = PlainLabel(words.field_name(field), tone="muted", size=TextSize.CAPTION)
            name.setWordWrap(False)
            when = words.joined(words.origin_source(origin), words.moment(origin.set_at))
            column.addWidget(name, number, 0)
            column.addWidget(PlainLabel(when, size=TextSize.CAPTION), number, 1)
        return block


def _count(number: int, noun: str) -> str:
    one, many = {
        "season": (translate("Details", "%1 season"), translate("Details", "%1 seasons")),
        "episode": (translate("Details", "%1 episode"), translate("Details", "%1 episodes")),
    }[noun]
    return (one if number == 1 else many).replace("%1", str(number))
