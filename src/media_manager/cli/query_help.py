"""`query-help`: how to search, with examples that find something in this library."""

import argparse
from collections.abc import Sequence

from media_manager.cli.desk import Desk
from media_manager.cli.screen import plural
from media_manager.domain.query import FIELDS, Compare, FieldSpec
from media_manager.domain.query.fields import NAMES
from media_manager.domain.query.values import comparisons
from media_manager.errors import QueryError
from media_manager.library.query_help import HelpSection, help_page, plain_sections

_COLUMN = 44
# Longer than in the window, where somebody waits at the page.
_SECONDS = 5.0


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Write the whole page, or one field."""
    if words.field:
        _show_field(desk, _find_field(words.field))
        return 0
    for section in _sections(desk, plain=words.plain):
        _show_section(desk, section)
    _show_fields(desk, tuple(FIELDS.values()))
    return 0


def _sections(desk: Desk, *, plain: bool) -> tuple[HelpSection, ...]:
    if plain or not desk.store.exists():
        return plain_sections()
    with desk.store.reading() as reader:
        return help_page(reader, seconds=_SECONDS).sections


def _show_section(desk: Desk, section: HelpSection) -> None:
    if not desk.screen.as_json:
        desk.screen.result({}, f"{section.title}:")
    for each in section.examples:
        count = "" if each.count is None else f" ({plural(each.count, 'item')})"
        data = {
            "section": section.title,
            "text": each.text,
            "meaning": each.meaning,
            "count": each.count,
        }
        desk.screen.result(data, f"  {each.text:<{_COLUMN}}  {each.meaning}{count}")


def _show_fields(desk: Desk, fields: Sequence[FieldSpec]) -> None:
    if not desk.screen.as_json:
        desk.screen.result({}, "All fields:")
    for spec in fields:
        desk.screen.result(_data(spec), f"  {spec.name + ':':<16}{spec.expects}")


def _show_field(desk: Desk, spec: FieldSpec) -> None:
    lines = [f"{spec.name}: {spec.expects}"]
    if spec.aliases:
        lines.append(f"  also written {', '.join(f'{each}:' for each in spec.aliases)}")
    known = comparisons(spec)
    if Compare.REGEX in known:
        lines.append(f"  {spec.name}:= is the whole, {spec.name}:~ a regular expression")
    if Compare.LESS in known:
        lines.append("  compared with <, <=, >, >= and =, and in ranges: a..b, a.., ..b")
    if spec.choices:
        lines.append(f"  {'such as' if spec.open else 'one of'} {', '.join(spec.choices)}")
    if spec.examples:
        lines.append(f"  for example {', '.join(_typed(spec, each) for each in spec.examples)}")
    desk.screen.result(_data(spec), "\n".join(lines))


def _data(spec: FieldSpec) -> dict[str, object]:
    return {
        "field": spec.name,
        "kind": spec.kind,
        "expects": spec.expects,
        "aliases": spec.aliases,
        "choices": spec.choices,
        "examples": [_typed(spec, each) for each in spec.examples],
    }


def _typed(spec: FieldSpec, value: str) -> str:
    written = f'"{value}"' if " " in value else value
    return f"{spec.name}:{written.removeprefix(':')}"


def _find_field(text: str) -> FieldSpec:
    name = NAMES.get(text.strip().rstrip(":").lower())
    if name is None:
        raise QueryError(
            f"There is no field “{text}”.",
            position=0,
            hint=f"The fields are {', '.join(FIELDS)}.",
        )
    return FIELDS[name]
