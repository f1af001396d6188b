"""What goes over the pipes: four bytes of length, then the payload."""

import struct
from typing import BinaryIO

import msgspec

from media_manager.errors import (
    FileVanished,
    MediaManagerError,
    ProcessCrashed,
    UnreadableFile,
)

HEADER = struct.Struct(">I")
MAX_REQUEST_BYTES = 16 << 20

# First byte of an answer.
DONE, REFUSED, FAILED, EXHAUSTED = range(4)

# What a child may raise in its parent; anything else arrives as ProcessCrashed.
_KNOWN = {error.code: error for error in (UnreadableFile, FileVanished)}


def read_frame(stream: BinaryIO, max_bytes: int = MAX_REQUEST_BYTES) -> bytes | None:
    """Return the next payload, or None when the other side is gone.

    Raises ProcessCrashed for a frame that is longer than allowed: nothing after it can be trusted.
    """
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (length,) = HEADER.unpack(header)
    if length > max_bytes:
        raise ProcessCrashed("The answer is longer than allowed.", length=length)
    payload = stream.read(length)
    return payload if len(payload) == length else None


def write_frame(stream: BinaryIO, payload: bytes) -> None:
    stream.write(HEADER.pack(len(payload)) + payload)
    stream.flush()


def pack_error(error: MediaManagerError) -> bytes:
    return msgspec.msgpack.encode((error.code, str(error), error.hint))


def unpack_error(payload: bytes) -> MediaManagerError:
    """Return the error that a child reported, as the type that callers know."""
    code, message, hint = msgspec.msgpack.decode(payload, type=tuple[str, str, str])
    return _KNOWN.get(code, ProcessCrashed)(message, hint=hint)
