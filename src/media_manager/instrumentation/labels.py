"""What the numbers of a block belong to: a library, a provider."""

from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    from media_manager.instrumentation.shards import Shard

_LONGEST: Final = 60


class Context:
    """A block of one thread whose metrics carry labels, and those of the blocks around it."""

    __slots__ = ("_before", "_labels", "_shard_of")

    def __init__(self, shard_of: "Callable[[], Shard]", labels: dict[str, object]) -> None:
        self._shard_of = shard_of
        self._labels = labels

    def __enter__(self) -> Self:
        shard = self._shard_of()
        self._before = (shard.labels, shard.suffix)
        shard.labels = {**shard.labels, **self._labels}
        shard.suffix = _label_text(shard.labels)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shard = self._shard_of()
        shard.labels, shard.suffix = self._before


def _label_text(labels: dict[str, object]) -> str:
    """Return labels as one text: `{library=Films,provider=tmdb}`."""
    pairs = (f"{name}={str(labels[name])[:_LONGEST]}" for name in sorted(labels))
    return f"{{{','.join(pairs)}}}"
