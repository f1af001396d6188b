"""What is gathered before it is scanned: until it is quiet, but not for ever."""

import pytest

from media_manager.domain.watching import MOST_FOLDERS, Gathering, ScanWish


@pytest.fixture
def gathering() -> Gathering:
    return Gathering(2.0, 30.0)


def test_a_quiet_folder_is_due(gathering: Gathering) -> None:
    """After two seconds, once."""
    gathering.touch(1, [b"Films"], now=10.0)
    assert gathering.due(11.9) == []
    assert gathering.due(12.0) == [ScanWish(1, (b"Films",))]
    assert gathering.due(60.0) == []


def test_a_busy_folder_is_due_now_and_then(gathering: Gathering) -> None:
    """A copy of an hour shows every half minute what it has brought."""
    due = []
    for second in range(100):
        gathering.touch(1, [b"Films"], now=float(second))
        due += [second for _ in gathering.due(float(second))]
    assert due == [30, 61, 92]


def test_touches_of_one_root_are_one_wish(gathering: Gathering) -> None:
    """In order, and each folder once; other roots have their own."""
    gathering.touch(1, [b"b", b"a"], now=0.0)
    gathering.touch(1, [b"a"], now=1.0)
    gathering.touch(2, [b"c"], now=1.0)
    assert gathering.due(3.0) == [ScanWish(1, (b"a", b"b")), ScanWish(2, (b"c",))]


def test_very_many_folders_are_everything(gathering: Gathering) -> None:
    """B16: nobody keeps a hundred thousand names."""
    for number in range(MOST_FOLDERS + 1):
        gathering.touch(1, [str(number).encode()], now=0.0)
    gathering.touch(1, [b"one more"], now=0.0)
    assert gathering._roots[1].folders == set()
    assert gathering.due(2.0) == [ScanWish(1, full=True)]


def test_a_quick_look_comes_behind_the_folders(gathering: Gathering) -> None:
    """It does not see what was edited in place; a look at every file sees all of it."""
    gathering.want_quick(1, now=0.0)
    gathering.touch(1, [b"a"], now=0.0)
    assert gathering.due(2.0) == [ScanWish(1, (b"a",)), ScanWish(1)]
    gathering.want_quick(1, now=3.0)
    gathering.touch(1, [b"a"], now=3.0)
    gathering.want_full(1, now=3.0)
    assert gathering.due(5.0) == [ScanWish(1, full=True)]


@pytest.mark.parametrize("wish", [ScanWish(1, (b"a",)), ScanWish(1), ScanWish(1, full=True)])
def test_what_is_put_back_comes_again(gathering: Gathering, wish: ScanWish) -> None:
    """Just as it was."""
    gathering.put_back(wish, now=0.0)
    assert gathering.due(2.0) == [wish]


def test_what_is_forgotten_does_not_come(gathering: Gathering) -> None:
    """The root is away, or gone from the library."""
    gathering.touch(1, [b"a"], now=0.0)
    gathering.forget(1)
    assert gathering.due(9.0) == []


def test_nothing_touched_is_nothing_due(gathering: Gathering) -> None:
    """As when all that was heard is to be passed over."""
    gathering.touch(1, [], now=0.0)
    assert gathering.due(9.0) == []
