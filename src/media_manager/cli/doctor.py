"""`doctor`: is everything in order, and what to do if not; back up, restore, upgrade."""

import argparse
from pathlib import Path

from media_manager.cli.desk import Desk
from media_manager.cli.stopping import Stopper
from media_manager.errors import JobCancelled
from media_manager.library import maintain
from media_manager.library.doctor import Finding, Severity, examine

_MARKS = {Severity.OK: "ok     ", Severity.WARNING: "warning", Severity.PROBLEM: "PROBLEM"}


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Do what is asked; without an order examine everything and change nothing."""
    with Stopper() as stopper:
        try:
            if words.backup:
                return _backup(desk, stopper)
            if words.restore is not None:
                return _restore(desk, Path(words.restore) if words.restore else None)
            if words.upgrade:
                return _upgrade(desk, stopper)
        except JobCancelled:
            desk.screen.progress("")
            desk.screen.note("Stopped. The library is as it was.")
            return stopper.exit_code
    return _examine(desk, repair=words.repair)


def _examine(desk: Desk, *, repair: bool) -> int:
    findings = examine(desk.profile, repair=repair)
    for each in findings:
        data = {
            "code": each.code,
            "severity": str(each.severity),
            "message": each.message,
            "hint": each.hint,
            "repairable": each.repairable,
        }
        desk.screen.result(data, _shown(each))
    if not repair and any(each.repairable for each in findings):
        desk.screen.note("Nothing was changed. To repair: media-manager doctor --repair")
    return 1 if any(each.severity is Severity.PROBLEM for each in findings) else 0


def _shown(finding: Finding) -> str:
    hint = f"\n         {finding.hint}" if finding.hint else ""
    return f"{_MARKS[finding.severity]}  {finding.message}{hint}"


def _backup(desk: Desk, stopper: Stopper) -> int:
    path = maintain.backup_now(
        desk.profile, progress=_progress(desk), should_stop=lambda: stopper.heard
    )
    desk.screen.progress("")
    desk.screen.result({"backup": str(path)}, f"A verified backup is in {path}.")
    return 0


def _restore(desk: Desk, backup: Path | None) -> int:
    done = maintain.restore(desk.profile, backup)
    aside = f" What was there is kept as {done.aside}." if done.aside else ""
    data = {"restored": str(done.backup), "aside": str(done.aside) if done.aside else None}
    desk.screen.result(data, f"The library is again what it was in {done.backup}.{aside}")
    return 0


def _upgrade(desk: Desk, stopper: Stopper) -> int:
    backup = maintain.upgrade(
        desk.profile, progress=_progress(desk), should_stop=lambda: stopper.heard
    )
    desk.screen.progress("")
    text = f"Upgraded; the backup made before is {backup}." if backup else "Nothing to upgrade."
    desk.screen.result({"backup": str(backup) if backup else None}, text)
    return 0


def _progress(desk: Desk) -> maintain.Progress:
    def show(step: str, done: int, total: int) -> None:
        desk.screen.progress(f"{step}: {done:,} of {total:,}")

    return show
