"""The facets as a tree of two levels: sections, and the values of each with their counts."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from media_manager.domain.facets import NAMED, Facet, FacetLine, Mark, marked, value_of
from media_manager.domain.naming import fold
from media_manager.domain.query import Field, Node
from media_manager.ui.facets.lines import (
    SHORT,
    Row,
    RowKind,
    Section,
    holds_words,
    in_order,
)
from media_manager.ui.words import number

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex

_ROOT: Final = QModelIndex()


class FacetRole(IntEnum):
    """What the delegate and the tree ask of a row."""

    ROW = int(Qt.ItemDataRole.UserRole) + 1


class FacetModel(QAbstractItemModel):
    """Holds at most a few hundred rows. New counts change rows in place and never reset."""

    def __init__(
        self, sections: Sequence[tuple[Facet, str]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.sections = [Section(facet, title) for facet, title in sections]
        self._at = {facet: at for at, (facet, _title) in enumerate(sections)}
        self._words: tuple[str, ...] = ()
        for section in self.sections:
            section.rows = self._rows_of(section)

    # -- what the panel tells ----------------------------------------------------------------

    def show_lines(self, facet: Facet, lines: Sequence[FacetLine], *, more: int = 0) -> None:
        """Show the values of a section with new counts."""
        section = self.sections[self._at[facet]]
        section.lines, section.more = in_order(lines), more
        section.known, section.stale = True, False
        self._renew(self._at[facet])

    def show_marks(self, nodes: tuple[Node, ...]) -> None:
        """Mark what a search chooses and excludes, before any new count has come."""
        for at, section in enumerate(self.sections):
            marks = marked(section.facet, nodes)
            if marks != section.marks:
                section.marks = marks
                section.lines = in_order([_marked(section, line) for line in section.lines])
                self._renew(at)

    def set_stale(self, *, but: Collection[Facet] = ()) -> None:
        """Dim the counts of an older search. No row is made anew for that."""
        for section in self.sections:
            section.stale = section.known and section.facet not in but
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.sections) - 1, 0))

    def filter(self, text: str) -> None:
        """Show only values of which a word begins so."""
        words = tuple(fold(text).split())
        if words != self._words:
            self._words = words
            for at in range(len(self.sections)):
                self._renew(at)

    def unfold(self, index: Index) -> None:
        """Show all values of the section of a row, or only its first ones again."""
        at = index.internalId() - 1
        self.sections[at].long = not self.sections[at].long
        self._renew(at)

    def facet_of(self, index: Index) -> Facet:
        """Return the facet of the section that a row is, or belongs to."""
        at = index.row() if index.internalId() == 0 else index.internalId() - 1
        return self.sections[at].facet

    def index_of(self, facet: Facet, wanted: Field | None = None) -> QModelIndex:
        """Return the row of a section, or of a value in it; invalid if it is not shown."""
        at = self._at[facet]
        if wanted is None:
            return self.index(at, 0)
        for row, shown in enumerate(self.sections[at].rows):
            if shown.line is not None and shown.line.node == wanted:
                return self.index(row, 0, self.index(at, 0))
        return QModelIndex()

    # -- rows --------------------------------------------------------------------------------

    def _renew(self, at: int) -> None:
        """Change the rows of a section in place: only their number inserts or removes any."""
        section = self.sections[at]
        parent = self.index(at, 0)
        before, rows = len(section.rows), self._rows_of(section)
        if len(rows) > before:
            self.beginInsertRows(parent, before, len(rows) - 1)
            section.rows = rows
            self.endInsertRows()
        elif len(rows) < before:
            self.beginRemoveRows(parent, len(rows), before - 1)
            section.rows = rows
            self.endRemoveRows()
        else:
            section.rows = rows
        same = min(before, len(rows))
        if same:
            self.dataChanged.emit(self.index(0, 0, parent), self.index(same - 1, 0, parent))
        self.dataChanged.emit(parent, parent)

    def _rows_of(self, section: Section) -> list[Row]:
        if not section.known:
            return [Row(RowKind.NOTE, translate("Facets", "Counting…"))]
        lines = [
            line
            for line in section.lines
            if not self._words or line.mark is not Mark.NONE or holds_words(line.label, self._words)
        ]
        if not lines:
            return [Row(RowKind.NOTE, translate("Facets", "Nothing to choose"))]
        largest = max((line.count for line in lines), default=0)
        shown = lines if section.long or self._words else _first(lines)
        rows = [_row_of(line, largest) for line in shown]
        if section.more and len(shown) == len(lines):
            rest = translate("Facets", "%1 more: find them above")
            rows.append(Row(RowKind.NOTE, rest.replace("%1", number(section.more))))
        if not self._words and len(_first(lines)) < len(lines):
            rows.append(_fold_row(len(lines) - len(shown)))
        return rows

    def _found(self, section: Section) -> list[FacetLine]:
        """Return the values that are looked for; what is chosen always is among them."""
        return [
            line
            for line in section.lines
            if not self._words or line.mark is not Mark.NONE or holds_words(line.label, self._words)
        ]

    def is_in_the_way(self, at: int) -> bool:
        """Tell whether a section has nothing of what is looked for."""
        section = self.sections[at]
        may_hold = not section.known and section.facet in NAMED
        return bool(self._words) and not may_hold and not self._found(section)

    # -- what Qt asks ------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        if column != 0 or row < 0:
            return QModelIndex()
        if not parent.isValid():
            in_range = row < len(self.sections)
            return self.createIndex(row, 0, 0) if in_range else QModelIndex()
        if parent.internalId() == 0 and row < len(self.sections[parent.row()].rows):
            return self.createIndex(row, 0, parent.row() + 1)
        return QModelIndex()

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]  # Qt has two of this name
        if not child.isValid() or child.internalId() == 0:
            return QModelIndex()
        return self.createIndex(child.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = _ROOT) -> int:
        if not parent.isValid():
            return len(self.sections)
        return len(self.sections[parent.row()].rows) if parent.internalId() == 0 else 0

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: ARG002 - Qt's signature
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None or row.kind is RowKind.NOTE:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's roles are of any type
        row = self.row_at(index)
        if row is None:
            return None
        match role:
            case FacetRole.ROW:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return row.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(row)
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(row)
            case _:
                return None

    def headerData(
        self,
        section: int,  # noqa: ARG002 - Qt's signature
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's roles are of any type
        """Name the only column: nobody sees it, but a screen reader says it."""
        named = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return translate("Facets", "Filters") if named else None

    def row_at(self, index: Index) -> Row | None:
        """Return what a row shows."""
        if not index.isValid():
            return None
        if index.internalId():
            section = self.sections[index.internalId() - 1]
            if index.row() >= len(section.rows):
                return None
            row = section.rows[index.row()]
            return replace(row, stale=True) if section.stale else row
        section = self.sections[index.row()]
        return Row(RowKind.SECTION, section.title, note=_summary(section))


def spoken(row: Row) -> str:
    """Return what a screen reader says: `Drama, 1,204, selected`."""
    words = [row.text, row.note]
    if row.mark is Mark.INCLUDED:
        words.append(translate("Facets", "selected"))
    elif row.mark is Mark.EXCLUDED:
        words.append(translate("Facets", "excluded"))
    return ", ".join(word for word in words if word)


def _marked(section: Section, line: FacetLine) -> FacetLine:
    """Return a line as the search has it now, with the condition that the search holds."""
    mark, node = Mark.NONE, line.node
    if section.marks:
        value = value_of(section.facet, line.node)
        mark, node = section.marks.get(value, (mark, node))
    return line if mark is line.mark else replace(line, node=node, mark=mark)


def _first(lines: list[FacetLine]) -> list[FacetLine]:
    """Return the lines that are seen at first; what is chosen is always among them."""
    chosen = sum(1 for line in lines if line.mark is not Mark.NONE)
    most = max(SHORT, chosen)
    # One line more takes the room of the row that would offer it.
    return lines if len(lines) <= most + 1 else lines[:most]


def _row_of(line: FacetLine, largest: int) -> Row:
    share = line.count / largest if largest else 0.0
    return Row(RowKind.VALUE, line.label, number(line.count), share, line.mark, line=line)


def _fold_row(hidden: int) -> Row:
    if hidden:
        more = translate("Facets", "%1 more").replace("%1", number(hidden))
        return Row(RowKind.MORE, more)
    return Row(RowKind.MORE, translate("Facets", "Show fewer"))


def _summary(section: Section) -> str:
    """Say what is chosen in a section, also while it is folded."""
    denied = translate("Facets", "not %1")
    return ", ".join(
        line.label if line.mark is Mark.INCLUDED else denied.replace("%1", line.label)
        for line in section.marked
    )


def _tip(row: Row) -> str | None:
    if row.kind is not RowKind.VALUE:
        return row.note or None
    how = translate("Facets", "Click to add or remove, Ctrl+click or − to exclude")
    return f"{row.text}: {row.note}\n{how}"
