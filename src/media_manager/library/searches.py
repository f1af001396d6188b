"""Keep searches under a name, in folders; each can stand in another as `in:"name"`.

A name is unique in the whole library, whatever its case, accents and folder: `in:` needs no path,
and moving a search into another folder breaks nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from media_manager.domain.query import Field, Node, format_search, parse_search, walk
from media_manager.domain.query.formatter import quoted
from media_manager.domain.query.nodes import And, Not, Or
from media_manager.domain.query.references import resolve_references
from media_manager.errors import LibraryError, QueryError
from media_manager.persistence import searches_reader
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.searches_reader import SearchRow, name_key
from media_manager.persistence.store import LibraryStore

LONGEST_NAME = 120
_DEEPEST_FOLDER = 8


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with a name; `folder` is a path such as `Mine/Later`, empty at the top."""

    id: int
    folder: str
    name: str
    text: str
    created_at: int

    @property
    def reference(self) -> str:
        """Return how another search asks for it."""
        return f"in:{quoted(self.name)}"


@dataclass(frozen=True, slots=True)
class SearchFolder:
    """A folder of the tree with what lies in it; the root has neither name nor path."""

    name: str
    path: str
    folders: tuple["SearchFolder", ...] = ()
    searches: tuple[SavedSearch, ...] = ()


def list_searches(reader: LibraryReader) -> tuple[SavedSearch, ...]:
    """Return all saved searches, folder by folder."""
    return tuple(SavedSearch(*row) for row in searches_reader.list_searches(reader))


def find_search(reader: LibraryReader, name: str) -> SavedSearch | None:
    """Return the saved search of this name, whatever its case and accents."""
    row = searches_reader.find_search(reader, name)
    return None if row is None else SavedSearch(*row)


def get_search(reader: LibraryReader, name: str) -> SavedSearch:
    """Return the saved search of this name; raise LibraryError if there is none."""
    found = find_search(reader, name)
    if found is None:
        raise _none_such(name)
    return found


def search_tree(searches: Iterable[SavedSearch]) -> SearchFolder:
    """Return the searches, in the order given, as the tree of their folders."""
    return _folder("", "", tuple(searches))


def asking_for(searches: Iterable[SavedSearch], name: str) -> tuple[SavedSearch, ...]:
    """Return the saved searches that name this one."""
    return tuple(each for each in searches if name_key(name) in _named_in(each.text))


def save_search(
    store: LibraryStore, name: str, text: str, *, folder: str = "", replacing: int | None = None
) -> SavedSearch:
    """Keep `text` under a name; `replacing` is the id of the one whose place it takes.

    Raises QueryError for a text that cannot be understood, or that names an unknown search or
    itself; LibraryError for a name that is taken or none.
    """
    name, folder, text = clean_name(name), clean_folder(folder), _clean_text(text)
    return _write(store, replacing, lambda row: row._replace(name=name, folder=folder, text=text))


def rename_search(store: LibraryStore, search_id: int, name: str) -> SavedSearch:
    """Give it another name, also in the searches that ask for it."""
    name = clean_name(name)
    return _write(store, search_id, lambda row: row._replace(name=name))


def move_search(store: LibraryStore, search_id: int, folder: str) -> SavedSearch:
    """Put it into another folder."""
    folder = clean_folder(folder)
    return _write(store, search_id, lambda row: row._replace(folder=folder))


def change_search(store: LibraryStore, search_id: int, text: str) -> SavedSearch:
    """Let it ask something else."""
    text = _clean_text(text)
    return _write(store, search_id, lambda row: row._replace(text=text))


def move_folder(store: LibraryStore, path: str, new_path: str) -> int:
    """Rename or move a folder with all that lies in it; return how many searches went along."""
    from media_manager.persistence.repositories import searches as kept  # noqa: PLC0415 - late

    old, new = clean_folder(path), clean_folder(new_path)
    if new == old or not old:
        return 0
    if new.startswith(f"{old}/"):
        raise LibraryError("A folder cannot lie in itself.", hint="Choose another folder.")
    moved = 0
    with store.writing("user", durable=True) as session:
        for row in kept.all_searches(session):
            if row.folder == old or row.folder.startswith(f"{old}/"):
                folder = (new + row.folder[len(old) :]).strip("/")
                kept.update_search(session, row.id, folder=folder, name=row.name, text=row.text)
                moved += 1
    return moved


def delete_search(store: LibraryStore, search_id: int) -> SavedSearch:
    """Forget it; return it, so that it can be saved again."""
    from media_manager.persistence.repositories import searches as kept  # noqa: PLC0415 - late

    with store.writing("user", durable=True) as session:
        row = _get_row(kept.all_searches(session), search_id)
        kept.delete_search(session, search_id)
    return SavedSearch(*row)


