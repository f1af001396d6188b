"""What a view may ask of a media row beyond Qt's own roles, each named once."""

from enum import IntEnum

from PySide6.QtCore import Qt

_FIRST = int(Qt.ItemDataRole.UserRole)


class MediaRole(IntEnum):
    """The roles of every list of media items."""

    ROW = _FIRST + 1  # the MediaRow itself, or None while it is on its way
    LOADED = _FIRST + 2
    ID = _FIRST + 3
    TITLE = _FIRST + 4
    SUBTITLE = _FIRST + 5
    YEAR = _FIRST + 6
    MEDIA_TYPE = _FIRST + 7
    LIBRARY_ID = _FIRST + 8
    RATING = _FIRST + 9
    STATE = _FIRST + 10
    FILE_STATE = _FIRST + 11
    WATCHED = _FIRST + 12
    FAVORITE = _FIRST + 13
    PROGRESS = _FIRST + 14  # 0.0 to 1.0 of the runtime; 0.0 when nothing is to be resumed
    HEIGHT = _FIRST + 15
    CHILD_COUNT = _FIRST + 16
    ARTWORK_ID = _FIRST + 17
