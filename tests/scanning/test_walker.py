"""What the walker promises about real folders, friendly and hostile."""

# Paths are bytes here, and pathlib takes only text.
# ruff: noqa: PTH118, PTH123

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from media_manager.errors import JobCancelled, RootFolderOffline
from media_manager.scanning import FolderListing, KnownFolder, WalkOptions, iter_folders

LONG_AGO = 1_600_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the folder to scan, beside room for what lies outside."""
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


def make(root: Path, *names: str, content: bytes = b"") -> None:
    """Make files, then let all of the tree look old and settled."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    age(root)


def age(root: Path) -> None:
    for folder, _, files in os.walk(root, topdown=False):
        for name in [*files, "."]:
            os.utime(os.path.join(folder, name), (LONG_AGO, LONG_AGO), follow_symlinks=False)


def walk(root: Path, **options: object) -> dict[bytes, FolderListing]:
    chosen = WalkOptions(**options)  # type: ignore[arg-type]  # the tests name real options
    return {one.path: one for one in iter_folders(os.fsencode(root), options=chosen)}


def names(listings: dict[bytes, FolderListing]) -> list[str]:
    return [os.fsdecode(file.path) for one in listings.values() for file in one.files]


def remembered(root: Path) -> Callable[[bytes], KnownFolder | None]:
    return {path: KnownFolder(one.stamp, one.subfolders) for path, one in walk(root).items()}.get


def test_a_full_scan_lists_every_file_in_order(root: Path) -> None:
    """Parents come first, names in byte order, with size, time, device and inode."""
    make(root, "b/2.mkv", "b/1.mkv", "a.mkv", "a/x/deep.mkv", content=b"12345")
    found = walk(root)
    assert names(found) == ["a.mkv", "a/x/deep.mkv", "b/1.mkv", "b/2.mkv"]
    assert list(found) == [b"", b"a", b"a/x", b"b"]
    stat = (root / "a.mkv").stat()
    file = found[b""].files[0]
    assert (file.size_bytes, file.mtime_ns) == (5, LONG_AGO * 1_000_000_000)
    assert (file.device, file.inode) == (stat.st_dev, stat.st_ino)


def test_a_quick_scan_lists_only_folders_that_changed(root: Path) -> None:
    """Adds, removals and renames are seen; the rest is called unchanged and still visited."""
    make(root, "a/1.mkv", "b/1.mkv", "b/c/1.mkv")
    known = remembered(root)
    (root / "b/c/new.mkv").touch()
    again = list(iter_folders(os.fsencode(root), known_folders=known))
    assert [(one.path, one.unchanged) for one in again] == [
        (b"", True),
        (b"a", True),
        (b"b", True),
        (b"b/c", False),
    ]
    assert [f.path for f in again[-1].files] == [b"b/c/1.mkv", b"b/c/new.mkv"]


def test_a_full_scan_sees_an_edit_in_place_that_a_quick_scan_does_not(root: Path) -> None:
    """The two ways differ exactly there."""
    make(root, "a.mkv")
    known = remembered(root)
    with (root / "a.mkv").open("ab") as file:
        file.write(b"more")
    quick = next(iter_folders(os.fsencode(root), known_folders=known))
    full = next(iter_folders(os.fsencode(root)))
    assert (quick.unchanged, tuple(f.size_bytes for f in full.files)) == (True, (4,))


def test_b9_a_file_that_was_just_written_is_young_and_its_folder_is_listed_again(
    root: Path,
) -> None:
    """A running copy is marked, and the next quick scan looks at its folder again."""
    make(root, "old.mkv")
    (root / "new.mkv").touch()
    os.utime(root, (LONG_AGO, LONG_AGO))
    listing = walk(root)[b""]
    assert (frozenset({b"new.mkv"}), None) == (listing.young, listing.stamp)
    later = WalkOptions(now_ns=lambda: time.time_ns() + 61 * 1_000_000_000)
    settled = next(iter_folders(os.fsencode(root), options=later))
    assert (frozenset(), LONG_AGO * 1_000_000_000) == (settled.young, settled.stamp)


