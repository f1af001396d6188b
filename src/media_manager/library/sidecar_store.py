"""Write what sidecars say: the NFO layer, local artwork and subtitles, imported watched state."""

from collections.abc import Mapping, Sequence
from typing import Any

from media_manager.domain.media import Layer
from media_manager.library.scan_sidecars import LocalFinds
from media_manager.persistence.repositories.items import (
    import_user_state,
    replace_local_artwork,
    replace_local_subtitles,
    set_states,
    unidentified,
)
from media_manager.persistence.repositories.places import ids_of_paths
from media_manager.persistence.repositories.posters import choose_posters
from media_manager.persistence.repositories.values import apply_values, save_layers
from media_manager.persistence.writer import WriteSession


def write_finds(session: WriteSession, root_id: int, finds: Sequence[LocalFinds]) -> None:
    """Make the library say what the sidecars of these items say, and no more."""
    if not finds:
        return
    said: dict[int, dict[str, Any]] = {find.item_id: {} for find in finds if find.lost_nfo}
    said |= {find.item_id: find.fields for find in finds if find.fields is not None}
    save_layers(session, Layer.NFO, "nfo", said)
    apply_values(session, said)
    identified = {find.item_id: "matched" for find in finds if find.fields}
    lost = [find.item_id for find in finds if find.lost_nfo]
    set_states(session, dict.fromkeys(unidentified(session, lost), "unmatched") | identified)
    paths = [row["path"] for find in finds for row in find.subtitles]
    file_ids = ids_of_paths(session, root_id, paths)
    for batch in _once_each(finds):
        replace_local_artwork(session, {n: (f.folder, f.artwork) for n, f in batch.items()})
        replace_local_subtitles(
            session,
            {
                n: (
                    f.folder,
                    [_with_file(s, file_ids) for s in f.subtitles if s["path"] in file_ids],
                )
                for n, f in batch.items()
            },
        )
    for find in finds:
        if find.state:
            import_user_state(session, find.item_id, find.state)
    choose_posters(session, [find.item_id for find in finds])


def _once_each(finds: Sequence[LocalFinds]) -> list[dict[int, LocalFinds]]:
    """Return the finds in rounds that hold each item once: two folders may speak of the same."""
    rounds: list[dict[int, LocalFinds]] = []
    for find in finds:
        free = next((each for each in rounds if find.item_id not in each), None)
        if free is None:
            free = {}
            rounds.append(free)
        free[find.item_id] = find
    return rounds


def _with_file(row: Mapping[str, Any], file_ids: Mapping[bytes, int]) -> dict[str, Any]:
    values = {name: value for name, value in row.items() if name != "path"}
    return values | {"file_id": file_ids[row["path"]]}
