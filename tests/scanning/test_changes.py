"""What the comparison promises: nothing is lost, nothing is guessed."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from media_manager.domain.media import FoundFile
from media_manager.scanning import (
    compare_folder,
    find_gone_folders,
    is_mass_disappearance,
    pair_moves,
)
from media_manager.scanning.changes import KnownFile, SeenAgain

TIME = 1_700_000_000_123_456_789


def known(path: bytes, **changes: Any) -> KnownFile:
    return replace(KnownFile(hash(path), path, 1_000, TIME, 5, 77), **changes)


def found(path: bytes, **changes: Any) -> FoundFile:
    return FoundFile(path, 1_000, TIME, 5, 77)._replace(**changes)


def test_a_folder_is_compared_into_five_kinds() -> None:
    """Each file is added, changed, unchanged, renumbered or gone."""
    before = [known(b"same"), known(b"edited"), known(b"remounted"), known(b"lost")]
    now = [
        found(b"same"),
        found(b"edited", size_bytes=2),
        found(b"remounted", device=6),
        found(b"new"),
    ]
    changes = compare_folder(now, before)
    assert changes.added == (found(b"new"),)
    assert changes.changed == (SeenAgain(before[1], now[1]),)
    assert changes.unchanged == (before[0],)
    assert changes.renumbered == (SeenAgain(before[2], now[2]),)
    assert changes.gone == (before[3],)


def test_b2_b21_a_file_that_could_not_be_looked_at_is_not_gone() -> None:
    """Unreadable and ignored names are spared."""
    before = [known(b"a/locked"), known(b"a/lost")]
    assert compare_folder([], before, spared={b"a/locked"}).gone == (before[1],)


def test_b2_b21_folders_below_an_error_or_an_ignored_folder_are_not_gone() -> None:
    """Only what a walk truly passed by is gone; names that only begin alike are not mixed up."""
    folders = [b"", b"a", b"a/x", b"ab", b"c", b"c/d"]
    assert find_gone_folders(folders, visited={b"", b"a"}, spared={b"a"}) == (b"ab", b"c", b"c/d")
    assert find_gone_folders(folders, visited={b""}, spared={b""}) == ()


def test_b5_a_mass_disappearance_is_many_and_a_large_share() -> None:
    """More than 10 % and more than 20 items, both."""
    asked = [(21, 200), (20, 100), (21, 210), (600, 1_000), (600, 10_000)]
    assert [is_mass_disappearance(*one) for one in asked] == [True, False, False, True, False]


def test_b8_a_renamed_file_is_paired_by_its_place_on_disk() -> None:
    """Device, inode, size and time are enough, whatever the new name is."""
    plan = pair_moves([known(b"old.mkv")], [found(b"x/new.mkv")])
    assert plan.moves == (SeenAgain(known(b"old.mkv"), found(b"x/new.mkv")),)
    assert (plan.doubtful, plan.gone, plan.added) == ((), (), ())


def test_b8_a_file_moved_to_another_disk_is_paired_by_its_hash() -> None:
    """A copy with another inode and time has the same partial hash."""
    before = replace(known(b"old.mkv"), partial_hash=b"h" * 16)
    now = found(b"new.mkv", device=9, inode=3, mtime_ns=1)
    plan = pair_moves([before], [now], hash_of=lambda _: b"h" * 16)
    assert plan.moves == (SeenAgain(before, now),)


def test_the_hash_is_asked_for_only_where_the_size_fits() -> None:
    """A scan does not read the files that cannot match."""
    asked: list[bytes] = []

    def hash_of(file: FoundFile) -> bytes:
        asked.append(file.path)
        return b"h" * 16

    before = replace(known(b"old.mkv"), partial_hash=b"h" * 16)
    pair_moves(
        [before, known(b"unhashed", size_bytes=7, inode=8)],
        [
            found(b"fits", inode=1),
            found(b"other", inode=2, size_bytes=9),
            found(b"unhashed2", inode=3, size_bytes=7),
        ],
        hash_of=hash_of,
    )
    assert asked == [b"fits"]


def test_a_move_while_the_drive_had_another_device_number_is_found() -> None:
    """Inode, size and a time in nanoseconds identify a file over a new mount; whole seconds do not.

    FAT counts in whole seconds and invents inode numbers.
    """
    assert pair_moves([known(b"a")], [found(b"b", device=6)]).moves
    coarse = 1_700_000_000_000_000_000
    plan = pair_moves([known(b"a", mtime_ns=coarse)], [found(b"b", device=6, mtime_ns=coarse)])
    assert (plan.moves, len(plan.gone), len(plan.added)) == ((), 1, 1)


def test_size_time_and_name_alone_are_doubtful() -> None:
    """What only looks alike is for a person to decide."""
    before, now = known(b"a/film.mkv", inode=1), found(b"b/film.mkv", inode=2)
    plan = pair_moves([before], [now])
    assert [(one.known, one.candidates) for one in plan.doubtful] == [(before, (now,))]
    assert (plan.moves, plan.gone, plan.added) == ((), (), ())


def test_equal_contents_are_paired_by_name_and_else_doubtful() -> None:
    """With two equal files on both sides, edits must not change places by chance."""
    before = [
        replace(known(name, inode=number), partial_hash=b"h" * 16)
        for number, name in enumerate([b"a/one.mkv", b"a/two.mkv"], 1)
    ]
    named = [found(b"b/two.mkv", inode=3, mtime_ns=1), found(b"b/one.mkv", inode=4, mtime_ns=1)]
    plan = pair_moves(before, named, hash_of=lambda _: b"h" * 16)
    assert {(m.known.path, m.found.path) for m in plan.moves} == {
        (b"a/one.mkv", b"b/one.mkv"),
        (b"a/two.mkv", b"b/two.mkv"),
    }
    renamed = [found(b"b/x", inode=3, mtime_ns=1), found(b"b/y", inode=4, mtime_ns=1)]
    unsure = pair_moves(before, renamed, hash_of=lambda _: b"h" * 16)
    assert (unsure.moves, len(unsure.doubtful)) == ((), 2)


numbers = st.integers(0, 3)


@given(
    st.lists(st.tuples(numbers, numbers, numbers), max_size=8),
    st.lists(st.tuples(numbers, numbers, numbers), max_size=8),
)
def test_no_file_is_lost_and_none_is_paired_twice(
    olds: list[tuple[int, int, int]], news: list[tuple[int, int, int]]
) -> None:
    """Every missing file ends in exactly one place, and every new one in at least one."""
    before = [
        replace(known(b"o%d/n%d" % (i, n), size_bytes=s, inode=n), partial_hash=b"%d" % h or None)
        for i, (s, n, h) in enumerate(olds)
    ]
    now = [
        found(b"n%d/n%d" % (i, n), size_bytes=s, inode=n, mtime_ns=TIME + h)
        for i, (s, n, h) in enumerate(news)
    ]
    plan = pair_moves(before, now, hash_of=lambda file: b"%d" % (file.mtime_ns - TIME))
    old_ends = [m.known.path for m in plan.moves]
    old_ends += [d.known.path for d in plan.doubtful] + [f.path for f in plan.gone]
    assert sorted(old_ends) == sorted(file.path for file in before)
    moved = [m.found.path for m in plan.moves]
    candidates = {c.path for d in plan.doubtful for c in d.candidates}
    left = [f.path for f in plan.added]
    assert sorted([*moved, *left, *candidates]) == sorted(file.path for file in now)
