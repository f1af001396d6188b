"""Ask for a small copy of a picture without letting the picture near this process."""

from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

import msgspec

from media_manager.processes import ChildLimits, ChildPool

FitMode = Literal["cover", "contain"]

_LIMITS = ChildLimits(
    timeout_seconds=15, max_output_bytes=32 << 20, memory_bytes=2 << 30, cpu_seconds=20
)


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """An encoded picture (JPEG, or PNG where it is transparent) and its color as 0xRRGGBB."""

    data: bytes
    width: int
    height: int
    color: int


class ImageDecoder:
    """Decodes pictures in `pool_size` children. Thread-safe; called on worker threads."""

    def __init__(self, pool_size: int = 2, limits: ChildLimits = _LIMITS) -> None:
        self._pool = ChildPool("image", pool_size, limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def thumbnail(
        self, path: bytes, *, width: int, height: int, mode: FitMode = "cover"
    ) -> Thumbnail:
        """Return `path` as a picture of exactly `width` x `height` (cover), or within (contain).

        Raises UnreadableFile, FileVanished, ProcessTimeout or ProcessCrashed.
        """
        answer = self._pool.call(msgspec.msgpack.encode((path, width, height, mode)))
        data, real_width, real_height, color = msgspec.msgpack.decode(
            answer, type=tuple[bytes, int, int, int]
        )
        return Thumbnail(data, real_width, real_height, color)

    def close(self) -> None:
        self._pool.close()
