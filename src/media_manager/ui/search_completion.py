"""Offers what can come next while one types: fields, operators, and names of the library."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent

from media_manager.domain.naming import fold
from media_manager.domain.query.complete import Completion, ValueRequest, completions, wanted
from media_manager.domain.query.suggest import near_field
from media_manager.persistence.suggest_reader import suggest_values
from media_manager.ui.search_box import SearchBox
from media_manager.ui.search_popup import spoken
from media_manager.workers.services import Services

translate = QCoreApplication.translate
Key = Qt.Key

_MOST_VALUES: Final = 30
# One letter begins too many fields: most words are only words.
_LEAST_LETTERS: Final = 2
_NONE: Final[tuple[str, ...]] = ()
_ENTERS: Final = (Key.Key_Return, Key.Key_Enter, Key.Key_Tab)


class SearchCompletion(QObject):
    """Looks at keys before the box does. Nothing is highlighted until one goes down into it."""

    def __init__(self, box: SearchBox, services: Services) -> None:
        super().__init__(box)
        self._box = box
        self._services = services
        self._asked: ValueRequest | None = None
        self._answer: tuple[ValueRequest, tuple[str, ...]] | None = None
        self._called = False
        # After the key: the list is asked first, and several keys at once make one popup.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self.refresh)
        box.installEventFilter(self)
        box.textEdited.connect(self._on_edited)
        box.cursorPositionChanged.connect(self._on_cursor_moved)
        box.popup().picked.connect(self.take)

    @property
    def is_open(self) -> bool:
        """Tell whether there are lines to choose from."""
        popup = self._box.popup()
        return popup.isVisible() and bool(popup.choices)

    def call(self) -> None:
        """Offer what can come, also where nothing was typed yet; the first line is highlighted."""
        self._called = True
        self.refresh()
        if self.is_open and self._box.popup().highlighted is None:
            self._step(1)

    def refresh(self) -> None:
        """Offer what fits to the text of this moment."""
        text, cursor = self._box.text(), self._box.cursorPosition()
        popup = self._box.popup()
        was_open = self.is_open
        popup.show_choices(self._choices(text, cursor))
        popup.place_below(self._box)
        if self.is_open and not was_open:
            many = translate("SearchCompletion", "%1 suggestions, Down leads to them")
            self._announce(many.replace("%1", str(len(popup.choices))))

    def take(self, choice: Completion) -> None:
        """Write a line into the box, as if it had been typed."""
        box = self._box
        box.setSelection(choice.start, choice.end - choice.start)
        box.insert(choice.insert)
        self._called = False
        box.popup().show_choices(())
        box.popup().place_below(box)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are meant for the lines; all others are the box's."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        if event.type() == QEvent.Type.FocusOut:
            self._close()
        return super().eventFilter(watched, event)

    # -- keys ----------------------------------------------------------------------------------

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        with_ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if key == Key.Key_Space and with_ctrl:
            self.call()
            return True
        return self.is_open and self._take_choice_key(key)

    def _take_choice_key(self, key: int) -> bool:
        chosen = self._box.popup().highlighted
        if key == Key.Key_Escape:
            self._close()
        elif key == Key.Key_Down:
            self._step(1)
        elif key == Key.Key_Up and chosen is not None:
            self._step(-1)
        elif key in _ENTERS and chosen is not None:
            self.take(chosen)
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        popup = self._box.popup()
        popup.step(by)
        chosen = popup.highlighted
        if chosen is not None:
            self._announce(spoken(chosen))

    def _announce(self, text: str) -> None:
        """Tell a screen reader what only the eye sees: the box keeps the focus."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._box, text))

    def _close(self) -> None:
        self._called = False
        self._timer.stop()
        self._box.hide_popup()

    # -- what happened -------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self._called = False
        self._timer.start()

    def _on_cursor_moved(self) -> None:
        if self.is_open:
            self._timer.start()

    # -- what can come -------------------------------------------------------------------------

    def _choices(self, text: str, cursor: int) -> tuple[Completion, ...]:
        return (*_meant(text), *self._continued(text, cursor))

    def _continued(self, text: str, cursor: int) -> tuple[Completion, ...]:
        if not self._called and not _is_begun(text[:cursor]):
            return ()
        self._ask(wanted(text, cursor))
        found = completions(text, cursor, self._known)
        done = all(text[each.start : each.end] == each.insert.rstrip() for each in found)
        return () if done else tuple(found)

    def _known(self, field: str, prefix: str) -> Sequence[str]:
        """Return the names that are at hand; those of a shorter prefix do until others come."""
        if self._answer is None or self._answer[0].field != field:
            return ()
        folded = fold(prefix)
        if folded == fold(self._answer[0].prefix):
            return self._answer[1]
        return [name for name in self._answer[1] if _begins(fold(name), folded)]

    def _ask(self, request: ValueRequest | None) -> None:
        if request is None or request == self._asked:
            return
        self._asked = request
        self._services.read(
            partial(suggest_values, field=request.field, prefix=request.prefix, limit=_MOST_VALUES),
            empty=_NONE,
            on_done=partial(self._on_values, request),
            key="search-completion",
        )

    def _on_values(self, request: ValueRequest, names: Sequence[str]) -> None:
        self._answer = (request, tuple(names))
        if request == self._asked and self._box.hasFocus():
            self.refresh()


def _meant(text: str) -> tuple[Completion, ...]:
    """Offer `year:1999` to somebody who typed `yaer:1999`; it is never put there unasked."""
    near = near_field(text) if ":" in text else None
    if near is None:
        return ()
    label = translate("SearchCompletion", "Did you mean %1?").replace("%1", near)
    return (Completion(0, len(text), near, label, ""),)


def _is_begun(before: str) -> bool:
    """Tell whether so much of a word or a condition stands there that offers are of use."""
    last = before[-_LEAST_LETTERS:]
    return ":" in last or (len(last) == _LEAST_LETTERS and not set(last) & set(' ()-"'))


def _begins(name: str, prefix: str) -> bool:
    return name.startswith(prefix) or f" {prefix}" in name
