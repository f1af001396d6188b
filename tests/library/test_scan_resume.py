"""A scan that stops between files and their sidecars leaves nothing unread for good."""

from pathlib import Path

import pytest
from tests.library.small_library import find_ids, run_scan

from media_manager.domain.media import LibraryKind
from media_manager.errors import JobCancelled
from media_manager.library.details import get_details
from media_manager.library.roots import add_root
from media_manager.library.scan import _Scan
from media_manager.persistence.store import LibraryStore


def test_sidecars_that_were_not_read_are_read_by_the_next_scan(
    store: LibraryStore, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is known then, and none of its files is new: it is unfinished all the same."""
    root = add_root(store, media, kind=LibraryKind.MIXED)

    def stop(*_arguments: object, **_named: object) -> None:
        raise JobCancelled("stopped at the worst moment")

    with monkeypatch.context() as patched:
        patched.setattr(_Scan, "_write_sidecars", stop)
        with pytest.raises(JobCancelled):
            run_scan(store, root)
    assert run_scan(store, root).added == 0
    (heat,) = find_ids(store, "heat type:movie")
    (show,) = find_ids(store, "type:show")
    with store.reading() as reader:
        assert get_details(reader, heat).plot == "Cops and robbers."
        assert get_details(reader, show).row.state == "matched"
