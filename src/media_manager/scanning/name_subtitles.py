"""What the end of a subtitle's name says: language, forced, default, hearing-impaired."""

import re
from dataclasses import dataclass

from media_manager.domain.languages import normalise_language
from media_manager.scanning.name_tags import STRONG

_FORCED = frozenset({"forced", "foreign", "force"})
_IMPAIRED = frozenset({"sdh", "cc", "hi", "hoh"})
_FLAGS = _FORCED | _IMPAIRED | {"default"}
_SAYS_NOTHING = frozenset({"sub", "subs", "subtitle", "subtitles"})
_PIECE = re.compile(r"[^.\s_\[\](){},+-]+(?:-(?:[A-Za-z]{2}|[A-Za-z]{4}|419)(?![A-Za-z]))?")
_MAX_PIECES = 6
_SPELLED_OUT = 4
_HINDI = "hi"
_COPY = re.compile(r"[ ._-]?\(\d{1,2}\)$")


@dataclass(frozen=True, slots=True)
class SubtitleName:
    """The flags, and the stem that is left for the video's name."""

    stem: str
    language: str | None = None
    forced: bool = False
    default: bool = False
    hearing_impaired: bool = False


def read_subtitle(stem: str) -> SubtitleName:
    """Read the tokens from the end of the name inwards until the video's own name begins."""
    language = None
    flags: set[str] = set()
    end = len(stem)
    missed = False
    for start, text in _pieces(_COPY.sub("", stem)):
        if text.lower() in _SAYS_NOTHING and start > 0 and end == len(stem):
            continue
        kind = _classify(text, stem, start)
        if kind is None or (missed and len(text) >= _SPELLED_OUT and kind == "language"):
            if missed or language or flags or text.lower() in STRONG or text.isdigit():
                break
            missed = True
            continue
        if kind == "language" and language is not None:
            if _HINDI not in {language, text.lower()} or "impaired" in flags:
                break
            flags.add("impaired")
            language = language if text.lower() == _HINDI else normalise_language(text)
        elif kind == "language":
            language = normalise_language(text)
        else:
            flags.add(kind)
        end = start
    return SubtitleName(
        stem[:end].rstrip(" ._-[(") or stem[:end],
        language,
        forced="forced" in flags,
        default="default" in flags,
        hearing_impaired="impaired" in flags,
    )


def _pieces(stem: str) -> list[tuple[int, str]]:
    """Return the last tokens of the name, last first, each with its place."""
    found = [(match.start(), match[0]) for match in _PIECE.finditer(stem)]
    only = len(found) == 1 or (len(found) == len("ab") and found[1][1].lower() in _FLAGS)
    return [piece for piece in reversed(found) if piece[0] > 0 or only][:_MAX_PIECES]


def _classify(text: str, stem: str, start: int) -> str | None:
    low = text.lower()
    if low in _FORCED:
        return "forced"
    if low == "default":
        return "default"
    if low in _IMPAIRED and low != _HINDI:
        return "impaired"
    if normalise_language(text) is None:
        return None
    short = len(low) < _SPELLED_OUT
    if short and start > 0 and stem[start - 1] == " " and not text.isupper():
        return None
    return None if len(low) == len(_HINDI) and text.istitle() else "language"
