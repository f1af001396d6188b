"""A file name as words and tags with their places, read once for everybody."""

import re
from typing import NamedTuple

from media_manager.domain.languages import (
    find_language_by_long_code,
    find_language_by_name,
    language_names,
)
from media_manager.scanning.name_tags import PAIR_STARTS, PAIRS, STRONG, WEAK, Tag, read_shape
from media_manager.scanning.name_words import word_set

_WORD = re.compile(r"[^\s._\-\[\](){}+,;|~&=/\\\"“”<>]+")
_NOT_GLUE = re.compile(r"[^\s._\-]")

# Codes of three letters that release names use; others (`per`, `may`, `sun`) are words.
_LONG_CODES = word_set(
    """
    eng ger deu fre fra vff vfq ita spa esp rus jpn jap kor chi zho chs cht por dut nld pol
    swe dan nor fin cze ces hun tur ara heb hin gre ukr rum ron bul vie tha tam tel
    """
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
    "LT": "lt",
    "LV": "lv",
    "HU": "hu",
    "RO": "ro",
    "FI": "fi",
    "DK": "da",
    "TR": "tr",
    "UA": "uk",
    "GR": "el",
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
    spans = map(re.Match.span, _WORD.finditer(text))
    return [Word(start, end, low[start:end]) for start, end in spans]


def find_tags(text: str, words: list[Word]) -> list[Hit]:
    """Return every tag in the name, strong and weak, from left to right."""
    hits: list[Hit] = []
    skipped = -1
    for index, word in enumerate(words):
        low = word.low
        if index == skipped:
            continue
        if low in PAIR_STARTS and index + 1 < len(words):
            last = words[index + 1]
            pair = _read_pair(text, word, last)
            if pair is not None:
                hits.append(Hit(index, index + 1, word.start, last.end, pair, strong=True))
                skipped = index + 1
                continue
        entry = _LEXICON.get(low)
        if entry is not None:
            hits.append(Hit(index, index, word.start, word.end, *entry))
        elif len(low) == len("en") or not low.isalpha():
            hit = _read_word(text, index, word)
            if hit is not None:
                hits.append(hit)
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
    """Read a word that no table has: by its shape, or as a short code in capitals."""
    start, end, low = word
    if not _DIGITS.isdisjoint((low[0], low[-1], low[-2:-1])):
        shape = read_shape(low)
        return None if shape is None else Hit(index, index, start, end, shape, strong=True)
    code = _SHORT_CODES.get(text[start:end])
    if code is None:
        return None
    return Hit(index, index, start, end, Tag("language", code), strong=False)


def _build_lexicon() -> dict[str, tuple[Tag, bool]]:
    """Return every known word with its tag, and whether it is a strong one."""
    lexicon = {}
    for name in language_names():
        code = find_language_by_name(name)
        if code is not None:
            lexicon[name] = (Tag("language", code), False)
    for short in _LONG_CODES:
        lexicon[short] = (Tag("language", find_language_by_long_code(short) or short), False)
    lexicon |= {word: (tag, False) for word, tag in WEAK.items()}
    lexicon |= {word: (tag, True) for word, tag in STRONG.items()}
    return lexicon


_DIGITS = frozenset("0123456789")
_LEXICON = _build_lexicon()
