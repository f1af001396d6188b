"""Where a name says which episode it is: `S01E02`, `1x02-03`, `Ep 5`, `3of6`, a date.

Each pattern is anchored on digits and bounded in length, so a hostile name costs no more than a
plain one. The order is the order of certainty.
"""

import re
from dataclasses import dataclass, replace

from media_manager.scanning.name_dates import find_date, find_short_date

_SEASON_WORDS = (
    "season|saison|staffel|temporada|temp|stagione|series|sezon|seizoen|säsong|sæson|kausi|сезон"
)
_EPISODE_WORDS = (
    "episode|épisode|episodio|episodes|folge|capitulo|capítulo|cap|aflevering|avsnitt|afsnit"
    "|odcinek|epi|eps|ep|серия|серии|эпизод|e"
)
# It begins with a plain set of letters, which the engine finds faster than anything else; that no
# letter stands before is checked behind it.
_SEASON_EPISODE = re.compile(
    r"[sS](?<![^\W_].)(?i:(?:o(?=\d))?(\d{1,4})[ ._x(-]{0,4}(?:episode|epi|eps|ep|e|x)"
    r"[ ._-]{0,2}(\d{1,5})(?!\d))"
)
_WORDS = re.compile(
    rf"(?<![^\W_])(?:{_SEASON_WORDS})[ ._-]?№?(\d{{1,4}})[ ._,:/\-\[\]()]{{0,4}}"
    rf"(?:{_EPISODE_WORDS}|x)[ ._#(№-]{{0,3}}(\d{{1,4}})(?!\d)",
    re.IGNORECASE,
)
_SEASON_BARE = re.compile(
    rf"(?<![^\W_])(?:{_SEASON_WORDS})[ ._-]?(\d{{1,2}})[ .](\d\d)(?=$|\.[ ])", re.IGNORECASE
)
_WORDS_BEHIND = re.compile(
    r"(?<![^\W_])(\d{1,2})(?:-?[йя]|\.)?[ ._]{1,2}(?:сезон|sezon|sez)[ ._,]{1,3}"
    r"(\d{1,4})(?:-?[йя]|\.)?[ ._]{1,2}(?:серия|серии|seri[iayj]{1,2}|ser|bölüm|bolum)(?![^\W_])",
    re.IGNORECASE,
)
_SPANISH = re.compile(
    r"(?<![^\W_])cap(?:[ií]tulo)?[ ._]{1,2}(\d{1,2})(\d\d)(?:_\1(\d\d))?(?!\d)", re.IGNORECASE
)
_GLUED = re.compile(r"s(\d\d)e(\d{2,3})(?!\d)", re.IGNORECASE)
_GLUED_EP = re.compile(r"s(\d{1,2})ep(\d{1,3})(?!\d)", re.IGNORECASE)
_GLUED_CROSS = re.compile(r"(?<=[a-z])(\d{1,2})x(\d\d)(?!\d)", re.IGNORECASE)
_SEASON_DOT = re.compile(r"(?<![^\W_])s(\d\d)\.(\d\d)(?![\w-])(?!\.\d\b|\.?bit)", re.IGNORECASE)
_PACKED = re.compile(r"(?<![^\W_])s(?!19|20)(\d\d)(\d\d)(?!\d)", re.IGNORECASE)
_DOTTED = re.compile(r"\[(\d{1,2})\.(\d{2,3})\]|(?<= - )(?P<s>\d{1,2})\.(?P<e>\d\d)(?= - )")
_TEMPORADA = re.compile(r"(?<![^\W_])t(\d{1,2})x?e(\d{1,3})(?!\d)", re.IGNORECASE)
_BOXED = re.compile(r"[\[(]s(\d)-(\d\d)[\])]", re.IGNORECASE)
_CROSS = re.compile(
    r"(?<![^\W_])(\d{1,2}|(?:19|20)\d\d)x(?!26[45])(\d{1,4})(?![\da-df-wyz])", re.IGNORECASE
)
_SEASON_DASH = re.compile(
    r"(?<![^\W_])s(\d{1,2})\)?(?:[ ._]\((?:19|20)\d\d\))?"
    r"(?:[ ._]{0,2}-?[ ._]{1,3}|[ ._]?(?P<box>\[))(\d{2,4})(?:v\d)?"
    r"(?![\w-])(?!\.\d)(?(box)\])",
    re.IGNORECASE,
)
_EPISODE = re.compile(
    r"(?<![^\W_])(?:(?:episode|épisode|episodio|episodes|folge|capitulo|capítulo|серия"
    r"|эпизод|avsnitt|odcinek|odc|epizod[ae]?|eps?)"
    r"[ ._#-]{0,3}|e(?=\d\d|\d$)|#(?=\d\d))(\d{1,4})(?:v\d)?(?!%|[^\W_]*[^\W\d_ex])",
    re.IGNORECASE,
)
_EPISODE_POINT = re.compile(
    r"(?<![^\W_])(?:episode|ep|folge)[ ._]{0,2}#?(\d{1,2})\.(\d\d|(?<=#\d\.)\d)(?=[ ]|$)",
    re.IGNORECASE,
)
_SERIYA = re.compile(
    r"(?<![^\W_])(\d{1,4})(?:-?[йя])?[ ._]{1,2}(?:сер(?:ия|ии|\.)|seri[jy]a)(?![^\W_])",
    re.IGNORECASE,
)
_ASIAN = re.compile(r"(?:第|제)\s?(\d{1,4})\s?[話话集回화]|(?<!\d)(\d{1,4})[話话集回화](?!\w)")
_OF = re.compile(
    r"(?<![^\W_])(?:part|pt|teil)?[ ._-]{0,2}\(?(\d{1,2})[ ._]?(?:of|von|sur"
    r"|di)[ ._]?(\d{1,2})(?!\d)\)?",
    re.IGNORECASE,
)
_OF_HINT = re.compile(r"\d[ ._]?(?:of|von|sur|di)[ ._]?\d", re.IGNORECASE)
_MARKED = re.compile(
    r"([ ._]{0,2}[-~&+,][ ._]{0,2}|[ ._]{0,2})(?:s(\d{1,4})[ ._]?)?"
    r"(?:ep?[ ._]?|(\d{1,4})x|x)(\d{1,5})(?![\dpi])",
    re.IGNORECASE,
)
_SPELLED_EP = re.compile(r"ep", re.IGNORECASE)
_SPELLED_END = re.compile(r"ep\d{1,5}$", re.IGNORECASE)
_BARE = re.compile(r"(-| ?~ ?| ?& ?|\+|_)(\d{1,5})(?!\d|(?!s\d)[a-z]|\.000(?!\d))", re.IGNORECASE)
_ABSOLUTE_BEHIND = re.compile(
    r"[ ._]{0,2}(?:-[ ._]{0,2}|[(\[])?(\d{3,4})(?:-(\d{3,4}))?(?:-(\d{3,4}))?[)\]]?(?=[ ._]|$)"
)
_PART_BEHIND = re.compile(
    r"[ ._]{0,2}-?(?:part|pt|cd)[ ._-]?(\d{1,2})(?!\w)|([a-d])(?![^\W_])", re.IGNORECASE
)
_SEASON_ONLY = re.compile(
    r"(?<![^\W_])(?:s(\d{1,2}|(?:19|20)\d\d)(?:[ ._]?[-+~][ ._]?s?\d{1,2})?"
    r"(?=extras|d\d{1,2}(?![^\W_])|(?![^\W_]))"
    rf"|s[ ](0\d)(?![^\W_])|(?:{_SEASON_WORDS})s?[ ._(-]{{0,3}}(\d{{1,2}})(?!\d)|(?:saison"
    rf"|season)[ .]([a-zé]{{2,6}}|[IVX]{{1,5}})(?![^\W_])"
    r"|(?P<ordinal>\d{1,2})(?:(?:st|nd|rd|th|ª|º|°|a\.)[ ._]{0,2}|[ ._](?=temporada))"
    r"(?:temporada|season)(?![^\W_]))",
    re.IGNORECASE,
)
_SEASON_HINT = re.compile(r"[sS][ ]?\d")
_NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "one un une i",
            "two deux ii",
            "three trois iii",
            "four quatre iv",
            "five cinq v",
            "six vi",
            "seven sept vii",
            "eight huit viii",
            "nine neuf ix",
            "ten dix x",
        ),
        1,
    )
    for word in words.split()
}
_SEASON_BEFORE = re.compile(
    rf"(?<![^\W_])(?:{_SEASON_WORDS})[ ._-](\d{{1,4}})[ ._-]*$", re.IGNORECASE
)
_MAX_RANGE = 400
_MAX_BARE_STEP = 100
_JOINING = len(" and ") + 1
_AIRED_BEHIND = re.compile(r"[. _](\d{6})(?=[. _])")
_FRAME_WIDTHS = frozenset({1920, 2048, 1998})
_LEAST_FRAME_HEIGHT = 480


