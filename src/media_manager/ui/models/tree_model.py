"""Shows, seasons and episodes as a tree of which only what was opened is in memory."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from media_manager.domain.changes import LibraryChanges
from media_manager.domain.family import FamilyLine
from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Field, Query
from media_manager.lazy_model import MediaRole, texts
from media_manager.library import browse, family
from media_manager.ui.models import tree_texts
from media_manager.ui.models.tree_node import Node, number
from media_manager.ui.models.tree_texts import NUMERIC, TreeColumn
from media_manager.ui.widgets.look import color
from media_manager.workers.services import Services

Index = QModelIndex | QPersistentModelIndex

SHOWS: Final = Query((Field("type", "show"),))
_ROOT: Final = QModelIndex()
_NO_LINES: Final[list[FamilyLine]] = []
_PAGE: Final = 200
_LINES_AT_ONCE: Final = 200
# Changes come in bursts: a scan must not make the tree read all the time.
_REFRESH_MS: Final = 300
_END: Final = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value
_START: Final = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value


class ShowTreeModel(QAbstractItemModel):
    """Asks for levels when they are opened and for lines when they are seen; waits for nothing."""

    loaded = Signal()
    failed = Signal(object)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._query = SHOWS
        self._ids: Sequence[int] = array("q")
        self._top: list[Node] = []
        self._nodes: dict[int, Node] = {}
        self._wanted: dict[int, None] = {}
        self.is_loading = False
        self._growing = False
        self._seen_timer = QTimer(self, singleShot=True, interval=0)
        self._seen_timer.timeout.connect(self._ask_lines)
        self._refresh_timer = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._refresh_timer.timeout.connect(self.refresh)
        services.changes.on_changes(self._on_changes)

    # -- what the window tells ----------------------------------------------------------------

    @property
    def show_count(self) -> int:
        """How many shows the query finds; only the first are in the tree at once."""
        return len(self._ids)

    def set_query(self, query: Query) -> None:
        """Show what a query finds; it MUST ask for shows. The same query only refreshes."""
        if query != self._query:
            self._query = query
            self.beginResetModel()
            self._ids, self._top, self._nodes, self._wanted = array("q"), [], {}, {}
            self.endResetModel()
        self.refresh()

    def refresh(self) -> None:
        """Read the ids and all open levels anew; what is seen follows by itself."""
        self.is_loading = True
        self._services.read(
            partial(browse.result_set, query=self._query),
            empty=ResultSet(self._query, 0),
            on_done=self._take_ids,
            on_error=self._refuse,
            key=("show-tree", id(self)),
        )
        for node in list(self._nodes.values()):
            node.stale = True
            if node.loaded:
                self._ask_children(node)
        self._tell_changed(self._top)

    def node(self, index: Index) -> Node | None:
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def index_of(self, item_id: int) -> QModelIndex:
        """Return where an item stands, if it is in the tree by now."""
        node = self._nodes.get(item_id)
        return QModelIndex() if node is None else self._index(node)

    # -- what Qt asks ---------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        siblings = self._below(parent)
        if not (0 <= row < len(siblings) and 0 <= column < len(TreeColumn)):
            return QModelIndex()
        return self.createIndex(row, column, siblings[row].id)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # Qt has two of this name
        node = self.node(index)
        return QModelIndex() if node is None or node.parent is None else self._index(node.parent)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return len(self._below(parent))

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.column() > 0 else len(TreeColumn)

    def hasChildren(self, parent: Index = _ROOT) -> bool:
        if not parent.isValid():
            return bool(self._top)
        node = self.node(parent)
        return node is not None and parent.column() == 0 and node.may_have_children

    def canFetchMore(self, parent: Index) -> bool:
        if not parent.isValid():
            return not self._growing and len(self._top) < len(self._ids)
        node = self.node(parent)
        if node is None or parent.column() > 0:
            return False
        return node.may_have_children and not node.loaded and not node.asked

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        node = self.node(parent)
        if node is not None:
            self._ask_children(node)
            return
        first = len(self._top)
        fresh = [self._new_node(each) for each in self._ids[first : first + _PAGE]]
        self._growing = True  # who hears of the rows to come may ask for more at once
        self.beginInsertRows(_ROOT, first, first + len(fresh) - 1)
        self._top += fresh
        number(self._top)
        self._growing = False
        self.endInsertRows()

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt override
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(TreeColumn):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tree_texts.heading(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _END if section in NUMERIC else _START
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt override
        node = self.node(index)
        if node is None:
            return None
        if node.stale:
            self._want(node)
        if role == MediaRole.ID:
            return node.id
        if node.line is None:
            is_text = role == Qt.ItemDataRole.DisplayRole and index.column() == TreeColumn.TITLE
            return texts.PLACEHOLDER if is_text else None
        return _value(node.line, index.column(), role)

    # -- asking and receiving ---------------------------------------------------------------------

    def _want(self, node: Node) -> None:
        self._wanted[node.id] = None
        if not self._seen_timer.isActive():
            self._seen_timer.start()

    def _ask_lines(self) -> None:
        ids = list(self._wanted)[-_LINES_AT_ONCE:]
        self._wanted.clear()
        for item_id in ids:
            node = self._nodes.get(item_id)
            if node is not None:
                node.stale = False  # on its way: painting it again must not ask again
        if ids:
            self._services.read(
                partial(family.lines, ids=ids), empty=_NO_LINES, on_done=self._take_lines
            )

    def _take_lines(self, lines: Sequence[FamilyLine]) -> None:
        for line in lines:
            node = self._nodes.get(line.row.id)
            if node is not None:
                node.take(line)
                self._tell_changed([node])

    def _ask_children(self, node: Node) -> None:
        node.asked = True
        item_id = node.id
        self._services.read(
            partial(family.child_lines, parent_id=item_id),
            empty=_NO_LINES,
            on_done=partial(self._take_children, item_id),
            on_error=partial(self._miss_children, item_id),
        )

    def _miss_children(self, item_id: int, error: BaseException) -> None:
        node = self._nodes.get(item_id)
        if node is not None:
            node.asked = False
        self.failed.emit(error)

    def _take_children(self, item_id: int, lines: Sequence[FamilyLine]) -> None:
        parent = self._nodes.get(item_id)
        if parent is None:
            return
        parent.asked = False
        ids = [line.row.id for line in lines]
        if not parent.children and ids:
            self.beginInsertRows(self._index(parent), 0, len(ids) - 1)
            parent.adopt([self._new_node(each, parent) for each in ids])
            parent.loaded = True
            self.endInsertRows()
        elif ids != [child.id for child in parent.children]:
            self._rearrange(lambda: parent.adopt(self._reused(ids, parent.children, parent)))
        parent.loaded = True
        for child, line in zip(parent.children, lines, strict=True):
            child.take(line)
        self._tell_changed(parent.children)

    def _take_ids(self, result: ResultSet) -> None:
        self.is_loading = False
        ids = array("q", result.ids)
        if not self._top:
            self._ids = ids
            self.fetchMore(_ROOT)
        elif ids != self._ids:
            self._rearrange(partial(self._replace_top, ids))
        self.loaded.emit()

    def _replace_top(self, ids: Sequence[int]) -> None:
        kept = min(len(ids), max(_PAGE, len(self._top)))
        self._ids = ids
        self._top = self._reused(ids[:kept], self._top, None)
        number(self._top)

    def _reused(self, ids: Iterable[int], old: Sequence[Node], parent: Node | None) -> list[Node]:
        """Return nodes for ids: those that are there, new ones, and forget what is gone."""
        known = {node.id: node for node in old}
        nodes = [known.pop(each) if each in known else self._new_node(each, parent) for each in ids]
        for gone in known.values():
            for node in (gone, *gone.below()):
                self._nodes.pop(node.id, None)
        return nodes

    def _rearrange(self, change: Callable[[], None]) -> None:
        """Change a level; expansion, selection and current item stay with their items."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [index.internalId() for index in before]
        change()
        after = [
            self._index(self._nodes[item_id], index.column())
            if item_id in self._nodes
            else QModelIndex()
            for item_id, index in zip(ids, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _on_changes(self, changes: Sequence[LibraryChanges]) -> None:
        del changes  # an episode changes what its season and show say: read what is seen
        self._refresh_timer.start()

    def _refuse(self, error: BaseException) -> None:
        self.is_loading = False
        self.failed.emit(error)

    # -- small parts ----------------------------------------------------------------------

    def _new_node(self, item_id: int, parent: Node | None = None) -> Node:
        node = self._nodes[item_id] = Node(item_id, parent)
        return node

    def _below(self, parent: Index) -> list[Node]:
        if not parent.isValid():
            return self._top
        node = self.node(parent)
        return node.children if node is not None and parent.column() == 0 else []

    def _index(self, node: Node, column: int = 0) -> QModelIndex:
        return self.createIndex(node.position, column, node.id)

    def _tell_changed(self, nodes: Sequence[Node]) -> None:
        if nodes:
            last = len(TreeColumn) - 1
            self.dataChanged.emit(self._index(nodes[0]), self._index(nodes[-1], last))


def _value(line: FamilyLine, column: int, role: int) -> Any:  # noqa: ANN401 - Qt roles
    asked = _ROLES.get(role)
    return None if asked is None else asked(line, column)


def _spoken(line: FamilyLine, column: int) -> str:
    if column == TreeColumn.TITLE:
        return tree_texts.spoken(line)
    return f"{tree_texts.heading(column)}: {tree_texts.cell(line, column)}"


_ROLES: Final[dict[int, Callable[[FamilyLine, int], Any]]] = {
    int(Qt.ItemDataRole.DisplayRole): tree_texts.cell,
    int(Qt.ItemDataRole.AccessibleTextRole): _spoken,
    int(Qt.ItemDataRole.ToolTipRole): lambda line, _column: texts.tooltip(line.row),
    int(Qt.ItemDataRole.TextAlignmentRole): lambda _line, column: (
        _END if column in NUMERIC else _START
    ),
    int(Qt.ItemDataRole.ForegroundRole): lambda _line, column: (
        None if column == TreeColumn.TITLE else color("muted")
    ),
    int(MediaRole.ROW): lambda line, _column: line.row,
}
