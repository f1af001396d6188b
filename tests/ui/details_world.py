"""The details panel over a real library, and short ways to read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget  # noqa: TID251 - for tests of the room
from pytestqt.qtbot import QtBot
from tests.ui.item_world import World, open_world, wait_until

from media_manager.settings import Profile
from media_manager.ui.details_panel import DetailsPanel
from media_manager.ui.theme import ThemeChoice, apply_theme
from media_manager.ui.widgets.elided_label import ElidedLabel
from media_manager.ui.widgets.plain import LinkButton


@contextmanager
def shown_panel(
    profile: Profile, place: Path, qtbot: QtBot
) -> Iterator[tuple[World, DetailsPanel]]:
    """Open a library in `place` and show the panel over it.

    It stands in a window as in the program: alone, the screenless platform warns of its hints.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, ThemeChoice.DARK)
    with open_world(profile, place) as world:
        window = QWidget()
        window.resize(900, 900)
        qtbot.addWidget(window)
        panel = DetailsPanel(world.services, window)
        panel.resize(420, 900)
        window.show()
        yield world, panel
        window.close()


def show_one(panel: DetailsPanel, item_id: int) -> None:
    panel.show_items([item_id])
    wait_until(lambda: panel.page is not None and panel.page.details.row.id == item_id)


def words_of(widget: QWidget) -> str:
    """Return all that is to be read in a widget."""
    found = []
    for each in widget.findChildren(QWidget):
        if not each.isVisibleTo(widget):
            continue
        if isinstance(each, QLabel):
            found.append(each.text().replace("\u200b", ""))
        elif isinstance(each, ElidedLabel):
            found.append(each.text)
        elif isinstance(each, LinkButton):
            found.append(each.words)
        elif isinstance(each, QAbstractButton):
            found.append(each.text().replace("&&", "&"))
    return "\n".join(found)


def link(panel: DetailsPanel, text: str) -> LinkButton:
    return next(each for each in panel.findChildren(LinkButton) if each.words == text)
