"""A child that listens to the file system, because watchfiles must not do so in our own process.

While it visits every folder of a root it lets no other thread run (0.6 s at 20,000 folders, for
ever on a share that died).
"""

# Paths are bytes here, and pathlib takes only text.
# ruff: noqa: PTH206

# Paths are texts here: watchfiles knows no others.
# ruff: noqa: PTH112

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
from watchfiles import Change

# The module behind `watchfiles.watch`: one call that waits, where the generator never gives way.
from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError

from media_manager.errors import FileVanished, UnreadableFile
from media_manager.scanning.ignore import RULE_FILES, is_always_skipped
from media_manager.scanning.watch_frames import Touch, WatchAnswer, WatchRequest

# Within this time after the first event others are gathered before they are told.
_GATHER_MS = 1_000
_ROUND_MS = 400
_LEAST_STEP_MS = 20
# The queue of the kernel holds 16,384 events: with as many at once some may have been lost.
_STORM = 12_000
_NAMED = 500
_PROBE_SECONDS = 60.0
_MOST_REBUILDS = 5


@dataclass(slots=True)
class _Root:
    path: str  # as the parent names it
    real: str  # as the system names it, without links
    excluded: tuple[str, ...]
    notify: RustNotify
    probed_at: float = 0.0
    rebuilds: list[float] = field(default_factory=list)


_roots: dict[str, _Root] = {}


def answer(request: bytes) -> bytes:
    """Do what is asked; see WatchRequest."""
    wish = msgspec.msgpack.decode(request, type=WatchRequest)
    if not wish.root:
        return msgspec.msgpack.encode(_collect(wish.wait_ms))
    _let_go(wish.root)
    if not wish.let_go:
        real = os.path.realpath(wish.root)
        excluded = tuple(_real(each) for each in wish.excluded)
        _roots[wish.root] = _Root(wish.root, real, excluded, _listen(real))
    return msgspec.msgpack.encode([])


def _real(beginning: str) -> str:
    """Return how paths begin, without links; a separator at the end counts."""
    return os.path.realpath(beginning) + (os.sep if beginning.endswith(os.sep) else "")


def _let_go(root: str) -> None:
    old = _roots.pop(root, None)
    if old is not None:
        old.notify.close()


def _listen(root: str) -> RustNotify:
    """Return a listener of the whole tree. Raises FileVanished, or UnreadableFile with why not."""
    try:
        try:
            return _notify(root)
        except PermissionError:
            # Folders that we may not enter are passed over. Then a full limit is, too: ask twice.
            notify = _notify(root, passing_over=True)
            _check_limit(root)
            return notify
    except FileNotFoundError as error:
        raise FileVanished(f"{root} is not there") from error
    except (OSError, WatchfilesRustInternalError, UnicodeError) as error:
        raise UnreadableFile(str(error), hint=_reason_of(error)) from error


def _notify(root: str, *, passing_over: bool = False, recursive: bool = True) -> RustNotify:
    return RustNotify([root], False, False, 0, recursive, passing_over)  # noqa: FBT003 - theirs


def _check_limit(root: str) -> None:
    _notify(root, recursive=False).close()


def _reason_of(error: Exception) -> str:
    text = str(error).lower()
    if "limit" in text or "too many open files" in text or "no space left" in text:
        return "limit"
    return "names" if "decode" in text or isinstance(error, UnicodeError) else "failed"


def _collect(wait_ms: int) -> list[WatchAnswer]:
    """Wait until something happens below any root, or the time is over."""
    deadline = time.monotonic() + wait_ms / 1_000
    while True:
        step_ms = max(_LEAST_STEP_MS, _ROUND_MS // max(1, len(_roots)))
        answers = [each for root in tuple(_roots.values()) for each in _look(root, step_ms)]
        if answers or time.monotonic() >= deadline:
            return answers
        if not _roots:
            time.sleep(wait_ms / 1_000)


def _look(root: _Root, step_ms: int) -> list[WatchAnswer]:
    try:
        raw = root.notify.watch(_GATHER_MS, step_ms, step_ms, None)
    except WatchfilesRustInternalError as error:
        return [_rebuild(root, error)]
    if not isinstance(raw, set):
        return []
    told = _sort(raw, root)
    if any(touch.deep for touch in told.touches):
        _probe_limit(root, told)
    return [told] if told.touches or told.everything or told.root_itself else []


def _rebuild(root: _Root, error: Exception) -> WatchAnswer:
    """Listen anew: after one error watchfiles repeats it for ever, and what came is lost."""
    now = time.monotonic()
    root.rebuilds = [each for each in root.rebuilds if now - each < _PROBE_SECONDS] + [now]
    reason = _reason_of(error)
    if len(root.rebuilds) > _MOST_REBUILDS:
        _let_go(root.path)
        return WatchAnswer(root.path, reason=reason, details=str(error))
    root.notify.close()
    try:
        root.notify = _listen(root.real)
    except FileVanished:
        _let_go(root.path)
        return WatchAnswer(root.path, root_itself=True)
    except UnreadableFile as refusal:
        _let_go(root.path)
        return WatchAnswer(root.path, reason=refusal.hint, details=str(refusal))
    return WatchAnswer(root.path, everything=True)


def _probe_limit(root: _Root, told: WatchAnswer) -> None:
    """Look whether new folders are still watched: a full limit is not told for those."""
    now = time.monotonic()
    if now - root.probed_at < _PROBE_SECONDS:
        return
    root.probed_at = now
    try:
        _check_limit(root.real)
    except (OSError, WatchfilesRustInternalError) as error:
        told.reason, told.details = _reason_of(error), str(error)
        _let_go(root.path)


def _sort(raw: set[tuple[int, str]], root: _Root) -> WatchAnswer:
    """Return what of it counts, folder by folder when it is much."""
    told = WatchAnswer(root.path, everything=len(raw) > _STORM)
    inside = root.real.rstrip(os.sep) + os.sep
    keep = _filter(root, inside)
    touches: dict[tuple[str, str], Touch] = {}
    for change, path in raw:
        if path == root.real:
            told.root_itself |= change == Change.deleted
        elif not told.everything and keep(path):
            relative = path[len(inside) :]
            folder, _, name = relative.rpartition(os.sep)
            touches[folder, name] = Touch(folder, name)
            if os.fsencode(name) in RULE_FILES:
                touches[folder, ""] = Touch(folder, deep=True)
            elif change == Change.added and os.path.isdir(path):
                touches[relative, ""] = Touch(relative, deep=True)
    told.touches = _few(touches)
    return told


def _few(touches: dict[tuple[str, str], Touch]) -> list[Touch]:
    if len(touches) <= _NAMED:
        return list(touches.values())
    folders = {touch.folder: touch for touch in touches.values() if not touch.deep}
    deep = {touch.folder: touch for touch in touches.values() if touch.deep}
    return [Touch(each) for each in folders] + list(deep.values())


def _filter(root: _Root, inside: str) -> Callable[[str], bool]:
    def counts(path: str) -> bool:
        if path.startswith(root.excluded):
            return False
        *folders, name = path[len(inside) :].split(os.sep)
        raw = os.fsencode(name)
        if is_always_skipped(raw) and raw not in RULE_FILES:
            return False
        return not any(is_always_skipped(os.fsencode(each)) for each in folders)

    return counts
