"""One condition as a row: whether it is denied, the field, how it is compared, the value."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QToolButton, QWidget

from media_manager.domain.query import (
    COUNTS,
    FIELDS,
    Compare,
    Count,
    Field,
    FieldKind,
    Ids,
    Node,
    Not,
    Phrase,
    Word,
    format_query,
    parse_query,
)
from media_manager.domain.query.values import comparisons
from media_manager.errors import QueryError
from media_manager.ui.field_words import choice_word, field_word
from media_manager.ui.icons import icon
from media_manager.ui.theme import SPACE, TextSize
from media_manager.ui.widgets.plain import PlainLabel

translate = QCoreApplication.translate

Plain = Word | Phrase | Field | Count

# Any word of any text; no field has this name.
ANY_TEXT: Final = ""
_COUNTED: Final = "#"
_ORDERED: Final = (
    Compare.MATCHES,
    Compare.EQUALS,
    Compare.LESS,
    Compare.AT_MOST,
    Compare.MORE,
    Compare.AT_LEAST,
    Compare.REGEX,
)
# Numbers of rows in a table are for links, not for people; a search that has one keeps it.
_HIDDEN: Final = frozenset({"item", "library_id", "parent", "root"})
_WORDS: Final = frozenset({FieldKind.TEXT, FieldKind.NAME})
_DIGITS: Final = 9
_COMPARE_CHARACTERS: Final = 17
_VALUE_CHARACTERS: Final = 12


class ConditionRow(QWidget):
    """Says `changed` at each change; `node` is None while the value is empty or not understood."""

    changed = Signal()
    removed = Signal()

    def __init__(self, node: Node | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loading = True
        self._build()
        self._offer_fields()
        self.show_node(node or Word(""))
        self._connect()

    def node(self) -> Node | None:
        """Return the condition; None with a word below the row when it is not one yet."""
        try:
            found = self._read()
        except QueryError as error:
            self._say(str(error))
            return None
        self._say("")
        return Not(found) if found is not None and self.denied.currentIndex() else found

    def show_node(self, node: Node) -> None:
        """Show a condition; nobody is told."""
        self._loading = True
        inner = node.node if isinstance(node, Not) else node
        self.denied.setCurrentIndex(int(isinstance(node, Not)))
        name, compare, value = _parts(inner)
        self._choose(self.field, name)
        self._offer_for(name)
        self._choose(self.compare, compare)
        self._set_value(value)
        self._loading = False

    def focus_value(self) -> None:
        self.value.setFocus()

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(SPACE.hair)
        row = QHBoxLayout()
        row.setSpacing(SPACE.small)
        self.field = QComboBox(self)
        self.field.setAccessibleName(translate("Builder", "Field"))
        self.field.setMaxVisibleItems(24)
        self.denied = QComboBox(self)
        self.denied.addItems([translate("Builder", "is"), translate("Builder", "is not")])
        self.denied.setAccessibleName(translate("Builder", "Wanted or not"))
        self.compare = QComboBox(self)
        self.compare.setAccessibleName(translate("Builder", "How it is compared"))
        self.value = QComboBox(self)
        self.value.setEditable(True)
        self.value.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.value.setAccessibleName(translate("Builder", "Value"))
        # What it offers may be long; the row must fit all the same.
        fit = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.value.setSizeAdjustPolicy(fit)
        self.value.setMinimumContentsLength(_VALUE_CHARACTERS)
        self.compare.setSizeAdjustPolicy(fit)
        self.compare.setMinimumContentsLength(_COMPARE_CHARACTERS)
        self.remove = QToolButton(self)
        self.remove.setIcon(icon("x"))
        self.remove.setAutoRaise(True)
        self.remove.setToolTip(translate("Builder", "Remove this condition"))
        self.remove.setAccessibleName(translate("Builder", "Remove this condition"))
        for widget in (self.field, self.denied, self.compare):
            row.addWidget(widget)
        row.addWidget(self.value, 1)
        row.addWidget(self.remove)
        grid.addLayout(row, 0, 0)
        self.problem = PlainLabel(tone="danger", size=TextSize.CAPTION, parent=self)
        self.problem.hide()
        grid.addWidget(self.problem, 1, 0)

    def _connect(self) -> None:
        self.field.currentIndexChanged.connect(self._on_field_chosen)
        for each in (self.denied, self.compare):
            each.currentIndexChanged.connect(self._tell)
        self.value.editTextChanged.connect(self._tell)
        self.remove.clicked.connect(self.removed)

    def _offer_fields(self) -> None:
        self.field.addItem(translate("Builder", "Any text"), ANY_TEXT)
        names = [
            spec.name
            for spec in FIELDS.values()
            if spec.kind is not FieldKind.ORDER and spec.name not in _HIDDEN
        ]
        for name in sorted(names, key=lambda each: field_word(each).casefold()):
            self.field.addItem(field_word(name), name)
        for name in COUNTS:
            words = translate("Builder", "Number of %1").replace("%1", field_word(name).lower())
            self.field.addItem(words, _COUNTED + name)

    def _offer_for(self, name: str) -> None:
        """Offer the comparisons and the usual values of a field."""
        self.compare.clear()
        for compare in _comparisons(name):
            self.compare.addItem(_compare_words(name, compare), str(compare))
        self.compare.setVisible(self.compare.count() > 1)
        self.value.clear()
        spec = FIELDS.get(name)
        for choice in spec.choices if spec else ():
            self.value.addItem(choice_word(name, choice), choice)
        edit = self.value.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(spec.expects if spec else "")
        self._set_value("")

    def _choose(self, box: QComboBox, data: str) -> None:
        at = box.findData(data)
        if at < 0:
            # A saved search may hold what is not offered.
            box.addItem(data, data)
            at = box.count() - 1
        box.setCurrentIndex(at)

    def _set_value(self, value: str) -> None:
        at = self.value.findData(value)
        self.value.setCurrentIndex(at)
        if at < 0:
            self.value.setEditText(value)

    # -- reading -------------------------------------------------------------------------------

    def _read(self) -> Plain | None:
        name = str(self.field.currentData())
        value = self._value()
        if not value:
            return None
        compare = Compare(str(self.compare.currentData()))
        if name == ANY_TEXT:
            node: Plain = Word(value) if len(value.split()) == 1 else Phrase(value)
        elif name.startswith(_COUNTED):
            node = Count(name.removeprefix(_COUNTED), _number(value), compare)
        else:
            node = Field(name, value, compare)
        # What the box could not read must not reach the list either.
        parse_query(format_query((node,)))
        return node

    def _value(self) -> str:
        """Return what was typed, or what the chosen words stand for."""
        text = self.value.currentText().strip()
        at = self.value.findText(text)
        return text if at < 0 else str(self.value.itemData(at))

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _on_field_chosen(self, _at: int) -> None:
        before, self._loading = self._loading, True
        self._offer_for(str(self.field.currentData()))
        self._loading = before
        self._tell()

    def _tell(self) -> None:
        if not self._loading:
            self.changed.emit()


def _parts(node: Node) -> tuple[str, str, str]:
    """Return the field, the comparison and the value that a row shows of a condition."""
    match node:
        case Word(text) | Phrase(text):
            return ANY_TEXT, str(Compare.MATCHES), text
        case Field(name, value, compare):
            return name, str(compare), value
        case Count(name, number, compare):
            return _COUNTED + name, str(compare), str(number)
        case _:
            raise TypeError(f"no row shows {type(node).__name__}")


def shows(node: Node) -> bool:
    """Tell whether one row can show this condition."""
    inner = node.node if isinstance(node, Not) else node
    return isinstance(inner, Plain) and not isinstance(inner, Ids)


def _number(value: str) -> int:
    if not value.isdecimal() or len(value) > _DIGITS:
        raise QueryError(
            translate("Builder", "Write a whole number, such as 3."), position=0, hint=""
        )
    return int(value)


def _comparisons(name: str) -> tuple[Compare, ...]:
    if name == ANY_TEXT:
        return (Compare.MATCHES,)
    if name.startswith(_COUNTED):
        return tuple(each for each in _ORDERED if each not in (Compare.MATCHES, Compare.REGEX))
    known = comparisons(FIELDS[name])
    # A whole number is what it is, whichever way it is written.
    twice = FIELDS[name].kind not in _WORDS and Compare.MATCHES in known
    return tuple(
        each for each in _ORDERED if each in known and not (twice and each is Compare.EQUALS)
    )


def _compare_words(name: str, compare: Compare) -> str:
    kind = FIELDS[name].kind if name in FIELDS else None
    if kind is FieldKind.DATE:
        dates = {
            Compare.LESS: translate("Builder", "before, or in the last"),
            Compare.MORE: translate("Builder", "after, or longer ago"),
        }
        if compare in dates:
            return dates[compare]
    words = {
        Compare.MATCHES: translate("Builder", "containing")
        if kind in _WORDS
        else translate("Builder", "equal to, or in"),
        Compare.EQUALS: translate("Builder", "exactly"),
        Compare.REGEX: translate("Builder", "like the pattern"),
        Compare.LESS: translate("Builder", "less than"),
        Compare.AT_MOST: translate("Builder", "at most"),
        Compare.MORE: translate("Builder", "more than"),
        Compare.AT_LEAST: translate("Builder", "at least"),
    }
    return words[compare]
