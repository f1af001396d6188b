"""The list of media items that every view of a library shows."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import QByteArray, QObject, Qt

from media_manager.domain.media import MediaRow
from media_manager.domain.query import Field, Query
from media_manager.lazy_model import texts
from media_manager.lazy_model.columns import MEDIA_COLUMNS, Column, heading
from media_manager.lazy_model.memory import MemoryListSource
from media_manager.lazy_model.model import LazyListModel
from media_manager.lazy_model.roles import MediaRole
from media_manager.lazy_model.source import ListSource

_TITLE: Final = 0
_ROLES: Final[Mapping[int, Callable[[MediaRow], Any]]] = MappingProxyType(
    {
        int(Qt.ItemDataRole.ToolTipRole): texts.tooltip,
        MediaRole.LOADED: lambda _row: True,
        MediaRole.ID: lambda row: row.id,
        MediaRole.TITLE: texts.title,
        MediaRole.SUBTITLE: texts.subtitle,
        MediaRole.YEAR: lambda row: row.year,
        MediaRole.MEDIA_TYPE: lambda row: row.media_type,
        MediaRole.LIBRARY_ID: lambda row: row.library_id,
        MediaRole.RATING: lambda row: row.rating,
        MediaRole.STATE: lambda row: row.state,
        MediaRole.FILE_STATE: lambda row: row.file_state,
        MediaRole.WATCHED: lambda row: bool(row.watched),
        MediaRole.FAVORITE: lambda row: bool(row.favorite),
        MediaRole.PROGRESS: texts.progress,
        MediaRole.HEIGHT: lambda row: row.height,
        MediaRole.CHILD_COUNT: lambda row: row.child_count,
        MediaRole.ARTWORK_ID: lambda row: row.artwork_id,
    }
)


class LazyMediaItemModel(LazyListModel):
    """Media items by page. Without a source it shows the library of the default profile."""

    def __init__(
        self,
        page_size: int = 100,
        prefetch_threshold: int = 20,
        library_id: int | None = None,
        *,
        source: ListSource | None = None,
        parent: QObject | None = None,
    ) -> None:
        self.library_id = library_id
        self.library_names: dict[int, str] = {}
        super().__init__(
            source or _default_source(),
            (*MEDIA_COLUMNS[:-1], Column("library", self._library_name, 120, sortable=False)),
            page_size=page_size,
            prefetch_threshold=prefetch_threshold,
            parent=parent,
        )
        self._texts = tuple(column.text for column in self.columns)
        if source is None:
            self.set_query(_library_query(library_id))

    def set_library_names(self, names: Mapping[int, str]) -> None:
        self.library_names = dict(names)

    def roleNames(self) -> dict[int, QByteArray]:
        names = {int(role): QByteArray(role.name.lower().encode()) for role in MediaRole}
        return {**super().roleNames(), **names}

    def _library_name(self, row: MediaRow) -> str:
        return texts.printable(self.library_names.get(row.library_id, ""))

    def _value(self, row: MediaRow, column: int, role: int) -> Any:  # noqa: ANN401 - Qt roles
        if role == MediaRole.ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[column](row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(column)
        asked = _ROLES.get(role)
        return None if asked is None else asked(row)

    def _spoken(self, row: MediaRow, column: int) -> str:
        if column == _TITLE:
            return texts.spoken(row)
        key = self.columns[column].key
        text = self._texts[column](row)
        return f"{heading(key)}: {text or texts.translate('MediaList', 'none')}"

    def _placeholder(self, column: int, role: int) -> Any:  # noqa: ANN401 - Qt roles
        if role == MediaRole.LOADED:
            return False
        if role == Qt.ItemDataRole.DisplayRole:
            return texts.PLACEHOLDER if column == _TITLE else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return texts.translate("MediaList", "Loading")
        return None


def _default_source() -> ListSource:
    """Return the reader of the default profile; nobody's library yet is an empty list."""
    # Late: a view that brings its source, and so the first paint, needs none of this.
    from media_manager.workers.media_jobs import default_list_source  # noqa: PLC0415

    source: ListSource | None = default_list_source()
    return source or MemoryListSource((), lambda _item_id: None)


def _library_query(library_id: int | None) -> Query:
    if library_id is None:
        return Query()
    return Query((Field("library_id", str(library_id)),))
