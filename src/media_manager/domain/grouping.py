"""Under which heading an item stands when a list is grouped: one for each run of its order."""

from datetime import UTC, datetime
from enum import StrEnum

from media_manager.domain.query.nodes import SortKey


class GroupBy(StrEnum):
    """What a list can be grouped by."""

    LETTER = "letter"
    YEAR = "year"
    DECADE = "decade"
    RATING = "rating"
    MONTH = "month"
    KIND = "kind"


# A list is grouped in the order of what it is grouped by, so that each group is one run.
SORTS = {
    GroupBy.LETTER: SortKey.TITLE,
    GroupBy.YEAR: SortKey.YEAR,
    GroupBy.DECADE: SortKey.YEAR,
    GroupBy.RATING: SortKey.RATING,
    GroupBy.MONTH: SortKey.ADDED,
    GroupBy.KIND: SortKey.KIND,
}
_MICROSECONDS = 1_000_000


def group_key(by: GroupBy, value: object) -> str:
    """Return the group of a value of the column that the list is sorted by; empty for none.

    Letters are single characters in upper case, `#` for what begins with none; years and decades
    `1999` and `1990`; ratings whole points; months `2024-08`; kinds the media type.
    """
    if value is None:
        return ""
    match by:
        case GroupBy.LETTER:
            return _letter(bytes(value))  # type: ignore[call-overload]  # a sort key
        case GroupBy.DECADE:
            return str(int(str(value)) // 10 * 10)
        case GroupBy.RATING:
            return str(int(float(str(value))))
        case GroupBy.MONTH:
            moment = datetime.fromtimestamp(int(str(value)) // _MICROSECONDS, UTC)
            return f"{moment:%Y-%m}"
        case _:
            return str(value)


def _letter(sort_key: bytes) -> str:
    first = sort_key[:4].decode("utf-8", "ignore")[:1]
    if first < "a":
        return "#"
    # Two letters may share a capital, as i and the dotless ı do; each keeps its own group.
    return first.upper() if first.upper().casefold() == first else first
