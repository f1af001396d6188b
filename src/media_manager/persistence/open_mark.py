"""A mark beside a library for as long as it is open for writing: one that stays tells of a cut.

The mark is a file that its process holds locked. When the process dies, however, the system lets
go of the lock and the file stays; a mark that can be locked is therefore one of a dead process.
"""

import atexit
import logging
import os
import secrets
from contextlib import suppress
from pathlib import Path

from media_manager.files.atomic import sync_folder
from media_manager.persistence.lock import try_lock, unlock

_log = logging.getLogger(__name__)


class OpenMark:
    """Stands from its making until `close`, or until the process ends by itself."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(
            f"{database.name}.open-{os.getpid()}-{secrets.token_hex(4)}"
        )
        self._descriptor: int | None = None
        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            try_lock(self._descriptor)
            # On disk before the first write is: a power cut is what it is for.
            sync_folder(os.fsencode(database.parent))
        except OSError as error:  # a folder that cannot be written: then nothing else is, either
            _log.info("persistence: no mark beside the library: %s", error)
        atexit.register(self.close)

    def close(self) -> None:
        """Take the mark away: everything that was written is whole."""
        atexit.unregister(self.close)
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
            os.close(descriptor)


def find_left_marks(database: Path) -> list[Path]:
    """Return the marks of processes that died with the library open."""
    return [mark for mark in database.parent.glob(f"{database.name}.open-*") if _is_left(mark)]


def remove_left_marks(database: Path) -> None:
    """Forget the dead: the library was looked at since."""
    for mark in find_left_marks(database):
        with suppress(OSError):
            mark.unlink(missing_ok=True)


def _is_left(mark: Path) -> bool:
    try:
        with mark.open("r+b") as handle:
            if not try_lock(handle.fileno()):
                return False
            unlock(handle.fileno())
    except FileNotFoundError:  # its process took it away this moment
        return False
    except OSError:
        return False
    return True
