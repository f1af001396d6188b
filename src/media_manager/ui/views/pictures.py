"""Which pictures a list view needs now, and which rows to paint again when one has come."""

from collections.abc import Callable, Sequence

from media_manager.domain.media import MediaRow
from media_manager.lazy_model import LazyListModel
from media_manager.ui.thumbnails import Artwork, Box, PixmapStore

NeededBy = Callable[[MediaRow], tuple[Artwork, Box] | None]


class ShownPictures:
    """The pictures of one view. Its rows come back by the id of their artwork."""

    def __init__(self, store: PixmapStore | None) -> None:
        self.store = store
        self._rows: dict[int, list[int]] = {}

    def want(self, model: object, rows: range, needed_by: NeededBy) -> None:
        """Ask for what the rows need, first rows first."""
        if self.store is None or not isinstance(model, LazyListModel):
            return
        wanted, self._rows = [], {}
        for row in range(rows.start, min(rows.stop, model.rowCount())):
            media = model.row_at(row)
            picture = None if media is None else needed_by(media)
            if picture is not None:
                wanted.append(picture)
                self._rows.setdefault(picture[0].id, []).append(row)
        self.store.want(self, wanted)

    def rows_of(self, artwork_id: int) -> Sequence[int]:
        return self._rows.get(artwork_id, ())