@dataclass(frozen=True, slots=True)
class Marker:
    """Where the episode is named, and what is said."""

    start: int
    end: int
    season: int | None = None
    episodes: tuple[int, ...] = ()
    absolute: tuple[int, ...] = ()
    date: str | None = None
    part: int | None = None
    sure: bool = True


def find_marker(text: str, start: int) -> Marker | None:
    """Return the first sure episode marker at or after `start`, or None."""
    match = _find_first((_SEASON_EPISODE,), text, start)
    if match is None and _has_season_word(text):
        match = _find_first((_WORDS, _WORDS_BEHIND, _SEASON_BARE), text, start)
    if match is None and _CROSS_HINT.search(text, start) is not None:
        match = _find_first((_CROSS,), text, start)
    if match is None and _RARE_HINT.search(text, start) is not None:
        match = _find_first(_RARE, text, start)
    return _extend(text, match) if match is not None else None


def _find_first(
    patterns: tuple[re.Pattern[str], ...], text: str, start: int
) -> re.Match[str] | None:
    for pattern in patterns:
        for match in pattern.finditer(text, start):
            if not _is_frame_size(pattern, match):
                return match
    return None


_CROSS_HINT = re.compile(r"[0-9][xX][0-9]")
_SEASON_STARTS = (*_SEASON_WORDS.split("|"), ".sez.")


