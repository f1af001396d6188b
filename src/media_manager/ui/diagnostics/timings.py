"""Everything that was timed, counted or set, in one table to sort and search."""

from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget

from media_manager.instrumentation import AllMetrics, get_instrumentation
from media_manager.instrumentation.readings import unit_of
from media_manager.ui.diagnostics import texts
from media_manager.ui.diagnostics.page import Page
from media_manager.ui.diagnostics.rows import Column
from media_manager.ui.diagnostics.table import FactTable
from media_manager.ui.diagnostics.texts import translate

_MISSING = -1.0  # sorts below all that was measured


@dataclass(frozen=True, slots=True)
class MetricLine:
    """One name. Times are seconds; what was not measured is None."""

    name: str
    kind: str
    count: int | None = None
    value: float | None = None
    average: float | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    longest: float | None = None
    total: float | None = None


class Timings(Page):
    """Percentiles are there while details are measured."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(translate("Diagnostics", "Find a metric"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        name = translate("Diagnostics", "Timings, counters and gauges")
        self.table = FactTable(name, _columns(), lambda line: (line.kind, line.name), parent=self)
        self.search.textChanged.connect(self.table.filter)
        self.column.addWidget(self.search)
        self.column.addWidget(self.table, 1)
        self._hint = self.note("")

    def show_only(self, text: str) -> None:
        """Show the metrics whose names hold this."""
        self.search.setText(text)

    def refresh(self) -> None:
        metrics = get_instrumentation()
        self.table.set_rows(lines(metrics.get_all_metrics()))
        self._hint.setText(_hint(enabled=metrics.enabled, detail=metrics.detail))


def lines(metrics: AllMetrics) -> list[MetricLine]:
    """Return a line for each name; a timer and its histogram are one."""
    spreads = dict(metrics["histograms"])
    found = []
    for name, timer in metrics["timers"].items():
        spread = spreads.pop(name, None)
        found.append(
            MetricLine(
                name,
                translate("Diagnostics", "timer"),
                count=timer["count"],
                average=timer["average"],
                p50=spread["p50"] if spread else None,
                p95=spread["p95"] if spread else None,
                p99=spread["p99"] if spread else None,
                longest=timer["max"],
                total=timer["total"],
            )
        )
    found += [
        MetricLine(
            name,
            translate("Diagnostics", "histogram"),
            count=spread["count"],
            p50=spread["p50"],
            p95=spread["p95"],
            p99=spread["p99"],
        )
        for name, spread in spreads.items()
    ]
    counter, gauge = translate("Diagnostics", "counter"), translate("Diagnostics", "gauge")
    found += [MetricLine(name, counter, count=n) for name, n in metrics["counters"].items()]
    found += [MetricLine(name, gauge, value=value) for name, value in metrics["gauges"].items()]
    return found


def _hint(*, enabled: bool, detail: bool) -> str:
    if not enabled:
        return translate(
            "Diagnostics", "Nothing is measured: the setting instrumentation.enabled is off."
        )
    if not detail:
        return translate(
            "Diagnostics", "Percentiles are kept while “Measure details” below is switched on."
        )
    return translate("Diagnostics", "Percentiles are right within 4.4 %.")


def _columns() -> tuple[Column, ...]:
    return (
        Column(translate("Diagnostics", "Name"), lambda line: line.name),
        Column(translate("Diagnostics", "Kind"), lambda line: line.kind),
        Column(
            translate("Diagnostics", "Count"),
            lambda line: line.count if line.value is None else line.value,
            _count,
            is_number=True,
            tip=translate("Diagnostics", "How often; of a gauge, its newest value"),
        ),
        _time(translate("Diagnostics", "Average"), "average"),
        _time("p50", "p50"),
        _time("p95", "p95"),
        _time("p99", "p99"),
        _time(translate("Diagnostics", "Longest"), "longest"),
        _time(translate("Diagnostics", "Total"), "total"),
    )


def _time(title: str, field: str) -> Column:
    def value(line: MetricLine) -> float:
        found = getattr(line, field)
        return _MISSING if found is None else float(found)

    def text(line: MetricLine) -> str:
        found = value(line)
        if found < 0:
            return ""
        is_time = line.longest is not None or line.kind == translate("Diagnostics", "timer")
        return texts.duration(found) if is_time else texts.decimal(found)

    return Column(title, value, text, is_number=True)


def _count(line: MetricLine) -> str:
    if line.value is None:
        return texts.whole(line.count or 0)
    unit = unit_of(line.name)
    if unit in {"B", "bytes"}:
        return texts.size(line.value)
    return f"{texts.decimal(line.value)} {unit}".strip()
