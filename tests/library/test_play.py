"""Playing hands files to a program as arguments, never through a shell."""

import stat
import time
from pathlib import Path

import pytest
from tests.library.small_library import find_ids

from media_manager.domain.details import ItemDetails
from media_manager.errors import FileVanished, ProcessError, RootFolderOffline
from media_manager.library.details import get_details
from media_manager.library.play import files_to_play, play, player_arguments
from media_manager.library.roots import check, find_roots
from media_manager.persistence.store import LibraryStore


def details_of(store: LibraryStore, text: str) -> ItemDetails:
    with store.reading() as reader:
        return get_details(reader, find_ids(store, text)[0])


@pytest.fixture
def player(tmp_path: Path) -> Path:
    """Return a program that writes down its arguments."""
    script = tmp_path / "player"
    script.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/played.part"\n'
        f'mv "{tmp_path}/played.part" "{tmp_path}/played"\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return script


def test_a_stub_player_gets_the_parts_in_order(
    scanned: LibraryStore, player: Path, media: Path, tmp_path: Path
) -> None:
    """A film in two parts is played as two files."""
    play(details_of(scanned, "ran type:movie"), f"{player} --fullscreen")
    deadline = time.monotonic() + 5
    while not (tmp_path / "played").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    folder = media / "Films/Ran (1985)"
    assert (tmp_path / "played").read_text().splitlines() == [
        "--fullscreen",
        f"{folder}/Ran (1985) - cd1.avi",
        f"{folder}/Ran (1985) - cd2.avi",
    ]


def test_l1_a_name_is_never_an_option_or_a_shell_word(scanned: LibraryStore, player: Path) -> None:
    """Fault L1: the command is split first, the path put in afterwards."""
    files = files_to_play(details_of(scanned, "heat type:movie"))
    arguments = player_arguments(f'{player} --title "a b" {{file}} --end', files)
    assert arguments[1:3] == [b"--title", b"a b"]
    assert arguments[3].startswith(b"/")
    assert arguments[4] == b"--end"


def test_l2_a_missing_player_says_so(scanned: LibraryStore) -> None:
    """Fault L2: an unknown program is named, with what to do."""
    files = files_to_play(details_of(scanned, "heat type:movie"))
    with pytest.raises(ProcessError, match="no-such-player"):
        player_arguments("no-such-player", files)


def test_a_show_has_no_file_of_its_own(scanned: LibraryStore) -> None:
    """A show is opened, its episodes are played."""
    with pytest.raises(FileVanished, match="no file of its own"):
        files_to_play(details_of(scanned, "type:show"))


def test_an_offline_film_says_which_drive(scanned: LibraryStore, media: Path) -> None:
    """Playing from an unplugged drive tells what to do."""
    media.rename(media.with_name("unplugged"))
    health = check(scanned, find_roots(scanned)[0])
    assert not health.is_online
    with pytest.raises(RootFolderOffline, match="not connected"):
        files_to_play(details_of(scanned, "heat type:movie"))
