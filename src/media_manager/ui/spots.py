"""Goes back to where one was in a list, as soon as the list is long enough to have it."""

from media_manager.lazy_model import LazyMediaItemModel
from media_manager.ui.library_view import LibraryView
from media_manager.ui.places import Spot


class SpotKeeper:
    """Belongs to one list. A person who moves before it could go back stays where they are."""

    def __init__(self, model: LazyMediaItemModel, view: LibraryView) -> None:
        self._model = model
        self._view = view
        self._wanted: Spot | None = None

    @property
    def is_waiting(self) -> bool:
        return self._wanted is not None

    def look(self) -> Spot:
        """Return where one is now."""
        if self._wanted is not None:
            return self._wanted
        first, scrolled_out = self._view.view.first_visible()
        at_top = not first and not scrolled_out
        return Spot(
            None if at_top else self._model.id_at(first),
            first,
            scrolled_out,
            self._view.current_id(),
        )

    def want(self, spot: Spot | None) -> None:
        """Go back to a spot of the list that is on its way; None begins at the top."""
        self._wanted = spot

    def arrive(self) -> None:
        """Go there if the rows are known by now."""
        spot = self._wanted
        if spot is None:
            return
        view = self._view.view
        # A list that gets the keyboard chooses its first item by itself: that is no move.
        if view.first_visible() != (0, 0) or view.currentIndex().row() > 0:
            self._wanted = None
            return
        row = self._row(spot)
        if row is None:
            return
        self._wanted = None
        if spot.current_id is not None:
            self._view.choose(spot.current_id)
        if spot.first_row or spot.scrolled_out:
            view.scroll_to_row(row, spot.scrolled_out)

    def _row(self, spot: Spot) -> int | None:
        """Return the row to be at the upper edge; None while nobody can know it."""
        if not spot.first_row and not spot.scrolled_out:
            known = spot.current_id is None or self._has(spot.current_id)
            return 0 if known or self._model.is_exact else None
        found = None if spot.first_id is None else self._model.result.index_of(spot.first_id)
        if found is not None and self._model.is_exact:
            return found
        if not self._model.is_exact:
            return None
        return min(spot.first_row, max(0, self._model.rowCount() - 1))

    def _has(self, item_id: int) -> bool:
        return self._model.result.index_of(item_id) is not None
