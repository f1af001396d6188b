"""Keep the library safe: back it up, go back to a backup, bring it to this version.

Where backups lie is read from the settings of the profile here, because a restore must find them
with nothing in hand but the profile.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from media_manager.errors import DatabaseDamaged, ItemNotFound, StorageError
from media_manager.library.watch import Unwatched, Watch
from media_manager.persistence.backup import (
    check_free_space,
    make_backup,
    never_stop,
    no_progress,
    restore_backup,
    verified,
    verify_database,
)
from media_manager.persistence.backup_shelf import (
    BY_HAND,
    DAILY,
    BackupLine,
    forget_record,
    newest_verified,
    write_record,
)
from media_manager.persistence.backup_shelf import backup_lines as lines_in
from media_manager.persistence.gate import DatabaseState, inspect_database
from media_manager.persistence.library_counts import (
    LibraryCounts,
    count_library,
    count_steps_since,
    library_facts,
)
from media_manager.settings import Profile, Settings

__all__ = [
    "BackupLine",
    "LibraryCounts",
    "RestorePreview",
    "Restored",
    "backup_lines",
    "backup_now",
    "backup_when_due",
    "last_verified",
    "preview_restore",
    "restore",
    "upgrade",
    "verify_backup",
]

Progress = Callable[[str, int, int], None]  # step, done, total
ShouldStop = Callable[[], bool]
# One copy of the library and a little air.
_BACKUP_SPACE = 1.1


@dataclass(frozen=True, slots=True)
class Restored:
    """Which backup took the library's place, and where the old file was put."""

    backup: Path
    aside: Path | None


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What a restore would do: what is in the backup, what is in the library now.

    `live` is None when the library cannot be read; `reason` says why. `steps_since` is how often
    a person changed something after the backup was made: that would be lost.
    """

    backup: BackupLine
    saved: LibraryCounts
    live: LibraryCounts | None
    steps_since: int | None
    reason: str = ""

    @property
    def lost(self) -> dict[str, int]:
        """Return by name how many fewer there would be; nothing where there would be as many."""
        if self.live is None:
            return {}
        names = ("items", "files", "tags", "user_values", "user_states", "history", "roots")
        fewer = {name: getattr(self.live, name) - getattr(self.saved, name) for name in names}
        return {name: count for name, count in fewer.items() if count > 0}


def backup_lines(profile: Profile) -> list[BackupLine]:
    """Return every backup, newest first, of the chosen folder and of the profile's own."""
    return lines_in(*{_chosen_folder(profile), profile.backups})


def last_verified(profile: Profile) -> BackupLine | None:
    """Return the newest backup that was opened and checked, None without any."""
    return newest_verified(backup_lines(profile))


def backup_now(
    profile: Profile,
    *,
    label: str = BY_HAND,
    progress: Progress = no_progress,
    should_stop: ShouldStop = never_stop,
) -> Path:
    """Write a verified backup and return its path. The library may be in use.

    Raises ItemNotFound without a library, StorageError when the chosen folder is away, DiskFull,
    DatabaseDamaged, JobCancelled.
    """
    if inspect_database(profile.library_db).state is DatabaseState.ABSENT:
        raise ItemNotFound(
            f"There is no library at {profile.library_db}.",
            hint="Add a folder first, or choose another profile with --profile DIR.",
        )
    folder = _writable_folder(profile)
    check_free_space(profile.library_db, factor=_BACKUP_SPACE, place=folder)
    return make_backup(
        profile.library_db,
        folder,
        label=label,
        max_bytes=Settings(profile).integer("backup.max_bytes"),
        progress=progress,
        should_stop=should_stop,
    )


def backup_when_due(
    profile: Profile,
    *,
    progress: Progress = no_progress,
    should_stop: ShouldStop = never_stop,
) -> Path | None:
    """Write the daily backup, unless nothing changed since the newest verified one."""
    if inspect_database(profile.library_db).state is DatabaseState.ABSENT:
        return None
    last = last_verified(profile)
    facts = library_facts(profile.library_db)
    if last is not None and (last.uid, last.seq, last.revision) == (
        facts.uid,
        facts.seq,
        facts.revision,
    ):
        return None
    return backup_now(profile, label=DAILY, progress=progress, should_stop=should_stop)


def verify_backup(
    profile: Profile, path: Path, *, should_stop: ShouldStop = never_stop
) -> BackupLine:
    """Open a backup, check it whole, and note the result beside it; raise DatabaseDamaged."""
    try:
        write_record(path, verified(path, should_stop=should_stop))
    except DatabaseDamaged:
        forget_record(path)
        raise
    return _line_of(profile, path)


