"""`tag`: add tags to everything that a search finds, or take them off, as one step."""

import argparse
from dataclasses import asdict

from media_manager.cli.desk import Desk
from media_manager.cli.screen import plural
from media_manager.cli.stopping import Stopper, watched
from media_manager.domain.query import Query, parse_search
from media_manager.domain.steps import StepResult, TagChange, label_of
from media_manager.errors import LibraryError
from media_manager.library.browse import result_set
from media_manager.persistence.searches_reader import resolved
from media_manager.workers.job import run_to_end

_NOT_YET = "Nothing was changed. To do it, add --apply."


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Say what would be changed; with --apply, change it."""
    words.text = " ".join(words.words)
    change = _change(words)
    with desk.library().reading() as reader:
        query = resolved(reader, Query(parse_search(words.text).where), text=words.text)
        found = result_set(reader, query)
    if not len(found):
        desk.screen.note(f"Nothing matches “{words.text}”.")
        return 1
    if not words.apply:
        label = label_of(change, len(found))
        desk.screen.result({"items": len(found), "applied": False}, f"{label}.")
        desk.screen.note(_NOT_YET)
        return 0
    # The writing half: late.
    from media_manager.library.bulk import change_steps  # noqa: PLC0415
    from media_manager.library.undo import recover  # noqa: PLC0415

    with Stopper() as stopper:
        context = stopper.watch(watched(desk.screen, "Tagging", "item"))
        run_to_end(lambda watch: recover(desk.store, watch), context)
        result = run_to_end(
            lambda watch: change_steps(desk.store, found.ids, change, watch), context
        )
    desk.screen.progress("")
    desk.screen.result({**asdict(result), "applied": True}, _shown(result))
    return 0


def _change(words: argparse.Namespace) -> TagChange:
    names = [name.strip() for name in (*words.add, *words.remove)]
    if not names or not all(names):
        raise LibraryError("No tag is named.", hint="Name tags: --add NAME, --remove NAME")
    try:
        return TagChange(tuple(names[: len(words.add)]), tuple(names[len(words.add) :]))
    except ValueError as error:
        raise LibraryError(f"This cannot be done: {error}.") from error


def _shown(result: StepResult) -> str:
    gone = f" {result.gone:,} were gone meanwhile." if result.gone else ""
    if result.step_id is None:
        return f"Nothing to change: all were so already.{gone}"
    return (
        f"{result.label}: {plural(result.changed, 'item')} changed.{gone}"
        f"\nTo take it back: media-manager undo {result.step_id}"
    )
