"""One window a profile: a second start raises the first one and ends."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_log = logging.getLogger(__name__)

_RAISE = b"raise\n"
_PATIENCE_MS = 2_000


class SingleInstance(QObject):
    """Holds the profile's window lock. A lock whose process is dead is taken over."""

    raise_wanted = Signal()

    def __init__(self, lock_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(lock_file))
        # Never by age: a window may be open for months. A dead process is seen by its id.
        self._lock.setStaleLockTime(0)
        self._lock_file = lock_file
        self._server: QLocalServer | None = None

    def acquire(self) -> bool:
        """Take the lock; False when another window of the profile is open."""
        return self._lock.tryLock(0)

    def listen(self) -> None:
        """Hear of further starts. After the first paint: it brings in QtNetwork."""
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - see above

        name = server_name(self._lock_file)
        QLocalServer.removeServer(name)  # what a crash left; we hold the lock
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_connected)
        if not server.listen(name):
            _log.warning("ui: further starts cannot raise this window: %s", server.errorString())
        self._server = server

    def raise_first(self) -> bool:
        """Ask the open window to come to the front; False when it does not answer."""
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - only in a second start

        socket = QLocalSocket()
        socket.connectToServer(server_name(self._lock_file))
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(_RAISE)
        sent = socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        return sent

    def release(self) -> None:
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _on_connected(self) -> None:
        server = self._server
        while server is not None and (socket := server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.raise_wanted.emit()


def server_name(lock_file: Path) -> str:
    """Return a name short enough for a socket, the same for the same profile."""
    import hashlib  # noqa: PLC0415 - with the server, behind the first paint

    return f"media-manager-{hashlib.blake2b(str(lock_file).encode(), digest_size=8).hexdigest()}"
