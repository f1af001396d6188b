"""The root folders in a small file beside the library, for the day when that cannot be read.

Written at each change of roots; read only to build the library anew.
"""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_manager.domain.media import LibraryKind
from media_manager.domain.roots import VolumeIdentity
from media_manager.files import write_atomic

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class KeptRoot:
    """A folder, the library that it belongs to, and the disk that it lies on."""

    library: str
    kind: LibraryKind
    path: bytes
    display_path: str
    identity: VolumeIdentity


def keep_roots(library_db: Path, roots: Iterable[KeptRoot]) -> None:
    """Write which folders the library has; raise DiskFull or OSError."""
    said = {
        "format": _FORMAT,
        "roots": [
            {
                "library": root.library,
                "kind": str(root.kind),
                "path": base64.b64encode(root.path).decode(),
                "display_path": root.display_path,
                "marker_uid": root.identity.marker_uid,
                "filesystem_uuid": root.identity.filesystem_uuid,
                "filesystem_id": root.identity.filesystem_id,
            }
            for root in roots
        ],
    }
    write_atomic(_file(library_db), json.dumps(said, ensure_ascii=False, indent=1).encode())


def load_roots(library_db: Path) -> list[KeptRoot]:
    """Return what was kept; nothing when there is no such file or nobody can read it."""
    try:
        said = json.loads(_file(library_db).read_bytes())
        return [_root(each) for each in said["roots"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _root(said: dict[str, Any]) -> KeptRoot:
    return KeptRoot(
        said["library"],
        LibraryKind(said["kind"]),
        base64.b64decode(said["path"], validate=True),
        said["display_path"],
        VolumeIdentity(said["marker_uid"], said["filesystem_uuid"], said["filesystem_id"]),
    )


def _file(library_db: Path) -> Path:
    return library_db.with_name("roots.json")
