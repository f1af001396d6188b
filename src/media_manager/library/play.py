"""Play an item, or show where it lies: an argument list for a program, never a shell."""

import shlex
import sys
from collections.abc import Sequence

from media_manager.domain.details import FileLine, ItemDetails
from media_manager.errors import FileVanished, ProcessError, RootFolderOffline
from media_manager.processes import find_program, safe_argument, start_detached

_OPENERS = {"linux": "xdg-open", "darwin": "open"}
PLACEHOLDER = "{file}"


def files_to_play(details: ItemDetails, file_id: int | None = None) -> tuple[FileLine, ...]:
    """Return the chosen file, or the best version with all its parts in order.

    Raises FileVanished or RootFolderOffline when nothing of the item can be played now.
    """
    files = [f for f in details.main_files if file_id is None or f.id == file_id]
    if file_id is not None and not files:
        files = [file for file in details.files if file.id == file_id]
    ready = [file for file in files if file.state == "present"]
    if not ready:
        raise _not_playable(details, files)
    first = ready[0]
    if first.part is None or file_id is not None:
        return (first,)
    parts = [f for f in ready if f.part is not None and f.version_label == first.version_label]
    return tuple(sorted(parts, key=lambda file: file.part or 0))


def player_arguments(command: str, files: Sequence[FileLine]) -> list[bytes]:
    """Return the argument list that plays files.

    `command` is the setting `player.command`: empty for the system's own, else a program and its
    options; `{file}` stands for the files, which otherwise come last. The command is split first
    and the paths put in afterwards, so nothing in a name is ever read as an option or a shell word.
    """
    words = shlex.split(command) if command.strip() else [_OPENERS.get(sys.platform, "")]
    program = find_program(words[0]) if words and words[0] else None
    if program is None:
        raise ProcessError(
            f"The player “{words[0] if words else ''}” was not found.",
            hint="Choose a player in Preferences, or install one (for example mpv or vlc).",
        )
    paths = [safe_argument(file.root_path.rstrip(b"/") + b"/" + file.path) for file in files]
    arguments: list[bytes] = [program.encode()]
    if PLACEHOLDER not in words[1:]:
        return [*arguments, *(word.encode() for word in words[1:]), *paths]
    for word in words[1:]:
        arguments += paths if word == PLACEHOLDER else [word.encode()]
    return arguments


def play(details: ItemDetails, command: str, *, file_id: int | None = None) -> tuple[FileLine, ...]:
    """Start the player on an item and return the files that it got."""
    files = files_to_play(details, file_id)
    arguments = player_arguments(command, files)
    if not command.strip() and len(files) > 1:
        arguments = arguments[:2]  # the system's opener takes one file
    start_detached(arguments)
    return files


def _not_playable(details: ItemDetails, files: Sequence[FileLine]) -> Exception:
    title = details.row.title
    if any(file.state == "offline" for file in files):
        return RootFolderOffline(
            f"“{title}” is on a drive that is not connected.",
            hint="Connect the drive or mount the share; the item plays as soon as it is back.",
        )
    if files:
        return FileVanished(
            f"The file of “{title}” is not where it was.",
            hint="Scan its folder again: a moved file is recognized.",
        )
    return FileVanished(
        f"“{title}” has no file of its own.", hint="Open it and play one of its episodes."
    )
