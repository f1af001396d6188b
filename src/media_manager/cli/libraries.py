"""`libraries`: what is scanned, and how it is doing; take a folder out, or say that it moved."""

import argparse
from dataclasses import asdict

from media_manager.cli.desk import Desk
from media_manager.cli.screen import plural
from media_manager.library import roots
from media_manager.library.browse import LibraryLine, RootLine, overview

_NOT_YET = "Nothing was changed. To do it, add --apply."


def run(words: argparse.Namespace, desk: Desk) -> int:
    """List, or do what the second word says."""
    desk.library()
    match words.action:
        case "remove-root":
            return _remove(words, desk)
        case "relocate":
            return _relocate(words, desk)
    with desk.library().reading() as reader:
        for library in overview(reader).libraries:
            desk.screen.result(asdict(library), _shown(library))
    return 0


def _shown(library: LibraryLine) -> str:
    counts = ", ".join(plural(n, name) for name, n in sorted(library.counts.items()) if n)
    head = f"{library.name} ({library.kind}): {counts or 'nothing yet'}"
    return "\n".join([head, *(_shown_root(root) for root in library.roots)])


def _shown_root(root: RootLine) -> str:
    state = root.state + (f": {root.state_reason}" if root.state_reason else "")
    held = f", {plural(root.held_count, 'file')} gone at once" if root.held_count else ""
    return (
        f"  {root.id:>4}  {root.display_path}  ({plural(root.file_count, 'file')}, {state}{held})"
    )


def _remove(words: argparse.Namespace, desk: Desk) -> int:
    from media_manager.library.remove_root import plan_removal, remove_root  # noqa: PLC0415 - late

    plan = plan_removal(desk.store, words.root_id)
    text = (
        f"{plan.display_path}: {plural(plan.files, 'file')} and {plural(plan.items, 'item')} leave "
        f"the library, with what was said of them. Not a file on the disk is touched."
    )
    if words.apply:
        remove_root(desk.store, words.root_id)
    desk.screen.result({**asdict(plan), "applied": words.apply}, text)
    if not words.apply:
        desk.screen.note(_NOT_YET)
    return 0


def _relocate(words: argparse.Namespace, desk: Desk) -> int:
    root = roots.get_root(desk.store, words.root_id)
    now = roots.plan_relocation(desk.store, words.root_id, words.path)
    text = f"{root.display_path} is at {now} now; items, edits and history stay as they are."
    if words.apply:
        roots.relocate_root(desk.store, words.root_id, words.path)
    data = {"root_id": root.id, "from": root.display_path, "to": now, "applied": words.apply}
    desk.screen.result(data, text)
    if not words.apply:
        desk.screen.note(_NOT_YET)
    return 0
