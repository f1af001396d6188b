"""What `rename_no_replace` promises: it moves, or it refuses; it never replaces."""

# Paths are bytes here, and pathlib takes only text.
# ruff: noqa: PTH208

import errno
import os
from pathlib import Path

import pytest

from media_manager.errors import DestinationExists, FileVanished
from media_manager.files import moves, rename_no_replace


def test_rename_no_replace_moves_a_file_and_a_folder(tmp_path: Path) -> None:
    """A free name is taken, for files and folders alike."""
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "folder").mkdir()
    rename_no_replace(tmp_path / "a", tmp_path / "b")
    rename_no_replace(tmp_path / "folder", tmp_path / "moved")
    assert sorted(os.listdir(tmp_path)) == ["b", "moved"]


@pytest.mark.parametrize("kind", ["file", "folder"])
@pytest.mark.parametrize("way", ["flag", "link", "claim"])
def test_d2_an_existing_target_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, way: str
) -> None:
    """With the flag and with both fall-backs, both sides keep their content."""
    _force(monkeypatch, way)
    for name in ("a", "b"):
        if kind == "file":
            (tmp_path / name).write_text(name)
        else:
            (tmp_path / name).mkdir()
            (tmp_path / name / name).touch()
    with pytest.raises(DestinationExists) as caught:
        rename_no_replace(tmp_path / "a", tmp_path / "b")
    assert caught.value.hint
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]


@pytest.mark.parametrize("way", ["flag", "link", "claim"])
def test_the_fall_backs_move_as_the_flag_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Where the system lacks the flag or links, a free name is still taken once."""
    _force(monkeypatch, way)
    (tmp_path / "a").write_text("content")
    rename_no_replace(tmp_path / "a", tmp_path / "b")
    assert (os.listdir(tmp_path), (tmp_path / "b").read_text()) == (["b"], "content")


def test_d2_a_dangling_link_counts_as_there(tmp_path: Path) -> None:
    """A broken link is somebody's too."""
    (tmp_path / "a").touch()
    (tmp_path / "b").symlink_to(tmp_path / "nowhere")
    with pytest.raises(DestinationExists):
        rename_no_replace(tmp_path / "a", tmp_path / "b")


def test_d4_two_hard_links_that_differ_in_case_both_stay(tmp_path: Path) -> None:
    """Names that differ in case only are not merged where case counts."""
    (tmp_path / "room").write_text("x")
    os.link(tmp_path / "room", tmp_path / "Room")
    with pytest.raises(DestinationExists):
        rename_no_replace(tmp_path / "room", tmp_path / "Room")
    assert sorted(os.listdir(tmp_path)) == ["Room", "room"]


def test_rename_of_a_missing_file_says_that_it_vanished(tmp_path: Path) -> None:
    """The caller can tell a vanished source from other trouble."""
    with pytest.raises(FileVanished):
        rename_no_replace(tmp_path / "a", tmp_path / "b")


def _force(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Let the real code take a fall-back, as it does on old or simple file systems."""
    if way != "flag":
        monkeypatch.setattr(moves, "_native_rename", lambda *_: errno.EINVAL)
    if way == "claim":

        def no_links(*_: object, **__: object) -> None:
            raise OSError(errno.EPERM, "no links here")

        monkeypatch.setattr(os, "link", no_links)
