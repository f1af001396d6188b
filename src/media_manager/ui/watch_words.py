"""How the folders are watched, in words: one short line, and the details behind it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from media_manager.domain.watching import PollReason, RootWatch, WatchMode
from media_manager.ui.words import counted, folder_name

translate = QCoreApplication.translate

_NAMED = 2


def watching_text(states: Sequence[RootWatch]) -> str:
    """Return `Watching 3 folders · polling NAS (network drive)`; empty without any."""
    heard = sum(state.mode is WatchMode.EVENTS for state in states)
    polled = [state for state in states if state.mode is WatchMode.POLLING]
    parts = []
    if heard:
        text = translate("Watching", "Watching %1")
        parts.append(text.replace("%1", counted("folder", heard)))
    if polled:
        text = translate("Watching", "polling %1") if heard else translate("Watching", "Polling %1")
        parts.append(text.replace("%1", _polled(polled)))
    return " · ".join(parts)


def watching_details(states: Sequence[RootWatch]) -> str:
    """Return one line a folder: how it is watched, and why not better."""
    return "\n".join(f"{state.display_path}: {_mode(state)}" for state in states)


def _polled(polled: Sequence[RootWatch]) -> str:
    if len(polled) > _NAMED:
        return counted("folder", len(polled))
    reasons = {state.reason for state in polled}
    names = ", ".join(folder_name(state.display_path) for state in polled)
    if len(reasons) > 1:
        return names
    return f"{names} ({_short(polled[0].reason)})"


def _short(reason: PollReason) -> str:
    return {
        PollReason.NETWORK: translate("Watching", "network drive"),
        PollReason.LIMIT: translate("Watching", "too many folders"),
        PollReason.NAMES: translate("Watching", "unusual file names"),
    }.get(reason, translate("Watching", "the system does not tell"))


def _mode(state: RootWatch) -> str:
    match state.mode:
        case WatchMode.EVENTS:
            return translate("Watching", "changes are scanned as they happen")
        case WatchMode.POLLING:
            return _poll_reason(state)
        case WatchMode.OFFLINE:
            return translate("Watching", "offline; looked at again when it is back")
    return translate("Watching", "starting to watch")


def _poll_reason(state: RootWatch) -> str:
    match state.reason:
        case PollReason.NETWORK:
            text = translate(
                "Watching",
                "a network drive (%1) does not tell what others change; it is looked at now and "
                "then (watch.poll_minutes)",
            )
            return text.replace("%1", state.details)
        case PollReason.LIMIT:
            return translate(
                "Watching",
                "the system watches no more folders for this program; it is looked at now and "
                "then. Raise fs.inotify.max_user_watches to change that.",
            )
        case PollReason.NAMES:
            return translate(
                "Watching", "names that are no text cannot be told; it is looked at now and then"
            )
    text = translate(
        "Watching", "the system does not tell of changes; it is looked at now and then"
    )
    return f"{text} ({state.details})" if state.details else text
