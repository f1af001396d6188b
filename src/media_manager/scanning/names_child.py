"""Reads doubtful names with guessit, in a child process: some names take it for ever.

guessit is thorough and slow (about 100 names a second), so only names that our own parser calls
doubtful come here.
"""

import re
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from types import FrameType, MappingProxyType
from typing import Any

import msgspec
from guessit import guessit

from media_manager.domain.media import ParsedKind, ParsedName

# Reading the person's own guessit settings would make the same name mean different things.
_OPTIONS = MappingProxyType({"no_user_config": True})
_MAX_NAME = 255
_MAX_PARTS = 3  # the file and two folders: what a show and its season need
_LONG_DIGITS = re.compile(r"\d{13}")  # longer than any number that a name needs (guessit #353)
_MAX_EPISODES = 100

# The words of our own parser (name_tags), so that both readings can be compared.
_SOURCES = {
    "Blu-ray": "BluRay",
    "Ultra HD Blu-ray": "BluRay",
    "HD-DVD": "HD-DVD",
    "DVD": "DVD",
    "Web": "WEB-DL",
    "HDTV": "HDTV",
    "Ultra HDTV": "UHDTV",
    "TV": "TVRip",
    "Digital TV": "DVB",
    "Satellite": "SATRip",
    "VHS": "VHS",
    "Camera": "CAM",
    "HD Camera": "CAM",
    "Telesync": "Telesync",
    "HD Telesync": "Telesync",
    "Telecine": "Telecine",
    "HD Telecine": "Telecine",
    "Workprint": "Workprint",
    "Pay-per-view": "PPV",
    "Video on Demand": "VOD",
}
_THREE_D = {
    "Half Side By Side": "hsbs",
    "Full Side By Side": "fsbs",
    "Side By Side": "sbs",
    "Half Top and Bottom": "htab",
    "Half Over Under": "htab",
    "3D": "3d",
}
_IDS = {"tmdb_id": "tmdb", "imdb_id": "imdb", "tvdb_id": "tvdb"}
_SUBTITLES = frozenset({"srt", "ass", "ssa", "sub", "idx", "vtt", "smi", "sup"})

Guess = Mapping[str, Any]


class NamesRequest(msgspec.Struct, frozen=True, array_like=True):
    """Paths to read, and how long each may take."""

    paths: tuple[str, ...]
    seconds: float


def answer(request: bytes) -> bytes:
    """Answer a NamesRequest with one ParsedName or None for each path."""
    asked = msgspec.msgpack.decode(request, type=NamesRequest)
    return msgspec.msgpack.encode(guess_names(asked.paths, asked.seconds))


def guess_names(paths: Sequence[str], seconds: float) -> list[ParsedName | None]:
    """Read each path; None where guessit finds no title, fails or takes too long."""
    return [_guess_one(path, seconds) for path in paths]


def _guess_one(path: str, seconds: float) -> ParsedName | None:
    capped = cap_path(path)
    if capped is None:
        return None
    try:
        with _deadline(seconds):
            return _to_parsed_name(guessit(capped, dict(_OPTIONS)))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - foreign rules fail in any way on odd names; the fast reading stays
        return None


def cap_path(path: str) -> str | None:
    """Return the part of a path that guessit may see, or None if it must not see any."""
    parts = path.replace("\\", "/").split("/")[-_MAX_PARTS:]
    if any(len(part.encode(errors="replace")) > _MAX_NAME for part in parts):
        return None
    capped = "/".join(parts)
    if not capped.strip() or _LONG_DIGITS.search(capped):
        return None
    return capped.encode("utf-8", "replace").decode()


if sys.platform == "win32":

    @contextmanager
    def _deadline(_: float) -> Iterator[None]:
        """Windows has no alarm: the parent's time-out kills the child instead."""
        yield

else:

    @contextmanager
    def _deadline(seconds: float) -> Iterator[None]:
        """Raise TimeoutError in the block after `seconds`, even inside a regular expression."""
        before = signal.signal(signal.SIGALRM, _raise_timeout)
        # Again and again: an alarm in the middle of a finalizer is swallowed there.
        signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def _raise_timeout(_: int, __: FrameType | None) -> None:
        raise TimeoutError


def _to_parsed_name(guess: Guess) -> ParsedName | None:
    title = _text(guess.get("title"))
    if title is None:
        return None
    kind = ParsedKind.EPISODE if guess.get("type") == "episode" else ParsedKind.MOVIE
    subtitle = guess.get("container") in _SUBTITLES
    others = {str(word) for word in _many(guess.get("other"))}
    return ParsedName(
        kind=ParsedKind.SUBTITLE if subtitle else kind,
        title=title,
        year=_first_number(guess.get("year")),
        season=_first_number(guess.get("season")),
        episodes=_numbers(guess.get("episode")),
        absolute_episodes=_numbers(guess.get("absolute_episode")),
        date=_date(guess.get("date")),
        episode_title=_text(guess.get("episode_title")),
        edition=_join(guess.get("edition")),
        part=_first_number(guess.get("cd") or guess.get("part")),
        three_d=next((_THREE_D[word] for word in _THREE_D if word in others), None),
        language=_language(guess.get("subtitle_language" if subtitle else "language")),
        hearing_impaired=subtitle and "Hearing Impaired" in others,
        ids={ours: str(guess[key]) for key, ours in _IDS.items() if key in guess},
        resolution=_text(guess.get("screen_size")),
        source=_source(guess.get("source"), others),
        release_group=_text(guess.get("release_group")),
    )


def _source(value: object, others: set[str]) -> str | None:
    """Return our word; guessit tells a rip of the web only in its other words."""
    source = _SOURCES.get(_text(value) or "")
    return "WEBRip" if source == "WEB-DL" and "Rip" in others else source


def _many(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: object) -> str | None:
    found = _many(value)
    return str(found[0])[:_MAX_NAME].strip() or None if found else None


def _join(value: object) -> str | None:
    return " ".join(str(word) for word in _many(value))[:_MAX_NAME] or None


def _numbers(value: object) -> tuple[int, ...]:
    return tuple(number for number in _many(value) if isinstance(number, int))[:_MAX_EPISODES]


def _first_number(value: object) -> int | None:
    return next(iter(_numbers(value)), None)


def _date(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None


def _language(value: object) -> str | None:
    """Return the code of the first real language (`mul` and `und` are none)."""
    codes = (str(language) for language in _many(value))
    return next((code for code in codes if code not in {"mul", "und"}), None)
