"""The work of the doctor's window as jobs: to be watched, stopped, and found in the jobs panel."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from media_manager.library.watch import Watch
from media_manager.settings import Profile

Job = Callable[[Watch], Any]


def examine_job(profile: Profile, *, repair: bool = False) -> Job:
    """Return the job that looks at everything, and puts right what is safe to."""

    def run(watch: Watch) -> Any:  # noqa: ANN401 - a tuple of findings; the module is imported late
        # Late, as all below: brings in the writing half, in the thread of the job.
        from media_manager.library.doctor import examine  # noqa: PLC0415

        return examine(profile, repair=repair, watch=watch)

    return run


def repair_job(profile: Profile, code: str) -> Job:
    """Return the job that puts one thing right."""

    def run(watch: Watch) -> Any:  # noqa: ANN401 - a finding, as above
        from media_manager.library.doctor import repair_one  # noqa: PLC0415 - as above

        return repair_one(profile, code, watch=watch)

    return run


def backup_job(profile: Profile) -> Job:
    """Return the job that makes a verified backup now."""

    def run(watch: Watch) -> Path:
        from media_manager.library.maintain import backup_now  # noqa: PLC0415 - as above

        return backup_now(
            profile,
            progress=lambda step, done, total: watch.report(done, total, step),
            should_stop=lambda: watch.cancelled,
        )

    return run


def verify_job(profile: Profile, backup: Path) -> Job:
    """Return the job that checks a backup from its first byte to its last."""

    def run(watch: Watch) -> Any:  # noqa: ANN401 - a line of the list of backups
        from media_manager.library.maintain import verify_backup  # noqa: PLC0415 - as above

        return verify_backup(profile, backup, should_stop=lambda: watch.cancelled)

    return run


def restore_job(profile: Profile, backup: Path | None) -> Job:
    """Return the job that puts a backup in the library's place."""

    def run(watch: Watch) -> Any:  # noqa: ANN401 - what was restored
        from media_manager.library.maintain import restore  # noqa: PLC0415 - as above

        return restore(profile, backup, watch=watch)

    return run


def salvage_job(profile: Profile) -> Job:
    """Return the job that copies what can still be read into a new library."""

    def run(watch: Watch) -> Any:  # noqa: ANN401 - what was salvaged
        from media_manager.library.salvage import salvage  # noqa: PLC0415 - as above

        return salvage(profile, watch)

    return run


def rebuild_job(profile: Profile) -> Job:
    """Return the job that builds the library anew from the files on disk."""

    def run(watch: Watch) -> Any:  # noqa: ANN401 - what was rebuilt
        from media_manager.library.rebuild import rebuild_from_files  # noqa: PLC0415 - as above

        return rebuild_from_files(profile, watch)

    return run
