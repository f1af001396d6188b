"""Which keys of the settings file this version does not know: misspelled, or of another version."""

import tomllib
from pathlib import Path

from media_manager.settings.options import OPTIONS


def unknown_keys(path: Path) -> tuple[str, ...]:
    """Return the keys in the file that no option has; none when it cannot be read."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return ()
    known = {option.key for option in OPTIONS}
    found = []
    for section, table in tables.items():
        names = table if isinstance(table, dict) else None
        found += [section] if names is None else [f"{section}.{name}" for name in names]
    return tuple(sorted(set(found) - known))
