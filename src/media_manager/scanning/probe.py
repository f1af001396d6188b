"""Ask what is inside a media file without letting the file near this process."""

from dataclasses import replace
from types import TracebackType
from typing import Self

import msgspec

from media_manager.domain.streams import ProbeResult
from media_manager.processes import ChildLimits, ChildPool

# A healthy file answers in milliseconds, a sleeping disk in ten seconds.
_TIMEOUT_SECONDS = 30.0
_LIMITS = ChildLimits(
    timeout_seconds=_TIMEOUT_SECONDS,
    max_output_bytes=4 << 20,
    memory_bytes=2 << 30,
    cpu_seconds=20,
    nice=10,
)

# Made once, when the module is imported: two threads that make one for the same class at the
# same moment crash the program (see tests/house/test_decoders.py).
_ANSWER = msgspec.msgpack.Decoder(ProbeResult)


class Prober:
    """Probes files in `pool_size` children that stay alive from file to file. Thread-safe."""

    def __init__(
        self,
        pool_size: int = 2,
        limits: ChildLimits = _LIMITS,
        *,
        timeout_seconds: float | None = None,
    ) -> None:
        if timeout_seconds is not None:
            limits = replace(limits, timeout_seconds=timeout_seconds)
        self._pool = ChildPool("probe", pool_size, limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def probe(self, path: bytes) -> ProbeResult:
        """Return what is in the file at the absolute `path`. Called on a worker thread.

        Raises UnreadableFile, FileVanished, ProcessTimeout or ProcessCrashed.
        """
        answer = self._pool.call(msgspec.msgpack.encode(path))
        return _ANSWER.decode(answer)

    def close(self) -> None:
        self._pool.close()
