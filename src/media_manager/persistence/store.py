"""One library as the use cases get it: a reader whenever asked, a writer when first needed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from media_manager.domain.changes import LibraryChanges
from media_manager.errors import DatabaseTooNew, StorageError
from media_manager.persistence.gate import DatabaseState, access_problem, inspect_database
from media_manager.persistence.reader import Answers, LibraryReader, open_reader

if TYPE_CHECKING:
    from media_manager.persistence.columns.shelf import ColumnShelf
    from media_manager.persistence.open_mark import OpenMark

    # SQLAlchemy is imported in a thread when the first write begins, never before.
    from media_manager.persistence.writer import LibraryWriter, WriteSession


class LibraryStore:
    """Reads and writes one library.db. Thread-safe; opens nothing until it is used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._guard = threading.Lock()
        self._writer: LibraryWriter | None = None
        self._listeners: list[Callable[[LibraryChanges], None]] = []
        self._busy_listeners: list[Callable[[bool], None]] = []
        # Where readers find the columns of this library, if somebody keeps them.
        self.columns: ColumnShelf | None = None
        # Who finds for readers what patterns, paths and saved searches mean.
        self.answers: Answers | None = None
        # Grows when another file takes the library's place: open readers must open it anew.
        self.generation = 0
        self._mark: OpenMark | None = None
        self._newer = ""
        self._closed_to_us = ""

    @property
    def read_only(self) -> str:
        """Why the library can only be looked at; empty when it can be changed.

        As it was when it was last opened: nothing is asked of the disk here.
        """
        return self._newer or self._closed_to_us

    def can_open_newer(self) -> bool:
        """Tell whether a library of a newer version can be looked at. Called on a worker thread."""
        # Late: it brings in the models, for a case that is seldom.
        from media_manager.persistence.newer import can_be_read  # noqa: PLC0415

        return can_be_read(self.path)

    def open_newer(self) -> None:
        """From now on look at a library of a newer version; nothing in it can be changed.

        Raises DatabaseTooNew when it has not all that we read. Called on a worker thread.
        """
        try:
            inspect_database(self.path)
        except DatabaseTooNew as error:
            if not self.can_open_newer():
                raise
            self._newer = str(error)

    def exists(self) -> bool:
        """Tell whether there is a library, refusing a file that is none."""
        try:
            return inspect_database(self.path).state is not DatabaseState.ABSENT
        except DatabaseTooNew:
            if not self._newer:
                raise
            return True

    def ensure(self) -> None:
        """Make an empty library when there is none. Called on a worker thread."""
        self._refuse_read_only()
        if not self.exists():
            # Late: alembic is needed only here and for an upgrade.
            from media_manager.persistence.upgrade import create_library  # noqa: PLC0415

            create_library(self.path)

    def open_reader(self) -> LibraryReader:
        """Open a reader that the caller closes; it belongs to the calling thread."""
        reader = open_reader(self.path, newer=bool(self._newer))
        self._closed_to_us = access_problem(self.path)
        reader.columns = self.columns
        reader.answers = self.answers
        return reader

    @contextmanager
    def reading(self) -> Iterator[LibraryReader]:
        """Open a reader for the length of a `with`."""
        reader = self.open_reader()
        try:
            yield reader
        finally:
            reader.close()

    @contextmanager
    def writing(self, origin: str, *, durable: bool = False) -> Iterator["WriteSession"]:
        """Open one write session; see LibraryWriter.write_session."""
        with self.writer().write_session(origin, durable=durable) as session:
            yield session

    def writer(self) -> "LibraryWriter":
        """Return the writer, imported and opened on first use. Called on a worker thread."""
        with self._guard:
            if self._writer is None:
                self._refuse_read_only()
                from media_manager.persistence.open_mark import OpenMark  # noqa: PLC0415
                from media_manager.persistence.writer import LibraryWriter  # noqa: PLC0415

                self._writer = LibraryWriter(self.path)
                self._mark = OpenMark(self.path)
                for listener in self._listeners:
                    self._writer.on_commit(listener)
                for told in self._busy_listeners:
                    self._writer.bell.listen(told)
            return self._writer

    def on_commit(self, listener: Callable[[LibraryChanges], None]) -> None:
        """Call `listener` after each commit of this process, on the thread that wrote."""
        with self._guard:
            self._listeners.append(listener)
            if self._writer is not None:
                self._writer.on_commit(listener)

    def on_busy(self, listener: Callable[[bool], None]) -> None:
        """Call `listener` with True while anybody waits to write because another program does.

        On the thread that waits, and with False when nobody waits any more.
        """
        with self._guard:
            self._busy_listeners.append(listener)
            if self._writer is not None:
                self._writer.bell.listen(listener)

    def checkpoint(self) -> None:
        """Let the writer, if there is one, fold its journal into the database."""
        with self._guard:
            writer = self._writer
        if writer is not None:
            writer.checkpoint()

    def close(self) -> None:
        with self._guard:
            writer, self._writer = self._writer, None
            mark, self._mark = self._mark, None
        if writer is not None:
            writer.close()
        if mark is not None:
            mark.close()
        if self.answers is not None:
            self.answers.close()

    def replaced(self) -> None:
        """Note that another file now stands at the path: after an upgrade or a restore."""
        self.close()
        self.generation += 1
        self._newer = ""
        if self.columns is not None:
            self.columns.clear()

    def _refuse_read_only(self) -> None:
        self._closed_to_us = access_problem(self.path)
        if self.read_only:
            raise StorageError(
                f"The library can only be looked at: {self.read_only}",
                hint="Update Media Manager to change it."
                if self._newer
                else "Make the file and its folder writable, then try again.",
                path=str(self.path),
            )
