"""`libraries`: what is scanned and how it is doing; folders that go, and what moved."""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime

from media_manager.cli.desk import Desk
from media_manager.cli.screen import plural, shown_bytes
from media_manager.library import reviews, roots
from media_manager.library.browse import LibraryLine, RootLine, overview
from media_manager.library.reviews import MoveReviewLine

_NOT_YET = "Nothing was changed. To do it, add --apply."


def run(words: argparse.Namespace, desk: Desk) -> int:
    """List, or do what the second word says."""
    desk.library()
    match words.action:
        case "remove-root":
            return _remove(words, desk)
        case "relocate":
            return _relocate(words, desk)
        case "reviews":
            return _reviews(desk)
        case "accept" | "reject":
            return _decide(words, desk)
    with desk.library().reading() as reader:
        for library in overview(reader).libraries:
            roots_of = [root._asdict() for root in library.roots]
            desk.screen.result({**library._asdict(), "roots": roots_of}, _shown(library))
    return 0


def _shown(library: LibraryLine) -> str:
    counts = ", ".join(plural(n, name) for name, n in sorted(library.counts.items()) if n)
    head = f"{library.name} ({library.kind}): {counts or 'nothing yet'}"
    return "\n".join([head, *(_shown_root(root) for root in library.roots)])


def _shown_root(root: RootLine) -> str:
    state = root.state + (f": {root.state_reason}" if root.state_reason else "")
    held = f", {plural(root.held_count, 'file')} gone at once" if root.held_count else ""
    files = plural(root.file_count or 0, "file")
    return f"  {root.id:>4}  {root.display_path}  ({files}, {state}{held})"


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


def _reviews(desk: Desk) -> int:
    with desk.library().reading() as reader:
        found = reviews.find_reviews(reader)
    for line in found:
        desk.screen.result(asdict(line), _shown_review(line))
    if not found:
        desk.screen.note("No moved file waits for your decision.")
    return 0


def _shown_review(line: MoveReviewLine) -> str:
    asked = datetime.fromtimestamp(line.created_at / 1_000_000, UTC).astimezone()
    sizes = shown_bytes(line.new_size)
    if line.old_size != line.new_size:
        sizes = f"{shown_bytes(line.old_size)} and {sizes}"
    return (
        f"{line.id:>4}  {line.title}  ({sizes}, found {asked:%Y-%m-%d %H:%M})\n"
        f"      gone:  {line.old_path}\n"
        f"      found: {line.new_path}"
    )


def _decide(words: argparse.Namespace, desk: Desk) -> int:
    line = reviews.get_review(desk.store, words.review_id)
    if words.action == "accept":
        text = f"{line.title} is at {line.new_path} now; edits and history stay with it."
        if line.new_item_id is not None:
            text += f" Item {line.new_item_id}, which was made for the new file, goes."
    else:
        text = f"{line.old_path} and {line.new_path} are different files; both items stay."
    if words.apply:
        decide = reviews.accept_move if words.action == "accept" else reviews.reject_move
        decide(desk.store, line.id)
    desk.screen.result({**asdict(line), "action": words.action, "applied": words.apply}, text)
    if not words.apply:
        desk.screen.note(_NOT_YET)
    return 0
