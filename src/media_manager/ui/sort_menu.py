"""The order of a list in words, and the menu that changes it: one key, or several."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from media_manager.domain.query import Order, SortKey

translate = QCoreApplication.translate

_SORTS = (
    SortKey.TITLE,
    SortKey.ADDED,
    SortKey.YEAR,
    SortKey.RATING,
    SortKey.MYRATING,
    SortKey.RUNTIME,
    SortKey.SIZE,
    SortKey.RESOLUTION,
    SortKey.KIND,
    SortKey.PREMIERED,
    SortKey.WATCHED,
    SortKey.PLAYS,
)
_DOWN_FIRST = frozenset(
    {
        *(SortKey.ADDED, SortKey.YEAR, SortKey.RATING, SortKey.SIZE, SortKey.RESOLUTION),
        *(SortKey.PREMIERED, SortKey.MYRATING, SortKey.WATCHED, SortKey.PLAYS),
    }
)
_MOST_KEYS = 4

Chosen = Callable[[tuple[Order, ...]], object]


def orders_text(orders: Sequence[Order]) -> str:
    """Return `Year ↓, Title ↑`."""
    return ", ".join(f"{sort_name(each.sort)} {'↓' if each.descending else '↑'}" for each in orders)


def usual_order(sort: SortKey) -> Order:
    """Return a key in the direction that people mean by it: the newest, the best first."""
    return Order(sort, sort in _DOWN_FIRST)


def fill_sort_menu(menu: QMenu, shown: Sequence[Order], choose: Chosen, *, chosen: bool) -> None:
    """Fill a menu with the keys, a second one below them, and the way back to the usual order."""
    menu.clear()
    first = shown[0] if shown else Order(SortKey.TITLE)
    _add_keys(menu, first if chosen else None, lambda order: choose((order, *_but(shown, order))))
    menu.addSeparator()
    then = menu.addMenu(translate("SortMenu", "Then by"))
    second = shown[1] if len(shown) > 1 else None
    _add_keys(then, second, lambda order: choose(_with_next(shown, order)))
    then.setEnabled(first.sort is not SortKey.RELEVANCE)
    turn = menu.addAction(translate("SortMenu", "Reverse the order"))
    turned = tuple(Order(each.sort, not each.descending) for each in shown)
    turn.triggered.connect(lambda: choose(turned))
    turn.setEnabled(first.sort is not SortKey.RELEVANCE)
    usual = menu.addAction(translate("SortMenu", "Usual order"))
    usual.triggered.connect(lambda: choose(()))
    usual.setEnabled(chosen)


def _but(shown: Sequence[Order], order: Order) -> tuple[Order, ...]:
    """Return the further keys that stay when another one comes first."""
    return tuple(each for each in shown[1:] if each.sort is not order.sort)


def _with_next(shown: Sequence[Order], order: Order) -> tuple[Order, ...]:
    kept = [each for each in shown if each.sort is not order.sort]
    return (*kept[: _MOST_KEYS - 1], order) if kept else (order,)


def _add_keys(menu: QMenu, current: Order | None, choose: Callable[[Order], object]) -> None:
    group = QActionGroup(menu)
    for key in _SORTS:
        action = menu.addAction(sort_name(key))
        action.setCheckable(True)
        action.setChecked(current is not None and key is current.sort)
        group.addAction(action)
        action.triggered.connect(lambda _checked=False, key=key: choose(usual_order(key)))


def sort_name(key: SortKey) -> str:
    """Return the name of an order."""
    names = {
        SortKey.RELEVANCE: translate("SortMenu", "Best match"),
        SortKey.TITLE: translate("SortMenu", "Title"),
        SortKey.ADDED: translate("SortMenu", "Date added"),
        SortKey.YEAR: translate("SortMenu", "Year"),
        SortKey.RATING: translate("SortMenu", "Rating"),
        SortKey.RUNTIME: translate("SortMenu", "Runtime"),
        SortKey.SIZE: translate("SortMenu", "File size"),
        SortKey.EPISODE: translate("SortMenu", "Episode"),
        SortKey.KIND: translate("SortMenu", "Kind"),
        SortKey.RESOLUTION: translate("SortMenu", "Resolution"),
        SortKey.PREMIERED: translate("SortMenu", "Premiere"),
        SortKey.WATCHED: translate("SortMenu", "Last watched"),
        SortKey.PLAYS: translate("SortMenu", "Times played"),
        SortKey.MYRATING: translate("SortMenu", "My rating"),
        SortKey.TAKEN: translate("SortMenu", "Date taken"),
    }
    return names.get(key, str(key).capitalize())
