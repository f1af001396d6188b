"""One report for a person who helps: gathered as plain data, redacted, and as text to read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from media_manager.errors import MediaManagerError
from media_manager.instrumentation import get_instrumentation, redact
from media_manager.library.diagnostics.facts import environment
from media_manager.library.diagnostics.tasks import check_database, measure_database
from media_manager.library.diagnostics.trial import self_test
from media_manager.library.watch import Unwatched, Watch
from media_manager.persistence.database_facts import (
    DatabaseNumbers,
    database_numbers,
    indexes,
    used_indexes,
)
from media_manager.persistence.reader import LibraryReader
from media_manager.persistence.slow_queries import get_slow_queries
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings

Report = dict[str, Any]

_INDENT: Final = "  "
_NOBODY: Final = Unwatched()
_WIDTH: Final = 28
_LONG: Final = 60


def gather(
    profile: Profile,
    settings: Settings,
    store: LibraryStore,
    *,
    full: bool = False,
    watch: Watch = _NOBODY,
) -> Report:
    """Return all that can be found out without a window; nothing in it is redacted yet.

    `full` also measures and checks every table, which takes long for a large library. A library
    that cannot be read is an entry in the report, not an error. Raises JobCancelled when stopped.
    """
    report: Report = {"taken_at": datetime.now(UTC).isoformat(timespec="seconds")}
    report |= environment(profile, settings)
    report["database"] = None
    try:
        if store.exists():
            report |= _of_library(store, full=full, watch=watch)
    except MediaManagerError as error:
        report["database"] = {"error": str(error), "code": error.code}
    report["slow_queries"] = [asdict(query) for query in get_slow_queries()]
    report["metrics"] = dict(get_instrumentation().get_all_metrics())
    return report


def redacted(report: Mapping[str, Any], *, hide_paths: bool = False) -> Report:
    """Return a copy in which no text tells who somebody is, or what secret they have."""
    return {key: _redacted(value, hide_paths=hide_paths) for key, value in report.items()}


def as_text(report: Mapping[str, Any]) -> str:
    """Return a report as aligned lines under headings."""
    return "\n".join(_lines(report)) + "\n"


def database_data(numbers: DatabaseNumbers) -> Report:
    """Return the facts of a database with those that follow from them."""
    size, share = numbers.size_bytes, round(numbers.fragmentation, 4)
    options = list(numbers.compile_options)
    derived = {"compile_options": options, "size_bytes": size, "fragmentation": share}
    return {**asdict(numbers), **derived}


def _of_library(store: LibraryStore, *, full: bool, watch: Watch) -> Report:
    with store.reading() as reader:
        found: Report = {"database": database_data(database_numbers(reader))}
        found["self_test"] = []
        for step in self_test(reader):
            watch.raise_if_cancelled()
            found["self_test"].append(asdict(step))
        if full:
            found["indexes"] = _index_data(reader)
    if full:
        found["tables"] = [asdict(size) for size in _result(measure_database(store.path, watch))]
        checks = _result(check_database(store.path, watch))
        found["integrity"] = {
            check.name: list(check.problems) for check in checks if check.problems
        }
    return found


def _index_data(reader: LibraryReader) -> list[Report]:
    known = indexes(reader)
    used = used_indexes([query.plan for query in get_slow_queries()], known)
    return [
        {**asdict(index), "columns": list(index.columns), "seen_in_a_plan": index.name in used}
        for index in known
    ]


def _result(steps: Any) -> Any:  # noqa: ANN401 - whatever the generator returns
    """Run a job's generator on this thread; return its result."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


def _redacted(value: Any, *, hide_paths: bool) -> Any:  # noqa: ANN401 - plain data of any shape
    match value:
        case str():
            return redact(value, hide_paths=hide_paths)
        case Mapping():
            return {
                redact(str(key)): _redacted(each, hide_paths=hide_paths)
                for key, each in value.items()
            }
        case list() | tuple():
            return [_redacted(each, hide_paths=hide_paths) for each in value]
        case _:
            return value


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    for name, value in report.items():
        title = name.replace("_", " ").capitalize()
        match value:
            case Mapping():
                yield ""
                yield title
                yield from _group(value, _INDENT)
            case list():
                yield ""
                yield title
                yield from _table(value)
            case _:
                yield f"{title + ':':<{_WIDTH}} {_shown(value)}"


def _group(group: Mapping[str, Any], indent: str) -> Iterator[str]:
    if not group:
        yield f"{indent}(none)"
    for name, value in group.items():
        if isinstance(value, Mapping) and indent == _INDENT:
            yield f"{indent}{name}"
            yield from _group(value, indent * 2)
        else:
            yield f"{indent}{name:<{_WIDTH}} {_shown(value)}"


def _table(rows: Sequence[Any]) -> Iterator[str]:
    """Yield short rows in columns, and those with long texts one below the other."""
    if not rows:
        yield f"{_INDENT}(none)"
    elif not all(isinstance(row, Mapping) for row in rows):
        yield from (f"{_INDENT}{_shown(row)}" for row in rows)
    elif any(_is_long(_shown(value)) for row in rows for value in row.values()):
        for row in rows:
            yield from _group(row, _INDENT)
            yield ""
    else:
        yield from _columns(rows)


def _columns(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    names = list(rows[0])
    cells = [names, *([_shown(row.get(name)) for name in names] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(names))]
    for row in cells:
        padded = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)]
        yield (_INDENT + _INDENT.join(padded)).rstrip()


def _is_long(text: str) -> bool:
    return len(text) > _LONG or "\n" in text


def _pairs(pairs: Iterable[tuple[str, Any]]) -> str:
    return ", ".join(f"{name} {_shown(value)}" for name, value in pairs if value or value == 0)


def _shown(value: Any) -> str:  # noqa: ANN401 - plain data of any shape
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.6g}"
        case Mapping():
            return _pairs(value.items())
        case list() | tuple():
            return ", ".join(_shown(each) for each in value)
        case _:
            return str(value).replace("\n", f"\n{_INDENT * 2}")