def test_b18_a_time_in_the_future_or_before_1970_settles(root: Path) -> None:
    """A wrong clock does not make the same folder new at every scan."""
    make(root, "future.mkv", "past.mkv")
    os.utime(root / "future.mkv", (4_200_000_000, 4_200_000_000))
    os.utime(root / "past.mkv", (-1_000, -1_000))
    os.utime(root, (4_200_000_000, 4_200_000_000))
    assert frozenset() == walk(root)[b""].young
    assert next(iter_folders(os.fsencode(root), known_folders=remembered(root))).unchanged


def test_b11_symlink_loop_and_links_out_of_the_root_are_not_followed(root: Path) -> None:
    """A link to an ancestor, to itself or to the outside is passed over."""
    make(root, "a/film.mkv")
    make(root.parent, "outside/secret.mkv")
    (root / "a/up").symlink_to(root)
    (root / "loop").symlink_to("loop")
    (root / "out").symlink_to(root.parent / "outside")
    (root / "film.mkv").symlink_to(root.parent / "outside/secret.mkv")
    assert names(walk(root)) == ["a/film.mkv"]


def test_b11_followed_links_lead_only_where_they_may_and_each_folder_is_seen_once(
    root: Path,
) -> None:
    """With a folder allowed, loops below it end and other places stay refused."""
    make(root, "a/film.mkv")
    make(root.parent, "pool/x/1.mkv", "pool/single.mkv", "secret/2.mkv")
    (root.parent / "pool/x/again").symlink_to(root.parent / "pool")
    (root / "pool").symlink_to(root.parent / "pool")
    (root / "twice").symlink_to(root.parent / "pool")
    (root / "single.mkv").symlink_to(root.parent / "pool/single.mkv")
    (root / "secret").symlink_to(root.parent / "secret")
    (root / "up").symlink_to(root)
    found = walk(root, link_folders=(os.fsencode(root.parent / "pool"),))
    assert names(found) == ["single.mkv", "a/film.mkv", "pool/single.mkv", "pool/x/1.mkv"]


def test_b12_hard_links_are_two_places_of_one_inode(root: Path) -> None:
    """Both names are found, and they say that they are the same file."""
    make(root, "a.mkv")
    os.link(root / "a.mkv", root / "b.mkv")
    files = walk(root)[b""].files
    assert (len(files), len({(f.device, f.inode) for f in files})) == (2, 1)


def test_b13_pipes_and_sockets_are_never_opened(root: Path) -> None:
    """A pipe would hang whoever opens it; even a rule file that is one does not."""
    make(root, "film.mkv")
    os.mkfifo(root / "pipe.mkv")
    os.mkfifo(root / ".ignore")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(root)  # the address of a socket is limited to 108 bytes
        try:
            server.bind("socket.mkv")
        finally:
            os.chdir(here)
        assert names(walk(root)) == ["film.mkv"]


def test_b13_a_sparse_file_of_a_terabyte_is_only_looked_at(root: Path) -> None:
    """The size is taken from the system, the content is not read."""
    make(root, "huge.mkv")
    os.truncate(root / "huge.mkv", 1 << 40)
    assert walk(root)[b""].files[0].size_bytes == 1 << 40


