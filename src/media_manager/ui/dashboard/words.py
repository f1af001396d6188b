"""The dashboard in words: what its numbers and charts are called, and how values read."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from media_manager.domain.dashboard import Chart, ChartKey, FigureKey, Mark, Unit
from media_manager.lazy_model.texts import printable
from media_manager.ui.words import counted, number

translate = QCoreApplication.translate

_HOUR = 60
_DAY = 24 * _HOUR
# Above this the minutes of a running time say nothing any more.
_MANY_HOURS = 100


def figure_title(key: FigureKey) -> str:
    return {
        FigureKey.ITEMS: translate("Dashboard", "Items"),
        FigureKey.RUNTIME: translate("Dashboard", "Running time"),
        FigureKey.STORAGE: translate("Dashboard", "Storage"),
        FigureKey.UNWATCHED: translate("Dashboard", "Unwatched"),
        FigureKey.UNDECIDED: translate("Dashboard", "Need a decision"),
        FigureKey.OFFLINE: translate("Dashboard", "Offline"),
        FigureKey.DUPLICATES: translate("Dashboard", "Duplicates"),
        FigureKey.INCOMPLETE: translate("Dashboard", "Incomplete"),
    }[key]


def figure_tip(key: FigureKey) -> str:
    """Return what a number counts, exactly."""
    return {
        FigureKey.ITEMS: translate("Dashboard", "Films, shows, videos, photos and albums"),
        FigureKey.RUNTIME: translate("Dashboard", "Of all films, episodes and videos"),
        FigureKey.STORAGE: translate("Dashboard", "Main files of all items, each file once"),
        FigureKey.UNWATCHED: translate("Dashboard", "Films, episodes and videos to watch"),
        FigureKey.UNDECIDED: translate(
            "Dashboard", "Items whose files did not say clearly what they are"
        ),
        FigureKey.OFFLINE: translate("Dashboard", "Items in folders that cannot be reached now"),
        FigureKey.DUPLICATES: translate(
            "Dashboard", "The same id at a provider, or the same title and year"
        ),
        FigureKey.INCOMPLETE: translate(
            "Dashboard", "Films and shows without a poster, a plot or a year"
        ),
    }[key]


def chart_title(key: ChartKey) -> str:
    return {
        ChartKey.GROWTH: translate("Dashboard", "Growth"),
        ChartKey.DECADES: translate("Dashboard", "Decades"),
        ChartKey.GENRES: translate("Dashboard", "Genres"),
        ChartKey.RESOLUTIONS: translate("Dashboard", "Storage by resolution"),
    }[key]


def chart_note(key: ChartKey) -> str:
    """Return what a chart is of, in a few words beside its title."""
    return {
        ChartKey.GROWTH: translate("Dashboard", "items by the month they came"),
        ChartKey.DECADES: translate("Dashboard", "items by year"),
        ChartKey.GENRES: translate("Dashboard", "an item can be in several"),
        ChartKey.RESOLUTIONS: translate("Dashboard", "main files"),
    }[key]


def value_text(value: int, unit: Unit) -> str:
    """Return a value as short as it can be read at a glance."""
    if unit is Unit.BYTES:
        return size_text(value)
    if unit is Unit.MINUTES:
        return _runtime(value)
    return number(value)


def exact_text(value: int, unit: Unit) -> str:
    """Return a value with all its digits."""
    if unit is Unit.BYTES:
        return translate("Dashboard", "%1 bytes").replace("%1", number(value))
    if unit is Unit.MINUTES:
        text = translate("Dashboard", "%1 minutes, %2 days")
        return text.replace("%1", number(value)).replace("%2", number(value // _DAY))
    return counted("item", value)


def mark_label(chart: Chart, mark: Mark) -> str:
    """Return what a bar or point is called."""
    if not mark.label:
        if chart.key is ChartKey.GENRES:
            return translate("Dashboard", "Other genres")
        return translate("Dashboard", "Not known")
    if chart.key is ChartKey.GROWTH:
        return month_text(mark.label)
    if chart.key is ChartKey.RESOLUTIONS:
        return {"4k": "4K", "8k": "8K", "sd": "SD"}.get(mark.label, mark.label)
    return printable(mark.label)


def month_text(month: str) -> str:
    """Return 2025-03 as `March 2025`."""
    year, _, place = month.partition("-")
    name = QLocale().standaloneMonthName(int(place), QLocale.FormatType.LongFormat)
    return f"{name} {int(year)}"


def short_month_text(month: str) -> str:
    """Return 2025-03 as `Mar 2025`, for below a line."""
    day = date.fromisoformat(f"{month}-01")
    name = QLocale().standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)
    return f"{name} {day.year}"


def mark_tip(chart: Chart, mark: Mark) -> str:
    """Return the exact value of a mark, and what it is made of."""
    label = mark_label(chart, mark)
    lines = [f"{label}: {exact_text(mark.value, chart.unit)}"]
    if mark.total is not None:
        added = translate("Dashboard", "%1: %2 came, %3 in all").replace("%1", label)
        lines = [added.replace("%2", number(mark.value)).replace("%3", number(mark.total))]
    lines += [f"{_codec(codec)}: {size_text(size)}" for codec, size in mark.parts]
    return "\n".join(lines)


def _codec(name: str) -> str:
    return {"h264": "H.264", "hevc": "HEVC", "av1": "AV1", "vp9": "VP9"}.get(name, name.upper())


def size_text(value: int) -> str:
    """Return a size as the list and the details write it."""
    return QLocale().formattedDataSize(value, 1)


def _runtime(minutes: int) -> str:
    hours, rest = divmod(minutes, _HOUR)
    if hours >= _MANY_HOURS or not rest:
        return translate("Dashboard", "%1 h").replace("%1", number(hours))
    if not hours:
        return translate("Dashboard", "%1 min").replace("%1", number(rest))
    text = translate("Dashboard", "%1 h %2 min")
    return text.replace("%1", number(hours)).replace("%2", number(rest))
