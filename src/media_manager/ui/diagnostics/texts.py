"""How Diagnostics writes numbers: exact enough to compare, short enough to read."""

import math

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

translate = QCoreApplication.translate

NOTHING = "–"
_MIB = 1024 * 1024
_MANY = 100
_SOME = 10


def duration(seconds: float) -> str:
    """Return `0.12 ms`, `12.3 ms` or `1.23 s`."""
    if math.isnan(seconds):
        return NOTHING
    if seconds >= 1:
        return translate("Diagnostics", "%1 s").replace("%1", decimal(seconds))
    return translate("Diagnostics", "%1 ms").replace("%1", decimal(seconds * 1_000))


def decimal(value: float) -> str:
    """Return three digits that count, in the person's language."""
    if math.isnan(value):
        return NOTHING
    decimals = 0 if abs(value) >= _MANY else 1 if abs(value) >= _SOME else 2
    return QLocale().toString(float(value), "f", 0 if value == 0 else decimals)


def whole(value: float) -> str:
    return NOTHING if math.isnan(value) else QLocale().toString(round(value))


def percent(share: float) -> str:
    """Return a share of 0 to 1 in percent."""
    if math.isnan(share):
        return NOTHING
    return translate("Diagnostics", "%1 %").replace("%1", whole(100 * share))


def size(size_bytes: float | None) -> str:
    """Return a size in the binary units that memory and pages have."""
    if size_bytes is None:
        return NOTHING
    form = QLocale.DataSizeFormat.DataSizeIecFormat
    return QLocale().formattedDataSize(int(size_bytes), 1, form)


def moment(instant_us: int) -> str:
    """Return the day and the time to the second."""
    at = QDateTime.fromMSecsSinceEpoch(instant_us // 1_000)
    return QLocale().toString(at, "yyyy-MM-dd HH:mm:ss")


def clock(seconds: float) -> str:
    """Return the time of day of an instant in seconds."""
    at = QDateTime.fromMSecsSinceEpoch(int(seconds * 1_000))
    return QLocale().toString(at, "HH:mm:ss")


def yes(*, value: bool) -> str:
    return translate("Diagnostics", "yes") if value else translate("Diagnostics", "no")
