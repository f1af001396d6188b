"""A file name as words and tags with their places, read once for everybody."""

import re
from typing import NamedTuple

from media_manager.domain.languages import find_language_by_long_code, find_language_by_name
from media_manager.scanning.name_tags import PAIR_STARTS, PAIRS, STRONG, WEAK, Tag, read_shape

_WORD = re.compile(r"[^\s._\-\[\](){}+,;|~&=/\\\"“”<>]+")
_BRACKET = re.compile(r"[\[({][^\[\](){}]*[\])}]")
_NOT_GLUE = re.compile(r"[^\s._\-]")

# Codes of three letters that release names use; others (`per`, `may`, `sun`) are words.
_LONG_CODES = frozenset(
    "eng ger deu fre fra ita spa esp rus jpn jap kor chi zho chs cht por dut nld pol swe dan nor fin"
    " cze ces hun tur ara heb hin gre ukr rum ron bul vie tha tam tel".split()
)
# Names of languages that are rather words of a title when nothing says otherwise.
_SHORT_CODES = {
    "EN": "en",
    "FR": "fr",
    "DE": "de",
    "ES": "es",
    "IT": "it",
    "PT": "pt",
    "RU": "ru",
    "JA": "ja",
    "NL": "nl",
    "PL": "pl",
    "SV": "sv",
    "CZ": "cs",
    "VF": "fr",
    "JP": "ja",
    "KR": "ko",
}


class Word(NamedTuple):
    """One word, its place and its lower-case form."""

    start: int
    end: int
    low: str


class Hit(NamedTuple):
    """One tag: the words it covers (first to last), its place, what it says."""

    first: int
    last: int
    start: int
    end: int
    tag: Tag
    strong: bool


def split_words(text: str) -> list[Word]:
    """Return the words of a name; separators and brackets lie between them."""
    low = text.lower()
    if len(low) != len(text):  # a few letters (İ) grow: places must stay those of the text
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return [Word(m.start(), m.end(), low[m.start() : m.end()]) for m in _WORD.finditer(text)]


def find_brackets(text: str) -> list[tuple[int, int]]:
    """Return the places of bracketed groups, brackets included, innermost only."""
    if "[" not in text and "(" not in text and "{" not in text:
        return []
    return [match.span() for match in _BRACKET.finditer(text)]


def find_tags(text: str, words: list[Word]) -> list[Hit]:
    """Return every tag in the name, strong and weak, from left to right."""
    hits: list[Hit] = []
    index = 0
    count = len(words)
    while index < count:
        word = words[index]
        if word.low in PAIR_STARTS and index + 1 < count:
            pair = _read_pair(text, word, words[index + 1])
            if pair is not None:
                last = words[index + 1]
                hits.append(Hit(index, index + 1, word.start, last.end, pair, strong=True))
                index += 2
                continue
        hit = _read_word(text, index, word)
        if hit is not None:
            hits.append(hit)
        index += 1
    return hits


def _read_pair(text: str, first: Word, second: Word) -> Tag | None:
    if second.start - first.end != 1 or _NOT_GLUE.match(text, first.end):
        return None
    low = second.low
    tag = PAIRS.get((first.low, low))
    if tag is None and first.low in {"x", "h"} and low[:3] in {"264", "265"}:
        return Tag("")
    if tag is not None and first.low == "half":
        return STRONG.get("half" + low)
    return tag


def _read_word(text: str, index: int, word: Word) -> Hit | None:
    low = word.low
    tag = STRONG.get(low)
    if tag is not None:
        return Hit(index, index, word.start, word.end, tag, strong=True)
    if low[0].isdigit() or low[-1].isdigit():
        shape = read_shape(low)
        if shape is not None:
            return Hit(index, index, word.start, word.end, shape, strong=True)
    tag = WEAK.get(low) or _read_language(text, word)
    if tag is None:
        return None
    return Hit(index, index, word.start, word.end, tag, strong=False)


def _read_language(text: str, word: Word) -> Tag | None:
    low = word.low
    size = len(low)
    if size == len("en"):
        code = _SHORT_CODES.get(text[word.start : word.end])
    elif low in _LONG_CODES:
        code = find_language_by_long_code(low)
    else:
        code = find_language_by_name(low)
    return Tag("language", code) if code else None
