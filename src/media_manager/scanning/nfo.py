"""Read an NFO file in any form that Kodi, Jellyfin and people have written."""

# Paths are bytes here, and pathlib takes only text.
# ruff: noqa: PTH123

import html
import os
import re
import stat

from lxml import etree

from media_manager.domain.nfo import NfoDocument, NfoEntry, NfoKind
from media_manager.errors import FileVanished
from media_manager.files import display_path
from media_manager.scanning.nfo_entry import build_entry
from media_manager.scanning.nfo_ids import find_page_ids, find_urls
from media_manager.scanning.nfo_reader import ElementReader, local_name
from media_manager.scanning.nfo_text import MAX_BYTES, decode_nfo, refuse_nfo

_ROOTS = {
    "movie": NfoKind.MOVIE,
    "tvshow": NfoKind.SHOW,
    "season": NfoKind.SEASON,
    "episodedetails": NfoKind.EPISODE,
    "musicvideo": NfoKind.MUSIC_VIDEO,
}
_FIRST_TAG = re.compile(r"<[A-Za-z_]")
_KNOWN_ROOT = re.compile(
    r"<(?:\w+:)?(?:movie|tvshow|season|episodedetails|musicvideo)[\s>/]", re.IGNORECASE
)
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")
_HTML_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};")
_OPEN_BREAK = re.compile(r"<(br|hr)\s*>", re.IGNORECASE)
_MOST_ENTRIES = 1_000


def load_nfo(path: bytes) -> NfoDocument:
    """Read and parse a file. Raises UnreadableFile or FileVanished; a pipe is never waited for."""
    shown = display_path(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                refuse_nfo(shown, "is not an ordinary file")
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise FileVanished(
            f"{shown} is not there any more", hint="Scan the folder again.", path=shown
        ) from error
    except OSError as error:
        refuse_nfo(shown, f"cannot be read: {error.strerror}")
    return parse_nfo(data, name=shown)


def parse_nfo(data: bytes, *, name: str = "") -> NfoDocument:
    """Parse the content of an NFO; `name` helps to tell what a file without a root is.

    Raises UnreadableFile for hostile or hopeless content, and nothing else. A file that is fine but
    says nothing gives a document without entries.
    """
    decoded = decode_nfo(data, name=name)
    warnings = list(decoded.warnings)
    first = _FIRST_TAG.search(decoded.text)
    start, end = (first.start() if first else 0), _end_of_xml(decoded.text)
    entries: tuple[NfoEntry, ...] = ()
    outside = decoded.text
    if first and end > start:
        root = _parse_xml(decoded.text[start:end], name, warnings)
        entries = _build_entries(root, name, warnings)
        if entries:
            tails = " ".join([root.text or "", *((child.tail or "") for child in root)])
            outside = f"{decoded.text[:start]} {tails} {decoded.text[end:]}"
        elif _KNOWN_ROOT.search(decoded.text):
            refuse_nfo(name, "is damaged: its content cannot be read")
    ids = find_page_ids(outside, bare=not entries)
    if not entries and not ids:
        warnings.append("nothing-found")
    return NfoDocument(entries, find_urls(outside), ids, tuple(warnings), decoded.encoding)


def _end_of_xml(text: str) -> int:
    """Return where the addresses behind the XML begin; a cut-off file is XML to its end."""
    end = text.rfind(">") + 1
    return end if find_urls(text[end:]) else len(text)


def _parse_xml(body: str, name: str, warnings: list[str]) -> etree._Element:
    """Return a wrapper around all roots; lenient only where the strict way fails."""
    wrapped = f"<nfo>{body}</nfo>"
    root = _parse_strict(wrapped, name)
    if root is not None:
        return root
    warnings.append("repaired-xml")
    mended = _mend(wrapped)
    root = _parse_strict(mended, name)
    return root if root is not None else _parse_lenient(mended, name)


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def _parse_strict(text: str, name: str) -> etree._Element | None:
    parser = _parser(recover=False)
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        _refuse_depth(parser, name)
        return None


def _parse_lenient(text: str, name: str) -> etree._Element:
    parser = _parser(recover=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    _refuse_depth(parser, name)
    return etree.Element("nfo") if root is None else root


def _refuse_depth(parser: etree.XMLParser, name: str) -> None:
    """Refuse what the parser's own limits stopped: depth, and sizes inside the file."""
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        refuse_nfo(name, "nests too deep or holds too much in one element")


def _mend(text: str) -> str:
    """Repair what people and programs get wrong: HTML entities, bare ampersands, open breaks."""
    text = _HTML_ENTITY.sub(_character, text)
    return _OPEN_BREAK.sub(r"<\1/>", _BARE_AMPERSAND.sub("&amp;", text))


def _character(match: re.Match[str]) -> str:
    plain = html.unescape(match[0])
    return plain if plain != match[0] and not set(plain) & set("<>&") else f"&amp;{match[0][1:]}"


def _build_entries(root: etree._Element, name: str, warnings: list[str]) -> tuple[NfoEntry, ...]:
    known = [child for child in root if _is_root(child)][:_MOST_ENTRIES]
    if known:
        return tuple(
            build_entry(ElementReader(child, warnings), _ROOTS[local_name(child)])
            for child in known
        )
    names = {local_name(child) for child in root}
    if not names & {"title", "originaltitle", "plot", "uniqueid", "tmdbid", "imdbid", "tvdbid"}:
        return ()
    warnings.append("missing-root")
    return (build_entry(ElementReader(root, warnings), _guess_kind(names, name)),)


def _is_root(element: etree._Element) -> bool:
    """Tell roots from fields: `season` is both, and only the root has children."""
    name = local_name(element)
    return name in _ROOTS and (name != "season" or len(element) > 0)


def _guess_kind(names: set[str], name: str) -> NfoKind:
    base = name.rpartition("/")[2].lower()
    if base == "tvshow.nfo":
        return NfoKind.SHOW
    if base == "season.nfo":
        return NfoKind.SEASON
    return NfoKind.EPISODE if {"season", "episode"} <= names else NfoKind.MOVIE
