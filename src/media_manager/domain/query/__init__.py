"""What a list asks for: one query as a value, and its text form.

The window, the command line, saved searches and rules share it.
"""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.domain.query.nodes import (
        And,
        Compare,
        Count,
        Field,
        Ids,
        Node,
        Not,
        Or,
        Order,
        Phrase,
        Query,
        SortKey,
        Word,
    )
    from media_manager.domain.query.parser import (
        FIELDS,
        STATES,
        format_query,
        parse_query,
        year_range,
    )

__all__ = [
    "FIELDS",
    "STATES",
    "And",
    "Compare",
    "Count",
    "Field",
    "Ids",
    "Node",
    "Not",
    "Or",
    "Order",
    "Phrase",
    "Query",
    "SortKey",
    "Word",
    "format_query",
    "parse_query",
    "year_range",
]

__getattr__ = lazy_names(
    __name__,
    {
        "FIELDS": "parser",
        "STATES": "parser",
        "And": "nodes",
        "Compare": "nodes",
        "Count": "nodes",
        "Field": "nodes",
        "Ids": "nodes",
        "Node": "nodes",
        "Not": "nodes",
        "Or": "nodes",
        "Order": "nodes",
        "Phrase": "nodes",
        "Query": "nodes",
        "SortKey": "nodes",
        "Word": "nodes",
        "format_query": "parser",
        "parse_query": "parser",
        "year_range": "parser",
    },
)
