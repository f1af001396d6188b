"""What is looked after without being asked: a library that was cut off, and the nightly look."""

from media_manager.library.doctor import Finding, examine
from media_manager.library.watch import Watch
from media_manager.persistence.open_mark import find_left_marks, remove_left_marks
from media_manager.settings import Profile

_OF_THE_DATABASE = ("database", "integrity", "foreign-keys", "search-index", "counters")


def was_cut_off(profile: Profile) -> bool:
    """Tell whether a program died while it had the library open for writing."""
    return bool(find_left_marks(profile.library_db))


def check_if_cut_off(profile: Profile, watch: Watch | None = None) -> tuple[Finding, ...]:
    """Examine the library quickly if it was cut off; nothing is found where it was not.

    It counts as looked at when its database is sound; else the next start looks again.
    """
    if not was_cut_off(profile):
        return ()
    findings = examine(profile, watch=watch, quick=True)
    if not any(_is_damage(each) for each in findings):
        remove_left_marks(profile.library_db)
    return findings


def _is_damage(finding: Finding) -> bool:
    return finding.code.startswith(_OF_THE_DATABASE) and finding.severity == "problem"
