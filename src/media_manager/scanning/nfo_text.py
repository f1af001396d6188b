"""From the bytes of an NFO to text that is safe to parse: encodings, limits, hostile content."""

import codecs
import re
from dataclasses import dataclass
from typing import NoReturn

from media_manager.errors import UnreadableFile

MAX_BYTES = 4 * 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Without a mark, the first `<` tells.
_SHAPES = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
# The single-byte and East Asian encodings that NFO files are found in. UTF-7 is not among them: it
# serves only to hide things.
_TRUSTED = re.compile(
    r"(iso8859-\d+|cp125\d|cp437|cp85\d|cp866|cp93[26]|cp949|koi8-[ru]|gb2312|gbk|gb18030"
    r"|big5|shift_jis|euc_jp|euc_kr|iso2022_jp|ascii)"
)
_WESTERN = {"iso8859-1": "cp1252", "ascii": "utf-8"}  # as browsers read them
_HOSTILE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = re.compile(r"<\?xml\b[^>]{0,500}\?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NfoText:
    """Decoded text without its XML declarations."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode_nfo(data: bytes, *, name: str) -> NfoText:
    """Return the text of an NFO. Raises UnreadableFile for what is too large or hostile."""
    if len(data) > MAX_BYTES:
        refuse_nfo(name, f"is larger than {MAX_BYTES // 1024 // 1024} MiB")
    text, encoding, warnings = _decode(data)
    if _HOSTILE.search(text):
        refuse_nfo(name, "declares a DOCTYPE or entities, which no NFO needs")
    if len(_ILLEGAL.findall(text)) > len(text) // 16:
        refuse_nfo(name, "is not text")
    clean = _ILLEGAL.sub("", text)
    if len(clean) != len(text):
        warnings.append("control-characters-removed")
    clean = _DECLARATION.sub("", clean)
    return NfoText(clean, encoding, tuple(warnings))


def refuse_nfo(name: str, reason: str) -> NoReturn:
    """Raise the one error that an NFO can cause."""
    raise UnreadableFile(
        f"{name or 'The NFO file'} {reason}",
        hint="Open the file in an editor, or let another program write it again.",
        path=name,
    )


def _decode(data: bytes) -> tuple[str, str, list[str]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            damaged = ["damaged-encoding"] if "\ufffd" in text else []
            return text, encoding, damaged
    for shape, encoding in _SHAPES:
        if data.lstrip(b" \t\r\n").startswith(shape):
            return data.decode(encoding, "replace"), encoding, []
    return _decode_unmarked(data)


def _decode_unmarked(data: bytes) -> tuple[str, str, list[str]]:
    declared = _declared_encoding(data)
    try:
        # Bytes that happen to be valid UTF-8 are UTF-8, whatever the declaration says: programs
        # copy the declaration and not the encoding.
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data, declared)
    lies = declared not in {"utf-8", None} and not text.isascii()
    return text, "utf-8", [f"declared-{declared}-but-is-utf-8"] if lies else []


def _declared_encoding(data: bytes) -> str | None:
    match = _DECLARED.search(data[:400])
    if match is None:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return "unknown"
    return _WESTERN.get(name, name)


def _decode_legacy(data: bytes, declared: str | None) -> tuple[str, str, list[str]]:
    if declared is not None and _TRUSTED.fullmatch(declared):
        text = data.decode(declared, "replace")
        return text, declared, ["damaged-encoding"] if "\ufffd" in text else []
    # Text without XML is a scene NFO, drawn with the letters of DOS.
    encoding = "cp1252" if re.search(rb"<[A-Za-z]+[\s>]", data) else "cp437"
    table = {"cp1252": "latin-1"}
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(table.get(encoding, encoding), "replace")
    return text, encoding, [f"{declared or 'undeclared'}-read-as-{encoding}"]
