"""Names that phones and cameras give to a video: a recording with a date, never a show."""

import re
from datetime import date

from media_manager.scanning.name_titles import clean_title

_DAY = r"((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)"
_TIME = r"[012]\d[-_.:h]?[0-5]\d(?:[-_.:m]?[0-5]\d(?:\d{1,3}|[-_.~]\d{1,3})?)?s?"
_DEVICES = (
    "VID|IMG|PXL|MVIMG|MOV|WP|REC|CAM|DJI|TRIM|Video|WhatsApp[ _]Video|signal|InShot|Snapchat"
    "|Screen[ _]?(?:recorder|recording|record)"
)
_DEVICE = re.compile(
    rf"(?:{_DEVICES})[-_ ]{{0,3}}{_DAY}(?:[-_ .T~(].{{0,40}}|\d{{6,9}})?", re.IGNORECASE
)
_CLOCK = re.compile(rf"{_DAY}(?:[-_ T]|[ _]at[ _]){_TIME}(?:[-_ (~][\w ()~-]{{0,12}})?")


def find_recording(stem: str) -> tuple[str, str] | None:
    """Return (title, date) of `VID_20190714_193021`, or None for every other name."""
    match = (_CLOCK if stem[:1].isdigit() else _DEVICE).fullmatch(stem)
    if match is None:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return clean_title(stem), day.isoformat()
