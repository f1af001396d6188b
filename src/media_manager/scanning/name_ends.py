"""Where the title of a name ends, and what is cut off its end."""

from media_manager.scanning.name_editions import counts_within_title, find_edition
from media_manager.scanning.name_parts import find_stack_part
from media_manager.scanning.name_reading import Scan, Stem
from media_manager.scanning.name_tokens import Hit
from media_manager.scanning.name_years import year_leads

_LONG_TITLE = 2
_NEVER_LAST = frozenset({"multi", "vostfr", "repack", "remux"})


def title_end(stem: Stem, scan: Scan) -> int:
    """Return where the title ends in the text."""
    ends = [len(scan.text)]
    if stem.marker is not None:
        ends.append(stem.marker.start)
    if stem.year is not None and not year_leads(stem, scan):
        at = opening(scan.text, stem.year_end - len("1999"))
        opened = max(scan.text.rfind(mark, scan.start + 1, at) for mark in "([")
        ends.append(
            opening(scan.text, opened)
            if opened > max(scan.text.rfind(mark, 0, at) for mark in ")]")
            else at
        )
    for hit in scan.hits:
        if ends_title(hit, scan):
            ends.append(opening(scan.text, _walk_back(hit, scan)))
            break
    return max(min(ends), 0)


def ends_title(hit: Hit, scan: Scan) -> bool:
    """Tell whether the title cannot go on: a strong tag, or a bracket of tags only."""
    if hit.start <= scan.start:
        return False
    if hit.strong:
        return True
    if hit.last == len(scan.words) - 1 and scan.words[hit.last].low in _NEVER_LAST:
        return True
    if hit.tag.field == "three_d" and hit.last == len(scan.words) - 1:
        return scan.text[hit.start - 1] == "."
    opened = scan.text[hit.start - 1] in "[({" and scan.words[hit.first].low != "tv"
    return opened and scan.text[hit.end : hit.end + 1] in "])}"


def _walk_back(hit: Hit, scan: Scan) -> int:
    """Return where the run of weak tags that leads to this tag begins."""
    start = hit.start
    first = hit.first
    weak = {other.last: other for other in scan.hits if not other.strong and other.last < hit.first}
    while first - 1 in weak and first > 1:
        other = weak[first - 1]
        if other.start <= scan.start or (other.tag.field == "three_d" and first == hit.first):
            break
        start, first = other.start, other.first
    return start


def cut_part(stem: Stem, scan: Scan, end: int) -> int:
    """Take the number of a part (`cd2`) that does not belong to the title (`Part 1 (2010)`)."""
    found = find_stack_part(scan.text)
    if found is None:
        return end
    start, stop, number = found
    if start <= scan.start and scan.text[stop:].strip():
        return end
    if stem.year is not None:
        if start < stem.year_end - len("1999"):
            return end
    elif stop < len(scan.text.rstrip()) and start < end and stop < end:
        return end
    stem.part = number
    return min(end, start)


def cut_edition(stem: Stem, scan: Scan, end: int) -> int:
    """Take the edition, and end the title before it where it stands at the title's end."""
    found = find_edition(scan.text, scan.words, scan.start)
    if found is None:
        return end
    start, stop, value = found
    if stem.marker is not None:
        if stem.tagged and start > stem.marker.end and start >= episode_title_end(stem, scan):
            stem.edition = value
        return end
    if start >= end:
        stem.edition = value
        return end
    behind = scan.text[stop:end].strip(" ._-)]([{}")
    bracketed = scan.text[start - 1] in "[("
    if behind or not (bracketed or counts_within_title(value)):
        return end
    head = scan.text[scan.start : start].strip(" ._-([")
    if not head or head.lower() in {"the", "a"}:
        return end
    stem.edition = value
    return opening(scan.text, start)


def cut_language(stem: Stem, scan: Scan, end: int) -> int:
    """Cut `GERMAN` or `DC` in capitals off the end of a title that is not in capitals."""
    hit = next((hit for hit in reversed(scan.hits) if hit.end <= end), None)
    if stem.marker is not None or hit is None or hit.tag.field not in {"language", "edition"}:
        return end
    head, word = scan.text[scan.start : hit.start], scan.text[hit.start : hit.end]
    if not head.strip(" ._-") or head.isupper():
        return end
    if not word.isupper() and not _is_release_language(stem, scan, hit, head):
        return end
    if len(word) < len("FREN") and hit.tag.field == "language" and not head.endswith(" - "):
        return end
    return end if scan.text[hit.end : end].strip(" ._-") else opening(scan.text, hit.start)


def _is_release_language(stem: Stem, scan: Scan, hit: Hit, head: str) -> bool:
    """Tell `Long.Title.Of.Film.German.2014.AC3` from `The.Good.German.2006`."""
    if stem.year is None or not stem.tagged or " " in head or hit.tag.field != "language":
        return False
    others = any(h.tag.field == "language" and h.start > hit.end for h in scan.hits)
    return not others and head.count(".") > _LONG_TITLE


def opening(text: str, at: int) -> int:
    """Include the bracket and the separators that open a tag."""
    while at > 0 and text[at - 1] in " ._-([{":
        at -= 1
    return at


def episode_title_end(stem: Stem, scan: Scan) -> int:
    """Return where the episode's title ends: at the tags, at a bracket of tags, or at the end."""
    marker = stem.marker
    if marker is None:
        return 0
    for hit in scan.hits:
        if hit.start >= marker.end and (hit.strong or ends_title(hit, scan)):
            return opening(scan.text, _walk_back(hit, scan))
    return _strip_weak_tail(scan, marker.end)


def _strip_weak_tail(scan: Scan, start: int) -> int:
    """Cut weak tags off the end of a name without strong ones (`S01E02.FRENCH`)."""
    end = len(scan.text)
    weak = {hit.last: hit for hit in scan.hits if hit.start >= start}
    last = len(scan.words) - 1
    while last in weak and scan.text[weak[last].start : weak[last].end].isupper():
        end = weak[last].start
        last = weak[last].first - 1
    return end
