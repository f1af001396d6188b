"""Numbers in files: written whole, mapped back, refused when a single byte is not as it was."""

import secrets
import zlib
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from media_manager.files import write_atomic
from media_manager.persistence.columns.manifest import SUFFIX, ArrayFile, ColumnsUnusable

Array = NDArray[Any]

# 1 MiB: read and checked in pieces, so that pages that nobody needs stay on disk.
_PIECE: Final = 1 << 20


def write_array(folder: Path, name: str, array: Array) -> ArrayFile:
    """Write numbers under a new name; nobody sees them before a manifest says so."""
    data = np.ascontiguousarray(array).view(np.uint8).data if len(array) else memoryview(b"")
    file = f"{name}-{secrets.token_hex(6)}{SUFFIX}"
    write_atomic(folder / file, data, durable=False)
    return ArrayFile(file, array.dtype.str, len(array), zlib.crc32(data))


def open_array(folder: Path, file: ArrayFile) -> Array:
    """Map a file read-only; raise ColumnsUnusable unless it is as it was written."""
    path, kind = folder / file.name, np.dtype(file.type)
    try:
        size, check = _measured(path)
        if (size, check) != (file.count * kind.itemsize, file.check):
            raise ColumnsUnusable(f"{file.name} is not as it was written")
        if not file.count:
            return np.empty(0, kind)
        return np.memmap(path, dtype=kind, mode="r", shape=(file.count,)).view(np.ndarray)
    except (OSError, ValueError) as error:
        raise ColumnsUnusable(str(error)) from error


def _measured(path: Path) -> tuple[int, int]:
    check = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            check = zlib.crc32(piece, check)
        return file.tell(), check
