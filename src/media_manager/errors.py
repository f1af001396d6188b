"""What can go wrong, as types that a caller can tell apart.

MediaManagerError               .hint: what the user can do
├── ProviderError               a metadata source could not answer
├── LibraryError                the person's folders and files
│   ├── RootFolderOffline
│   ├── FileVanished
│   ├── DestinationExists
│   ├── ItemNotFound
│   ├── StepConflict            a step cannot be undone: something was changed after it
│   └── UnreadableFile          a file is there but cannot be understood
├── StorageError                the database
│   ├── DatabaseLocked
│   ├── DatabaseTooNew
│   ├── DatabaseForeign
│   ├── DatabaseDamaged
│   ├── UpgradeNeeded
│   └── DiskFull
├── CacheError
├── QueryError                  .position: where in the text
├── SettingError
├── ProcessError                a child process failed
│   ├── ProcessTimeout
│   └── ProcessCrashed
├── JobWaits                    not a failure: a job goes on by itself when the time is better
└── JobCancelled                not a failure: somebody asked to stop
"""

from typing import Any


class MediaManagerError(Exception):
    """A known error: a stable code, its arguments, and a hint that says what to do.

    `str(error)` is the English default; the window may translate `code` with `arguments`.
    """

    code = "error"

    def __init__(self, message: str, *, hint: str = "", **arguments: Any) -> None:  # noqa: ANN401 - texts, numbers and paths alike
        super().__init__(message)
        self.hint = hint
        self.arguments = arguments


class ProviderError(MediaManagerError):
    """A metadata source could not answer."""

    code = "provider"


class LibraryError(MediaManagerError):
    """Something about the person's folders and files."""

    code = "library"


class RootFolderOffline(LibraryError):
    """The folder is not reachable now; what it holds is kept."""

    code = "root-offline"


class FileVanished(LibraryError):
    """A file that was just there is gone."""

    code = "file-vanished"


class DestinationExists(LibraryError):
    """Something is already where we were asked to write."""

    code = "destination-exists"


class ItemNotFound(LibraryError):
    """No item has this id."""

    code = "item-not-found"


class StepConflict(LibraryError):
    """A step cannot be undone or done again: what it changed was changed since."""

    code = "step-conflict"


class UnreadableFile(LibraryError):
    """The file is there, but its content cannot be understood or is refused."""

    code = "unreadable-file"


class StorageError(MediaManagerError):
    """Something about the database."""

    code = "storage"


class DatabaseLocked(StorageError):
    """Another program holds the write lock for too long."""

    code = "database-locked"


class DatabaseTooNew(StorageError):
    """A newer version of the program wrote this database."""

    code = "database-too-new"


class DatabaseForeign(StorageError):
    """The file is a database of another program, or no database at all."""

    code = "database-foreign"


class DatabaseDamaged(StorageError):
    """The database fails its integrity check."""

    code = "database-damaged"


class UpgradeNeeded(StorageError):
    """The database is of an older version and must be upgraded before use."""

    code = "upgrade-needed"


class DiskFull(StorageError):
    """There is not enough free space."""

    code = "disk-full"


class CacheError(MediaManagerError):
    """A cache backend failed; the program goes on without it."""

    code = "cache"


class QueryError(MediaManagerError):
    """The search text cannot be understood; `position` and `end` say where.

    `expected` says what could stand there. `unfinished` means that typing on can still mend it:
    a window that asks with each key keeps what it shows instead of complaining.
    """

    code = "query"

    def __init__(
        self,
        message: str,
        *,
        position: int,
        end: int | None = None,
        expected: str = "",
        hint: str = "",
        unfinished: bool = False,
    ) -> None:
        super().__init__(message, hint=hint, position=position)
        self.position = position
        self.end = position + 1 if end is None else end
        self.expected = expected
        self.unfinished = unfinished


class SettingError(MediaManagerError):
    """A setting is unknown or its value is out of range."""

    code = "setting"


class ProcessError(MediaManagerError):
    """A child process could not do its work."""

    code = "process"


class ProcessTimeout(ProcessError):
    """The child did not answer in time and was killed."""

    code = "process-timeout"


class ProcessCrashed(ProcessError):
    """The child died or answered nonsense."""

    code = "process-crashed"


class JobWaits(MediaManagerError):
    """A job that nobody waits for stands still; it goes on by itself."""

    code = "job-waits"


class JobCancelled(MediaManagerError):
    """Somebody asked to stop."""

    code = "cancelled"
