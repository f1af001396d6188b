"""What is written is read back."""

import tomllib
from datetime import UTC, date, datetime, time

from media_manager.settings.toml_text import to_toml


def test_toml_round_trips() -> None:
    """Whatever tomllib can give, the writer can write."""
    tables = {
        "top": "ü",
        "s": {
            "text": 'a"b\\c\n\t\x00\x7f',
            "numbers": [1, -2.5, 1e300, float("inf"), True],
            "at": datetime(2026, 11, 1, 10, 0, 0, 5, tzinfo=UTC),
            "day": date(2026, 11, 1),
            "hour": time(1, 2, 3),
            "in line": {"a": {"b": []}},
        },
        "tables": [{"x": 1}, {"x": 2}],
        "empty": {},
    }
    assert tables == tomllib.loads(to_toml(tables))
