"""One line above the list about folders that need attention; it never stops the work."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from media_manager.library.browse import Overview, RootLine
from media_manager.ui.icon_label import IconLabel
from media_manager.ui.icons import icon
from media_manager.ui.words import counted

translate = QCoreApplication.translate


class RootBanner(QFrame):
    """Speaks of the first root that is not online; held ones, which wait for a word, first."""

    check_wanted = Signal(object)
    locate_wanted = Signal(object)
    release_wanted = Signal(object)
    review_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("root-banner")
        self.setProperty("tone", "warn")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._roots: tuple[RootLine, ...] = ()
        self._hidden: frozenset[tuple[int, str]] = frozenset()
        self._reviews = self._hidden_reviews = 0
        self._build()
        self._connect()
        self.hide()

    @property
    def root(self) -> RootLine | None:
        return self._roots[0] if self._roots else None

    def show_overview(self, overview: Overview) -> None:
        self._reviews = overview.reviews
        self._hidden_reviews = min(self._hidden_reviews, self._reviews)
        roots = [root for library in overview.libraries for root in library.roots]
        troubled = [
            root
            for state in ("held", "offline")
            for root in roots
            if root.state == state and (root.id, root.state) not in self._hidden
        ]
        self.show_roots(troubled)

    def show_roots(self, roots: Sequence[RootLine]) -> None:
        """Show these; without any the banner speaks of moved files, or hides."""
        self._roots = tuple(roots)
        self._review.setVisible(not roots)
        self._check.setVisible(bool(roots))
        if not roots:
            self._show_reviews()
            return
        root = roots[0]
        held = root.state == "held"
        self._sign.show_icon("alert" if held else "offline", "warn")
        text = _held_text(root) if held else _offline_text(root)
        if len(roots) > 1:
            more = translate("RootBanner", "%1 more need attention.")
            text = f"{text} {more.replace('%1', counted('folder', len(roots) - 1))}"
        self._text.setText(text)
        self.setAccessibleName(text)
        self._release.setVisible(held)
        self._locate.setVisible(not held)
        self.show()

    def unhide(self) -> None:
        """Show again what was dismissed: somebody asked for it."""
        self._hidden = frozenset()
        self._hidden_reviews = 0

    def _show_reviews(self) -> None:
        text = _reviews_text(self._reviews)
        self._sign.show_icon("alert", "warn")
        self._text.setText(text)
        self.setAccessibleName(text)
        self._release.hide()
        self._locate.hide()
        self.setVisible(self._reviews > self._hidden_reviews)

    def _build(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 8, 8)
        line.setSpacing(8)
        self._sign = IconLabel("offline", 20, "warn", self)
        self._text = QLabel(self, wordWrap=True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._check = QPushButton(translate("RootBanner", "Check again"), self)
        self._locate = QPushButton(translate("RootBanner", "Locate…"), self)
        self._release = QPushButton(translate("RootBanner", "They are really gone"), self)
        self._review = QPushButton(translate("RootBanner", "Review…"), self)
        self._dismiss = QToolButton(self, autoRaise=True)
        self._dismiss.setAccessibleName(translate("RootBanner", "Hide for now"))
        self._dismiss.setToolTip(self._dismiss.accessibleName())
        line.addWidget(self._sign)
        line.addWidget(self._text, 1)
        for button in (self._check, self._locate, self._release, self._review, self._dismiss):
            line.addWidget(button)
        self._dismiss.setIcon(icon("x"))

    def _connect(self) -> None:
        self._check.clicked.connect(lambda: self.check_wanted.emit(self.root))
        self._locate.clicked.connect(lambda: self.locate_wanted.emit(self.root))
        self._release.clicked.connect(lambda: self.release_wanted.emit(self.root))
        self._review.clicked.connect(self.review_wanted)
        self._dismiss.clicked.connect(self._on_dismissed)

    def _on_dismissed(self) -> None:
        if self.root is not None:
            self._hidden |= {(self.root.id, self.root.state)}
            self.show_roots(self._roots[1:])
        else:
            self._hidden_reviews = self._reviews
            self.hide()


def _offline_text(root: RootLine) -> str:
    text = translate(
        "RootBanner",
        "%1 is not reachable. Its %2 stay in the library and come back with the drive.",
    )
    return text.replace("%1", root.display_path).replace(
        "%2", counted("file", root.file_count or 0)
    )


def _held_text(root: RootLine) -> str:
    text = translate(
        "RootBanner",
        "%2 in %1 disappeared at once. Nothing was marked as missing: was a drive not connected?",
    )
    return text.replace("%1", root.display_path).replace("%2", counted("file", root.held_count))


def _reviews_text(count: int) -> str:
    text = translate("RootBanner", "%1 may have been moved. Only you can tell.")
    return text.replace("%1", counted("file", count))
