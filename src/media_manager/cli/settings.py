"""`settings`: list, get, set and reset; a password in an address is never shown."""

import argparse
from typing import Any

from media_manager.cli.desk import Desk
from media_manager.settings import EffectiveValue, Option, Value, find_option
from media_manager.settings.secrets import masked


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Do what the second word says."""
    match words.action:
        case "list":
            for each in desk.settings.effective():
                desk.screen.result(_data(each), _shown(each))
        case "get":
            each = _find(desk, words.key)
            desk.screen.result(_data(each), str(_plain(each.value)))
        case "set":
            desk.settings.set_text(words.key, words.value)
            _say_changed(desk, find_option(words.key))
        case _:
            desk.settings.reset(words.key)
            _say_changed(desk, find_option(words.key))
    return 0


def _find(desk: Desk, key: str) -> EffectiveValue:
    find_option(key)
    return next(each for each in desk.settings.effective() if each.option.key == key)


def _say_changed(desk: Desk, option: Option) -> None:
    each = _find(desk, option.key)
    desk.screen.result(_data(each), f"{option.key} = {_plain(each.value)} ({option.applies})")


def _data(each: EffectiveValue) -> dict[str, Any]:
    option = each.option
    return {
        "key": option.key,
        "value": masked(each.value),
        "default": masked(option.default),
        "chosen": each.chosen,
        "allowed": option.allowed(),
        "applies": str(option.applies),
        "help": option.help,
    }


def _shown(each: EffectiveValue) -> str:
    mark = "*" if each.chosen else " "
    return f"{mark} {each.option.key:<28} {_plain(each.value):<24} {each.option.help}"


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(masked(value))
