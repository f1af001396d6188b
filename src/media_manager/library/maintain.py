"""Keep the library safe: back it up, go back to a backup, bring it to this version."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from media_manager.errors import DatabaseDamaged, ItemNotFound
from media_manager.persistence.backup import (
    check_free_space,
    list_backups,
    make_backup,
    never_stop,
    no_progress,
    restore_backup,
    verify_database,
)
from media_manager.persistence.gate import DatabaseState, inspect_database
from media_manager.settings import Profile

Progress = Callable[[str, int, int], None]  # step, done, total
ShouldStop = Callable[[], bool]
# One copy of the library and a little air.
_BACKUP_SPACE = 1.1


@dataclass(frozen=True, slots=True)
class Restored:
    """Which backup took the library's place, and where the old file was put."""

    backup: Path
    aside: Path | None


def backup_now(
    profile: Profile,
    *,
    progress: Progress = no_progress,
    should_stop: ShouldStop = never_stop,
) -> Path:
    """Write a verified backup and return its path. The library may be in use.

    Raises ItemNotFound without a library, DiskFull, DatabaseDamaged, JobCancelled.
    """
    if inspect_database(profile.library_db).state is DatabaseState.ABSENT:
        raise ItemNotFound(
            f"There is no library at {profile.library_db}.",
            hint="Add a folder first, or choose another profile with --profile DIR.",
        )
    check_free_space(profile.library_db, factor=_BACKUP_SPACE)
    return make_backup(
        profile.library_db,
        profile.backups,
        label="by-hand",
        progress=progress,
        should_stop=should_stop,
    )


def restore(profile: Profile, backup: Path | None = None) -> Restored:
    """Put a backup, the newest sound one unless named, in the place of the library.

    The live file is never opened, because it may be unreadable; it is kept beside. An older
    backup may need `upgrade` afterwards. Raises ItemNotFound without any sound backup.
    """
    chosen = backup or _newest_sound(profile.backups)
    return Restored(chosen, restore_backup(chosen, profile.library_db))


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


def _newest_sound(folder: Path) -> Path:
    for backup in list_backups(folder):
        try:
            verify_database(backup)
        except DatabaseDamaged:
            continue
        return backup
    raise ItemNotFound(
        f"There is no sound backup in {folder}.",
        hint="Name a backup file of your own, or build the library anew by scanning its folders.",
    )
