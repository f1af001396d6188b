"""Ids that are unique across machines and ordered by time: UUID version 7 (RFC 9562)."""

import secrets
import time


def new_uid() -> str:
    """Return a UUIDv7 as text: 48 bits of milliseconds, then chance."""
    stamp = time.time_ns() // 1_000_000
    chance = secrets.randbits(74)
    value = (stamp & (2**48 - 1)) << 80 | 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62
    text = f"{value | chance & (2**62 - 1):032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def now_us() -> int:
    """Return the instant as the database keeps it: microseconds since 1970, UTC."""
    return time.time_ns() // 1000
