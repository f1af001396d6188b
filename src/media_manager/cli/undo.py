"""`undo`: take back what was done to items, or do it again."""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime

from media_manager.cli.desk import Desk
from media_manager.cli.screen import plural
from media_manager.cli.stopping import Stopper, watched
from media_manager.domain.steps import Step, UndoResult
from media_manager.persistence.steps_reader import find_redoable, find_undoable, newest_steps
from media_manager.workers.job import run_to_end


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Undo the newest step or the one named, do one again, or list them."""
    with desk.library().reading() as reader:
        if words.list:
            return _list(desk, newest_steps(reader, words.limit))
        step_id = words.step_id
        if step_id is None:
            step = find_redoable(reader) if words.redo else find_undoable(reader)
            step_id = None if step is None else step.id
    if step_id is None:
        desk.screen.note("There is nothing to " + ("do again." if words.redo else "undo."))
        return 1
    return _turn(desk, step_id, undo=not words.redo)


def _turn(desk: Desk, step_id: int, *, undo: bool) -> int:
    # Late: everything that only looks at the library does without SQLAlchemy.
    from media_manager.library.undo import recover, turn_steps  # noqa: PLC0415

    with Stopper() as stopper:
        context = stopper.watch(watched(desk.screen, "Undoing" if undo else "Redoing", "item"))
        run_to_end(lambda watch: recover(desk.store, watch), context)
        result: UndoResult = run_to_end(
            lambda watch: turn_steps(desk.store, step_id, watch, undo=undo), context
        )
    desk.screen.progress("")
    what = "Undone" if undo else "Done again"
    left_out = f", {result.gone:,} gone" if result.gone else ""
    left_out += f", {result.skipped:,} changed meanwhile" if result.skipped else ""
    text = f"{what}: {result.step.label}: {plural(result.changed, 'item')}{left_out}."
    desk.screen.result({**asdict(result), "undone": undo}, text)
    return 0


def _list(desk: Desk, steps: list[Step]) -> int:
    for step in steps:
        desk.screen.result({**asdict(step), "text": str(step.label)}, _shown(step))
    if not steps:
        desk.screen.note("Nothing was done yet that could be undone.")
    return 0


def _shown(step: Step) -> str:
    done = datetime.fromtimestamp(step.created_at / 1_000_000, UTC).astimezone()
    state = "" if step.undone_at is None else "  (undone)"
    return f"{step.id:>6}  {done:%Y-%m-%d %H:%M}  {step.label}{state}"
