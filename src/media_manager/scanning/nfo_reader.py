"""Look up values below one XML element; what is wrong is dropped, and a warning kept."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeVar

from lxml import etree

from media_manager.scanning.nfo_values import is_nothing

_T = TypeVar("_T")
_MOST_WARNINGS = 100
# Kodi splits here too, so no value holds it.
_BETWEEN_VALUES = " / "


class ElementReader:
    """One element of an NFO and the list that its warnings go to."""

    def __init__(self, element: etree._Element, warnings: list[str]) -> None:
        self.element = element
        self._warnings = warnings
        self._children: dict[str, list[etree._Element]] = {}
        for child in element:
            self._children.setdefault(local_name(child), []).append(child)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._children)

    @property
    def text(self) -> str:
        return all_text(self.element)

    def attribute(self, name: str) -> str:
        return (self.element.get(name) or "").strip()

    def attributes(self) -> list[tuple[str, str]]:
        return [(str(name), str(value).strip()) for name, value in self.element.items()]

    def children(self, *names: str) -> Iterator["ElementReader"]:
        """Yield the children of these names, in the order of the names."""
        for name in names:
            for child in self._children.get(name, ()):
                yield ElementReader(child, self._warnings)

    def value(self, parse: Callable[[str], _T | None], *names: str) -> _T | None:
        """Return the first name's last usable value: the last duplicate wins."""
        for name in names:
            for child in reversed(self._children.get(name, ())):
                text = all_text(child)
                if not text:
                    continue
                found = parse(text)
                if found is not None:
                    return found
                self.drop(name, text)
        return None

    def line(self, *names: str) -> str | None:
        """Return a text of one line."""
        return self.value(lambda text: " ".join(text.split()) or None, *names)

    def block(self, *names: str) -> str | None:
        """Return a text that may have several lines."""
        return self.value(str, *names)

    def many(self, *names: str) -> tuple[str, ...]:
        """Return all values of repeated or slash-separated elements, each once."""
        found: dict[str, str] = {}
        for name in names:
            for child in self._children.get(name, ()):
                for part in " ".join(all_text(child).split()).split(_BETWEEN_VALUES):
                    value = part.strip(" ,;")
                    if value:
                        found.setdefault(value.casefold(), value)
        return tuple(found.values())

    def checked(self, parse: Callable[[str], _T | None], text: str, *, what: str) -> _T | None:
        """Return a parsed attribute, or None and a warning."""
        value = parse(text) if text else None
        if value is None:
            self.drop(what, text)
        return value

    def drop(self, name: str, text: str) -> None:
        """Note that a value was of no use; silence where programs write "not set"."""
        if not is_nothing(text) and len(self._warnings) < _MOST_WARNINGS:
            self._warnings.append(f"{name}: {text[:80]!r} is not usable")


def local_name(element: etree._Element) -> str:
    """Return the name of an element in lower case, without its namespace."""
    tag = element.tag
    return _local(str(tag))


# The same fifty names come again in every file.
@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def all_text(element: etree._Element) -> str:
    """Return all text below an element; stray markup in a plot does not cut it off."""
    if len(element) == 0:
        return (element.text or "").strip()
    return re.sub(r"[ \t]+", " ", "".join(str(part) for part in element.itertext())).strip()
