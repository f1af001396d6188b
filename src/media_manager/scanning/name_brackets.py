"""Names that are nothing but brackets, as fansub groups of East Asia write them."""

import re

_BOX = re.compile(r"\[([^\[\]]*)\]")
_COUNT = re.compile(
    r"第?\s?(\d{1,4})(?:-(\d{1,4}))?\s?(?:v\d)?\s?(?:END|完|[话話集回])?", re.IGNORECASE
)
_NOISE = re.compile(r"★[^★]*★|\d{1,2}月新番★?|★")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LATIN = re.compile(r"[A-Za-z]{2}")
_LEAST_BOXES = 3


def open_brackets(text: str) -> str:
    """Return `[Group] Title - 05 [tags]` for `[Group][Title][05][tags]`, else the text itself."""
    if "【" in text:
        text = text.translate({ord("【"): "[", ord("】"): "]"})
    if not text.startswith("[") or text.count("[") < _LEAST_BOXES:
        return text
    plain = _NOISE.sub("", text) if "月新番" in text else text
    boxes = [match for match in _BOX.finditer(plain) if match[1].strip()]
    if len(boxes) < _LEAST_BOXES or plain[boxes[0].end() : boxes[1].start()].strip(" _[]"):
        return text
    at = next((i for i in range(2, len(boxes)) if _is_count(boxes[i][1])), None)
    if at is None:
        return text
    count = _COUNT.fullmatch(boxes[at][1].strip())
    titles = [box[1] for box in boxes[1:at] if not _YEAR.fullmatch(box[1])]
    if count is None or not titles:
        return text
    latin = [title for title in titles if _LATIN.search(title)]
    title = _last_spelling(latin[-1] if latin else titles[0])
    numbers = count[1].zfill(2) + (f"-{count[2]}" if count[2] else "")
    return f"[{boxes[0][1]}] {title} - {numbers} {plain[boxes[at].end() :]}"


def _is_count(text: str) -> bool:
    stripped = text.strip()
    return _COUNT.fullmatch(stripped) is not None and not _YEAR.fullmatch(stripped)


def _last_spelling(title: str) -> str:
    """Of `中文_Latin` and `中文/Latin`, take the Latin title."""
    return choose_latin(title.replace("_", "/") if not title.isascii() else title)


def choose_latin(title: str) -> str:
    """Of several titles with slashes between them, return the last Latin one."""
    if "/" not in title or title.isascii():
        return title.strip(" -_")
    parts = [part.strip(" -_") for part in title.split("/")]
    latin = [part for part in parts if part.isascii() and _LATIN.search(part)]
    return (latin or [part for part in parts if part] or [""])[-1]
