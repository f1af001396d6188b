"""What changed travels as packed ids; new things get ids that are unique and in order of time."""

import time
import uuid

from hypothesis import given
from hypothesis import strategies as st

from media_manager.domain.changes import LibraryChanges, pack_ids, unpack_ids
from media_manager.domain.uids import new_uid, now_us

IDS = st.lists(st.integers(-(2**63), 2**63 - 1), max_size=50)


@given(IDS)
def test_ids_survive_packing_in_their_order(ids: list[int]) -> None:
    """Eight bytes an id, nothing else."""
    packed = pack_ids(ids)
    assert (list(unpack_ids(packed)), len(packed)) == (ids, 8 * len(ids))


def test_packed_ids_are_little_endian_everywhere() -> None:
    """A library that is carried to another machine keeps its log."""
    assert pack_ids([1, 256]) == b"\x01" + bytes(7) + b"\x00\x01" + bytes(6)


def test_changes_touch_what_they_name_or_everything() -> None:
    """None stands for more than can be named."""
    named = LibraryChanges(1, "scan", frozenset({"title"}), frozenset({3, 5}))
    every = LibraryChanges(2, "scan", frozenset({"title"}), None)
    assert [named.touches(3), named.touches(4), every.touches(4)] == [True, False, True]


def test_uids_are_uuids_of_version_seven_in_order_of_time() -> None:
    """RFC 9562: readable by every other program; a later millisecond sorts later."""
    before = time.time_ns() // 1_000_000
    first = new_uid()
    time.sleep(0.002)
    second = new_uid()
    parsed = uuid.UUID(first)
    assert (parsed.version, parsed.variant, str(parsed)) == (7, uuid.RFC_4122, first)
    assert before <= parsed.int >> 80 <= time.time_ns() // 1_000_000
    assert first < second


def test_uids_are_not_repeated() -> None:
    """74 bits of chance within one millisecond."""
    assert len({new_uid() for _ in range(10_000)}) == 10_000


def test_an_instant_is_microseconds_since_1970() -> None:
    """As the database keeps it."""
    assert abs(now_us() / 1_000_000 - time.time()) < 1
