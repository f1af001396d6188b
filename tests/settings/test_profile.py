"""The folders of a profile."""

import os
import stat
import sys
from pathlib import Path

import pytest

from media_manager.errors import SettingError
from media_manager.settings import (
    Profile,
    Settings,
)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
def test_i5_the_profile_is_private(tmp_path: Path) -> None:
    """Fault I5: folders are 700 and the file 600 whatever the umask."""
    old = os.umask(0)
    try:
        profile = Profile.at(tmp_path / "a" / "b")
        profile.ensure()
        Settings(profile).set("ui.theme", "dark")
    finally:
        os.umask(old)

    folders = [tmp_path / "a", tmp_path / "a" / "b", profile.data, profile.config]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700] * 4
    assert stat.S_IMODE(profile.settings_file.stat().st_mode) == 0o600


def test_m4_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    """Fault M4: a file in the way is named, with a way out."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingError, match="cannot be used") as caught:
        Profile.at(tmp_path / "file").ensure()
    assert "--profile" in caught.value.hint


def test_m4_a_temporary_profile_always_works() -> None:
    """Fault M4: the program can go on without a home."""
    from media_manager.files import safe_remove_tree

    profile = Profile.temporary()
    profile.ensure()
    Settings(profile).set("ui.theme", "dark")
    assert profile.settings_file.exists()
    root = profile.data.parent
    safe_remove_tree(root, inside=root.parent)


def test_a_portable_profile_is_inside_its_folder(tmp_path: Path) -> None:
    """With --profile nothing is written anywhere else."""
    profile = Profile.at(tmp_path)
    paths = [
        profile.library_db,
        profile.cache_db,
        profile.thumbnails,
        profile.samples,
        profile.settings_file,
        profile.log_file,
        profile.lock_file,
        profile.window_file,
    ]
    assert all(path.is_relative_to(tmp_path) for path in paths)
    assert len(set(paths)) == len(paths)
    assert profile.portable


def test_a_relative_profile_does_not_move_with_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is fixed when it is named."""
    monkeypatch.chdir(tmp_path)
    assert Profile.at(Path("here")).data == tmp_path / "here" / "data"


@pytest.mark.skipif(sys.platform != "linux", reason="XDG folders are those of Linux")
def test_the_default_profile_keeps_the_xdg_folders_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """ux 1: config, data, cache and state lie where the desktop says."""
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", f"/x/{name.lower()}")
    profile = Profile.at()

    assert [profile.data, profile.config, profile.cache, profile.state] == [
        Path(f"/x/{name}/media-manager") for name in ("data", "config", "cache", "state")
    ]
    assert not profile.portable
