"""Numbers in files: mapped back as they were written, or refused for a single wrong byte."""

import mmap
import secrets
import zlib
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from media_manager.persistence.columns.manifest import SUFFIX, ArrayFile, ColumnsUnusable

Array = NDArray[Any]

# 1 MiB: read and checked in pieces, so that pages that nobody needs stay on disk.
_PIECE: Final = 1 << 20


class ArrayWriter:
    """Writes numbers piece by piece under a new name; nobody sees them before a manifest does."""

    def __init__(self, folder: Path, name: str, kind: str) -> None:
        self.type = kind
        self._kind = np.dtype(kind)
        self._path = folder / f"{name}-{secrets.token_hex(6)}{SUFFIX}"
        self._file = self._path.open("xb")
        self._count = 0
        self._check = 0

    def add(self, numbers: Array) -> None:
        """Append numbers, in the type of the file."""
        if len(numbers):
            data = np.ascontiguousarray(numbers, self._kind).view(np.uint8).data
            self._file.write(data)
            self._check = zlib.crc32(data, self._check)
            self._count += len(numbers)

    def close(self) -> ArrayFile:
        """Finish the file and say what it is."""
        self._file.close()
        return ArrayFile(self._path.name, self._kind.str, self._count, self._check)

    def discard(self) -> None:
        """Take the file back."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def open_array(folder: Path, file: ArrayFile) -> tuple[Array, mmap.mmap | None]:
    """Map a file read-only; raise ColumnsUnusable unless it is as it was written.

    The map comes along, so that its pages can be given back; nothing has none.
    """
    path, kind = folder / file.name, np.dtype(file.type)
    try:
        size, check = _measured(path)
        if (size, check) != (file.count * kind.itemsize, file.check):
            raise ColumnsUnusable(f"{file.name} is not as it was written")
        if not file.count:
            return np.empty(0, kind), None
        with path.open("rb") as opened:
            mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        return np.frombuffer(mapped, kind), mapped
    except (OSError, ValueError) as error:
        raise ColumnsUnusable(str(error)) from error


def _measured(path: Path) -> tuple[int, int]:
    check = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            check = zlib.crc32(piece, check)
        return file.tell(), check
