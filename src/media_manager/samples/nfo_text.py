"""Writes the facts of a film, show or episode as Kodi NFO text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from media_manager.samples.facts import Actor, Episode, Film, Show

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>\n'


def movie_nfo(film: Film) -> bytes:
    root = Element("movie")
    _texts(root, {"title": film.title, "originaltitle": film.original or film.title})
    _texts(root, {"plot": film.plot, "runtime": str(film.runtime), "mpaa": film.content_rating})
    _ids(root, film.ids, main="imdb")
    _many(root, "genre", film.genres)
    _many(root, "country", film.countries)
    if film.set_name:
        _texts(SubElement(root, "set"), {"name": film.set_name})
    _many(root, "tag", film.tags)
    _many(root, "credits", film.writers)
    _many(root, "director", film.directors)
    _texts(root, {"premiered": film.premiered, "year": str(film.year)})
    _many(root, "studio", film.studios)
    _cast(root, film.cast)
    return _document([root])


def show_nfo(show: Show) -> bytes:
    root = Element("tvshow")
    _texts(root, {"title": show.title, "originaltitle": show.original or show.title})
    _texts(root, {"plot": show.plot, "runtime": str(show.runtime), "mpaa": show.content_rating})
    _ids(root, show.ids, main="tvdb")
    _many(root, "genre", show.genres)
    _many(root, "country", show.countries)
    _many(root, "credits", show.creators)
    _texts(root, {"premiered": show.premiered, "year": str(show.year), "status": show.status})
    _many(root, "studio", show.studios)
    _cast(root, show.cast)
    return _document([root])


def episode_nfo(show: Show, episodes: Sequence[Episode]) -> bytes:
    """One root for each episode of the file, one after the other, as Kodi does it."""
    roots = []
    for episode in episodes:
        root = Element("episodedetails")
        _texts(root, {"title": episode.title, "showtitle": show.title})
        _texts(root, {"season": str(episode.season), "episode": str(episode.number)})
        _texts(root, {"plot": episode.plot, "runtime": str(show.runtime), "aired": episode.aired})
        roots.append(root)
    return _document(roots)


def _document(roots: Sequence[Element]) -> bytes:
    for root in roots:
        indent(root, "    ")
    texts = (tostring(root, encoding="unicode") for root in roots)
    return (DECLARATION + "\n".join(texts) + "\n").encode()


def _texts(parent: Element, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        if value:
            SubElement(parent, name).text = value


def _many(parent: Element, name: str, values: Sequence[str]) -> None:
    for value in values:
        SubElement(parent, name).text = value


def _ids(parent: Element, ids: Mapping[str, str], *, main: str) -> None:
    """Kodi's form with one default, and the older forms that Jellyfin reads."""
    default = main if main in ids else next(iter(ids), "")
    if default:
        SubElement(parent, "id").text = ids[default]
    for source, value in ids.items():
        attributes = {"type": source} | ({"default": "true"} if source == default else {})
        SubElement(parent, "uniqueid", attributes).text = value
        SubElement(parent, f"{source}id").text = value


def _cast(parent: Element, cast: Sequence[Actor]) -> None:
    for order, actor in enumerate(cast):
        element = SubElement(parent, "actor")
        _texts(element, {"name": actor.name, "role": actor.role, "order": str(order)})
