"""How names compare: folding for search, keys for order.

`fold` is the single definition of "the same word" in ten scripts; search documents, queries and
order all use it, so the schema needs no collation or tokenizer of its own.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

# Letters that Unicode does not decompose although people type the plain one.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "ð": "d",
        "Ð": "d",
        "þ": "th",
        "Þ": "th",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "Œ": "oe",
        "ı": "i",
        "ħ": "h",
        "’": "'",
        "‘": "'",
    }
)
# Nukta, kana voicing and virama are part of the letter, not an accent.
_KEPT_COMBINING_CLASSES = frozenset({0, 7, 8, 9})

# Scripts written without spaces: Han, kana, bopomofo, Thai, Lao, Khmer, Myanmar.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
# Python's \w leaves out the vowel signs of Indic scripts, which belong to the word.
_LETTER = r"[\w\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
_WORD = re.compile(f"{_LETTER}+(?:'{_LETTER}+)*")
_COMPOUND = re.compile(f"{_LETTER}+(?:[-·'./&+]{_LETTER}+)+")
# `_` is a letter to \w, but not to people, nor to the tokenizer of the index.
_BREAKS = str.maketrans("'_", "  ")
_DIGITS = re.compile(r"\d+")
_SORT_KEY_LIMIT = 160
_PADDED_DIGITS = 8

_ARTICLES = {
    "en": ("the", "a", "an"),
    "de": ("der", "die", "das", "ein", "eine"),
    "fr": ("le", "la", "les", "l'", "un", "une"),
    "es": ("el", "la", "los", "las", "un", "una"),
    "it": ("il", "lo", "la", "i", "gli", "le", "l'", "un", "una"),
    "pt": ("o", "a", "os", "as", "um", "uma"),
    "nl": ("de", "het", "een"),
    "sv": ("en", "ett"),
    "da": ("en", "et"),
    "no": ("en", "et"),
}


def fold(text: str) -> str:
    """Return `text` without case and accents, words separated as they were."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    kept = "".join(
        char for char in decomposed if unicodedata.combining(char) in _KEPT_COMBINING_CLASSES
    )
    return unicodedata.normalize("NFC", kept.casefold().translate(_LETTERS))


def search_text(text: str) -> str:
    """Return the words that the search index holds for `text`, folded.

    Runs without spaces become overlapping pairs and their last character, so that every
    substring of them, down to one character, is a prefix of a phrase. Compounds are held in
    parts and, at the end, joined: `spider`, `man` and `spiderman` all find Spider-Man.
    """
    folded = fold(text)
    parts = [_searchable(word) for word in _words(folded)]
    joined = ["".join(_words(compound)) for compound in _COMPOUND.findall(folded)]
    return " ".join([*parts, *joined])


def query_terms(text: str) -> tuple[str, ...]:
    """Return the phrases to look up for what a person typed: one per word, all as prefixes.

    The pairs of an unspaced run are one phrase.
    """
    terms = []
    for word in _words(fold(text)):
        pairs = [first + second for first, second in pairwise(word)]
        terms.append(" ".join(pairs) if _UNSPACED.fullmatch(word) and pairs else word)
    return tuple(terms)


@dataclass(frozen=True, slots=True)
class TitleBeginning:
    """Where the titles that begin with a text stand in the order of `sort_key`.

    They lie in one of `ranges` (from, up to but without), which ascend; where the text begins
    with an article, they also end in `ending`.
    """

    ranges: tuple[tuple[bytes, bytes], ...]
    ending: bytes = b""


def sort_key(title: str, *, language: str | None = None) -> bytes:
    """Return the bytes by which titles are ordered: folded, article moved, numbers by value."""
    folded = _key_text(title) or fold(title).strip()
    for article in _ARTICLES.get((language or "en")[:2], ()):
        lead = article if article.endswith("'") else article + " "
        if folded.startswith(lead) and len(folded) > len(lead):
            folded = f"{folded[len(lead) :]} {article}"
            break
    return _padded(folded)[:_SORT_KEY_LIMIT]


def title_beginnings(text: str, *, whole: bool = False) -> tuple[TitleBeginning, ...]:
    """Return where titles that begin with `text` stand; `whole`: its last word is complete.

    Nowhere, if the keys cannot tell: they are cut, and forget the zeros before a number.
    """
    folded = _key_text(text)
    beginnings = [TitleBeginning(_ranges(folded, whole=whole))]
    for article in sorted({each for articles in _ARTICLES.values() for each in articles}):
        lead = article if article.endswith("'") else article + " "
        if folded.startswith(lead) and len(folded) > len(lead):
            ranges = _ranges(folded[len(lead) :], whole=whole)
            beginnings.append(TitleBeginning(ranges, f" {article}".encode()))
    return tuple(each for each in beginnings if each.ranges)


def _ranges(folded: str, *, whole: bool) -> tuple[tuple[bytes, bytes], ...]:
    digits = _DIGITS.findall(folded)
    key = _padded(folded)
    if not key or len(key) >= _SORT_KEY_LIMIT or any(each.startswith("0") for each in digits):
        return ()
    if whole:
        return ((key, key + b"!"),)  # the key itself, or a blank behind it
    if not digits or not folded.endswith(digits[-1]):
        return ((key, key + b"\xff"),)
    # A number that is typed can go on: 20 is the beginning of 20, 200 … 209, 2000 … 2099 …
    number, before = digits[-1], _padded(folded[: -len(digits[-1])])
    return tuple(
        (
            before + (number + "0" * more).rjust(_PADDED_DIGITS, "0").encode(),
            before + (number + "9" * more).rjust(_PADDED_DIGITS, "0").encode() + b"\xff",
        )
        for more in range(max(0, _PADDED_DIGITS - len(number)) + 1)
    )


def _key_text(text: str) -> str:
    return " ".join(_WORD.findall(fold(text).replace("_", " ")))


def _padded(folded: str) -> bytes:
    padded = _DIGITS.sub(
        lambda digits: digits.group().lstrip("0").rjust(_PADDED_DIGITS, "0"), folded
    )
    return padded.encode("utf-8", "surrogatepass")


def _words(folded: str) -> list[str]:
    """Cut folded text into words, and runs without spaces out of their neighbours."""
    words: list[str] = []
    for word in _WORD.findall(folded.translate(_BREAKS)):
        start = 0
        for run in _UNSPACED.finditer(word):
            if run.start() > start:
                words.append(word[start : run.start()])
            words.append(run.group())
            start = run.end()
        if start < len(word):
            words.append(word[start:])
    return words


def _searchable(word: str) -> str:
    if not _UNSPACED.fullmatch(word):
        return word
    return " ".join([*(first + second for first, second in pairwise(word)), word[-1]])
