"""Which keys a person gave to which action: how that is kept, and which keys would be no good."""

import json
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

translate = QCoreApplication.translate

SETTING = "ui.shortcuts"

Keys = tuple[QKeySequence, ...]

_Modifier = Qt.KeyboardModifier
_WITH = _Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier
# Lists, text fields and dialogs need these by themselves, whatever has the focus.
_TAKEN = frozenset(
    {
        *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_Space),
        *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
        *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
        *(Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete),
    }
)
# Everything from here on is no letter, digit or sign.
_FIRST_SPECIAL = int(Qt.Key.Key_Escape)


def read_keys(text: str) -> dict[str, Keys]:
    """Return the keys of each changed action; a text that makes no sense changes nothing."""
    try:
        read = json.loads(text) if text else {}
    except ValueError:
        return {}
    if not isinstance(read, dict):
        return {}
    return {
        str(action): tuple(_sequences(keys))
        for action, keys in read.items()
        if isinstance(keys, list)
    }


def write_keys(changed: Mapping[str, Keys]) -> str:
    """Return what `read_keys` reads; empty when nothing was changed."""
    if not changed:
        return ""
    return json.dumps(
        {action: [key.toString() for key in keys] for action, keys in sorted(changed.items())}
    )


def refusal(key: QKeySequence) -> str:
    """Return why a key cannot be a shortcut; empty if it can.

    A letter alone is a search in lists and a letter in fields: with Ctrl, Alt or Meta it is free.
    """
    if key.isEmpty():
        return translate("ShortcutKeys", "Press the keys that you want.")
    if key.count() > 1:
        return translate("ShortcutKeys", "Use one combination, not several behind each other.")
    pressed = first_of(key)
    if pressed.keyboardModifiers() & _WITH:
        return ""
    if int(pressed.key()) < _FIRST_SPECIAL:
        return translate("ShortcutKeys", "A letter alone types: take Ctrl, Alt or Meta to it.")
    if pressed.key() in _TAKEN:
        return translate("ShortcutKeys", "Lists and fields need this key: take Ctrl or Alt to it.")
    return ""


def first_of(key: QKeySequence) -> QKeyCombination:
    """Return the first, and mostly only, combination of keys."""
    pressed: QKeyCombination = key[0]  # type: ignore[index]  # its stub knows no __getitem__
    return pressed


def shown_keys(keys: Iterable[QKeySequence]) -> str:
    """Return keys as they are printed on the keyboard."""
    shown = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys]
    # Keys of special keyboards have names of two words and would only be in the way.
    return ", ".join(key for key in shown if " " not in key)


def _sequences(keys: Iterable[object]) -> Iterable[QKeySequence]:
    for each in keys:
        sequence = QKeySequence(str(each))
        if not sequence.isEmpty() and first_of(sequence).key() != Qt.Key.Key_unknown:
            yield sequence
