"""Lines above everything that say how the library is: busy, read-only, safe mode, disk full."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from media_manager.ui.icon_label import IconLabel
from media_manager.ui.icons import icon
from media_manager.ui.notifications import Act
from media_manager.ui.widgets.plain import PlainLabel

translate = QCoreApplication.translate

_SIGNS = {"warn": "warning", "danger": "error", "accent": "info"}


class Notice(QFrame):
    """One line with its buttons; it stays until what it says is no longer so, or is put away."""

    def __init__(self, text: str, tone: str, acts: tuple[Act, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(text)
        self.text = text
        self.buttons: list[QPushButton] = []
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 8, 8)
        line.setSpacing(8)
        line.addWidget(IconLabel(_SIGNS[tone], 20, tone, self))
        line.addWidget(PlainLabel(text, parent=self), 1)
        for act in acts:
            button = QPushButton(act.text, self)
            button.clicked.connect(lambda _checked=False, act=act: act.call())
            line.addWidget(button)
            self.buttons.append(button)
        self.close_button = QToolButton(self, autoRaise=True)
        self.close_button.setIcon(icon("x"))
        self.close_button.setAccessibleName(translate("NoticeBar", "Hide for now"))
        self.close_button.setToolTip(self.close_button.accessibleName())
        line.addWidget(self.close_button)


class NoticeBar(QWidget):
    """One notice a key. What was put away comes back only when it says something else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._notices: dict[str, Notice] = {}
        self._hidden: dict[str, str] = {}

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what is shown now."""
        return tuple(notice.text for notice in self._notices.values())

    def notice(self, key: str) -> Notice | None:
        return self._notices.get(key)

    def show_notice(self, key: str, text: str, *acts: Act, tone: str = "warn") -> None:
        """Show a line, in the place of what had the key before."""
        shown = self._notices.get(key)
        if self._hidden.get(key) == text or (shown is not None and shown.text == text):
            return
        self._take(key)
        notice = Notice(text, tone, acts, self)
        notice.close_button.clicked.connect(lambda: self._put_away(key))
        self._notices[key] = notice
        self._column.addWidget(notice)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def settle(self, key: str) -> None:
        """Take a line away: it is no longer so."""
        self._hidden.pop(key, None)
        self._take(key)

    def _put_away(self, key: str) -> None:
        self._hidden[key] = self._notices[key].text
        self._take(key)

    def _take(self, key: str) -> None:
        notice = self._notices.pop(key, None)
        if notice is not None:
            self._column.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
