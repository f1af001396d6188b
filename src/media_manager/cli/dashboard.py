"""`dashboard`: eight numbers and four charts of what there is, each with the search behind it."""

import argparse
from typing import Final

from media_manager.cli.desk import Desk
from media_manager.cli.screen import shown_bytes, shown_minutes
from media_manager.domain.dashboard import Chart, ChartKey, Dashboard, Figure, FigureKey, Mark, Unit
from media_manager.domain.query import Query, format_search, parse_query
from media_manager.domain.query.dates import local_now
from media_manager.library.dashboard import dashboard_once
from media_manager.persistence.columns.shelf import ColumnShelf
from media_manager.persistence.searches_reader import resolved

_TITLES: Final = {
    FigureKey.ITEMS: "items",
    FigureKey.RUNTIME: "running time",
    FigureKey.STORAGE: "storage",
    FigureKey.UNWATCHED: "unwatched",
    FigureKey.UNDECIDED: "need a decision",
    FigureKey.OFFLINE: "offline",
    FigureKey.DUPLICATES: "duplicates",
    FigureKey.INCOMPLETE: "incomplete",
    ChartKey.GROWTH: "growth",
    ChartKey.DECADES: "decades",
    ChartKey.GENRES: "genres",
    ChartKey.RESOLUTIONS: "storage by resolution",
}
_REST: Final = {ChartKey.GENRES: "other genres", ChartKey.RESOLUTIONS: "not known"}
_BAR, _WIDEST_LABEL = 30, 24
# Of a line of many months the last ones; --json has all of them.
_MONTHS: Final = 12


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Write the numbers, then a chart after the other."""
    words.text = " ".join(words.words)
    within = parse_query(words.text)
    with desk.library().reading() as reader:
        resolved(reader, Query(within), text=words.text)
        found = dashboard_once(
            reader,
            ColumnShelf(desk.profile.columns),
            within=within,
            now=local_now(),
            on_wait=lambda: desk.screen.progress("Reading the library once …"),
        )
        desk.screen.progress("")
    _write(desk, found)
    if not found.numbers[0].value:
        text = f"Nothing matches “{words.text}”." if words.text else "Nothing is there."
        desk.screen.note(text)
        return 1
    return 0


def _write(desk: Desk, found: Dashboard) -> None:
    for figure in found.numbers:
        shown = f"{_value(figure.value, figure.unit):>14}  {_TITLES[figure.key]:16}"
        desk.screen.result(_figure_data(figure), f"{shown}  {_text(figure.query)}")
    for chart in found.charts:
        if chart.marks and not desk.screen.as_json:
            desk.screen.result({}, f"\n{_TITLES[chart.key]}")
        _write_chart(desk, chart)


def _write_chart(desk: Desk, chart: Chart) -> None:
    values = [_height(mark) for mark in chart.marks]
    labels = [_label(chart, mark) for mark in chart.marks]
    wide = min(_WIDEST_LABEL, max(map(len, labels), default=0))
    first = 0
    if chart.key is ChartKey.GROWTH and not desk.screen.as_json:
        first = max(0, len(chart.marks) - _MONTHS)
    for label, mark in list(zip(labels, chart.marks, strict=True))[first:]:
        bar = "█" * max(1, round(_BAR * _height(mark) / max(values)))
        shown = f"  {label:{wide}}  {bar:{_BAR}} {_value(mark.value, chart.unit):>10}"
        if mark.total is not None:
            shown += f"  {mark.total:>10,} in all"
        desk.screen.result(_mark_data(chart, mark), f"{shown}  {_text(mark.query)}")


def _height(mark: Mark) -> int:
    """Return what a bar is as long as: of growth, all that came so far."""
    return mark.value if mark.total is None else mark.total


def _label(chart: Chart, mark: Mark) -> str:
    return mark.label or _REST[chart.key]


def _value(value: int, unit: Unit) -> str:
    if unit is Unit.BYTES:
        return shown_bytes(value)
    return shown_minutes(value) if unit is Unit.MINUTES else f"{value:,}"


def _text(query: Query) -> str:
    """Return the search as it can be typed; the usual order is not worth saying."""
    return format_search(query.where, () if query.orders == Query().orders else query.orders)


def _figure_data(figure: Figure) -> dict[str, object]:
    return {
        "number": str(figure.key),
        "value": figure.value,
        "unit": str(figure.unit),
        "query": _text(figure.query),
    }


def _mark_data(chart: Chart, mark: Mark) -> dict[str, object]:
    data: dict[str, object] = {
        "chart": str(chart.key),
        "label": _label(chart, mark),
        "value": mark.value,
        "unit": str(chart.unit),
        "query": _text(mark.query),
    }
    if mark.total is not None:
        data["total"] = mark.total
    if mark.parts:
        data["codecs"] = dict(mark.parts)
    return data
