"""What live watching gathers until it is worth a scan, and how each folder is watched. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

# So many touched folders of one root are kept by name; more than that are simply "everything".
MOST_FOLDERS = 1_000
# However busy a folder is, it is looked at this often: a long copy shows what it brought so far.
AT_MOST_SECONDS = 30.0


class WatchMode(StrEnum):
    """How changes in a root folder are heard of."""

    STARTING = "starting"
    EVENTS = "events"
    POLLING = "polling"
    OFFLINE = "offline"


class PollReason(StrEnum):
    """Why a root is polled instead of listened to."""

    NONE = ""
    NETWORK = "network"  # file systems of other machines tell only of what this one does
    LIMIT = "limit"  # the system watches no more folders for us
    NAMES = "names"  # names that are no text arrive as errors
    FAILED = "failed"  # the system cannot tell, whatever the reason


@dataclass(frozen=True, slots=True)
class RootWatch:
    """One root folder as it is watched now. `details` is the system's own word, for a tooltip."""

    root_id: int
    display_path: str
    mode: WatchMode
    reason: PollReason = PollReason.NONE
    details: str = ""


@dataclass(frozen=True, slots=True)
class ScanWish:
    """What is to be scanned: the named folders of a root; without any, the whole root.

    `full` looks at every file: so much was touched that nobody knows what.
    """

    root_id: int
    folders: tuple[bytes, ...] = ()
    full: bool = False


@dataclass(slots=True)
class _Gathered:
    first: float = 0.0
    last: float = 0.0
    folders: set[bytes] = field(default_factory=set)
    quick: bool = False
    full: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.folders or self.quick or self.full)


class Gathering:
    """Touched folders by root, until it was quiet for a while. Times are monotonic seconds."""

    def __init__(self, quiet_seconds: float, at_most_seconds: float = AT_MOST_SECONDS) -> None:
        self.quiet_seconds = quiet_seconds
        self._at_most_seconds = at_most_seconds
        self._roots: dict[int, _Gathered] = {}

    def touch(self, root_id: int, folders: Iterable[bytes], *, now: float) -> None:
        """Note folders in which something happened."""
        gathered = self._at(root_id, now)
        if not gathered.full:
            gathered.folders.update(folders)
            if len(gathered.folders) > MOST_FOLDERS:
                gathered.full = True
        self._tidy(root_id, gathered)

    def want_quick(self, root_id: int, *, now: float) -> None:
        """Note that something may have happened anywhere, while nobody listened."""
        self._at(root_id, now).quick = True

    def want_full(self, root_id: int, *, now: float) -> None:
        """Note that very much happened, and that nobody knows all of it."""
        gathered = self._at(root_id, now)
        gathered.full = True
        self._tidy(root_id, gathered)

    def put_back(self, wish: ScanWish, *, now: float) -> None:
        """Note again what could not be scanned now."""
        if wish.full:
            self.want_full(wish.root_id, now=now)
        elif wish.folders:
            self.touch(wish.root_id, wish.folders, now=now)
        else:
            self.want_quick(wish.root_id, now=now)

    def forget(self, root_id: int) -> None:
        self._roots.pop(root_id, None)

    def due(self, now: float) -> list[ScanWish]:
        """Take what has been quiet for long enough, or has waited for very long."""
        wishes = []
        for root_id, gathered in tuple(self._roots.items()):
            quiet = now - gathered.last >= self.quiet_seconds
            if quiet or now - gathered.first >= self._at_most_seconds:
                wishes += _wishes(root_id, gathered)
                del self._roots[root_id]
        return wishes

    def _at(self, root_id: int, now: float) -> _Gathered:
        gathered = self._roots.setdefault(root_id, _Gathered())
        if gathered.is_empty:
            gathered.first = now
        gathered.last = now
        return gathered

    def _tidy(self, root_id: int, gathered: _Gathered) -> None:
        if gathered.full:
            gathered.folders = set()
        if gathered.is_empty:
            del self._roots[root_id]


def _wishes(root_id: int, gathered: _Gathered) -> list[ScanWish]:
    if gathered.full:
        return [ScanWish(root_id, full=True)]
    named = [ScanWish(root_id, tuple(sorted(gathered.folders)))] if gathered.folders else []
    # After the named ones: a quick look does not see edits in place.
    return [*named, ScanWish(root_id)] if gathered.quick else named
