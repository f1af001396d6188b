"""Lone numbers that are episodes: fansub counting (`[Group] Title - 01`), and `103` for 1x03."""

import re

from media_manager.scanning.name_dates import is_year
from media_manager.scanning.name_episodes import Marker
from media_manager.scanning.name_tokens import Hit, Word

_RANGE = r"(?:\s?[-~]\s?(?:\d{1,4}-){0,30}(\d{1,4}))?"
_DASHED = re.compile(
    rf"[\s_.]-[\s_.]{{1,3}}(\d{{2,4}}){_RANGE}(?:[._ ]?v\d)?[ab]?(?=[\s_\[(.,]|$)(?!\.\d)(?!\s?%)",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    rf"[\s_.\-\]([]{{1,3}}(\d{{2,4}}|\d(?=-\d{{2,4}})){_RANGE}(?:[._ ]?v\d)?(?=[\s_\[(.\])]|$)",
    re.IGNORECASE,
)
_CRC = re.compile(r"[\[(][0-9A-Fa-f]{8}[\])]")
_DOUBLE = re.compile(r"(\d)(\d\d)")
_LONG = re.compile(r"(\d\d)(\d\d)")
_PACKED = re.compile(r"0?(\d{1,2})(\d\d)(\d\d)")
_PADDED_HEAD = re.compile(r"(0\d{1,2}|\d{2,3}(?= - ))[ _](?:- )?(?=[^\W\d])")
_SHORT_COUNT = re.compile(r"(\d\d)(?:v\d)?")
_NUMBER_END = re.compile(r"[ _](0\d{1,3})$")
_FILM_END = re.compile(r"(?:movie|film)$", re.IGNORECASE)
_BEFORE_TAGS = re.compile(r"[\s_.]*(?:$|[\[(])")
_END_PAIR = re.compile(r"(?<=[^\W\d_])[-_.](\d\d)[_.](\d\d)$")
_HALF = re.compile(r" - \d{1,4}\.5(?=[\s\[(])")
_BOX_RANGE = re.compile(r"(?<=[^\W_][ ._])(\d{1,3})-(\d{2,4})(?= ?[\[(])")
_BEFORE_SUBTITLES = re.compile(r"(?<=[^\W_])[ ._](\d{3,4})(?=[ ._]VOSTFR)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SCENE_TAIL = re.compile(r"-(\d{1,2})(\d\d)$")
_DIGITS = frozenset("0123456789")
_MAX_EPISODE = 40
_MAX_RANGE = 400


def find_absolute(
    text: str, words: list[Word], hits: list[Hit], start: int, *, grouped: bool
) -> Marker | None:
    """Return the number of a fansub name, or of `Title - 014 - …`."""
    boxed = "[" in text or "(" in text
    fansub = grouped or (boxed and _CRC.search(text) is not None)
    match = _find_dashed(text, start) if "-" in text else None
    if match is not None and _FILM_END.search(text, 0, match.start()) is not None:
        return None
    if match is not None and _is_count(match[1], text, match.end(), fansub=fansub):
        return _join_first(text, _build(match, fansub=fansub), fansub=fansub)
    return _find_loose(text, words, hits, start) if fansub else _find_box_range(text, start, hits)


def _find_dashed(text: str, start: int) -> re.Match[str] | None:
    """Return the first number between dashes, or a later one if that one stands before the tags."""
    first = None
    for match in _DASHED.finditer(text, start):
        if match[1][0] == "0" or _BEFORE_TAGS.match(text, match.end()) is not None:
            return first if first is not None and first[1][0] == "0" else match
        first = first or match
    return first


def _find_loose(text: str, words: list[Word], hits: list[Hit], start: int) -> Marker | None:
    """Return the number of `[Group] Title 05 [tags]`."""
    if (half := _HALF.search(text, start)) is not None:
        return Marker(half.start(), half.end(), sure=False)
    head = _PADDED_HEAD.match(text, start)
    if head is not None:
        return Marker(head.start(), head.end(), absolute=(int(head[1]),))
    strong = {hit.start for hit in hits if hit.strong}
    padded = None
    for match in _LOOSE.finditer(text, start + 1):
        if match.start(1) in strong or _is_inside_bracket(text, match.start(1)):
            continue
        if not _is_last_of_title(text, match, words, hits):
            apart = text[match.start()] != "." and text.startswith(" - ", match.end())
            named = match[1][0] == "0" or apart
            padded = padded or (match if named else None)
            continue
        if _is_count(match[1], text, match.end(), fansub=True):
            return _build(match, fansub=True)
    return _build(padded, fansub=True) if padded is not None else None


def _find_box_range(text: str, start: int, hits: list[Hit]) -> Marker | None:
    """Read `Show 1-13 (English Dub) [720p]` and `Show 484 VOSTFR`, without a group's name."""
    ranged = "-" in text and any(hit.strong for hit in hits)
    match = _BOX_RANGE.search(text, start) if ranged else None
    if match is not None and int(match[1]) < int(match[2]) and not _YEAR.search(text, match.end()):
        numbers = range(int(match[1]), min(int(match[2]), int(match[1]) + _MAX_RANGE) + 1)
        return Marker(match.start(), match.end(), absolute=tuple(numbers), sure=False)
    match = _BEFORE_SUBTITLES.search(text, start) if "ostfr" in text.lower() else None
    if match is None or _YEAR.search(text, match.end()):
        return None
    return Marker(match.start(), match.end(), absolute=(int(match[1]),), sure=False)


def _is_inside_bracket(text: str, at: int) -> bool:
    """Tell whether the number shares a bracket with something else (`[Aac-128]`)."""
    opened = max(text.rfind("[", 0, at), text.rfind("(", 0, at))
    closed = max(text.rfind("]", 0, at), text.rfind(")", 0, at))
    return closed < opened < at - 1


def _join_first(text: str, marker: Marker, *, fansub: bool) -> Marker:
    """Read `01 - 119` as a range, in the name of a fansub."""
    before = _NUMBER_END.search(text, 0, marker.start) if fansub else None
    if before is None or not 0 < marker.absolute[0] - int(before[1]) < _MAX_RANGE:
        return marker
    numbers = tuple(range(int(before[1]), marker.absolute[0] + 1))
    return Marker(before.start(), marker.end, absolute=numbers)


def _build(match: re.Match[str], *, fansub: bool) -> Marker:
    first = int(match[1])
    last = int(match[2]) if match[2] else first
    numbers = range(first, last + 1) if 0 <= last - first < _MAX_RANGE else (first,)
    return Marker(match.start(), match.end(), absolute=tuple(numbers), sure=fansub)


def _is_count(number: str, text: str, end: int, *, fansub: bool) -> bool:
    """Tell a count from a year and from the number of a film that has its year behind."""
    if len(number) == len("1999") and is_year(int(number)):
        return False
    if fansub:
        return True
    if len(number) > len("99") and text.startswith(" - ", end):
        return True
    return re.search(r"[(\[. ](?:19|20)\d\d[)\]. ]?", text[end:]) is None or "[" in text[end:]


def _is_last_of_title(text: str, match: re.Match[str], words: list[Word], hits: list[Hit]) -> bool:
    """Tell whether only tags, brackets or an episode title follow the number."""
    rest = text[match.end() :].lstrip(" ._-)]")
    if not rest or rest[0] in "[(":
        return True
    following = next((index for index, word in enumerate(words) if word.start >= match.end()), None)
    return following is None or any(hit.first == following for hit in hits)


def find_greedy(text: str, words: list[Word], hits: list[Hit], *, aired: bool) -> Marker | None:
    """Return `103` as season 1, episode 3: with evidence of television, or as a doubtful guess."""
    tail = _find_scene_tail(text, words, hits) or _find_end_pair(text, hits)
    if tail is not None:
        return tail
    first_strong = next((hit.first for hit in hits if hit.strong), len(words))
    last_of_title = -1 if " " in text else len(_before_tags(words, hits)) - 1
    for index in range(min(first_strong, len(words)) - 1, 0, -1):
        word = words[index]
        if word.low[0] not in _DIGITS:
            continue
        marker = _read_greedy(word, aired=aired)
        if marker is None and index == last_of_title:
            marker = _read_short(word, aired=aired)
            if marker is not None:
                return marker
        if marker is None:
            continue
        if aired:
            return _with_second(words, index, marker)
        plain = " " not in text and index == len(words) - 1
        return marker if plain and marker.episodes[0] <= _MAX_EPISODE else None
    return None


def _find_scene_tail(text: str, words: list[Word], hits: list[Hit]) -> Marker | None:
    """Read `tvs-castle-dl-xvid-101`: an episode behind the last tag, all in small letters."""
    if not hits or hits[-1].last != len(words) - 2 or not hits[-1].strong:
        return None
    match = _SCENE_TAIL.search(text)
    if match is None or "." in text or " " in text or not text.islower() or int(match[2]) == 0:
        return None
    return Marker(match.start(), match.end(), int(match[1]), (int(match[2]),), sure=False)


def _find_end_pair(text: str, hits: list[Hit]) -> Marker | None:
    """Read `office_03_19`: nothing but a short name, a season and an episode."""
    match = _END_PAIR.search(text) if not hits and " " not in text else None
    if match is None or int(match[1]) == 0 or int(match[2]) == 0:
        return None
    return Marker(match.start(), match.end(), int(match[1]), (int(match[2]),), sure=False)


def _before_tags(words: list[Word], hits: list[Hit]) -> list[Word]:
    """Return the words before the first run of tags; a lone weak word starts none."""
    if not any(hit.strong for hit in hits):
        return words[:0]
    first = next(hit.first for hit in hits if hit.strong)
    weak = {hit.last: hit.first for hit in hits if not hit.strong}
    while first - 1 in weak and first > 1:
        first = weak[first - 1]
    return words[:first]


def _read_short(word: Word, *, aired: bool) -> Marker | None:
    """Read `Show.07.HDTV`: two digits right before the tags."""
    match = _SHORT_COUNT.fullmatch(word.low)
    if match is None or not (aired or word.low[0] == "0") or int(match[1]) == 0:
        return None
    return Marker(word.start, word.end, episodes=(int(match[1]),), sure=False)


def _read_greedy(word: Word, *, aired: bool) -> Marker | None:
    match = _DOUBLE.fullmatch(word.low)
    if match is None and aired:
        if len(word.low) == len("1013") and is_year(int(word.low) if word.low.isdigit() else 0):
            return None
        match = _LONG.fullmatch(word.low)
    if match is None and aired:
        return _read_packed(word)
    if match is None or int(match[1]) == 0 or int(match[2]) == 0:
        return None
    return Marker(word.start, word.end, int(match[1]), (int(match[2]),), sure=False)


def _read_packed(word: Word) -> Marker | None:
    """Read `10708`: season 1, episodes 7 and 8."""
    match = _PACKED.fullmatch(word.low)
    if match is None or int(match[3]) != int(match[2]) + 1:
        return None
    return Marker(word.start, word.end, int(match[1]), (int(match[2]), int(match[3])), sure=False)


def _with_second(words: list[Word], index: int, marker: Marker) -> Marker:
    """Join `103.104` into two episodes of one season."""
    before = _read_greedy(words[index - 1], aired=True) if index > 1 else None
    if (
        before is None
        or before.season != marker.season
        or marker.episodes[0] - before.episodes[0] != 1
    ):
        return marker
    both = before.episodes + marker.episodes
    return Marker(before.start, marker.end, marker.season, both, sure=False)
