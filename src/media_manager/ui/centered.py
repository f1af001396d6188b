"""A column in the middle of a page: as wide as text reads well, as high as it needs."""

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

READABLE_WIDTH = 520


def centered_column(page: QWidget, *, spacing: int = 12) -> QVBoxLayout:
    """Return a layout in the middle of the page; wrapped text in it gets its whole height."""
    grid = QGridLayout(page)
    inner = QWidget(page)
    inner.setFixedWidth(READABLE_WIDTH)
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    grid.addWidget(inner, 1, 1)
    for edge in (0, 2):
        grid.setRowStretch(edge, 1)
        grid.setColumnStretch(edge, 1)
    return column
