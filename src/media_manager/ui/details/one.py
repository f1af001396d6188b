"""The page of one item, from its artwork down to where each value comes from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from media_manager.domain.details import ItemDetails
from media_manager.domain.family import DetailsPage
from media_manager.domain.query import Compare, Field, format_query
from media_manager.lazy_model import texts
from media_manager.lazy_model.texts import translate
from media_manager.ui.details import words
from media_manager.ui.details.actions_row import ActionRow
from media_manager.ui.details.files_section import FilesSection
from media_manager.ui.details.hero import Hero
from media_manager.ui.details.like_section import LikeSection
from media_manager.ui.details.section import Section
from media_manager.ui.details.sections import (
    EpisodesSection,
    FactsSection,
    OriginsSection,
    PeopleSection,
    PlotSection,
)
from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.flow_layout import FlowLayout
from media_manager.ui.widgets.plain import LinkButton, PlainLabel, tooltip
from media_manager.ui.widgets.tag_editor import TagEditor
from media_manager.workers.services import Services


class TitleBlock(QWidget):
    """Title, original title, and the one line that says what it is."""

    query_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.hair)
        above = QWidget(self)
        self._above = FlowLayout(above)
        self._show = LinkButton("", parent=above)
        self._show.clicked.connect(self._open_show)
        self._above.addWidget(self._show)
        self.title = PlainLabel(size=TextSize.HERO)
        self.original = PlainLabel(tone="muted")
        self.facts = PlainLabel(tone="muted")
        self.ratings = PlainLabel()
        self.state = PlainLabel(tone="warn")
        self._query = ""
        for widget in (above, self.title, self.original, self.facts, self.ratings, self.state):
            column.addWidget(widget)

    def show_item(self, details: ItemDetails) -> None:
        row = details.row
        self._show.set_words(row.parent_title or "")
        self._show.setVisible(bool(row.parent_title))
        self._query = format_query((Field("title", row.parent_title or ""),))
        self.title.setText(texts.title(row))
        self.title.setToolTip(tooltip(words.origin(details, "title")))
        original = details.original_title if details.original_title != row.title else ""
        self.original.setText(original or "")
        self.original.setVisible(bool(original))
        self.original.setToolTip(tooltip(words.origin(details, "original_title")))
        self.facts.setText(words.facts(details))
        fields = ("year", "premiered", "runtime_minutes", "content_rating")
        self.facts.setToolTip(tooltip(words.origin(details, *fields)))
        ratings = words.ratings(details)
        self.ratings.setText(ratings)
        self.ratings.setVisible(bool(ratings))
        self.ratings.setToolTip(tooltip(words.origin(details, "ratings", "rating")))
        identified = {"unmatched", "ambiguous"}
        self.state.setText(texts.state(row._replace(file_state="present")))
        self.state.setVisible(row.state in identified)

    def _open_show(self) -> None:
        self.query_requested.emit(self._query)


class OnePage(QWidget):
    """All sections of one item, in one column that scrolls as a whole."""

    query_requested = Signal(str)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.hero = Hero(services, self)
        outer.addWidget(self.hero)
        self._column = QVBoxLayout()
        margin = SPACE.large
        self._column.setContentsMargins(margin, SPACE.medium, margin, margin)
        self._column.setSpacing(SPACE.large)
        outer.addLayout(self._column)
        outer.addStretch(1)
        self.title = TitleBlock(self)
        self.actions_row = ActionRow(self)
        self.episodes = EpisodesSection()
        self.tags = TagEditor(self)
        self.plot = PlotSection()
        self.people = PeopleSection(translate("Details", "People"))
        self.facts = FactsSection(translate("Details", "About"))
        self.files = FilesSection(translate("Details", "Files"))
        self.like = LikeSection(services)
        self.origins = OriginsSection()
        self._build()

    @property
    def sections(self) -> tuple[Section, ...]:
        return (
            self.episodes,
            self.plot,
            self.people,
            self.facts,
            self.files,
            self.like,
            self.origins,
        )

    def show_page(self, page: DetailsPage) -> None:
        """Show an item; what did not change is left as it is, with its focus."""
        details = page.details
        self.hero.show_item(details)
        self.title.show_item(details)
        self.actions_row.show_page(page)
        self.tags.set_tags(details.tags, known=page.known_tags)
        self.tags.setToolTip(tooltip(words.origin(details, "tags")))
        for section in self.sections:
            section.show_page(page)

    def _build(self) -> None:
        for widget in (
            self.title,
            self.actions_row,
            self.episodes,
            self.plot,
            self.tags,
            self.people,
            self.facts,
            self.files,
            self.like,
            self.origins,
        ):
            self._column.addWidget(widget)
        self.title.query_requested.connect(self.query_requested)
        self.tags.tag_opened.connect(
            lambda tag: self.query_requested.emit(
                format_query((Field("tag", tag, Compare.EQUALS),))
            )
        )
        for section in self.sections:
            section.query_requested.connect(self.query_requested)
