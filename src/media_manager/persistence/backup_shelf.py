"""Which backups there are, when each was last verified, and which of them may go.

A backup is `library-LABEL-STAMP.db`. Beside it lies its record, a small JSON file that says when
the copy was opened and checked whole, and of which moment of which library it is.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from media_manager.domain.uids import now_us
from media_manager.files.atomic import write_atomic

DAILY: Final = "daily"
BY_HAND: Final = "by-hand"
BEFORE: Final = "before"  # the beginning of labels: before an upgrade, a repair, a restore

_STAMP = "%Y%m%d-%H%M%S-%f"
_DAYS, _WEEKS, _MONTHS = 7, 4, 3
_KEPT_BEFORE = 3
_KEPT_BY_HAND = 10
_RECORD = ".json"
_MICROSECONDS = 1_000_000
# A record without its backup is one that is just being made, or was killed in it.
_HOUR_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup. `verified_at_us` is None for a copy that nobody checked since it changed."""

    path: Path
    at_us: int
    size_bytes: int
    label: str
    verified_at_us: int | None
    revision: str | None
    uid: str | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """What was found when a copy was checked."""

    verified_at_us: int
    size_bytes: int
    revision: str | None
    uid: str | None
    seq: int | None


def backup_path(folder: Path, label: str) -> Path:
    """Return a new name. Microseconds: two backups of one second are two files."""
    return folder / f"library-{label}-{stamp()}.db"


def stamp() -> str:
    return datetime.now(UTC).strftime(_STAMP)


def list_backups(*folders: Path) -> list[Path]:
    """Return the backups, newest first by the moment in their names."""
    found = {path for folder in folders for path in folder.glob("library-*.db")}
    return sorted(found, key=lambda path: (_at_us(path), path.name), reverse=True)


def backup_lines(*folders: Path) -> list[BackupLine]:
    """Return all that is known of each backup without opening it, newest first."""
    return [line for path in list_backups(*folders) if (line := _line(path)) is not None]


def newest_verified(lines: Iterable[BackupLine]) -> BackupLine | None:
    return next((line for line in lines if line.verified_at_us is not None), None)


def write_record(backup: Path, record: BackupRecord) -> None:
    """Note that a backup was checked. Written before the backup gets its name."""
    write_atomic(_record_path(backup), json.dumps(asdict(record)).encode())


def forget_record(backup: Path) -> None:
    """Note that a backup did not stand its check."""
    _record_path(backup).unlink(missing_ok=True)


def remove_backup(backup: Path) -> None:
    backup.unlink(missing_ok=True)
    forget_record(backup)


def rotate(folder: Path, *, keep: Path, max_bytes: int = 0) -> list[Path]:
    """Remove the backups that are no longer kept; return which.

    Only verified ones are counted and removed: what nobody checked is never a reason for a good
    one to go. `keep` was just made and stays, whatever the clock says. `max_bytes` bounds all of
    them together, though the newest verified one stays; 0 is no bound.
    """
    lines = [line for line in backup_lines(folder) if line.verified_at_us is not None]
    kept = {keep, *_kept_daily(lines), *_newest(lines, _is_before, _KEPT_BEFORE)}
    kept |= _newest(lines, lambda line: not _is_before(line) and line.label != DAILY, _KEPT_BY_HAND)
    removed = [line.path for line in lines if line.path not in kept]
    removed += _too_much(folder, [line for line in lines if line.path in kept], keep, max_bytes)
    for path in removed:
        remove_backup(path)
    _forget_lonely_records(folder)
    return removed


def _kept_daily(lines: Iterable[BackupLine]) -> set[Path]:
    """Return the newest of each of seven days, four weeks and three months that have any."""
    daily = [line for line in lines if line.label == DAILY]
    kept: set[Path] = set()
    for period, amount in ((_day, _DAYS), (_week, _WEEKS), (_month, _MONTHS)):
        newest: dict[str, Path] = {}
        for line in daily:
            newest.setdefault(period(line.at_us), line.path)
        kept.update(list(newest.values())[:amount])
    return kept


def _newest(
    lines: Iterable[BackupLine], belongs: Callable[[BackupLine], bool], amount: int
) -> set[Path]:
    return {line.path for line in [line for line in lines if belongs(line)][:amount]}


def _too_much(folder: Path, kept: list[BackupLine], newest: Path, max_bytes: int) -> Iterator[Path]:
    """Yield what must go for the size: daily ones first, then before upgrades, then by hand."""
    unchecked = [line for line in backup_lines(folder) if line.verified_at_us is None]
    total = sum(line.size_bytes for line in (*kept, *unchecked))
    order = sorted(kept, key=lambda line: (line.label != DAILY, not _is_before(line), line.at_us))
    for line in order:
        if not max_bytes or total <= max_bytes:
            return
        if line.path != newest:
            total -= line.size_bytes
            yield line.path


def _is_before(line: BackupLine) -> bool:
    return line.label.startswith(BEFORE)


def _day(at_us: int) -> str:
    return _moment(at_us).strftime("%Y-%m-%d")


def _week(at_us: int) -> str:
    return _moment(at_us).strftime("%G-%V")


def _month(at_us: int) -> str:
    return _moment(at_us).strftime("%Y-%m")


def _moment(at_us: int) -> datetime:
    return datetime.fromtimestamp(at_us / _MICROSECONDS, UTC)


def _line(path: Path) -> BackupLine | None:
    try:
        size = path.stat().st_size
    except OSError:  # removed a moment ago
        return None
    record = _read_record(path)
    if record is None or record.size_bytes != size:
        return BackupLine(path, _at_us(path), size, _label(path), None, None)
    return BackupLine(
        path,
        _at_us(path),
        size,
        _label(path),
        record.verified_at_us,
        record.revision,
        record.uid,
        record.seq,
    )


def _read_record(backup: Path) -> BackupRecord | None:
    try:
        return BackupRecord(**json.loads(_record_path(backup).read_bytes()))
    except (OSError, ValueError, TypeError):  # absent, torn, or of another version
        return None


def _record_path(backup: Path) -> Path:
    return backup.with_suffix(_RECORD)


def _label(path: Path) -> str:
    return path.stem.removeprefix("library-")[: -len("-20260101-000000-000000")] or path.stem


def _at_us(path: Path) -> int:
    """Return the moment in the name; of a file that somebody put there, its own."""
    with suppress(ValueError):
        text = path.stem[-len("20260101-000000-000000") :]
        moment = datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
        return round(moment.timestamp() * _MICROSECONDS)
    with suppress(OSError):
        return path.stat().st_mtime_ns // 1_000
    return now_us()


def _forget_lonely_records(folder: Path) -> None:
    before = time.time() - _HOUR_SECONDS
    for record in folder.glob("library-*" + _RECORD):
        with suppress(OSError):
            if not record.with_suffix(".db").exists() and record.stat().st_mtime < before:
                record.unlink()
