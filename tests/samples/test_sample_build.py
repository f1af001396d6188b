"""The sample library is built once, goes on after a stop, and stays away from other files."""

from pathlib import Path

import pytest

from media_manager.errors import JobCancelled, LibraryError
from media_manager.samples import build_sample_library
from media_manager.samples.build import MARKER


def everything(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_second_build_adds_and_changes_nothing(sample: Path) -> None:
    """What is there is never written again."""
    before = everything(sample)
    result = build_sample_library(sample, only=["M", "Casablanca"])
    assert result.added_files == 0
    assert before == everything(sample)


def test_a_missing_file_of_an_unfinished_library_is_made_again(tmp_path: Path) -> None:
    """A build goes on where it stopped, with the same bytes."""
    build_sample_library(tmp_path, only=["M"])
    poster = tmp_path / "Films/M (1931)/poster.jpg"
    picture = poster.read_bytes()
    poster.unlink()
    assert build_sample_library(tmp_path, only=["M"]).added_files == 1
    assert picture == poster.read_bytes()


def test_videos_have_the_same_bytes_each_time(tmp_path: Path, sample: Path) -> None:
    """Two builds cannot be told apart."""
    build_sample_library(tmp_path, only=["M"])
    name = "Films/M (1931)/M (1931).mkv"
    assert (sample / name).read_bytes() == (tmp_path / name).read_bytes()


def test_stopping_leaves_only_whole_files_and_can_be_resumed(tmp_path: Path) -> None:
    """A stop in the middle of an encode leaves no half video behind."""
    asked = 0

    def stop_soon() -> bool:
        nonlocal asked
        asked += 1
        return asked > 10

    with pytest.raises(JobCancelled):
        build_sample_library(tmp_path, only=["M"], should_stop=stop_soon)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [MARKER]
    assert build_sample_library(tmp_path, only=["M"]).added_files == 4


def test_progress_names_each_entry_and_ends_complete(tmp_path: Path) -> None:
    """The person sees what is being made and when it is done."""
    seen: list[tuple[int, int, str]] = []
    build_sample_library(
        tmp_path,
        only=["Photo titles", "2023-12 Winter/P1020033.jpg"],
        progress=lambda done, total, name: seen.append((done, total, name)),
    )
    assert seen == [(0, 2, "2023-12 Winter/P1020033.jpg"), (1, 2, "Photo titles"), (2, 2, "")]


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    """The sample never mixes with what a person keeps."""
    (tmp_path / "holiday.jpg").write_bytes(b"mine")
    with pytest.raises(LibraryError) as caught:
        build_sample_library(tmp_path)
    assert caught.value.hint == "Choose an empty folder or a new name."
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A file is not a place for a library."""
    place = tmp_path / "demo"
    place.write_text("mine")
    with pytest.raises(LibraryError):
        build_sample_library(place)
    assert place.read_text() == "mine"


def test_a_finished_library_is_left_alone(tmp_path: Path) -> None:
    """What a person removed from a finished sample does not come back."""
    text = '{"version": 1, "complete": true}'
    (tmp_path / MARKER).write_text(text)
    result = build_sample_library(tmp_path)
    assert (result.entries, result.added_files) == (0, 0)
    assert [path.name for path in tmp_path.iterdir()] == [MARKER]
