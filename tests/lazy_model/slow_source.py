"""A source of rows that answers when the test says so, and short ways to look at a model."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from media_manager.domain.media import MediaRow
from media_manager.lazy_model import LazyMediaItemModel

DISPLAY = Qt.ItemDataRole.DisplayRole


def film(item_id: int, **changed: Any) -> MediaRow:
    row = MediaRow(
        id=item_id,
        media_type="movie",
        library_id=1,
        title=f"Film {item_id}",
        year=1999,
        season=None,
        episode=None,
        episode_end=None,
        parent_id=None,
        parent_title=None,
        premiered=None,
        runtime_minutes=120,
        rating=7.5,
        added_at=1_700_000_000_000_000,
        state="matched",
        file_state="present",
        height=1080,
        size_bytes=2**30,
        child_count=0,
        watched=0,
        favorite=0,
        user_rating=None,
        resume_ms=0,
        artwork_id=None,
        artwork_root=None,
        artwork_path=None,
        artwork_stamp=None,
    )
    return row._replace(**changed)


class Request:
    """One request that the test answers, or not."""

    def __init__(self, what: str, about: Any, done: Callable[[Any], None], failed: Any) -> None:
        self.what, self.about, self.done, self.failed = what, about, done, failed
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class SlowSource:
    """A source of which the test says when it answers."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def _add(self, *arguments: Any) -> Request:
        self.requests.append(Request(*arguments))
        return self.requests[-1]

    def first_page(self, query: object, limit: int, done: Any, failed: Any) -> Request:
        # The tester fetches more by itself; only a test that is about it answers that.
        return self._add("first" if limit == 10 else "more", (query, limit), done, failed)

    def result_set(self, query: object, done: Any, failed: Any) -> Request:
        return self._add("ids", query, done, failed)

    def rows(self, ids: Sequence[int], done: Any, failed: Any) -> Request:
        return self._add("rows", list(ids), done, failed)

    def last(self, what: str) -> Request:
        return [each for each in self.requests if each.what == what][-1]

    def page(self, first_id: int) -> Request:
        return next(r for r in self.requests if r.what == "rows" and r.about[0] == first_id)

    def pages(self) -> list[int]:
        """The first ids of all pages asked for and not cancelled."""
        return [r.about[0] for r in self.requests if r.what == "rows" and not r.cancelled]


def strict(model: LazyMediaItemModel) -> QAbstractItemModelTester:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    return QAbstractItemModelTester(model, mode, model)


def shown(model: LazyMediaItemModel, row: int, role: int = DISPLAY, column: int = 0) -> Any:
    return model.data(model.index(row, column), role)
