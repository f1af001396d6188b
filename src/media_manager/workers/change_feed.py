"""What changed in the library, from this process or another, told on the main thread."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from media_manager.domain.changes import LibraryChanges
from media_manager.persistence.reader import LibraryReader
from media_manager.workers.lanes import READ
from media_manager.workers.library_lane import reading
from media_manager.workers.runner import JobRunner

# Another process's new items appear within 2 s: half a second leaves room for the reload.
POLL_MS = 500

Told = Callable[[Sequence[LibraryChanges]], None]


class _Look(NamedTuple):
    """What one look found. `changes` is None when the log no longer reaches back: all is new."""

    seq: int
    changes: list[LibraryChanges] | None


class ChangeFeed:
    """Looks at the change log whenever `poll` is called and tells what is new, in order.

    Everything here is called on the main thread, but `nudge`, which any thread may call.
    """

    def __init__(self, runner: JobRunner, *, seq: int | None = None) -> None:
        self._runner = runner
        self._seq = seq
        self._asking = False
        self._again = False
        self._told: list[Told] = []

    def on_changes(self, told: Told) -> None:
        """Call `told` with what was committed since the last call; ALL when nobody can say."""
        self._told.append(told)

    def nudge(self) -> None:
        """Look soon: something was just committed."""
        self._runner.post(self.poll)

    def poll(self) -> None:
        """Look now; cheap when nothing changed."""
        if self._asking:
            self._again = True
            return
        self._asking = True
        seq = self._seq
        self._runner.ask(
            READ,
            reading(lambda reader: _look(reader, seq), empty=None),
            on_done=self._take,
            on_error=self._give_up,
        )

    def _take(self, look: _Look | None) -> None:
        self._asking = False
        if look is not None:
            first = self._seq is None
            self._seq = look.seq
            changes = look.changes
            if changes is None:
                changes = [LibraryChanges(look.seq, "unknown", frozenset({"everything"}), None)]
            if changes and not first:
                for told in self._told:
                    told(changes)
        self._look_again()

    def _give_up(self, _error: BaseException) -> None:
        # Busy or replaced right now: the next look tells.
        self._asking = False
        self._look_again()

    def _look_again(self) -> None:
        if self._again:
            self._again = False
            self.poll()


def _look(reader: LibraryReader, seq: int | None) -> _Look:
    # Not PRAGMA data_version: its numbers belong to one connection, and each look may come from
    # another thread of the lane. The newest number of the log is one step in an index.
    newest = reader.seq()
    if seq is None or newest == seq:
        return _Look(newest, [])
    # A smaller one is another library at the same place: after a restore all is new.
    return _Look(newest, reader.changes_since(seq) if newest > seq else None)
