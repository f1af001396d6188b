"""What `files.paths` promises about names that must be shown."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_manager.files import display_path, free_bytes


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (b"Films/Heat (1995).mkv", "Films/Heat (1995).mkv"),
        ("Amélie 千と千尋.mkv".encode(), "Amélie 千と千尋.mkv"),
        ("👨‍👩‍👧.mkv".encode(), "👨‍👩‍👧.mkv"),
        (b"caf\xe9.mkv", r"caf\xe9.mkv"),
        (b"a\nb\tc\x1b[31m.mkv", r"a\u000ab\u0009c\u001b[31m.mkv"),
        ("cod\u202e4pm.exe".encode(), r"cod\u202e4pm.exe"),
        ("pay\u200bpal\u200d.mkv".encode(), r"pay\u200bpal\u200d.mkv"),
        ("x\U000e0041y".encode(), r"x\U000e0041y"),
    ],
)
def test_c1_c2_display_path_shows_every_name_safely(path: bytes, expected: str) -> None:
    """Bytes that are not UTF-8 and invisible characters are escaped, all else stays."""
    assert expected == display_path(path)


@given(st.binary(max_size=60))
def test_c2_display_path_is_always_one_printable_line(path: bytes) -> None:
    """Whatever the bytes are, the text has no line break and can be encoded."""
    shown = display_path(path)
    assert len(shown.splitlines()) <= 1
    assert shown == shown.encode().decode()


def test_free_bytes_asks_the_nearest_existing_folder(tmp_path: Path) -> None:
    """A folder that is still to be made has the free space of its parent."""
    stats = os.statvfs(tmp_path)
    free = free_bytes(tmp_path / "not" / "made" / "yet")
    assert abs(free - stats.f_bavail * stats.f_frsize) < 512 * 1024 * 1024
