"""What the table of actions is made of: one action, and when it is of use."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QKeySequence


class Scope(StrEnum):
    """When an action is of use, and where its keys are heard."""

    ALWAYS = "always"
    LIBRARY = "library"  # there is at least one folder
    LIST = "list"  # the list is shown; keys are heard in the list only
    REVIEWS = "reviews"  # moved files wait for a decision
    ITEMS = "items"  # at least one item is selected; keys are heard in the list only


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. `standard` is the platform's own key; `keys` come beside it."""

    id: str
    menu: str
    text: str
    tip: str
    standard: QKeySequence.StandardKey | None = None
    keys: tuple[str, ...] = ()
    icon: str = ""
    scope: Scope = Scope.ALWAYS
    checkable: bool = False
    separator: bool = False
