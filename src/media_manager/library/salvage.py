"""Get out of a damaged library what can still be read, and go on with that."""

from dataclasses import dataclass
from pathlib import Path

from media_manager.errors import ItemNotFound
from media_manager.library import maintain
from media_manager.library.watch import Unwatched, Watch
from media_manager.persistence import health
from media_manager.persistence.backup import put_in_place, remove_database
from media_manager.persistence.backup_shelf import stamp
from media_manager.persistence.gate import telling_damage
from media_manager.persistence.holders import refuse_while_held
from media_manager.persistence.lock import WriteLock
from media_manager.persistence.salvage import SalvageCounts, salvage_database
from media_manager.persistence.upgrade import finish_copy
from media_manager.settings import Profile


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was saved and lost, by table; where the damaged file is, and rows that had to go."""

    rows: dict[str, int]
    lost: dict[str, int]
    aside: Path | None
    kept: Path | None


def salvage(profile: Profile, watch: Watch | None = None) -> Salvaged:
    """Put what can be read of the library in its place; the damaged file is kept beside it.

    A window calls `store.replaced()` afterwards. Raises ItemNotFound without a library,
    DatabaseDamaged when nothing can be read, DatabaseLocked, DiskFull, JobCancelled; then
    everything is as it was.
    """
    library = profile.library_db
    if not library.is_file():
        raise ItemNotFound(
            f"There is no library at {library}.",
            hint="Restore a backup: media-manager doctor --restore",
        )
    fresh = library.with_name(library.name + ".salvage")
    kept = profile.data / f"salvage-{stamp()}.jsonl"
    with WriteLock(library).hold():
        refuse_while_held(library)
        counts = salvage_into(profile, fresh, kept, watch)
        aside = put_in_place(fresh, library)
    return Salvaged(counts.rows, counts.lost, aside, kept if kept.exists() else None)


def salvage_into(
    profile: Profile, fresh: Path, kept: Path, watch: Watch | None = None
) -> SalvageCounts:
    """Write a sound library of this version with all that can be read to `fresh`."""
    watch = watch or Unwatched()
    donor = maintain.last_verified(profile)

    def progress(table: str, done: int, total: int) -> None:
        watch.report(done, total, table)

    try:
        with telling_damage(profile.library_db):
            counts = salvage_database(
                profile.library_db,
                fresh,
                kept,
                progress=progress,
                should_stop=lambda: watch.cancelled,
                donor=donor.path if donor else None,
            )
        finish_copy(fresh)
        health.rebuild_search(fresh)
        health.recount(fresh)
        finish_copy(fresh)
    except BaseException:
        remove_database(fresh)
        raise
    if kept.exists() and not kept.stat().st_size:
        kept.unlink()
    return counts
