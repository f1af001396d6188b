"""Who released a file: the word behind the last tag, or the bracket before the title."""

import re

from media_manager.scanning.name_tags import STRONG
from media_manager.scanning.name_tokens import Hit, Word

_CRC = re.compile(r"[0-9A-Fa-f]{8}")
_TAIL = re.compile(r"[\s.]?-[\s.]?([^\s\[\](){}.]{1,30}(?: Z0N3)?)(\[[^\[\]]{1,20}\])?[\s.]*$")
_LAST_DASH = re.compile(r"-[\s.]?([^\s\[\](){}.-]{1,30})(\[[^\[\]]{1,20}\])?\]?[\s.]*$")
_LAST_WORD = re.compile(r"[ .]?((?:D[ -])?[^\s\[\](){}.,]{2,20})(\[[^\[\]]{1,20}\])?$")
_LAST_BRACKET = re.compile(r"[\[(]-?([^\[\](){}]{2,30})[\])]$")
_OWN_BRACKET = re.compile(r"(?<=[ .-])\[([A-Za-z][\w!-]{1,20})\]$")
_CLOSED = re.compile(r"([^\[\](){}]*)[\])}]")
_LANGUAGE_END = re.compile(
    r"(?<=[^\s._-])[ ._](?:english|german|french|spanish|italian|dutch|polish|russian)$",
    re.IGNORECASE,
)
# What obfuscating posters and indexers append to the group.
_REPOSTED = re.compile(
    r"(-[^\s\-.]+)(?:-(?:RP|1|NZBgeek|Obfuscat(?:ed|ion)|Scrambled|sample|Pre|postbot|xpost"
    r"|Rakuv\w*|WhiteRev|BUYMORE|AsRequested"
    r"|AlternativeToRequested|GEROV|Z0iDS3N|Chamele0n|4P|4Planet|AlteZachen|RePACKPOST))+$",
    re.IGNORECASE,
)
_CRC_END = re.compile(r"[\s._]*[\[(][0-9A-Fa-f]{8}[\])]\s*$")
_DASHED = re.compile(
    r"[. _-]((?:D-Z0N3|Fight-BB|Hive-CM8|E\.N\.D|BEN\.THE\.MEN|Koten_Gars))$", re.IGNORECASE
)
_NEVER = frozenset({"dl", "hd", "rip", "ma", "r", "ray", "es", "x", "p", "sub", "subs", "scr"})


def find_group(
    text: str, words: list[Word], hits: list[Hit], leading: list[str], end: int
) -> str | None:
    """Return the release group, or None when the name shows none."""
    if leading and not all(
        part.lower() in STRONG for part in re.split(r"[\s._-]+", leading[0]) if part
    ):
        return leading[0] or None
    posted = _REPOSTED.search(text) if text.count("-") > 1 else None
    if posted is not None and posted[1][1:].lower() not in STRONG:
        text = text[: posted.end(1)]
    last = next((hit for hit in reversed(hits) if hit.strong and hit.start >= end), None)
    if last is None or last.end > len(text):
        return None
    rest = text[_end_of_run(text, words, hits, last) :]
    rest = _LANGUAGE_END.sub("", rest)
    if rest.endswith(("]", ")")):
        rest = _CRC_END.sub("", rest)
    rest = rest.strip().lstrip(" .")
    return _from_rest(rest)


def find_last_bracket(text: str, hits: list[Hit], end: int) -> str | None:
    """Return `[rl]` at the end of an episode's name that has no tags."""
    match = _OWN_BRACKET.search(text, end) if text.endswith("]") else None
    if match is None or any(hit.start >= match.start() for hit in hits):
        return None
    return match[1] if _is_group(match[1]) else None


def _from_rest(rest: str) -> str | None:
    """Return the group out of what stands behind the tags."""
    dashed = _DASHED.search(f" {rest}")
    if dashed is not None:
        return dashed[1]
    closed = _CLOSED.match(rest)
    if closed is not None:
        word = closed[1].split(" ")[-1].strip("-")
        if _is_group(word):
            return word
        rest = rest[closed.end() :].strip()
    if rest.endswith(("]", ")")) and _count(rest, "[(") < _count(rest, "])"):
        rest = rest[:-1]
    return _from_tail(rest)


def _count(text: str, marks: str) -> int:
    return sum(text.count(mark) for mark in marks)


def _from_tail(rest: str) -> str | None:
    for match in (_TAIL.match(rest), _LAST_DASH.search(rest)):
        if match is not None and _is_group(match[1]):
            return match[1] + (match[2] or "")
    bracket = _LAST_BRACKET.search(rest)
    if bracket is not None and _is_group(bracket[1]) and " " not in bracket[1]:
        return bracket[1]
    word = _LAST_WORD.fullmatch(rest)
    return word[1] + (word[2] or "") if word is not None and _is_group(word[1]) else None


def _end_of_run(text: str, words: list[Word], hits: list[Hit], last: Hit) -> int:
    """Step over the weak tags and loose digits (`DD5.1`) that follow the last strong tag."""
    weak = {hit.first: hit for hit in hits if not hit.strong}
    end, index = last.end, last.last + 1
    while index < len(words):
        word = words[index]
        gap = text[end : word.start]
        if "-" in gap and not (index in weak and "[" in gap):
            break
        hit = weak.get(index)
        if hit is None and not (word.low.isdigit() and len(word.low) == 1):
            break
        end = word.end
        index += 1
    return end


def _is_group(word: str) -> bool:
    low = word.lower()
    return (
        low not in _NEVER
        and low not in STRONG
        and _CRC.fullmatch(word) is None
        and not low.isdigit()
        and any(c.isalnum() for c in low)
    )