def test_b14_a_tree_deeper_than_a_path_can_be_is_reported_and_not_fatal(root: Path) -> None:
    """Depth does not overflow anything; what the system cannot name is reported."""
    descriptor = os.open(root, os.O_RDONLY)
    part = "d" * 200
    for _ in range(25):
        os.mkdir(part, dir_fd=descriptor)
        deeper = os.open(part, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = deeper
    os.close(descriptor)
    try:
        listings = list(iter_folders(os.fsencode(root)))
    finally:
        shutil.rmtree(root / part)  # noqa: TID251 - a test tree that no path can name
    assert listings[-1].error == "path-too-long"
    assert all(one.error is None for one in listings[:-1])


def test_b14_a_depth_of_500_folders_is_walked(root: Path) -> None:
    """There is no recursion that could run out."""
    (root / "/".join("d" * 500)).mkdir(parents=True)
    assert len(walk(root)) == 501


def test_b2_a_read_error_in_one_folder_is_reported_and_the_rest_goes_on(root: Path) -> None:
    """The walk says why it knows nothing about that folder; known files there are not gone."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    make(root, "a/1.mkv", "b/2.mkv")
    code = (
        "import sys, os; from media_manager.scanning import iter_folders\n"
        "for one in iter_folders(os.fsencode(sys.argv[1])): print(one.path, one.error)"
    )
    fault = (strace, "-f", "-qq", "-o", "/dev/null", "-P", f"{root}/a", "-e")
    done = subprocess.run(
        [*fault, "inject=getdents64:error=EIO", sys.executable, "-c", code, root],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        pytest.skip(f"tracing is not permitted here: {done.stderr[-200:]}")
    assert done.stdout.splitlines() == ["b'' None", "b'a' io-error", "b'b' None"]


def test_b3_a_folder_that_vanishes_during_the_walk_is_an_error_and_not_empty(root: Path) -> None:
    """What was announced and is not there any more is reported, never taken for empty."""
    make(root, "a/1.mkv", "b/2.mkv")
    listings = []
    for one in iter_folders(os.fsencode(root)):
        listings.append(one)
        if one.path == b"a":
            shutil.rmtree(root / "b")  # noqa: TID251 - the fault that is tested
    assert (listings[-1].error, listings[-1].files) == ("vanished", ())


def test_b3_a_root_that_vanishes_during_the_walk_ends_it(root: Path) -> None:
    """The walk of that root is aborted with a known error."""
    make(root, "a/1.mkv", "b/2.mkv")
    walking = iter_folders(os.fsencode(root))
    next(walking)
    root.rename(root.with_name("gone"))
    with pytest.raises(RootFolderOffline):
        list(walking)


def test_b3_another_file_system_at_the_same_place_ends_the_walk(root: Path) -> None:
    """A root that was exchanged under the walk is not taken for an emptied one."""
    make(root, "a/1.mkv", "b/2.mkv")
    walking = iter_folders(os.fsencode(root))
    next(walking)
    root.rename(root.with_name("gone"))
    root.mkdir()
    with pytest.raises(RootFolderOffline):
        list(walking)


def test_b2_a_missing_root_is_offline(root: Path) -> None:
    """A root that is not there is an error with a hint, not an empty walk."""
    with pytest.raises(RootFolderOffline) as caught:
        list(iter_folders(os.fsencode(root / "missing")))
    assert caught.value.hint


def test_b20_a_stop_is_obeyed_at_the_next_folder_and_cannot_be_overlooked(root: Path) -> None:
    """The walk raises, so that half a walk is never compared as a whole one."""
    make(root, "a/1.mkv", "b/2.mkv")
    answers = iter([False, False, True])
    walking = iter_folders(os.fsencode(root), should_stop=lambda: next(answers))
    assert [next(walking).path, next(walking).path] == [b"", b"a"]
    with pytest.raises(JobCancelled):
        next(walking)


def test_c1_names_that_are_not_utf8_are_found_as_they_are(root: Path) -> None:
    """The bytes of the name are the name."""
    folder = os.fsencode(root)
    with open(folder + b"/caf\xe9.mkv", "wb"):
        pass
    assert [file.path for file in walk(root)[b""].files] == [b"caf\xe9.mkv"]


def test_c4_twins_in_both_unicode_forms_are_both_found(root: Path) -> None:
    """Two names that look alike are two files."""
    make(root, "e\u0301.mkv", "\u00e9.mkv")
    assert len(walk(root)[b""].files) == 2


@pytest.mark.parametrize("marker", [".nomedia", ".tmmignore", "tmmignore", ".nogallery", ".ignore"])
def test_b21_a_marked_folder_says_that_it_was_ignored(root: Path, marker: str) -> None:
    """Its files are not listed, and the listing tells that they are not missing."""
    make(root, "a/1.mkv", f"a/{marker}", "a/deep/2.mkv", "b/3.mkv")
    found = walk(root)
    assert (["b/3.mkv"], marker) == (names(found), found[b"a"].ignored_by)
    assert b"a/deep" not in found


@pytest.mark.parametrize("name", [".ignore", ".plexignore", ".ppignore", ".mediaignore"])
def test_b21_rule_files_hide_what_they_name_from_their_folder_down(root: Path, name: str) -> None:
    """Patterns count below their folder, and what they hide is named."""
    make(root, "a/x/1.txt", "a/1.mkv", "a/skip/2.mkv", "1.txt")
    make(root, f"a/{name}", content=b"*.txt\nskip/\n")
    found = walk(root)
    assert names(found) == ["1.txt", "a/1.mkv"]
    assert (found[b"a"].ignored, found[b"a/x"].ignored) == ((b"a/skip",), (b"a/x/1.txt",))


def test_an_edited_rule_file_is_seen_by_a_quick_scan(root: Path) -> None:
    """An edit of the rules lists the folders below again, though their times are the same."""
    make(root, "a/1.txt", "a/2.mkv", "b/1.mkv")
    make(root, ".mediaignore", content=b"*.txt")
    known = remembered(root)
    unchanged = list(iter_folders(os.fsencode(root), known_folders=known))
    assert [one.unchanged for one in unchanged] == [False, True, True]
    make(root, ".mediaignore", content=b"*.mkv")
    again = iter_folders(os.fsencode(root), known_folders=known)
    assert [file.path for one in again for file in one.files] == [b"a/1.txt"]


def test_the_patterns_of_a_library_hold_everywhere(root: Path) -> None:
    """Globs that a person gives for a library act like a rule file in the root."""
    make(root, "a/1.mkv", "a/sample/2.mkv")
    assert names(walk(root, patterns=b"sample/")) == ["a/1.mkv"]


def test_f6_our_own_cache_folder_is_never_scanned(root: Path) -> None:
    """Thumbnails of thumbnails cannot happen, also when a link names the folder."""
    make(root, "film.mkv", "cache/thumb.jpg")
    (root.parent / "link").symlink_to(root / "cache")
    excluded = (os.fsencode(root.parent / "link"),)
    found = walk(root, excluded=excluded)
    assert (names(found), found[b"cache"].ignored_by) == (["film.mkv"], "excluded")


def test_b21_a_root_that_is_excluded_says_so_instead_of_nothing(root: Path) -> None:
    """A walk that yields nothing would look like a root where all is gone."""
    make(root, "film.mkv")
    assert walk(root, excluded=(os.fsencode(root),))[b""].ignored_by == "excluded"


def test_b21_a_link_that_is_not_followed_is_named_as_ignored(root: Path) -> None:
    """Files that were known below it are passed over, not missing."""
    make(root, "film.mkv")
    (root / "link").symlink_to(root.parent)
    assert walk(root)[b""].ignored == (b"link",)


def test_what_is_never_media_is_not_listed(root: Path) -> None:
    """Recycle bins, previews of a NAS and hidden folders are not entered."""
    make(root, "film.mkv", "@eaDir/film.jpg", "$RECYCLE.BIN/x.mkv", ".hidden/x.mkv", "a.mkv.part")
    assert names(walk(root)) == ["film.mkv"]


def test_a_disc_folder_is_one_file_with_the_size_of_it_all(root: Path) -> None:
    """DVD and Blu-ray folders stand for one film each; nothing inside is an item."""
    make(root, "Dvd/VIDEO_TS/VIDEO_TS.IFO", "Dvd/VIDEO_TS/VTS_01_1.VOB", content=b"1234567890")
    make(root, "Blu/BDMV/index.bdmv", "Blu/BDMV/STREAM/0.m2ts", content=b"12345")
    make(root, "Blu/BDMV/index.nfo", content=b"x")
    make(root, "Plain/BDMV/notes.mkv")
    found = walk(root)
    sizes = {os.fsdecode(f.path): f.size_bytes for one in found.values() for f in one.files}
    assert sizes == {
        "Blu/BDMV/index.bdmv": 11,
        "Blu/BDMV/index.nfo": 1,
        "Dvd/VIDEO_TS/VIDEO_TS.IFO": 20,
        "Plain/BDMV/notes.mkv": 0,
    }
    assert frozenset({b"Blu/BDMV/index.bdmv"}) == found[b"Blu"].discs


def test_b14_many_files_in_one_folder_are_listed_quickly(root: Path) -> None:
    """Ten thousand names in one folder take little time."""
    for number in range(10_000):
        os.close(os.open(root / f"{number:05}.mkv", os.O_CREAT))
    start = time.thread_time()
    assert len(walk(root)[b""].files) == 10_000
    assert time.thread_time() - start < 5.0
