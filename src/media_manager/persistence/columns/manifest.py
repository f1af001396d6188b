"""What the folder of columns says of itself: whose they are, how new, and which files belong.

Needs no numpy, so that a window that starts can ask it. The manifest is replaced whole and last:
files that it does not name are nobody's.
"""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from media_manager.files import write_atomic

# Grows when what a column means changes; older files are made anew then.
FORMAT: Final = 1
MANIFEST: Final = "columns.json"
SUFFIX: Final = ".column"
# A day: no writing of columns takes that long.
_ORPHAN_SECONDS: Final = 86_400


class ColumnsUnusable(Exception):  # noqa: N818 - named by what happened, as in media_manager.errors
    """The columns are absent, damaged, or of another library: make them anew."""


@dataclass(frozen=True, slots=True)
class ArrayFile:
    """One file of plain numbers: their type, how many, and their check sum."""

    name: str
    type: str
    count: int
    check: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """All columns of one library at one point of its change log.

    `length` is one more than the highest item id. `codes` are the texts that a column's numbers
    stand for, by column.
    """

    uid: str
    seq: int
    length: int
    arrays: Mapping[str, ArrayFile]
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_manifest(folder: Path) -> Manifest:
    """Return what the folder holds; raise ColumnsUnusable when nobody can say."""
    try:
        said: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        if said["format"] != FORMAT:
            raise ColumnsUnusable(f"format {said['format']}")
        return Manifest(
            uid=str(said["uid"]),
            seq=int(said["seq"]),
            length=int(said["length"]),
            arrays={name: ArrayFile(**each) for name, each in said["arrays"].items()},
            codes={name: tuple(each) for name, each in said["codes"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ColumnsUnusable(str(error)) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make these columns the ones that count, then remove the files of those before.

    Files that neither names may be another process's, which is about to name them: they go only
    when they are old.
    """
    before: set[str] = set()
    with suppress(ColumnsUnusable):
        before = {each.name for each in read_manifest(folder).arrays.values()}
    said = {"format": FORMAT, **asdict(manifest)}
    write_atomic(folder / MANIFEST, json.dumps(said).encode(), durable=False)
    kept = {each.name for each in manifest.arrays.values()}
    orphans_before = time.time() - _ORPHAN_SECONDS
    for path in folder.glob(f"*{SUFFIX}"):
        with suppress(OSError):  # mapped by somebody, where the system keeps such files
            if path.name not in kept and (
                path.name in before or path.stat().st_mtime < orphans_before
            ):
                path.unlink()
