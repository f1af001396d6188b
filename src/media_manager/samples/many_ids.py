"""Ids for made-up rows that look like the real ones but follow from a seed."""

from hashlib import blake2b

# Made-up items come into the library one after the other, so that their uids are in order.
_FIRST_MS = 1_600_000_000_000


def uid_of(seed: int, kind: str, number: int) -> str:
    """Return the same UUIDv7 for the same seed, kind and number; larger numbers come later."""
    chance = int.from_bytes(blake2b(f"{seed}:{kind}:{number}".encode(), digest_size=10).digest())
    return _uuid7(_FIRST_MS + number, chance >> 6)


def uid_by_chance(number: int, chance: int) -> str:
    """Return a UUIDv7 of 74 bits of chance; quicker than `uid_of`."""
    return _uuid7(_FIRST_MS + number, chance)


def _uuid7(stamp: int, chance: int) -> str:
    value = stamp << 80 | 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62 | chance & (2**62 - 1)
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
