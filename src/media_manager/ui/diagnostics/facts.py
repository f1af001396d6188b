"""A list of names and values under headings: the plainest of all tables."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from media_manager.ui.diagnostics import texts
from media_manager.ui.diagnostics.rows import Column
from media_manager.ui.diagnostics.table import AS_GIVEN, FactTable
from media_manager.ui.diagnostics.texts import translate

Value = str | int | float | bool | None


class Fact(NamedTuple):
    """One value; `group` is empty where there is one group only."""

    group: str
    name: str
    value: str


def facts_table(name: str, parent: QWidget, *, grouped: bool = False) -> FactTable:
    columns = [
        Column(translate("Diagnostics", "Fact"), lambda fact: fact.name),
        Column(translate("Diagnostics", "Value"), lambda fact: fact.value),
    ]
    if grouped:
        columns.insert(0, Column(translate("Diagnostics", "Group"), lambda fact: fact.group))
    return FactTable(
        name, columns, lambda fact: (fact.group, fact.name), sort=AS_GIVEN, parent=parent
    )


def facts_of(groups: Mapping[str, Mapping[str, Value]]) -> list[Fact]:
    """Return plain data as facts, in its order."""
    return [
        Fact(group, name.replace("_", " "), shown(name, value))
        for group, values in groups.items()
        for name, value in values.items()
    ]


def shown(name: str, value: Value) -> str:
    """Return a value as people read it; the name says whether it counts bytes."""
    match value:
        case None:
            return texts.NOTHING
        case bool():
            return texts.yes(value=value)
        case int() | float() if name.endswith("_bytes"):
            return texts.size(value)
        case int():
            return texts.whole(value)
        case float():
            return texts.decimal(value)
        case _:
            return value or texts.NOTHING
