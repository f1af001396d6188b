"""A view that was kept shows at once at the next start, and only if it is still true."""

from pathlib import Path

import pytest

from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Field, Not, Query, Word
from media_manager.library.kept_view import KeptView, can_be_kept


class Here:
    """What a kept view asks of a reader: which database, and at which point."""

    def __init__(self, uid: str = "0190-a", seq: int = 7) -> None:
        self._uid, self._seq = uid, seq

    def uid(self) -> str:
        return self._uid

    def seq(self) -> int:
        return self._seq


QUERY = Query((Not(Field("type", "season")),))
RESULT = ResultSet.of(QUERY, 7, range(1, 2_001))


@pytest.fixture
def kept(tmp_path: Path) -> KeptView:
    view = KeptView(tmp_path / "views" / "last.ids")
    view.keep("0190-a", RESULT)
    return view


def test_a_kept_view_comes_back_whole(kept: KeptView) -> None:
    """The same ids in the same order, and the point they are true at."""
    assert kept.result_set(Here(), QUERY) == RESULT  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("here", "query"),
    [(Here(seq=8), QUERY), (Here(uid="0190-b"), QUERY), (Here(), Query(QUERY.where, "year"))],  # type: ignore[arg-type]
)
def test_a_view_of_another_moment_database_or_query_is_not_shown(
    kept: KeptView, here: Here, query: Query
) -> None:
    """Wrong ids would be a wrong list: rather none."""
    assert kept.result_set(here, query) is None  # type: ignore[arg-type]


def test_a_torn_or_missing_file_is_no_view(kept: KeptView, tmp_path: Path) -> None:
    """A cache may be cut off or deleted at any time."""
    file = tmp_path / "views" / "last.ids"
    whole = file.read_bytes()
    for size in (0, 3, 20, len(whole) - 8):
        file.write_bytes(whole[:size])
        assert kept.result_set(Here(), QUERY) is None  # type: ignore[arg-type]
    file.unlink()
    assert kept.result_set(Here(), QUERY) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "lasting"),
    [
        (Query(), True),
        (QUERY, True),
        (Query((Field("added", "<30d"),)), False),
        (Query((Word("dune"),)), False),
        (None, False),
    ],
)
def test_only_what_time_does_not_change_is_kept(query: object, *, lasting: bool) -> None:
    """`added:<30d` is another list tomorrow, though nothing was written."""
    assert can_be_kept(query) is lasting
