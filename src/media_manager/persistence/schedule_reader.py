"""Read when scheduled work ran last."""

from media_manager.persistence.reader import LibraryReader


def newest_run_us(reader: LibraryReader, kind: str, origin: str) -> int | None:
    """Return when the newest run of a kind was handed in by an origin, in microseconds."""
    row = reader.execute(
        "SELECT created_at FROM job_run WHERE job_type = ? AND origin = ? ORDER BY id DESC LIMIT 1",
        [kind, origin],
    ).fetchone()
    return None if row is None else int(row[0])
