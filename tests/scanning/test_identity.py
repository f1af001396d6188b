"""What the partial hash promises: cheap, and different where it matters."""

import os
from pathlib import Path

import pytest

from media_manager.errors import FileVanished, UnreadableFile
from media_manager.scanning import partial_hash

CHUNK = 64 * 1024


def hash_of(path: Path) -> bytes:
    return partial_hash(os.fsencode(path))


@pytest.mark.parametrize("size", [0, 1, CHUNK, 2 * CHUNK, 2 * CHUNK + 1, 5 * CHUNK])
def test_b8_a_copy_has_the_same_hash_and_a_change_at_either_end_another(
    tmp_path: Path, size: int
) -> None:
    """Size, head and tail are all in it."""
    content = bytes(range(256)) * (size // 256 + 1)
    (tmp_path / "a").write_bytes(content[:size])
    (tmp_path / "copy").write_bytes(content[:size])
    (tmp_path / "longer").write_bytes(content[:size] + b"x")
    assert hash_of(tmp_path / "a") == hash_of(tmp_path / "copy")
    assert hash_of(tmp_path / "a") != hash_of(tmp_path / "longer")
    for place in [0, size - 1] if size else []:
        changed = bytearray(content[:size])
        changed[place] ^= 1
        (tmp_path / "changed").write_bytes(changed)
        assert hash_of(tmp_path / "a") != hash_of(tmp_path / "changed")


def test_b13_a_huge_sparse_file_is_hashed_at_once(tmp_path: Path) -> None:
    """A terabyte costs two reads."""
    (tmp_path / "huge").touch()
    os.truncate(tmp_path / "huge", 1 << 40)
    assert len(hash_of(tmp_path / "huge")) == 16


def test_b13_a_pipe_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    """Nobody waits for a writer that never comes."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFile):
        hash_of(tmp_path / "pipe")


def test_b10_a_file_that_vanished_says_so(tmp_path: Path) -> None:
    """The caller can tell a vanished file from an unreadable one."""
    with pytest.raises(FileVanished):
        hash_of(tmp_path / "none")
    with pytest.raises(UnreadableFile):
        hash_of(tmp_path)
