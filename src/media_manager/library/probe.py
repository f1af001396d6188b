"""Look into the files of a library, one child process a file, and keep what is found."""

from collections.abc import Callable, Generator, Iterator, Sequence
from time import monotonic
from typing import Any

import msgspec

from media_manager.domain.languages import normalise_language
from media_manager.domain.streams import ProbeResult
from media_manager.errors import JobCancelled, MediaManagerError
from media_manager.files import display_path
from media_manager.instrumentation import timed
from media_manager.library.batches import get_batch_size_recommendation, timed_batch
from media_manager.library.waiting import Spread, wait_for
from media_manager.library.watch import Watch, save_progress
from media_manager.persistence.probe_reader import (
    PendingFile,
    count_pending_files,
    pending_files,
    present_files_of,
)
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.repositories.probes import (
    Probed,
    save_probe_failure,
    save_probes,
)
from media_manager.persistence.store import LibraryStore
from media_manager.scanning.identity import partial_hash

_ASKED = 32  # files that are with the children at once
# What was found is written when it fills a batch, or is so old: a killed program looks again into
# what came in its last second.
_SECONDS = 1.0

Probe = Callable[[bytes], ProbeResult]
Found = tuple[PendingFile, ProbeResult | MediaManagerError, bytes | None]


def count_pending(reader: LibraryReader) -> int:
    """Return how many files wait to be looked into and can be now."""
    return count_pending_files(reader) if pending_files(reader, 1) else 0


def probe_pending(
    store: LibraryStore,
    probe: Probe,
    watch: Watch,
    *,
    spread: Spread | None = None,
    only: Sequence[int] | None = None,
) -> Generator[None, None, int]:
    """Probe every file that waits for it, or `only` these; return how many were probed.

    Yields between batches. A file that cannot be read is marked and not tried again until it
    changes.
    """
    with store.reading() as reader:
        finds = _Finds(store, watch)
        total = len(only) if only is not None else count_pending(reader)
        batches = _waiting(reader, finds) if only is None else _named(reader, only)
        try:
            for batch in batches:
                for found in _probe_all(batch, probe, watch, spread):
                    finds.add(found)
                total = max(total, finds.done)
                watch.report(finds.done, total, display_path(batch[-1].path))
                finds.save_if_due()
                watch.raise_if_cancelled()
                yield
        except JobCancelled:
            finds.save()
            raise
        finds.save()
    return finds.done


def _waiting(reader: LibraryReader, finds: "_Finds") -> Iterator[Sequence[PendingFile]]:
    """Yield what waits, round by round: a scan beside this may have found more meanwhile."""
    after = 0
    while True:
        batch = pending_files(reader, _ASKED, after_id=after)
        if batch:
            after = batch[-1].id
            yield batch
        elif after:
            finds.save()
            after = 0
        else:
            return


def _named(reader: LibraryReader, file_ids: Sequence[int]) -> Iterator[Sequence[PendingFile]]:
    for start in range(0, len(file_ids), _ASKED):
        batch = present_files_of(reader, file_ids[start : start + _ASKED])
        if batch:
            yield batch


class _Finds:
    """What the children found, until it is written: a few hundred files a transaction."""

    def __init__(self, store: LibraryStore, watch: Watch) -> None:
        self._store = store
        self._watch = watch
        self._found: list[Found] = []
        self._since = monotonic()
        self.done = 0

    def add(self, found: Found) -> None:
        self._found.append(found)
        self.done += 1

    def save_if_due(self) -> None:
        rows = get_batch_size_recommendation("probe")
        if len(self._found) >= rows or monotonic() - self._since >= _SECONDS:
            self.save()

    def save(self) -> None:
        found, self._found = self._found, []
        self._since = monotonic()
        if not found:
            return
        with self._store.writing("probe") as session, timed_batch("probe", len(found)):
            probed: list[Probed] = []
            for file, result, content_hash in found:
                if isinstance(result, MediaManagerError):
                    result.arguments["file_id"] = file.id
                    self._watch.item_failed(display_path(file.path), result)
                    save_probe_failure(session, file.id, str(result))
                else:
                    columns = _columns(result, content_hash)
                    probed.append(Probed(file.id, columns, _streams(result)))
            save_probes(session, probed)
            save_progress(self._watch, session)


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
            yield wait_for(future, watch)
    finally:
        for future in futures:
            future.cancel()


@timed("library.probe.file")
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
