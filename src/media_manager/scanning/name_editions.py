"""Which cut of a film this is (`Director's Cut`, `Extended Edition`, `IMAX`)."""

import re

from media_manager.scanning.name_tokens import Word
from media_manager.scanning.name_words import word_set

_WORD = (
    r"director'?’?s?[ ._]?cut|directors|director['’]s|extended|unrated|theatrical|uncut"
    r"|uncensored|remastered"
    r"|remaster|restored|imax|criterion|collector'?’?s?|special|ultimate|final|limited|deluxe"
    r"|diamond"
    r"|signature|platinum|gold|super|assembly|fan|rekall|hunter|imperial|despecialized"
    r"|despecialised"
    r"|open[ ._-]?matte|redux|anniversary|\d{2,3}(?:th|st|nd|rd)[ ._]anniversary|alternate"
    r"|alternative"
    r"|international|original|producer'?’?s?|workprint|tv|rated|r-rated|festival|expanded|superbit"
    r"|legacy|integral|4k|hybrid|collection|roadshow|christmas|mercy|noir"
    r"|black[ ._]and[ ._]chrome|ending"
    r"|fanedit|bootleg|first|2in1|two[ ._]discs?|bonus"
)
_TAIL = r"cut|edition|version|edit|collector|remastered|editon"
_RUN = re.compile(
    rf"(?<![^\W_])(?:(?:{_WORD})[ ._-]+){{0,5}}(?:{_WORD}|{_TAIL})(?:[ ._](?:{_TAIL}|imax"
    rf"|fan[ ._]edit|ending))*(?![^\W_])",
    re.IGNORECASE,
)
_HEAD = re.compile(rf"(?:{_WORD}|edition)", re.IGNORECASE)
_CUT = re.compile(rf"(?:{_TAIL})s?$|directors?['’]?s?$", re.IGNORECASE)
# One word that is enough; the others (`final`, `special`, `limited`) only with `cut` or `edition`.
_ALONE = word_set(
    """
    extended unrated theatrical uncut uncensored remastered restored imax criterion
    despecialized despecialised redux openmatte directors director'scut directorscut
    director’scut director's 2in1 rekall remaster superbit fanedit
    """
)
_WITHIN_TITLE = word_set(
    """
    extended unrated uncut remastered uncensored theatrical imax
    """
)
# A name without any of these words has no edition: most names end here.
_HINTS = word_set(
    """
    cut edition version edit fanedit extended unrated theatrical uncut uncensored remastered
    remaster restored imax criterion despecialized despecialised redux matte openmatte
    director directors director's director’s 2in1 rekall superbit bootleg
    """
)
_SEPARATORS = re.compile(r"[ ._]+")
_DIRECTORS = re.compile(r"\bdirectors?\b(?!['’])|\bdirector['’]s\b", re.IGNORECASE)


def find_edition(text: str, words: list[Word], start: int) -> tuple[int, int, str] | None:
    """Return (start, end, edition) of the first run of edition words that says enough."""
    if _HINTS.isdisjoint(word.low for word in words):
        return None
    for match in _RUN.finditer(text, start + 1):
        value = _SEPARATORS.sub(" ", match[0]).strip()
        packed = value.lower().replace(" ", "").replace("-", "")
        several = " " in value and (_CUT.search(value) or _ALONE & set(value.lower().split()))
        if packed in _ALONE or several or packed in {"directorcut", "directorscut"}:
            return match.start(), match.end(), _write(value)
    return None


def counts_within_title(value: str) -> bool:
    """Tell whether the words cut a title short even when nothing else separates them."""
    low = value.lower()
    return low in _WITHIN_TITLE or (" " in low and _CUT.search(low) is not None)


def _write(value: str) -> str:
    """Write an edition in one way: capitals, `Director's Cut`, `Collector Edition`."""
    words = [
        word if word.isupper() and len(word) < len("IMAXX") else word.capitalize()
        for word in value.split()
    ]
    text = " ".join(words)
    text = _DIRECTORS.sub("Director's", text)
    if text == "Director's":
        return "Director's Cut"
    if text.startswith("Edition "):
        text = text.removeprefix("Edition ") + " Edition"
    return {"2in1": "2in1", "Imax": "IMAX"}.get(text, text.replace("Imax", "IMAX"))