def preview_restore(profile: Profile, backup: Path | None = None) -> RestorePreview:
    """Return what going back to a backup would bring and lose. Nothing is changed.

    Reads the backup's counts and, if it can, the library's: called on a worker thread.
    """
    chosen = backup or _first_choice(profile)
    line = _line_of(profile, chosen)
    saved = count_library(chosen)
    try:
        live = count_library(profile.library_db) if profile.library_db.exists() else None
        steps = count_steps_since(profile.library_db, line.at_us) if live else None
    except StorageError as error:
        return RestorePreview(line, saved, None, None, str(error))
    reason = "" if live else "There is no library now."
    return RestorePreview(line, saved, live, steps, reason)


def restore(
    profile: Profile, backup: Path | None = None, *, watch: Watch | None = None
) -> Restored:
    """Put a backup, the newest sound one unless named, in the place of the library.

    The live file is never opened, because it may be unreadable; it is kept beside. An older
    backup may need `upgrade` afterwards; a window calls `store.replaced()`. Raises ItemNotFound
    without any sound backup, DatabaseLocked while another program has the library open.
    """
    watch = watch or Unwatched()

    def progress(step: str, done: int, total: int) -> None:
        watch.report(done, total, step)

    def take(chosen: Path) -> Restored:
        watch.report(0, 1, "verify")
        aside = restore_backup(
            chosen, profile.library_db, progress=progress, should_stop=lambda: watch.cancelled
        )
        return Restored(chosen, aside)

    if backup is not None:
        return take(backup)
    for path in _usable(profile):
        try:
            return take(path)
        except DatabaseDamaged as error:
            watch.item_failed(str(path), error)
    raise _no_backup(profile)


def upgrade(
    profile: Profile,
    *,
    progress: Progress = no_progress,
    should_stop: ShouldStop = never_stop,
) -> Path | None:
    """Bring an older library to this version; return the backup made before, None if none was due.

    `progress` hears the steps backup, copy, migrate and verify. Raises DiskFull before anything
    is written and JobCancelled when stopped before the swap; then the library is as it was.
    """
    # Late: alembic is needed only here.
    from media_manager.persistence.upgrade import upgrade_library  # noqa: PLC0415

    return upgrade_library(
        profile.library_db, profile.backups, progress=progress, should_stop=should_stop
    )


def _chosen_folder(profile: Profile) -> Path:
    chosen = Settings(profile).text("backup.folder")
    return Path(chosen).expanduser() if chosen else profile.backups


def _writable_folder(profile: Profile) -> Path:
    """Return where to write. A chosen folder is never made: its disk may be away."""
    folder = _chosen_folder(profile)
    if folder != profile.backups and not folder.is_dir():
        raise StorageError(
            f"The folder for backups is not there: {folder}.",
            hint="Connect its disk, or choose another: "
            "media-manager settings set backup.folder DIR",
            path=str(folder),
        )
    return folder


def _line_of(profile: Profile, path: Path) -> BackupLine:
    lines = [*backup_lines(profile), *lines_in(path.parent)]
    for line in lines:
        if line.path == path:
            return line
    if not path.is_file():
        raise ItemNotFound(
            f"There is no backup at {path}.", hint="See: media-manager doctor --backups"
        )
    facts = path.stat()
    return BackupLine(path, facts.st_mtime_ns // 1_000, facts.st_size, path.stem, None, None)


def _first_choice(profile: Profile) -> Path:
    """Return the backup that a restore would try first: verified ones are not read again."""
    verified_ones = {line.path for line in backup_lines(profile) if line.verified_at_us}
    for path in _usable(profile):
        try:
            if path not in verified_ones:
                verify_database(path)
        except DatabaseDamaged:
            continue
        return path
    raise _no_backup(profile)


def _usable(profile: Profile) -> Iterator[Path]:
    """Yield the backups that this version can open, newest first."""
    for line in backup_lines(profile):
        try:
            inspect_database(line.path)  # one of a newer version cannot be gone back to
        except StorageError:
            continue
        yield line.path


def _no_backup(profile: Profile) -> ItemNotFound:
    return ItemNotFound(
        f"There is no sound backup in {_chosen_folder(profile)}.",
        hint="Name a backup file of your own, or build the library anew from its folders: "
        "media-manager doctor --rebuild",
    )
