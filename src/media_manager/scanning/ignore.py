"""Which files and folders a scan passes over, and by whose rule.

The patterns are gitignore's. The matcher is our own: names here are bytes that need not be UTF-8,
each rule file counts only below its own folder, and a hostile pattern must not cost more than
linear time, which the common libraries do not promise.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import xxhash

# A file of this name hides its whole folder (Kodi, tinyMediaManager, Stash).
FOLDER_MARKERS = frozenset({b".nomedia", b".tmmignore", b"tmmignore", b".nogallery"})
# A file of this name holds patterns (Jellyfin, Plex, PhotoPrism, and our own).
PATTERN_FILES = frozenset({b".ignore", b".plexignore", b".ppignore", b".mediaignore"})
RULE_FILES = FOLDER_MARKERS | PATTERN_FILES

# In lower case: what no program of this kind looks into. Names with a leading dot are not here
# because all of them are passed over.
SKIPPED_NAMES = frozenset(
    {
        b"@eadir",
        b"eadir",
        b"#recycle",
        b"@recycle",
        b"$recycle.bin",
        b"recycler",
        b"system volume information",
        b"lost+found",
        b"thumbs.db",
        b"desktop.ini",
        b"extrafanart",
        b"extrathumbs",
        b"ps3_update",
        b"temprec",
        b"tempsbe",
        b"certificate",
        b"__macosx",
    }
)
SKIPPED_SUFFIXES = (
    b".bts",
    b".sync",
    b".part",
    b".!qb",
    b".ite",
    b".crdownload",
    b".trickplay",
)

_MAX_PATTERNS = 2_000
_MAX_PATTERN_LENGTH = 1_000
_MAX_DOUBLE_STARS = 3  # each one more multiplies the work; nobody needs four


def is_always_skipped(name: bytes) -> bool:
    """Tell whether a name is never media: hidden, a recycle bin, a download in progress."""
    lower = name.lower()
    return name[:1] == b"." or lower in SKIPPED_NAMES or lower.endswith(SKIPPED_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a rule file."""

    regex: re.Pattern[str]
    keep: bool
    folders_only: bool


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The patterns that hold in one folder: its own and those of the folders above it."""

    layers: tuple[tuple[int, tuple[Pattern, ...]], ...] = ()
    stamp: int = 0

    def extended(self, folder: bytes, contents: Iterable[bytes]) -> "RuleSet":
        """Return these rules plus the rule files found in `folder` (relative to the root)."""
        texts = sorted(contents)
        patterns = tuple(pattern for text in texts for pattern in parse_patterns(text))
        if not patterns:
            return self
        depth = len(_text(folder)) + 1 if folder else 0
        digest = xxhash.xxh3_64_intdigest(folder + b"\0" + b"\0".join(texts), seed=self.stamp)
        return RuleSet((*self.layers, (depth, patterns)), digest)

    def ignores(self, path: bytes, *, is_folder: bool) -> bool:
        """Tell whether `path` (relative to the root) is passed over; the last match wins."""
        text = _text(path)
        for depth, patterns in reversed(self.layers):
            below = text[depth:]
            for pattern in reversed(patterns):
                if pattern.folders_only and not is_folder:
                    continue
                if pattern.regex.fullmatch(below):
                    return not pattern.keep
        return False


def hides_folder(name: bytes, content: bytes | None) -> bool:
    """Tell whether the rule file `name` hides its whole folder.

    `content` is None for a file that was not read. An empty `.ignore` is Jellyfin's marker.
    """
    if name in FOLDER_MARKERS:
        return True
    return name == b".ignore" and content is not None and not content.strip()


def parse_patterns(content: bytes) -> tuple[Pattern, ...]:
    """Return the patterns of a rule file, in order; lines that mean nothing are left out."""
    lines = _text(content.removeprefix(b"\xef\xbb\xbf")).splitlines()[:_MAX_PATTERNS]
    return tuple(pattern for line in lines if (pattern := _parse_line(line)))


def _parse_line(line: str) -> Pattern | None:
    line = re.sub(r"(?<!\\)\s+$", "", line)
    if not line or line.startswith("#") or len(line) > _MAX_PATTERN_LENGTH:
        return None
    keep = line.startswith("!")
    line = line[1:] if keep else line
    folders_only = line.endswith("/")
    line = line.rstrip("/")
    anchored = "/" in line
    parts = _collapsed(line.lstrip("/").split("/") if anchored else ["**", line])
    if not line or parts.count("**") > _MAX_DOUBLE_STARS:
        return None
    try:
        return Pattern(re.compile(_path_regex(parts), re.DOTALL), keep, folders_only)
    except re.error:
        return None


def _collapsed(parts: list[str]) -> list[str]:
    return [p for i, p in enumerate(parts) if p != "**" or i == 0 or parts[i - 1] != "**"]


def _path_regex(parts: list[str]) -> str:
    regex = ""
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if part == "**":
            regex += ".+" if last else "(?:[^/]+/)*"
        else:
            regex += _part_regex(part) + ("" if last else "/")
    return regex


def _part_regex(part: str) -> str:
    """Translate one path part; each `*` but the last takes the first fit and never goes back."""
    pieces = _regex_pieces(part)
    stars = [index for index, piece in enumerate(pieces) if piece == "*"]
    if not stars:
        return "".join(pieces)
    regex = "".join(pieces[: stars[0]])
    for start, end in pairwise(stars):
        regex += f"(?>[^/]*?{''.join(pieces[start + 1 : end])})"
    return regex + "[^/]*" + "".join(pieces[stars[-1] + 1 :])


def _regex_pieces(part: str) -> list[str]:
    """Split a part into regex pieces; a bare star stays `*`."""
    pieces: list[str] = []
    for piece in re.findall(r"\\.|\*+|\?|\[!?\]?[^\]]*\]|.", part, re.DOTALL):
        if piece[0] == "*":
            pieces.append("*")
        elif piece == "?":
            pieces.append("[^/]")
        elif piece[0] == "[" and len(piece) > 2:  # noqa: PLR2004 - a bracket pair with content
            pieces.append(_class_regex(piece))
        else:
            pieces.append(re.escape(piece[1:] if len(piece) > 1 else piece))
    return pieces


def _class_regex(piece: str) -> str:
    body = piece[1:-1]
    negated = body[0] in "!^"
    body = re.sub(r"([\\\[\]&~|^])", r"\\\1", body[1:] if negated else body)
    return f"(?!/)[{'^' if negated else ''}{body}]"


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")