def _has_season_word(text: str) -> bool:
    low = text.lower()
    for word in _SEASON_STARTS:  # noqa: SIM110 - a generator costs more than the search
        if word in low:
            return True
    return False


# The rarer forms are tried only where a cheap look says that one of them may be there.
_RARE = (_GLUED, _GLUED_EP, _GLUED_CROSS, _SEASON_DOT, _PACKED, _DOTTED, _TEMPORADA, _BOXED)
_RARE_HINT = re.compile(r"[sStT]\d|\d[xX]\d|\[\d|- \d{1,2}\.\d\d -")


def _is_frame_size(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    if pattern is not _CROSS:
        return pattern in {_SEASON_EPISODE, _WORDS} and match[2] in {"264", "265"}
    return int(match[1]) in _FRAME_WIDTHS and int(match[2]) >= _LEAST_FRAME_HEIGHT


def _extend(text: str, match: re.Match[str]) -> Marker:
    """Follow `-E03`, `x04`, `-05` behind the first number, then a part or absolute numbers."""
    first, second = (group for group in match.groups() if group)
    season = int(first)
    episodes, end = follow_numbers(text, match.end(), int(second), season=season)
    marker = _with_later(text, Marker(match.start(), end, season, episodes))
    parted = _with_part(text, marker)
    return parted if parted is not marker else _with_absolute(text, marker)


def _with_later(text: str, marker: Marker) -> Marker:
    """Read the next episode where it is named again: `S14E00.and.S14E01`."""
    later = _SEASON_EPISODE.search(text, marker.end)
    if later is None or int(later[1]) != marker.season:
        return marker
    if int(later[2]) != marker.episodes[-1] + 1:
        return marker
    end = later.end() if later.start() - marker.end < _JOINING else marker.end
    return replace(marker, end=end, episodes=(*marker.episodes, int(later[2])))


def _with_part(text: str, marker: Marker) -> Marker:
    """Read the part of an episode in two files: `S02E03 Part 1`, `S02E03a`."""
    behind = _PART_BEHIND.match(text, marker.end)
    if behind is None:
        return marker
    part = int(behind[1]) if behind[1] else ord(behind[2].lower()) - ord("a") + 1
    return replace(marker, end=behind.end(), part=part)


def _with_absolute(text: str, marker: Marker) -> Marker:
    """Read the absolute number behind `S01E02 - 014`, one for each episode."""
    match = _ABSOLUTE_BEHIND.match(text, marker.end)
    if match is None or (not match[1].startswith("0") and text[:1] != "[" and "[" not in match[0]):
        return marker
    numbers = [int(number) for number in match.groups() if number]
    if len(numbers) != len(marker.episodes):
        numbers = numbers[:1]
    return replace(marker, end=match.end(), absolute=tuple(numbers))


def follow_numbers(
    text: str, end: int, first: int, *, season: int | None = None
) -> tuple[tuple[int, ...], int]:
    """Return all episodes named from `first` on, and where the naming ends."""
    numbers = [first]
    ranged = False
    while len(numbers) < _MAX_RANGE:
        step = _next_marked(text, end, season) or _next_bare(text, end, numbers[-1])
        if step is None or step[0] <= numbers[-1]:
            break
        ranged = step[2] and len(numbers) == 1
        numbers.append(step[0])
        end = step[1]
    if ranged and len(numbers) == len("ab") and numbers[1] - numbers[0] < _MAX_RANGE:
        numbers = list(range(numbers[0], numbers[1] + 1))
    return tuple(numbers), end


def _next_marked(text: str, end: int, season: int | None) -> tuple[int, int, bool] | None:
    match = _MARKED.match(text, end)
    if match is None:
        return None
    number = int(match[4])
    other = match[2] or match[3]
    if (other is not None and int(other) != season) or number in {264, 265}:
        return None
    spelled = other is None and " - " in match[1] and _SPELLED_EP.search(match[0]) is not None
    if spelled and _SPELLED_END.search(text, 0, end) is None:
        return None
    return number, match.end(), "-" in match[1] or "~" in match[1]


def _next_bare(text: str, end: int, last: int) -> tuple[int, int, bool] | None:
    match = _BARE.match(text, end)
    if match is None:
        return None
    number = int(match[2])
    ranged = match[1].strip() in {"-", "~"}
    if number - last > (_MAX_BARE_STEP if ranged else 1):
        return None
    return number, match.end(), ranged


def find_date_marker(text: str, start: int) -> Marker | None:
    """Return the date of a daily show as a marker."""
    found = find_date(text[start:])
    if found is None:
        return None
    return _with_part(text, Marker(start + found[0], start + found[1], date=found[2]))


def find_aired_behind(text: str, end: int) -> Marker | None:
    """Return the date in `E56.190121.720p`, where Korean releases write it."""
    match = _AIRED_BEHIND.match(text, end)
    found = find_short_date(match[1]) if match is not None else None
    if match is None or found is None:
        return None
    return Marker(match.start(1), match.end(1), date=found[2])


def find_bare_episode(text: str, start: int) -> Marker | None:
    """Return `Ep 5`, `E03`, `Episode 12-13`, `#957`, `第12話`, `Cap.201`: no season is named."""
    match = _SPANISH.search(text, start) if "ap" in text or "AP" in text else None
    if match is not None:
        first, last = int(match[2]), int(match[3] or match[2])
        numbers = tuple(range(first, last + 1)) or (first,)
        return Marker(match.start(), match.end(), int(match[1]), numbers)
    match = _EPISODE_POINT.search(text, start) if "." in text else None
    if match is not None:
        return Marker(match.start(), match.end(), int(match[1]), (int(match[2]),), sure=False)
    match = _EPISODE.search(text, start)
    if match is not None:
        episodes, end = follow_numbers(text, match.end(), int(match[1]))
        return Marker(match.start(), end, episodes=episodes)
    match = _SERIYA.search(text, start) if "eri" in text or not text.isascii() else None
    if match is not None:
        return Marker(match.start(), match.end(), episodes=(int(match[1]),))
    match = None if text.isascii() else _ASIAN.search(text, start)
    if match is not None:
        return Marker(match.start(), match.end(), episodes=(int(match[1] or match[2]),))
    return None


def find_season_dash(text: str, start: int) -> Marker | None:
    """Return `S2 - 07`, the way fansubs number a season."""
    match = _SEASON_DASH.search(text, start)
    if match is None:
        return None
    return Marker(match.start(), match.end(), int(match[1]), (int(match[3]),), sure=False)


def find_part_of(text: str, start: int) -> Marker | None:
    """Return `Part 1 of 3`, `2of6`: a mini-series, which is a season 1."""
    match = _OF.search(text, start) if _OF_HINT.search(text, start) is not None else None
    if match is None or not 0 < int(match[1]) <= int(match[2]):
        return None
    season = _SEASON_BEFORE.search(text, start, match.start())
    if season is not None:
        return Marker(season.start(), match.end(), int(season[1]), (int(match[1]),))
    return Marker(match.start(), match.end(), 1, (int(match[1]),))


def find_season_only(text: str, start: int) -> Marker | None:
    """Return a whole season (`S01`, `Season 2`, `Saison VII`)."""
    if _SEASON_HINT.search(text, start) is None and not _has_season_word(text):
        return None
    match = _SEASON_ONLY.search(text, start)
    if match is None:
        return None
    digits = match[1] or match[2] or match[3] or match["ordinal"]
    season = int(digits) if digits else _NUMBER_WORDS.get(match[4].lower())
    return None if season is None else Marker(match.start(), match.end(), season)


def number_from_word(word: str) -> int | None:
    """Return 2 for `two`, `deux` and `II`, or None."""
    return _NUMBER_WORDS.get(word.lower())
