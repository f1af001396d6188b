"""Look into the files of a library, one child process a file, and keep what is found."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from typing import Any, Protocol

import msgspec

from media_manager.domain.languages import normalise_language
from media_manager.domain.streams import ProbeResult
from media_manager.errors import MediaManagerError
from media_manager.files import display_path
from media_manager.library.watch import Watch
from media_manager.persistence.probe_reader import PendingFile, pending_files
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.repositories.probes import save_probe, save_probe_failure
from media_manager.persistence.store import LibraryStore
from media_manager.scanning.identity import partial_hash

_BATCH = 32
_LOOK_SECONDS = 0.2  # how soon a stop is noticed while a child is busy

Probe = Callable[[bytes], ProbeResult]
Found = tuple[PendingFile, ProbeResult | MediaManagerError, bytes | None]


class Awaited(Protocol):
    """What comes back from a thread: a concurrent.futures.Future."""

    def result(self, timeout: float | None = None) -> Found: ...
    def cancel(self) -> bool: ...


class Spread(Protocol):
    """Threads that probe side by side: a concurrent.futures.Executor."""

    def submit(
        self, work: Callable[[PendingFile, Probe], Found], file: PendingFile, probe: Probe, /
    ) -> Awaited: ...


def count_pending(reader: LibraryReader) -> int:
    """Return how many files wait to be looked into and can be now."""
    waiting = pending_files(reader, 1)
    return waiting[0].waiting if waiting else 0


def probe_pending(
    store: LibraryStore, probe: Probe, watch: Watch, *, spread: Spread | None = None
) -> Generator[None, None, int]:
    """Probe every file that waits for it; yields between batches; returns how many were probed.

    A file that cannot be read is marked and not tried again until it changes.
    """
    done = 0
    with store.reading() as reader:
        while batch := pending_files(reader, _BATCH):
            total = done + batch[0].waiting
            found = list(_probe_all(batch, probe, watch, spread))
            _save(store, found, watch)
            done += len(found)
            watch.report(done, total, display_path(batch[-1].path))
            watch.raise_if_cancelled()
            yield
    return done


def _probe_all(
    batch: Sequence[PendingFile], probe: Probe, watch: Watch, spread: Spread | None
) -> Iterator[Found]:
    if spread is None:
        for file in batch:
            watch.raise_if_cancelled()
            yield _probe_one(file, probe)
        return
    futures = [spread.submit(_probe_one, file, probe) for file in batch]
    try:
        for future in futures:
            yield _wait(future, watch)
    finally:
        for future in futures:
            future.cancel()


def _wait(future: Awaited, watch: Watch) -> Found:
    while True:
        watch.raise_if_cancelled()
        with suppress(TimeoutError):
            return future.result(_LOOK_SECONDS)


def _probe_one(file: PendingFile, probe: Probe) -> Found:
    path = file.root_path.rstrip(b"/") + b"/" + file.path
    try:
        return file, probe(path), _hash(path)
    except MediaManagerError as error:
        return file, error, None


def _hash(path: bytes) -> bytes | None:
    try:
        return partial_hash(path)
    except OSError:
        return None


def _save(store: LibraryStore, found: Sequence[Found], watch: Watch) -> None:
    with store.writing("probe") as session:
        for file, result, content_hash in found:
            if isinstance(result, MediaManagerError):
                watch.item_failed(display_path(file.path), result)
                save_probe_failure(session, file.id, str(result))
            else:
                save_probe(session, file.id, _columns(result, content_hash), _streams(result))


def _columns(result: ProbeResult, content_hash: bytes | None) -> dict[str, Any]:
    video = result.video
    return {
        "container": result.container[:32],
        "duration_ms": result.duration_ms,
        "width": video.width if video else None,
        "height": video.height if video else None,
        "hdr": str(video.hdr) if video and video.hdr else None,
        "partial_hash": content_hash,
        "photo": msgspec.to_builtins(result.photo) if result.photo else None,
    }


def _streams(result: ProbeResult) -> list[dict[str, Any]]:
    return [
        {
            "position": stream.index,
            "kind": str(stream.kind),
            "codec": stream.codec[:32] if stream.codec else None,
            "language": _language(stream.language),
            "title": stream.title,
            "details": msgspec.json.encode(_said(stream)),
        }
        for stream in result.streams
    ]


def _language(written: str | None) -> str | None:
    """Return the code that we use for what the file says: `eng` is `en`."""
    return (normalise_language(written) or written[:32]) if written else None


def _said(stream: Any) -> dict[str, Any]:  # noqa: ANN401 - a MediaStream
    """Return only what the file says: None and False are left out."""
    data: dict[str, Any] = msgspec.to_builtins(stream)
    return {name: value for name, value in data.items() if value not in (None, False)}
