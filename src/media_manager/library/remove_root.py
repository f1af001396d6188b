"""Take a root folder out of the library. Not a file on the disk is touched."""

from dataclasses import dataclass

from media_manager.library.roots import get_root, note_roots
from media_manager.persistence.repositories.removal import (
    delete_root,
    only_here,
    remove_with_parents,
)
from media_manager.persistence.store import LibraryStore

_BATCH = 300


@dataclass(frozen=True, slots=True)
class RemovalPlan:
    """What leaves the library with a root: its files, and the items that have no others."""

    root_id: int
    display_path: str
    files: int
    items: int


def plan_removal(store: LibraryStore, root_id: int) -> RemovalPlan:
    """Return what `remove_root` would do; raise LibraryError when there is no such root."""
    root = get_root(store, root_id)
    with store.reading() as reader:
        return RemovalPlan(
            root.id, root.display_path, root.file_count, len(only_here(reader, root_id))
        )


def remove_root(store: LibraryStore, root_id: int) -> None:
    """Remove the items that lie only here, batch by batch, and then the root with its files.

    Killed in between, it is still a root, and to remove it again goes on from there.
    """
    get_root(store, root_id)
    with store.reading() as reader:
        item_ids = only_here(reader, root_id)
    for start in range(0, len(item_ids), _BATCH):
        with store.writing("roots", durable=True) as session:
            remove_with_parents(session, item_ids[start : start + _BATCH])
    with store.writing("roots", durable=True) as session:
        delete_root(session, root_id)
    note_roots(store)
    store.checkpoint()
