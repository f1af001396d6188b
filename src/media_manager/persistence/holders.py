"""Who has a library open: a file that others hold must not be replaced under their feet."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from media_manager.errors import DatabaseLocked

_PROCESSES = Path("/proc")


class Holder(NamedTuple):
    """Another process that has the library open."""

    pid: int
    name: str


def find_holders(database: Path) -> list[Holder]:
    """Return the other processes that have the library or its journal open.

    Of this person only, as the system tells nobody else's; none where it tells nothing at all.
    """
    if not _PROCESSES.is_dir():
        return []
    files = {_identity(database.with_name(database.name + end)) for end in ("", "-wal", "-shm")}
    files.discard(None)
    mine = str(os.getpid())
    found = [each for each in _PROCESSES.iterdir() if each.name.isdigit() and each.name != mine]
    return [
        Holder(int(process.name), _name(process))
        for process in sorted(found, key=lambda path: int(path.name))
        if _holds(process, files)
    ]


def refuse_while_held(database: Path) -> None:
    """Raise DatabaseLocked, which says who it is, while another process has the library open."""
    holders = find_holders(database)
    if holders:
        who = ", ".join(f"{each.name} (process {each.pid})" for each in holders)
        raise DatabaseLocked(
            f"The library is open in another program: {who}.",
            hint="Close it and try again. Nothing was changed.",
            path=str(database),
            holders=tuple(each.pid for each in holders),
        )


def _identity(path: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        facts = path.stat()
        return facts.st_dev, facts.st_ino
    return None


def _holds(process: Path, files: set[tuple[int, int] | None]) -> bool:
    # A process that ended, or somebody else's, is looked over.
    with suppress(OSError), os.scandir(process / "fd") as entries:
        for entry in entries:
            with suppress(OSError):
                facts = os.stat(entry.path)  # noqa: PTH116 - thousands of them
                if (facts.st_dev, facts.st_ino) in files:
                    return True
    return False


def _name(process: Path) -> str:
    with suppress(OSError):
        return (process / "comm").read_text("utf-8", "replace").strip()
    return "a program"
