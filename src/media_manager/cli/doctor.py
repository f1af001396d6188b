"""`doctor`: is everything in order, and what to do if not; back up, restore, salvage, rebuild."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from media_manager.cli.desk import Desk
from media_manager.cli.stopping import Stopper
from media_manager.domain.jobs import JobProgress
from media_manager.errors import ItemNotFound, JobCancelled
from media_manager.library import maintain
from media_manager.library.doctor import Finding, Severity, examine, repair_one
from media_manager.workers.job import JobContext

_MARKS = {Severity.OK: "ok     ", Severity.WARNING: "warning", Severity.PROBLEM: "PROBLEM"}
_MIB = 1024 * 1024
_MICROSECONDS = 1_000_000


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Do what is asked; without an order examine everything and change nothing."""
    with Stopper() as stopper:
        try:
            return _order(words)(words, desk, stopper)
        except JobCancelled:
            desk.screen.progress("")
            desk.screen.note("Stopped. The library is as it was.")
            return stopper.exit_code
        finally:
            desk.screen.progress("")


_Order = Callable[[argparse.Namespace, Desk, Stopper], int]


def _order(words: argparse.Namespace) -> _Order:
    """Return what the words ask for; `None` and `False` are words that were not given."""
    orders: dict[str, _Order] = {
        "backup": _backup,
        "backups": _backups,
        "verify": _verify,
        "restore": _restore,
        "salvage": _salvage,
        "rebuild": _rebuild,
        "vacuum": _vacuum,
        "upgrade": _upgrade,
    }
    if words.preview:
        return _restore
    for name, order in orders.items():
        if getattr(words, name) not in (None, False):
            return order
    return _repair_one if words.repair else _examine


# -- examine and repair --------------------------------------------------------------------------


def _examine(words: argparse.Namespace, desk: Desk, stopper: Stopper) -> int:
    repair = words.repair is not None
    findings = examine(desk.profile, repair=repair, quick=words.quick, watch=_watch(desk, stopper))
    desk.screen.progress("")
    for each in findings:
        desk.screen.result(_data(each), _shown(each))
    if not repair and any(each.repairable and not each.only_when_asked for each in findings):
        desk.screen.note("Nothing was changed. To repair: media-manager doctor --repair")
    return 1 if any(each.severity is Severity.PROBLEM for each in findings) else 0


def _repair_one(words: argparse.Namespace, desk: Desk, stopper: Stopper) -> int:
    return _say(desk, repair_one(desk.profile, words.repair, watch=_watch(desk, stopper)))


def _vacuum(_words: argparse.Namespace, desk: Desk, stopper: Stopper) -> int:
    return _say(desk, repair_one(desk.profile, "fragmentation", watch=_watch(desk, stopper)))


def _say(desk: Desk, finding: Finding) -> int:
    desk.screen.result(_data(finding), _shown(finding))
    return 1 if finding.severity is Severity.PROBLEM else 0


def _data(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "hint": finding.hint,
        "repairable": finding.repairable,
        "only_when_asked": finding.only_when_asked,
        "command": finding.command,
        "where": list(finding.where),
    }


def _shown(finding: Finding) -> str:
    lines = [f"{_MARKS[finding.severity]}  {finding.message}"]
    lines += [f"         {text}" for text in (finding.hint,) if text]
    if finding.command and finding.severity is not Severity.OK:
        lines.append(f"         > {finding.command}")
    return "\n".join(lines)


# -- backups -------------------------------------------------------------------------------------


def _backup(_words: argparse.Namespace, desk: Desk, stopper: Stopper) -> int:
    path = maintain.backup_now(
        desk.profile, progress=_progress(desk), should_stop=lambda: stopper.heard
    )
    desk.screen.progress("")
    desk.screen.result({"backup": str(path)}, f"A verified backup is in {path}.")
    return 0


def _backups(_words: argparse.Namespace, desk: Desk, _stopper: Stopper) -> int:
    lines = maintain.backup_lines(desk.profile)
    for line in lines:
        desk.screen.result(_line_data(line), _line_shown(line))
    if not lines:
        desk.screen.note("There is no backup yet: media-manager doctor --backup")
    return 0 if lines else 1


def _verify(words: argparse.Namespace, desk: Desk, stopper: Stopper) -> int:
    lines = maintain.backup_lines(desk.profile)
    if not words.verify and not lines:
        raise ItemNotFound("There is no backup yet.", hint="media-manager doctor --backup")
    path = Path(words.verify) if words.verify else lines[0].path
    line = maintain.verify_backup(desk.profile, path, should_stop=lambda: stopper.heard)
    desk.screen.result(_line_data(line), f"Whole and sound: {line.path}.")
    return 0


def _restore(words: argparse.Namespace, desk: Desk, stopper: Stopper) -> int:
    backup = Path(words.restore) if words.restore else None
    if words.preview:
        return _preview(desk, backup)
    done = maintain.restore(desk.profile, backup, watch=_watch(desk, stopper))
    desk.screen.progress("")
    aside = f" What was there is kept as {done.aside}." if done.aside else ""
    data = {"restored": str(done.backup), "aside": str(done.aside) if done.aside else None}
    desk.screen.result(data, f"The library is again what it was in {done.backup}.{aside}")
    return 0


