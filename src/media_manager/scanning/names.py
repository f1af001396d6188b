"""Ask guessit about doubtful names without letting it hang or slow this process."""

import os
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

import msgspec

from media_manager.domain.media import ParsedName
from media_manager.errors import ProcessCrashed, ProcessTimeout
from media_manager.processes import ChildLimits, ChildPool

_LIMITS = ChildLimits(memory_bytes=1 << 30, cpu_seconds=120, nice=10)
_SECONDS_A_NAME = 1.0  # a name takes 10 ms; what takes a hundred times as long never ends
_BATCH = 32  # 0.3 s of work: a cancelled job waits no longer for its thread
_START_SECONDS = 10.0  # the interpreter, guessit and its rules, on a busy machine

# Made once, when the module is imported: two threads that make one for the same class at the
# same moment crash the program (see tests/house/test_decoders.py).
_ANSWER = msgspec.msgpack.Decoder(list[ParsedName | None])


class NameGuesser:
    """Reads names in `pool_size` children. Thread-safe; called on worker threads."""

    def __init__(self, pool_size: int = 1, *, seconds_a_name: float = _SECONDS_A_NAME) -> None:
        self._pool = ChildPool("names", pool_size, _LIMITS)
        self._seconds = seconds_a_name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def guess_names(self, paths: Sequence[bytes]) -> Iterator[ParsedName | None]:
        """Yield guessit's reading of each path, relative to its root; None where it has none.

        Lazy: between two batches of names the caller may stop.
        """
        texts = [os.fsdecode(path) for path in paths]
        for start in range(0, len(texts), _BATCH):
            yield from self._guess_batch(tuple(texts[start : start + _BATCH]))

    def close(self) -> None:
        self._pool.close()

    def _guess_batch(self, texts: tuple[str, ...]) -> list[ParsedName | None]:
        """Ask for all; if that kills the child, ask one by one and give up on the killer."""
        try:
            return self._ask(texts)
        except (ProcessTimeout, ProcessCrashed):
            if len(texts) == 1:
                return [None]
        return [name for text in texts for name in self._guess_batch((text,))]

    def _ask(self, texts: tuple[str, ...]) -> list[ParsedName | None]:
        safe = [text.encode("utf-8", "replace").decode() for text in texts]
        answer = self._pool.call(
            msgspec.msgpack.encode((safe, self._seconds)),
            timeout_seconds=_START_SECONDS + len(texts) * self._seconds,
        )
        return _ANSWER.decode(answer)
