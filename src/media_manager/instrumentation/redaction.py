"""What must not leave this machine with a log or a report: who uses it, where, and with what keys.

`redact(text)` keeps what helps to find a mistake and takes out names, home folders, keys and the
passwords of addresses. It says what it took out, and rather takes out too much than too little.
"""

import functools
import hashlib
import os
import platform
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HIDDEN: Final = "<hidden>"
USER: Final = "<user>"
HOST: Final = "<host>"

# Names that say nothing about a person, and that are words of many a sentence.
_PLAIN_NAMES: Final = frozenset(
    {"admin", "guest", "home", "localhost", "media", "nobody", "root", "user", "users"}
)
_SHORTEST_NAME: Final = 3

_KEY_WORDS: Final = (
    r"(?:[\w.-]{0,40}(?:api[_-]?key|apikey|token|secret|passw(?:or)?d|passphrase|credential|cookie"
    r"|session[_-]?id|signature)|pwd|pin|x-[\w-]{0,40}key|authorization|proxy-authorization)"
)
# `api_key=…`, `"token": "…"`, `--password …`, `Authorization: Bearer …`
_NAMED_QUOTED: Final = re.compile(
    rf"(?im)\b({_KEY_WORDS}\\?[\"']?\s*[:=]\s*\\?)([\"'])(?:\\.|(?!\2).)*?(?:\2|$)"
)
_NAMED: Final = re.compile(
    rf"(?i)\b({_KEY_WORDS}[\"']?\s*[:=]\s*(?:(?:bearer|basic|digest|token)\s+)?)"
    r"(?!<hidden>|(?:bearer|basic|digest|token)\s)[^\s\"'&;,)\]}]+"
)
_OPTION: Final = re.compile(rf"(?i)(--{_KEY_WORDS}\s+)(?!<hidden>)[^\s\"'-][^\s]*")
_BEARER: Final = re.compile(r"(?i)\b((?:bearer|basic)\s+)(?!<hidden>)[\w.~+/=-]{8,}")
_WEB_TOKEN: Final = re.compile(r"\beyJ[\w-]{8,}(?:\.[\w-]+){0,2}")
# Keys of the usual sources are 32 hexadecimal digits and more; so are hashes of files.
_HEX: Final = re.compile(r"(?i)\b[0-9a-f]{32,}\b")
# The password goes up to the last @ that can belong to it: it may hold signs of every kind.
# Lengths are bounded here and above, so that no text takes long.
_USERINFO: Final = re.compile(
    r"(?i)\b([a-z][a-z0-9+.-]{0,20}://)"
    r"(?:[^\s/:@\"']{0,128}:[^\s\"']{0,256}|[^\s/?#\"']{0,256})@"
)
_HOMES: Final = re.compile(
    r"(?i)((?:/home|/Users|/(?:run/)?media|[a-z]:[\\/]+(?:Users|Documents and Settings))[\\/]+)"
    r"(?!<user>)[^\\/\s\"':;,|<>()\]]+"
)

# A path ends where a quote, a line or a sentence does: those of media hold blanks.
_PARTS: Final = r"(?:[\\/]+[^\s\\/\"'<>|*?][^\\/\n\r\t\"'<>|*?]*)"
_PATH: Final = re.compile(
    rf"(?<![\w.~<:/\\])(?:file://)?(?:(?:~|[A-Za-z]:){_PARTS}+|{_PARTS}{{2,}})[\\/]*"
)
# Where our code lies tells where it failed, and nothing about anybody's media.
_CODE: Final = (".py", ".pyc", ".so", ".pyd", ".dll", ".dylib")
_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,5}\b")
_SALT: Final = os.urandom(16)


@dataclass(frozen=True, slots=True)
class Person:
    """Who sits here, as far as texts could tell: home folders, names, the name of the machine."""

    homes: tuple[str, ...]
    users: tuple[str, ...]
    hosts: tuple[str, ...]


@functools.cache
def this_person() -> Person:
    """Return who runs this program."""
    home = Path.home()
    homes = {str(home), os.path.realpath(home), os.environ.get("HOME", "")}
    homes.add(os.environ.get("USERPROFILE", ""))
    names = {os.environ.get(name, "") for name in ("USER", "LOGNAME", "USERNAME", "SUDO_USER")}
    names.add(home.name)
    host = platform.node()
    return Person(
        homes=tuple(sorted(filter(_is_home, homes), key=len, reverse=True)),
        users=tuple(sorted(filter(_tells, names), key=len, reverse=True)),
        hosts=tuple(name for name in (host, host.partition(".")[0]) if _tells(name)),
    )


def redact(text: str, *, hide_paths: bool = False, person: Person | None = None) -> str:
    """Return a text without keys, passwords, home folders and names.

    `hide_paths` also puts a mark in the place of each path: the same path has the same mark
    until the program ends, and nobody can find out the path from it. Redacted again, a text
    stays what it is.
    """
    person = person or this_person()
    for hide in (_hide_keys, _homes_hidden(person), _hide_other_homes):
        text = hide(text)
    if hide_paths:
        text = _PATH.sub(_marked, text)
    for name, mark in (*_each(person.users, USER), *_each(person.hosts, HOST)):
        text = _whole_word(name).sub(mark, text)
    return text


def path_mark(path: str) -> str:
    """Return what stands for a path: a mark that only this run of the program can repeat."""
    digest = hashlib.blake2b(path.encode(errors="surrogateescape"), digest_size=4, key=_SALT)
    endings = _EXTENSION.findall(path)
    return f"<path {digest.hexdigest()}{endings[-1] if endings else ''}>"


def _marked(found: re.Match[str]) -> str:
    text = found.group()
    path = text.rstrip(" .:,;")
    if path.lower().endswith(_CODE):
        return text
    return path_mark(path) + text[len(path) :]


def _hide_keys(text: str) -> str:
    text = _USERINFO.sub(rf"\1{HIDDEN}@", text)
    text = _NAMED_QUOTED.sub(rf"\1\2{HIDDEN}\2", text)
    for pattern in (_NAMED, _OPTION, _BEARER):
        text = pattern.sub(rf"\1{HIDDEN}", text)
    text = _WEB_TOKEN.sub(HIDDEN, text)
    return _HEX.sub(HIDDEN, text)


def _homes_hidden(person: Person) -> Callable[[str], str]:
    def hide(text: str) -> str:
        for home in person.homes:
            for form in {home, home.replace("\\", "/"), home.replace("\\", "\\\\")}:
                text = re.sub(rf"(?<![\w.]){re.escape(form)}(?![\w-])", "~", text)
        return text

    return hide


def _hide_other_homes(text: str) -> str:
    return _HOMES.sub(rf"\1{USER}", text)


def _each(names: Iterable[str], mark: str) -> list[tuple[str, str]]:
    return [(name, mark) for name in names]


@functools.lru_cache(maxsize=32)
def _whole_word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![^\W_]){re.escape(name)}(?![^\W_])")


def _tells(name: str) -> bool:
    return len(name) >= _SHORTEST_NAME and name.lower() not in _PLAIN_NAMES


def _is_home(folder: str) -> bool:
    """Tell if a folder is somebody's: `/` and `/root` hide nothing but every path."""
    return len(Path(folder).parts) > 1 if folder else False
