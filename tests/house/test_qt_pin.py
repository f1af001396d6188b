"""The pin of Qt for Python: 6.12.0 loses a reference to None at each void call and aborts."""

import sys

from PySide6.QtWidgets import QLabel  # noqa: TID251 - the widget is what is measured
from pytestqt.qtbot import QtBot

CALLS = 1_000


def test_void_calls_keep_the_references_to_none(qtbot: QtBot) -> None:
    """A thousand calls of setText leave as many references to None as before, give or take few.

    Where this fails, the installed PySide6 must not be used with this Python: see the pin in
    pyproject.toml.
    """
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(CALLS):
        label.setText(str(number))
    assert sys.getrefcount(None) > before - CALLS // 10
