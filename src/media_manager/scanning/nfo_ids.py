"""The external ids in an NFO: new form, old form, Jellyfin's form, and addresses of web pages."""

import json
import re
from collections.abc import Mapping
from types import MappingProxyType

from media_manager.domain.nfo import NfoKind
from media_manager.scanning.nfo_reader import ElementReader
from media_manager.scanning.nfo_values import parse_id

_SOURCES = {
    "themoviedb": "tmdb",
    "moviedb": "tmdb",
    "themoviedb.org": "tmdb",
    "thetvdb": "tvdb",
    "thetvdb.com": "tvdb",
    "imdb.com": "imdb",
    "tmdbcol": "tmdbset",
    "tmdbcollection": "tmdbset",
    "collectionnumber": "tmdbset",
}
_ELEMENT = re.compile(r"([a-z][a-z0-9]{1,20}?)_?id")
_SOURCE = re.compile(r"[a-z][a-z0-9_.-]{0,30}")
_URL = re.compile(r"https?://[^\s<>\"'\x00-\x20]{3,2000}", re.IGNORECASE)
_PAGES = (
    ("imdb", re.compile(r"imdb\.com/(?:[a-z]{2}/)?(?:title/|Title\?)(tt\d{5,10})", re.IGNORECASE)),
    ("tmdb", re.compile(r"themoviedb\.org/(?:movie|tv)/(\d{1,12})", re.IGNORECASE)),
    (
        "tvdb",
        re.compile(r"thetvdb\.com/\S*?(?:[?&](?:series)?id=|/series/)(\d{1,12})\b", re.IGNORECASE),
    ),
    ("tvmaze", re.compile(r"tvmaze\.com/shows/(\d{1,12})", re.IGNORECASE)),
)
_BARE_IMDB = re.compile(r"(?<![A-Za-z0-9])tt\d{7,10}(?!\d)", re.ASCII)


def read_ids(reader: ElementReader, kind: NfoKind) -> tuple[Mapping[str, str], str | None]:
    """Return all ids of an entry by source, and the source that is marked as the main one.

    A `uniqueid` beats an element of a provider's name, which beats the old `id`.
    """
    found: dict[str, str] = {}
    for source, text in _guide_ids(reader) if kind is NfoKind.SHOW else ():
        _keep(reader, found, source, text)
    for child in reader.children("id"):
        for source, text in _legacy_id(child, kind, modern="uniqueid" in reader.names):
            _keep(reader, found, source, text)
    for child in reader.children("set"):
        _keep(reader, found, "tmdbset", child.attribute("tmdbcolid"))
    for name in reader.names:
        source = _source_of(name)
        for child in reader.children(name) if source else ():
            _keep(reader, found, source, child.text)
    default = _read_unique_ids(reader, found)
    return MappingProxyType(found), default


def _read_unique_ids(reader: ElementReader, found: dict[str, str]) -> str | None:
    default = None
    for child in reader.children("uniqueid"):
        source = _source_named(child.attribute("type"), child.text)
        _keep(reader, found, source, child.text)
        if child.attribute("default").lower() == "true" and source in found:
            default = source
    return default


def _keep(reader: ElementReader, found: dict[str, str], source: str, text: str) -> None:
    if not source or not text:
        return
    value = reader.checked(lambda given: parse_id(source, given), text, what=f"{source} id")
    if value is not None:
        found[source] = value


def _source_of(element: str) -> str:
    """Return the provider that an element such as `tmdbid` belongs to."""
    if element == "collectionnumber":
        return "tmdbset"
    match = _ELEMENT.fullmatch(element)
    return _SOURCES.get(match[1], match[1]) if match and element != "uniqueid" else ""


def source_word(name: str) -> str:
    """Return our word for a provider that a file names in its own way."""
    return _SOURCES.get(name.lower(), name.lower())


def _source_named(given: str, text: str) -> str:
    name = given.lower()
    name = name[:-2] if name.endswith("id") and len(name) > 2 else name  # noqa: PLR2004 - "imdbid"
    if name in {"", "unknown", "default"}:
        return "imdb" if text.startswith("tt") else ""
    return _SOURCES.get(name, name) if _SOURCE.fullmatch(name) else ""


def _legacy_id(child: ElementReader, kind: NfoKind, *, modern: bool) -> list[tuple[str, str]]:
    """Read `<id>`: IMDb for films, TheTVDB for shows and episodes, or as its attributes say.

    Beside a `uniqueid` a bare number is only a copy of that one, of whatever source it is.
    """
    ids = [
        (_source_named(name, ""), value)
        for name, value in child.attributes()
        if name.lower() in {"imdb", "tmdb", "tvdb"}
    ]
    if child.text.lower().startswith("tt"):
        ids.append(("imdb", child.text))
    elif child.attribute("moviedb"):
        ids.append((_source_named(child.attribute("moviedb"), child.text), child.text))
    elif modern:
        pass
    elif kind in {NfoKind.SHOW, NfoKind.EPISODE}:
        ids.append(("tvdb", child.text))
    elif kind is NfoKind.MOVIE:
        ids.append(("imdb", child.text))
    return ids


def _guide_ids(reader: ElementReader) -> list[tuple[str, str]]:
    """Read the ids that newer Kodi keeps as JSON in `<episodeguide>`."""
    text = reader.block("episodeguide")
    if text is None or not text.startswith("{"):
        return []
    try:
        guide = json.loads(text)
    except (ValueError, RecursionError):
        reader.drop("episodeguide", text)
        return []
    return [
        (_source_named(str(source), str(value)), str(value))
        for source, value in guide.items()
        if isinstance(value, str | int)
    ]


def find_urls(text: str) -> tuple[str, ...]:
    """Return the web addresses in a text, each once."""
    return tuple(dict.fromkeys(url.rstrip(".,;)]") for url in _URL.findall(text)))


def find_page_ids(text: str, *, bare: bool) -> Mapping[str, str]:
    """Return the ids in web addresses; `bare` also takes an IMDb id that stands alone."""
    found = {}
    for source, pattern in _PAGES:
        match = pattern.search(text)
        if match:
            found[source] = match[1].lower()
    alone = _BARE_IMDB.search(text) if bare and "imdb" not in found else None
    if alone:
        found["imdb"] = alone[0]
    return MappingProxyType(found)
