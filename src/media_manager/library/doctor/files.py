"""Do the folders and files that the library knows still stand where it says?"""

import os
import shlex
from collections.abc import Callable, Iterator
from itertools import combinations

from media_manager.files import display_path
from media_manager.library.doctor.finding import (
    LISTED,
    SHOWN,
    Case,
    Check,
    Finding,
    Severity,
    fine,
    plural,
    repair_command,
)
from media_manager.library.roots import Root, find_roots
from media_manager.persistence import health, upkeep
from media_manager.persistence.store import LibraryStore
from media_manager.persistence.upkeep import ArtworkPlace


def _roots(case: Case) -> Finding:
    roots = find_roots(LibraryStore(case.profile.library_db), counted=False)
    offline = [root for root in roots if root.state == "offline"]
    held = [root for root in roots if root.state == "held"]
    parts = [
        (f"{len(offline)} of {len(roots)} folders cannot be reached", offline),
        (f"{len(held)} of {len(roots)} folders wait for your decision", held),
    ]
    said = [text for text, found in parts if found]
    if not said:
        return fine("roots", f"All {len(roots)} folders of the library can be reached.")
    return Finding(
        "roots",
        Severity.WARNING,
        f"{'; '.join(said)}.",
        hint="Connect the drive and scan again, or say where the folder is now. Nothing is "
        "removed from the library by itself.",
        command=_root_command(offline, held),
        where=tuple(root.display_path for root in (*offline, *held)),
    )


def _root_command(offline: list[Root], held: list[Root]) -> str:
    if offline:
        return f"media-manager libraries relocate {offline[0].id} FOLDER"
    return f"media-manager scan --release-hold {shlex.quote(held[0].display_path)}"


def _missing_files(case: Case) -> Finding:
    path = case.profile.library_db
    count = health.root_numbers(path).missing_files
    if not count:
        return fine("missing-files", "Every file is where it was, as far as the last scan saw.")
    return Finding(
        "missing-files",
        Severity.WARNING,
        f"{plural(count, 'file')} gone from folders that are there.",
        hint="Put them back and scan again; their items, with what you said of them, stay.",
        command="media-manager search is:missing",
        where=tuple(display_path(each) for each in upkeep.missing_files(path, LISTED)),
    )


def _overlaps(case: Case) -> Finding:
    """Within one library it is refused; in two of them every file is an item twice."""
    roots = find_roots(LibraryStore(case.profile.library_db), counted=False)
    pairs = [(a, b) for a, b in combinations(roots, 2) if _overlap(a.path, b.path)]
    if not pairs:
        return fine("overlapping-roots", "No folder is scanned twice.")
    listed = "; ".join(
        f"{a.display_path} ({a.library_name}) and {b.display_path} ({b.library_name})"
        for a, b in pairs[:SHOWN]
    )
    return Finding(
        "overlapping-roots",
        Severity.WARNING,
        f"Folders lie in each other, so files are in the library twice: {listed}.",
        hint="Remove one of them from the library; no file is touched.",
        command=f"media-manager libraries remove-root {pairs[0][1].id}",
        where=tuple(b.display_path for _a, b in pairs),
    )


def _overlap(one: bytes, other: bytes) -> bool:
    a, b = one.rstrip(b"/") + b"/", other.rstrip(b"/") + b"/"
    return a.startswith(b) or b.startswith(a)


def _artwork(case: Case) -> Finding:
    gone = list(_gone_artwork(case))
    if not gone:
        return fine("artwork-files", "Every picture beside the media is there.")
    return Finding(
        "artwork-files",
        Severity.WARNING,
        f"{plural(len(gone), 'picture')} that the library shows "
        f"{'is' if len(gone) == 1 else 'are'} gone from the disk.",
        hint="Repair forgets them; their items show the best picture that they still have.",
        repairable=True,
        command=repair_command("artwork-files"),
        where=tuple(display_path(_place(each)) for each in gone[:LISTED]),
    )


def _forget_artwork(case: Case) -> str:
    gone = list(_gone_artwork(case))
    upkeep.remove_artwork(case.profile.library_db, gone)
    return f"{plural(len(gone), 'picture')} that went from the disk were forgotten."


def _gone_artwork(case: Case) -> Iterator[ArtworkPlace]:
    """Look below roots that are there only: a drive that is away has not lost its pictures."""
    there: dict[bytes, bool] = {}
    exists: Callable[[bytes], bool] = os.path.lexists
    for places in upkeep.iter_local_artwork(case.profile.library_db):
        case.watch.raise_if_cancelled()
        for place in places:
            if place.root not in there:
                there[place.root] = exists(place.root)
            if there[place.root] and not exists(_place(place)):
                yield place


def _place(place: ArtworkPlace) -> bytes:
    return os.path.join(place.root, place.path)  # noqa: PTH118 - bytes


CHECKS = (
    Check("roots", "Looking at the folders", _roots),
    Check("overlapping-roots", "Comparing the folders", _overlaps),
    Check("missing-files", "Counting files that are gone", _missing_files),
    Check("artwork-files", "Looking for pictures", _artwork, _forget_artwork, thorough=True),
)
