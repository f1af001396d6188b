"""How a line of the tree of shows reads, column by column."""

from enum import IntEnum

from PySide6.QtCore import QCoreApplication

from media_manager.domain.family import FamilyLine
from media_manager.lazy_model import texts
from media_manager.ui.details import words

translate = QCoreApplication.translate


class TreeColumn(IntEnum):
    """The columns, in their order."""

    TITLE = 0
    EPISODE = 1
    DATE = 2
    RUNTIME = 3
    WATCHED = 4
    STATE = 5


NUMERIC = frozenset({TreeColumn.DATE, TreeColumn.RUNTIME})


def heading(column: int) -> str:
    return {
        TreeColumn.TITLE: translate("ShowTree", "Title"),
        TreeColumn.EPISODE: translate("ShowTree", "Episode"),
        TreeColumn.DATE: translate("ShowTree", "Date"),
        TreeColumn.RUNTIME: translate("ShowTree", "Runtime"),
        TreeColumn.WATCHED: translate("ShowTree", "Watched"),
        TreeColumn.STATE: translate("ShowTree", "State"),
    }[TreeColumn(column)]


def cell(line: FamilyLine, column: int) -> str:
    row = line.row
    match column:
        case TreeColumn.TITLE:
            return texts.title(row)
        case TreeColumn.EPISODE:
            return _number(line)
        case TreeColumn.DATE:
            return words.iso_day(row.premiered) if row.premiered else texts.year(row)
        case TreeColumn.RUNTIME:
            return texts.runtime(row)
        case TreeColumn.WATCHED:
            return watched(line)
        case _:
            return texts.state(row)


def watched(line: FamilyLine) -> str:
    """Return how much is left of a show, or whether an episode was seen."""
    if line.progress is None:
        percent = round(texts.progress(line.row) * 100)
        if percent and not line.row.watched:
            return translate("ShowTree", "%1 %").replace("%1", str(percent))
        return texts.watched(line.row)
    if not line.progress.episodes:
        return ""
    if not line.progress.unwatched:
        return translate("ShowTree", "Watched")
    return translate("ShowTree", "%1 unwatched").replace("%1", str(line.progress.unwatched))


def spoken(line: FamilyLine) -> str:
    """Return the whole line as one sentence for a screen reader."""
    parts = (texts.title(line.row), texts.kind(line.row), _number(line), watched(line))
    state = texts.state(line.row)
    return ", ".join(part for part in (*parts, state) if part)


def _number(line: FamilyLine) -> str:
    """Return an episode's number, or how many episodes there are."""
    if line.progress is None:
        return texts.episode_number(line.row)
    one, many = translate("ShowTree", "%1 episode"), translate("ShowTree", "%1 episodes")
    count = line.progress.episodes
    return (one if count == 1 else many).replace("%1", str(count))
