"""Write TOML: the standard library reads it but does not write it."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def to_toml(tables: Mapping[str, Any]) -> str:
    """Return the text of `{section: {key: value}}`, values of any type that TOML knows.

    `tomllib.loads` of the text gives back the same mapping; deeper tables become inline tables.
    """
    loose = {key: value for key, value in tables.items() if not isinstance(value, Mapping)}
    blocks = ["".join(_lines(loose))] if loose else []
    blocks += [
        f"[{_key(name)}]\n{''.join(_lines(table))}"
        for name, table in tables.items()
        if isinstance(table, Mapping)
    ]
    return "\n".join(blocks)


def _lines(table: Mapping[str, Any]) -> list[str]:
    return [f"{_key(name)} = {_value(value)}\n" for name, value in table.items()]


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)


def _value(value: Any) -> str:  # noqa: ANN401 - what tomllib gives: any TOML value
    match value:
        case str():
            return _string(value)
        case bool() | int() | float():
            return _number(value)
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping():
            pairs = ", ".join(f"{_key(name)} = {_value(item)}" for name, item in value.items())
            return f"{{{pairs}}}"
        case list() | tuple():
            return f"[{', '.join(_value(item) for item in value)}]"
        case _:
            raise TypeError(f"TOML has no {type(value).__name__}")


def _number(value: float) -> str:
    """Return a number as TOML writes it, which is as Python does, but for true and false."""
    return repr(value).lower()  # True, 1, 0.5, 1e+20, nan, inf, -inf


def _string(text: str) -> str:
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x20 or ord(sign) == 0x7F else sign  # noqa: PLR2004 - the control characters