def _preview(desk: Desk, backup: Path | None) -> int:
    preview = maintain.preview_restore(desk.profile, backup)
    saved, live = _counts(preview.saved), _counts(preview.live) if preview.live else None
    data = {
        "backup": _line_data(preview.backup),
        "saved": saved,
        "live": live,
        "lost": preview.lost,
        "steps_since": preview.steps_since,
        "reason": preview.reason,
    }
    lines = [_line_shown(preview.backup), f"{'':14} {'backup':>12} {'library':>12}"]
    for name, count in saved.items():
        now = f"{live[name]:,}" if live else "?"
        lines.append(f"{name:14} {count:>12,} {now:>12}")
    if preview.reason:
        lines.append(preview.reason)
    if preview.steps_since:
        lines.append(
            f"{preview.steps_since:,} changes of yours were made since, and would be lost."
        )
    lines.append("Nothing was changed. To restore, leave --preview out.")
    desk.screen.result(data, "\n".join(lines))
    return 0


def _counts(counts: maintain.LibraryCounts) -> dict[str, int]:
    names = ("items", "files", "tags", "user_values", "user_states", "history", "roots")
    return {name: getattr(counts, name) for name in names}


def _line_data(line: maintain.BackupLine) -> dict[str, Any]:
    return {
        "path": str(line.path),
        "at": _iso(line.at_us),
        "size_bytes": line.size_bytes,
        "label": line.label,
        "verified_at": _iso(line.verified_at_us) if line.verified_at_us else None,
        "revision": line.revision,
    }


def _line_shown(line: maintain.BackupLine) -> str:
    verified = f"verified {_iso(line.verified_at_us)}" if line.verified_at_us else "NOT VERIFIED"
    return (
        f"{_iso(line.at_us)}  {line.label:10} {line.size_bytes / _MIB:10,.1f} MiB  {verified}  "
        f"{line.path}"
    )


def _iso(at_us: int) -> str:
    return datetime.fromtimestamp(at_us // _MICROSECONDS, UTC).isoformat().replace("+00:00", "Z")


# -- when nothing else helps ---------------------------------------------------------------------


def _salvage(_words: argparse.Namespace, desk: Desk, stopper: Stopper) -> int:
    from media_manager.library.salvage import salvage  # noqa: PLC0415 - seldom, and large

    done = salvage(desk.profile, _watch(desk, stopper))
    desk.screen.progress("")
    lost = ", ".join(f"{count:,} of {table}" for table, count in sorted(done.lost.items()))
    data = {
        "rows": done.rows,
        "lost": done.lost,
        "aside": str(done.aside) if done.aside else None,
        "kept": str(done.kept) if done.kept else None,
    }
    text = f"{sum(done.rows.values()):,} rows were saved. "
    text += f"Lost: {lost}." if lost else "Nothing was lost."
    kept = f"\nRows that had to be taken out are in {done.kept}." if done.kept else ""
    desk.screen.result(data, f"{text} The damaged file is kept as {done.aside}.{kept}")
    return 0


def _rebuild(_words: argparse.Namespace, desk: Desk, stopper: Stopper) -> int:
    from media_manager.library.rebuild import rebuild_from_files  # noqa: PLC0415 - as above

    done = rebuild_from_files(desk.profile, _watch(desk, stopper))
    desk.screen.progress("")
    data = {
        "roots": done.roots,
        "offline": list(done.offline),
        "items": done.items,
        "files": done.files,
        "carried": done.carried,
        "left": done.left,
        "sources": list(done.sources),
        "aside": str(done.aside) if done.aside else None,
    }
    text = f"{done.items:,} items and {done.files:,} files from {done.roots:,} folders."
    for folder in done.offline:
        text += f"\n{folder} could not be reached: what was known of it came along as it was."
    if done.sources:
        text += f"\nWhat you said of them came from {' and '.join(done.sources)}."
    if done.left:
        text += f"\n{done.left:,} items are left out: no file, and nobody said anything of them."
    if done.aside:
        text += f"\nThe old library is kept as {done.aside}."
    desk.screen.result(data, text)
    return 0


def _upgrade(_words: argparse.Namespace, desk: Desk, stopper: Stopper) -> int:
    backup = maintain.upgrade(
        desk.profile, progress=_progress(desk), should_stop=lambda: stopper.heard
    )
    desk.screen.progress("")
    text = f"Upgraded; the backup made before is {backup}." if backup else "Nothing to upgrade."
    desk.screen.result({"backup": str(backup) if backup else None}, text)
    return 0


def _watch(desk: Desk, stopper: Stopper) -> JobContext:
    def show(progress: JobProgress) -> None:
        total = f" ({progress.done:,} of {progress.total:,})" if progress.total else ""
        desk.screen.progress(f"{progress.message}{total}"[:160])

    return stopper.watch(JobContext(on_progress=show))


def _progress(desk: Desk) -> maintain.Progress:
    def show(step: str, done: int, total: int) -> None:
        desk.screen.progress(f"{step}: {done:,} of {total:,}")

    return show