def clean_name(name: str) -> str:
    """Return a name as it is kept; raise LibraryError if it is none."""
    cleaned = " ".join("".join(each if each.isprintable() else " " for each in name).split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise LibraryError(
            f"A saved search needs a name of 1 to {LONGEST_NAME} characters.",
            hint="Choose another name.",
        )
    return cleaned


def clean_folder(path: str) -> str:
    """Return the path of a folder as it is kept: names with a slash between them."""
    names = [clean_name(part) for part in path.split("/") if part.strip()]
    if len(names) > _DEEPEST_FOLDER:
        raise LibraryError(
            f"Folders of searches are at most {_DEEPEST_FOLDER} deep.", hint="Take out some."
        )
    return "/".join(names)


def _clean_text(text: str) -> str:
    if not text.strip():
        raise LibraryError("There is nothing to save.", hint="Search for something first.")
    parse_search(text.strip())
    return text.strip()


Change = Callable[[SearchRow], SearchRow]


def _write(store: LibraryStore, search_id: int | None, change: Change) -> SavedSearch:
    """Check a change against what is there in the transaction that writes it."""
    from media_manager.persistence.repositories import searches as kept  # noqa: PLC0415 - late

    with store.writing("user", durable=True) as session:
        rows = kept.all_searches(session)
        before = SearchRow(0, "", "", "", 0) if search_id is None else _get_row(rows, search_id)
        after = change(before)
        others = [row for row in rows if row.id != before.id]
        _check_name(others, after.name)
        if before.name and name_key(before.name) != name_key(after.name):
            others = [_renamed(row, before.name, after.name) for row in others]
            after = _renamed(after, before.name, after.name)
        _check_references(others, after)
        for row in set(others) - set(rows):
            kept.update_search(session, row.id, folder=row.folder, name=row.name, text=row.text)
        values = {"folder": after.folder, "name": after.name, "text": after.text}
        if search_id is None:
            search_id = kept.insert_search(session, **values)
        else:
            kept.update_search(session, search_id, **values)
        written = _get_row(kept.all_searches(session), search_id)
    return SavedSearch(*written)


def _check_name(others: Sequence[SearchRow], name: str) -> None:
    taken = next((row for row in others if name_key(row.name) == name_key(name)), None)
    if taken is not None:
        place = f" in {taken.folder}" if taken.folder else ""
        raise LibraryError(
            f"There is a saved search “{taken.name}”{place} already.",
            hint="Choose another name, or change that one.",
            search_id=taken.id,
        )


def _check_references(others: Sequence[SearchRow], row: SearchRow) -> None:
    """Raise QueryError if the search names an unknown one, or one that leads back to it."""
    texts = {name_key(each.name): each.text for each in (*others, row)}

    def find(name: str) -> tuple[Node, ...] | None:
        text = texts.get(name_key(name))
        return None if text is None else parse_search(text).where

    resolve_references(parse_search(row.text).where, find, text=row.text)
    # A circle that begins here shows only from outside.
    resolve_references((Field("in", row.name),), find, text=row.text)


def _renamed(row: SearchRow, old: str, new: str) -> SearchRow:
    """Return a search that asks for another under its new name."""
    if name_key(old) not in _named_in(row.text):
        return row
    parsed = parse_search(row.text)
    where = tuple(_with_name(node, old, new) for node in parsed.where)
    return row._replace(text=format_search(where, parsed.orders))


def _with_name(node: Node, old: str, new: str) -> Node:
    match node:
        case Field("in", name) if name_key(name) == name_key(old):
            return replace(node, value=new)
        case Not(inner):
            return Not(_with_name(inner, old, new))
        case And(nodes):
            return And(tuple(_with_name(each, old, new) for each in nodes))
        case Or(nodes):
            return Or(tuple(_with_name(each, old, new) for each in nodes))
        case _:
            return node


def _named_in(text: str) -> set[str]:
    """Return the names that a text asks for; none of a text that cannot be understood."""
    try:
        nodes = parse_search(text).where
    except QueryError:
        return set()
    return {
        name_key(node.value)
        for node in walk(nodes)
        if isinstance(node, Field) and node.name == "in"
    }


def _get_row(rows: Sequence[SearchRow], search_id: int) -> SearchRow:
    for row in rows:
        if row.id == search_id:
            return row
    raise _none_such(str(search_id))


def _none_such(name: str) -> LibraryError:
    return LibraryError(
        f"There is no saved search “{name}”.",
        hint="See what there is: media-manager searches list",
    )


def _folder(name: str, path: str, searches: tuple[SavedSearch, ...]) -> SearchFolder:
    here = tuple(each for each in searches if each.folder == path)
    start = f"{path}/" if path else ""
    deeper = [each for each in searches if each.folder != path]
    names = dict.fromkeys(each.folder[len(start) :].split("/")[0] for each in deeper)
    folders = tuple(
        _folder(each, start + each, tuple(one for one in deeper if _lies_in(one, start + each)))
        for each in names
    )
    return SearchFolder(name, path, folders, here)


def _lies_in(search: SavedSearch, path: str) -> bool:
    return search.folder == path or search.folder.startswith(f"{path}/")
