"""Say what a file name means, as one line of JSON: the `parse` command without its pipes."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from media_manager.domain.media import ParsedName
from media_manager.scanning.filename_parser import parse_name

# As NameGuesser.guess_names: one reading for each path, None where there is none.
Guess = Callable[[Sequence[bytes]], Iterable[ParsedName | None]]

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class BadLineError(ValueError):
    """A line that cannot be read; `answer` is the line to write in its place."""

    def __init__(self, message: str, answer: bytes) -> None:
        super().__init__(message)
        self.answer = answer


def parse_line(line: bytes, guess: Guess | None = None) -> bytes:
    r"""Return what a path, or a JSON object with path, id and root, means; with a line end.

    Bytes that are no text are lone surrogates (`\udcff`) in JSON, going in and coming out. An
    empty line means nothing and gives nothing. With `guess` the second tier reads doubtful names
    too, under the key `guess`; null where it finds no title.
    """
    line = line.strip(b"\r\n")
    if not line.strip():
        return b""
    if not line.startswith(b"{"):
        return _answer(None, line.decode("utf-8", "surrogateescape"), None, guess)
    asked = _read_object(line)
    path, root = asked.get("path"), asked.get("root")
    if not isinstance(path, str) or not (root is None or isinstance(root, str)):
        raise _bad(line, "path must be text, and so must root", asked)
    return _answer(asked.get("id"), path, root, guess)


def parsed_as_data(parsed: ParsedName) -> dict[str, Any]:
    """Return every key that `parse` promises, whether the name says it or not."""
    return {
        "kind": parsed.kind,
        "title": parsed.title,
        "year": parsed.year,
        "season": parsed.season,
        "episodes": parsed.episodes,
        "absolute_episodes": parsed.absolute_episodes,
        "date": parsed.date,
        "episode_title": parsed.episode_title,
        "edition": parsed.edition,
        "part": parsed.part,
        "version": parsed.version,
        "three_d": parsed.three_d,
        "language": parsed.language,
        "forced": parsed.forced,
        "default": parsed.default,
        "hearing_impaired": parsed.hearing_impaired,
        "ids": dict(parsed.ids),
        "resolution": parsed.resolution,
        "source": parsed.source,
        "release_group": parsed.release_group,
    }


def _answer(given: object, path: str, root: str | None, guess: Guess | None) -> bytes:
    parsed = parse_name(path, root=root)
    data = {"id": given, "path": path, **parsed_as_data(parsed)}
    if guess is not None and parsed.doubtful:
        inside = path.removeprefix(root).lstrip("/") if root else path
        (second,) = guess([inside.encode("utf-8", "surrogateescape")])
        data["guess"] = None if second is None else parsed_as_data(second)
    return _line(data)


def _line(data: Mapping[str, Any]) -> bytes:
    try:
        return _encode(data) + b"\n"
    except (UnicodeEncodeError, msgspec.MsgspecError):
        # Lone surrogates: only the escapes of plain JSON can carry them.
        return json.dumps(data).encode("ascii") + b"\n"


def _read_object(line: bytes) -> dict[str, Any]:
    try:
        asked = _decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        try:
            asked = json.loads(line.decode("utf-8", "surrogateescape"))
        except (ValueError, RecursionError) as error:
            raise _bad(line, f"not JSON: {error}") from None
    return asked if isinstance(asked, dict) else {}


def _bad(line: bytes, reason: str, asked: Mapping[str, Any] | None = None) -> BadLineError:
    shown = line[:200].decode("utf-8", "backslashreplace")
    asked = asked or {}
    path = asked.get("path")
    answer = {"id": asked.get("id"), "path": path if isinstance(path, str) else None}
    return BadLineError(f"{reason}: {shown}", _line({**answer, "error": reason}))
