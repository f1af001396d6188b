"""What the guard of `safe_remove` promises: never a root, never outside."""

from pathlib import Path

import pytest

from media_manager.errors import LibraryError
from media_manager.files import safe_remove, safe_remove_tree


@pytest.mark.parametrize("path", ["", " ", "/", "//", ".", "..", "{root}", "{root}/", "{root}/."])
@pytest.mark.parametrize("remove", [safe_remove, safe_remove_tree])
def test_d11_an_empty_path_a_root_and_the_border_are_refused(
    tmp_path: Path, path: str, remove: type
) -> None:
    """None of the paths that wipe a disk gets through."""
    keep = tmp_path / "keep"
    keep.touch()
    with pytest.raises(LibraryError):
        remove(path.format(root=tmp_path), inside=tmp_path)
    assert keep.exists()


@pytest.mark.parametrize("border", ["", "/"])
def test_d11_the_border_itself_must_be_a_real_folder(tmp_path: Path, border: str) -> None:
    """Inside of everything is no border."""
    file = tmp_path / "a"
    file.touch()
    with pytest.raises(LibraryError):
        safe_remove(file, inside=border)
    assert file.exists()


def test_d11_a_path_that_leads_outside_is_refused(tmp_path: Path) -> None:
    """Neither `..` nor a linked folder leads out of the border."""
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "a").touch()
    (inside / "link").symlink_to(outside)
    for path in (inside / ".." / "out" / "a", inside / "link" / "a", outside / "a"):
        with pytest.raises(LibraryError):
            safe_remove(path, inside=inside)
    assert (outside / "a").exists()


def test_a_link_is_removed_and_its_target_stays(tmp_path: Path) -> None:
    """Removing a link leaves what it points at."""
    target = tmp_path / "target"
    target.mkdir()
    (target / "film.mkv").touch()
    link = tmp_path / "link"
    link.symlink_to(target)
    safe_remove(link, inside=tmp_path)
    assert (link.is_symlink(), (target / "film.mkv").exists()) == (False, True)


def test_d12_a_folder_that_holds_something_stays(tmp_path: Path) -> None:
    """The single remove takes empty folders only."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "unknown").touch()
    with pytest.raises(OSError, match="not empty"):
        safe_remove(folder, inside=tmp_path)
    (folder / "unknown").unlink()
    safe_remove(folder, inside=tmp_path)
    assert not folder.exists()


def test_a_tree_below_the_border_is_removed_whole(tmp_path: Path) -> None:
    """What lies inside and is meant goes."""
    folder = tmp_path / "cache" / "thumbs"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a").touch()
    safe_remove_tree(folder, inside=tmp_path)
    assert ((tmp_path / "cache").exists(), folder.exists()) == (True, False)
