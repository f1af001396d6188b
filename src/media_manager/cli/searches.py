"""`searches`: keep searches under a name, in folders."""

import argparse
from collections.abc import Iterable
from dataclasses import asdict

from media_manager.cli.desk import Desk
from media_manager.cli.screen import plural
from media_manager.domain.query import Query, format_query, parse_query
from media_manager.library import searches
from media_manager.library.searches import SavedSearch, SearchFolder
from media_manager.persistence.searches_reader import resolved

_INDENT = "  "


def run(words: argparse.Namespace, desk: Desk) -> int:
    """List, or do what the second word says."""
    desk.library()
    doers = {
        "save": _save,
        "show": _show,
        "rename": _rename,
        "move": _move,
        "move-folder": _move_folder,
        "delete": _delete,
    }
    do = doers.get(words.action)
    return _list(desk) if do is None else do(words, desk)


def _list(desk: Desk) -> int:
    found = _all(desk)
    if desk.screen.as_json:
        for each in found:
            _say(desk, each)
    for line in _lines(searches.search_tree(found), "") if not desk.screen.as_json else ():
        desk.screen.result({}, line)
    if not found:
        desk.screen.note("No search is saved yet: media-manager searches save NAME TEXT")
    return 0


def _lines(folder: SearchFolder, indent: str) -> Iterable[str]:
    for each in folder.folders:
        yield f"{indent}{each.name}/"
        yield from _lines(each, indent + _INDENT)
    for search in folder.searches:
        yield f"{indent}{search.name}: {search.text}"


def _show(words: argparse.Namespace, desk: Desk) -> int:
    with desk.library().reading() as reader:
        found = searches.get_search(reader, words.name)
        query = resolved(reader, Query(parse_query(found.text)), text=found.text)
        count = reader.count(query)
    meaning = format_query(query.where)
    text = f"{_path(found)}: {found.text}\n{_INDENT}{plural(count, 'item')}"
    if meaning != found.text and found.text.find("in:") >= 0:
        text += f"\n{_INDENT}means: {meaning}"
    desk.screen.result({**asdict(found), "meaning": meaning, "count": count}, text)
    return 0


def _save(words: argparse.Namespace, desk: Desk) -> int:
    # Where a mistake is pointed at.
    words.text = " ".join(words.words)
    with desk.store.reading() as reader:
        before = searches.find_search(reader, words.name) if words.replace else None
    folder = words.folder
    if folder is None:
        folder = before.folder if before else ""
    replacing = before.id if before else None
    saved = searches.save_search(
        desk.store, words.name, words.text, folder=folder, replacing=replacing
    )
    return _done(desk, saved)


def _rename(words: argparse.Namespace, desk: Desk) -> int:
    return _done(desk, searches.rename_search(desk.store, _id(words, desk), words.new_name))


def _move(words: argparse.Namespace, desk: Desk) -> int:
    return _done(desk, searches.move_search(desk.store, _id(words, desk), words.folder))


def _move_folder(words: argparse.Namespace, desk: Desk) -> int:
    moved = searches.move_folder(desk.store, words.folder, words.new_folder)
    text = f"{plural(moved, 'search', 'searches')} moved to {words.new_folder or 'the top'}"
    desk.screen.result({"moved": moved, "folder": words.new_folder}, text)
    return 0 if moved else 1


def _delete(words: argparse.Namespace, desk: Desk) -> int:
    gone = searches.delete_search(desk.store, _id(words, desk))
    for each in searches.asking_for(_all(desk), gone.name):
        desk.screen.note(f"“{each.name}” still asks for it: {each.text}")
    return _done(desk, gone)


def _all(desk: Desk) -> tuple[SavedSearch, ...]:
    with desk.store.reading() as reader:
        return searches.list_searches(reader)


def _id(words: argparse.Namespace, desk: Desk) -> int:
    with desk.store.reading() as reader:
        return searches.get_search(reader, words.name).id


def _done(desk: Desk, search: SavedSearch) -> int:
    _say(desk, search)
    return 0


def _say(desk: Desk, search: SavedSearch) -> None:
    desk.screen.result(asdict(search), f"{_path(search)}: {search.text}")


def _path(search: SavedSearch) -> str:
    return f"{search.folder}/{search.name}" if search.folder else search.name
