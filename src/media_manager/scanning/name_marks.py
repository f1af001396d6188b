"""The marks that people put into names for programs: ids, `{edition-…}`, web sites."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from media_manager.domain.media import NO_IDS

_IDS = re.compile(
    r"[\[({]\s*(tmdb|imdb|tvdb|themoviedb"
    r"|thetvdb)(?:id)?(\d?)\s*[-=:_ ]\s*((?:tt)?\d{1,10})\s*[\])}]",
    re.IGNORECASE,
)
_BARE_IMDB = re.compile(r"[\[({]?(?<![a-z0-9])(tt\d{7,9})(?!\w)[\])}]?", re.IGNORECASE)
_EDITION = re.compile(r"[\[{]\s*edition\s*[-=]\s*([^\[\]{}]{1,60})[\]}]", re.IGNORECASE)
_TLD = (
    "com|org|net|info|to|tv|me|cc|ru|biz|eu|ws|club|xyz|nl|se|de|fr|it|es|pl|in|co|lol|la|site"
    "|tc|li|ag|st"
)
_SITE_HINT = re.compile(rf"\.(?:{_TLD}|jump|cd)(?![a-z0-9])|www\.", re.IGNORECASE)
_SITE_HEAD = re.compile(
    rf"^[\s._]*(?:\[[\s.]*(?:www\.[\w\-.]{{2,40}}\.\w{{2,10}}|[\w\-.]{{2,40}}\.(?:{_TLD}))[\s.]*\]"
    rf"|【[^】]{{0,20}}www\.[^】]{{2,40}}】"
    rf"|(?:www\.[\w\-]{{2,40}}(?:\.[\w-]{{2,20}}){{0,2}}?\.(?:{_TLD})"
    rf"|[a-z0-9\-]{{2,40}}\.(?:com|org|net|ws|to))(?=\s*[-_ ]|\.-)"
    r")\s*[-_.]{0,3}\s*",
    re.IGNORECASE,
)
_SITE_TAIL = re.compile(
    rf"(?:[\s._-]{{0,4}}[\[({{]\s*(?:www\.)?[\w\-]{{2,40}}(?:\.[\w-]{{2,20}}){{0,3}}?\.(?:{_TLD}|jump\.to|org\.ru)\s*[\])}}]"
    rf"|\s+-\s+(?:www\.)?[\w\-]{{2,40}}\.(?:com|org|net|ws)"
    rf"|[\s._-]{{1,3}}(?:par-)?www\.[\w\-]{{2,40}}\.(?:{_TLD}))\s*$",
    re.IGNORECASE,
)
_INDEXER = re.compile(
    r"[\s._-]{0,3}[\[(](?:e[tz]tv(?:x?\.to)?|rartv|rarbg|publichd|tgx|ettv|vtv|glodls|1337x"
    r"|galaxytv"
    r"|torrentcouch|prime|silence|bt|tepes|norar)[\])]\s*$",
    re.IGNORECASE,
)
_WIDE = str.maketrans("［］（）｛｝　｟｠＃", "[](){} ()#")


@dataclass(frozen=True, slots=True)
class Marks:
    """What the marks say."""

    ids: Mapping[str, str] = field(default_factory=lambda: NO_IDS)
    edition: str | None = None


_NONE = Marks()


def take_marks(text: str) -> tuple[Marks, str]:
    """Return the marks of a name, and the name without them and without web sites."""
    if not text.isascii():
        text = text.translate(_WIDE)
    low = text.lower()
    ids: dict[str, str] = {}
    edition = None
    if "db" in low:
        text = _take_ids(text, ids)
    if "tt" in low and "imdb" not in ids:
        text = _take_imdb(text, ids)
    if "edition-" in low or "edition=" in low or "edition =" in low:
        found = _EDITION.search(text)
        if found is not None:
            edition = found[1].replace(".", " ").strip()
            text = text[: found.start()] + " " + text[found.end() :]
    if "." in text and _SITE_HINT.search(text) is not None:
        text = _drop_sites(text)
    if text.endswith(("]", ")")):
        text = _INDEXER.sub("", text, count=1) or text
    return (Marks(ids, edition) if ids or edition else _NONE), text


def _take_ids(text: str, ids: dict[str, str]) -> str:
    for found in _IDS.finditer(text):
        name = found[1].lower().removeprefix("the").replace("moviedb", "tmdb")
        number = found[3].lower()
        if name == "imdb" and not number.startswith("tt"):
            number = f"tt{number}"
        ids.setdefault(name, number)
    return _IDS.sub(" ", text) if ids else text


def _take_imdb(text: str, ids: dict[str, str]) -> str:
    found = _BARE_IMDB.search(text)
    if found is None:
        return text
    ids["imdb"] = found[1].lower()
    rest = text[: found.start()] + " " + text[found.end() :]
    return rest if rest.strip(" ._-") else text


def _drop_sites(text: str) -> str:
    cut = _SITE_HEAD.sub("", text, count=1)
    cut = _INDEXER.sub("", cut, count=1)
    cut = _SITE_TAIL.sub("", cut, count=1)
    return cut if cut.strip(" ._-") else text
