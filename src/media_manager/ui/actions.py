"""Every QAction of the window, made once; menus, toolbar, context menus and help share them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from media_manager.ui.action_spec import ActionSpec, Scope
from media_manager.ui.action_table import (
    action_specs,
    menu_titles,
    rating_specs,
    translate,
)
from media_manager.ui.icons import icon

_IN_LIST = (Scope.LIST, Scope.ITEMS)


class Actions(QObject):
    """The registry. `actions["play"]` is the QAction; `on` says what it does."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.specs = {spec.id: spec for spec in (*action_specs(), *rating_specs())}
        self._actions = {spec.id: self._make(spec) for spec in self.specs.values()}
        self._wired: set[str] = set()
        self._blocked: frozenset[str] = frozenset()
        views = QActionGroup(self)
        for view in ("view-grid", "view-table", "view-tree"):
            views.addAction(self[view])

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def usual_keys(self, action_id: str) -> list[QKeySequence]:
        """Return the keys that an action has by itself."""
        return shortcuts(self.specs[action_id])

    def use_keys(self, changed: Mapping[str, Sequence[QKeySequence]]) -> None:
        """Give the actions the keys of a person; those that are not named get their usual ones."""
        for action_id in self.specs:
            keys = changed.get(action_id)
            self._set_keys(action_id, self.usual_keys(action_id) if keys is None else keys)

    def holder(self, key: QKeySequence, *, but: str = "") -> str | None:
        """Return the action that has a key."""
        for action_id in self.specs:
            if action_id != but and key in self[action_id].shortcuts():
                return action_id
        return None

    def _set_keys(self, action_id: str, keys: Sequence[QKeySequence]) -> None:
        action = self[action_id]
        if action.shortcuts() != list(keys):
            action.setShortcuts(list(keys))
            action.setToolTip(_tool_tip(action.statusTip(), keys))

    def on(self, action_id: str, call: Callable[[], object]) -> None:
        """Say what an action does; each action does one thing."""
        self._wired.add(action_id)
        self[action_id].triggered.connect(lambda _checked=False: call())

    @property
    def unwired(self) -> set[str]:
        """Return the actions that do nothing: none, in a finished window."""
        return set(self._actions) - self._wired

    def add_to(self, window: QWidget, lists: QWidget) -> None:
        """Make the keys work: those of items in the lists only, all others anywhere."""
        for action_id, spec in self.specs.items():
            action = self[action_id]
            if spec.scope in _IN_LIST:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                lists.addAction(action)
            else:
                window.addAction(action)

    def fill(self, bar: QMenuBar) -> None:
        """Build the menu bar; the ratings are a menu below the item's."""
        for name, title in menu_titles().items():
            menu = bar.addMenu(title)
            for spec in self.specs.values():
                if spec.menu != name:
                    continue
                self._append(menu, spec)
            if name == "item":
                menu.addMenu(self.rating_menu(menu))

    def rating_menu(self, parent: QWidget) -> QMenu:
        """Return a new menu with the ratings."""
        menu = QMenu(translate("Actions", "&Rate"), parent)
        for spec in self.specs.values():
            if spec.menu == "rate":
                self._append(menu, spec)
        return menu

    def set_enabled(self, scope: Scope, *, enabled: bool) -> None:
        """Enable or disable all actions of a scope, but for those that are blocked."""
        for action_id, spec in self.specs.items():
            if spec.scope is scope:
                self.enable(action_id, enabled=enabled)

    def enable(self, action_id: str, *, enabled: bool) -> None:
        """Enable or disable one action; a blocked one stays disabled."""
        self[action_id].setEnabled(enabled and action_id not in self._blocked)

    def block(self, action_ids: Iterable[str], reason: str) -> None:
        """Disable these whatever their scope, and say why on hover; an empty reason frees them."""
        wanted = frozenset(action_ids) if reason else frozenset[str]()
        for action_id in wanted | self._blocked:
            action = self[action_id]
            tip = _tool_tip(action.statusTip(), action.shortcuts())
            action.setToolTip(f"{tip}\n{reason}" if reason else tip)
            if action_id in wanted:
                action.setEnabled(False)
            elif self.specs[action_id].scope is Scope.ALWAYS:
                action.setEnabled(True)
        self._blocked = wanted

    def _append(self, menu: QMenu, spec: ActionSpec) -> None:
        if spec.separator:
            menu.addSeparator()
        menu.addAction(self[spec.id])

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(spec.text, self, checkable=spec.checkable)
        action.setObjectName(spec.id)
        keys = shortcuts(spec)
        action.setShortcuts(keys)
        action.setToolTip(_tool_tip(spec.tip, keys))
        action.setStatusTip(spec.tip)
        if spec.icon:
            action.setIcon(icon(spec.icon))
        return action


def _tool_tip(tip: str, keys: Sequence[QKeySequence]) -> str:
    shown = f" ({keys[0].toString(QKeySequence.SequenceFormat.NativeText)})" if keys else ""
    return f"{tip}{shown}"


def shortcuts(spec: ActionSpec) -> list[QKeySequence]:
    """Return keys that are the platform's and ours first, then its own, then ours; each once."""
    own = QKeySequence.keyBindings(spec.standard) if spec.standard is not None else []
    ours = [QKeySequence(key) for key in spec.keys]
    both = [key for key in ours if key in own]
    unique = {key.toString(): key for key in (*both, *own, *ours)}
    return list(unique.values())


def plain_text(action: QAction) -> str:
    """Return the text without access key and ellipsis, for lists and screen readers."""
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")
