"""Paths as bytes: show any of them safely, and ask how much room is left."""

# Paths are bytes here, and pathlib takes only text.
# ruff: noqa: PTH100, PTH120

import os
import re
import shutil
import unicodedata

AnyPath = str | bytes | os.PathLike[str] | os.PathLike[bytes]

_JOINERS = "\u200c\u200d"
_PLAIN = re.compile(rb"[ -~]*")


def display_path(path: bytes) -> str:
    r"""Return `path` as text that is safe to show, log and write to a list.

    Bytes that are not UTF-8 become `\xNN`; control, bidi and invisible characters become
    `\uNNNN`, so that `cod\u202e4pm.exe` cannot pose as a film.
    """
    if _PLAIN.fullmatch(path):
        return path.decode("ascii")
    text = path.decode("utf-8", "surrogateescape")
    return "".join(_shown(text, index) for index in range(len(text)))


def _shown(text: str, index: int) -> str:
    char = text[index]
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004 - the range of PEP 383
        return f"\\x{code - 0xDC00:02x}"
    if char in _JOINERS and _joins_letters(text, index):
        return char
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - the basic plane
    return char


def _joins_letters(text: str, index: int) -> bool:
    """Tell whether a joiner does its work: emoji and scripts need it, ASCII never does."""
    around = text[max(0, index - 1) : index] + text[index + 1 : index + 2]
    return len(around) == 2 and not any(c.isascii() or c in _JOINERS for c in around)  # noqa: PLR2004 - one on each side


def free_bytes(path: AnyPath) -> int:
    """Return the free space where `path` is or would be, in bytes."""
    place = os.path.abspath(os.fsencode(path))
    while not os.path.lexists(place) and os.path.dirname(place) != place:
        place = os.path.dirname(place)
    return shutil.disk_usage(place).free
