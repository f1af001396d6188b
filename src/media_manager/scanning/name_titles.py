"""Titles as a person writes them, out of names as machines write them."""

import re
import unicodedata

_ACRONYM = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")
_KEPT_DOT = "\ue000"
_INNER_DOT = re.compile(r"(?<=[^\s.])\.(?=[^\s.])")
_SQUARE = re.compile(r"\s*\[[^\[\]]*\]\s*|\s*\{[^{}]*\}\s*|【[^【】]*】")
_EMPTY = re.compile(r"[(\[{]\s*[)\]}]")
_ARTICLE = re.compile(
    r"^(.{2,}),\s?(The|A|An|Le|La|Les|Der|Die|Das|El|Los|Las|Il|Lo)((?:\s*\(.*\))?)$", re.IGNORECASE
)
_EDGE = " .-_,;|~+=/\\–—•*"
_OPENERS = "([{"
_ROUND_END = re.compile(r"\s*\(([^()]*)\)\s*$")
_COUNTRY = re.compile(r"(?:[A-Z]{2,3}|U\.S\.|U\.K\.)")
_DOUBLE_DASH = re.compile(r"(?<=\w)--(?=\w)")


def clean_title(raw: str) -> str:
    """Return the title without separators, empty brackets and dangling marks."""
    if not raw:
        return ""
    text = _SQUARE.sub(" ", raw) if "[" in raw or "{" in raw or "【" in raw else raw
    if not text.strip(_EDGE):
        text = raw.strip("[]{}")
    text = _open_dots(text.strip(" _-")) if "." in text else text
    if "_" in text:
        text = text.replace("_", " ")
    if "--" in text:
        text = _DOUBLE_DASH.sub(" - ", text)
    if "(" in text or ")" in text or "[" in text or "{" in text:
        text = _close_brackets(text)
    text = " ".join(text.split())
    text = _strip_edges(text).replace(_KEPT_DOT, ".")
    return _move_article(text) if "," in text else text


def _open_dots(text: str) -> str:
    """Turn the dots between words into spaces, but not those of acronyms and of `Mr. Robot`."""
    text = _ACRONYM.sub(_keep_dots, text)
    spaces = text.count(" ")
    if spaces == 0:
        return text.replace(".", " ")
    inner = len(_INNER_DOT.findall(text))
    if inner > spaces or (inner and ". " not in text and inner >= spaces):
        return text.replace(".", " ")
    return text


def _keep_dots(match: re.Match[str]) -> str:
    kept = match[0].replace(".", _KEPT_DOT)
    follows = match.string[match.end() : match.end() + 1]
    return kept + " " if follows.isalnum() and kept.endswith(_KEPT_DOT) else kept


def _close_brackets(text: str) -> str:
    text = _EMPTY.sub(" ", text)
    for opener, closer in ("()", "[]", "{}"):
        while text.count(opener) > text.count(closer):
            at = text.rfind(opener)
            text = text[:at] + " " + text[at + 1 :]
        while text.count(closer) > text.count(opener):
            at = text.find(closer)
            text = text[:at] + " " + text[at + 1 :]
    return text


def _strip_edges(text: str) -> str:
    """Cut separators off both ends, but leave `...` and the dashes of a censored word."""
    stripped = text.strip().lstrip(" ,;|~=/\\–—•*_.-" if text.strip()[:3] != "..." else " ")
    end = stripped.rstrip(_EDGE)
    if stripped.endswith("...") and not stripped.endswith("...."):
        return end + "..."
    return end.rstrip(_OPENERS).rstrip(_EDGE)


def _move_article(text: str) -> str:
    match = _ARTICLE.match(text)
    return f"{match[2]} {match[1]}{match[3]}" if match is not None else text


def drop_other_title(title: str) -> str:
    """Cut a second title in round brackets off the end: `Le Prestige (The Prestige)`."""
    match = _ROUND_END.search(title)
    if match is None or match.start() == 0 or _COUNTRY.fullmatch(match[1]) or match[1].isdigit():
        return title
    return title[: match.start()].rstrip(_EDGE)


def fold_title(title: str) -> str:
    """Return only the letters and digits, without case and accents, to compare two spellings."""
    if not title.isascii():
        decomposed = unicodedata.normalize("NFKD", title)
        title = "".join(c for c in decomposed if not unicodedata.combining(c))
    return "".join(filter(str.isalnum, title.casefold()))


def choose_spelling(first: str, second: str) -> str:
    """Of two spellings of one title, return the one that a person wrote with more care."""

    def care(title: str) -> tuple[int, int, int]:
        marks = sum(1 for c in title if c in "':,!?&’-") + title.count(". ")
        foreign = sum(1 for c in title if not c.isascii())
        return foreign, int(any(c.isupper() for c in title)), marks

    return second if care(second) > care(first) else first
