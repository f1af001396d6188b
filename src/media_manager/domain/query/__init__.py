"""What a list asks for: one query as a value, and its text form.

The window, the command line, saved searches and rules share it.
"""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.domain.query.fields import (
        COUNTS,
        FIELDS,
        PRESENCES,
        STATES,
        FieldKind,
        FieldSpec,
    )
    from media_manager.domain.query.formatter import format_query, format_search
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
    from media_manager.domain.query.normal_form import normal, walk
    from media_manager.domain.query.parser import ParsedSearch, parse_query, parse_search

__all__ = [
    "COUNTS",
    "FIELDS",
    "PRESENCES",
    "STATES",
    "And",
    "Compare",
    "Count",
    "Field",
    "FieldKind",
    "FieldSpec",
    "Ids",
    "Node",
    "Not",
    "Or",
    "Order",
    "ParsedSearch",
    "Phrase",
    "Query",
    "SortKey",
    "Word",
    "format_query",
    "format_search",
    "normal",
    "parse_query",
    "parse_search",
    "walk",
]

__getattr__ = lazy_names(
    __name__,
    {
        "And": "nodes",
        "COUNTS": "fields",
        "Compare": "nodes",
        "Count": "nodes",
        "FIELDS": "fields",
        "Field": "nodes",
        "FieldKind": "fields",
        "FieldSpec": "fields",
        "Ids": "nodes",
        "Node": "nodes",
        "Not": "nodes",
        "Or": "nodes",
        "Order": "nodes",
        "PRESENCES": "fields",
        "ParsedSearch": "parser",
        "Phrase": "nodes",
        "Query": "nodes",
        "STATES": "fields",
        "SortKey": "nodes",
        "Word": "nodes",
        "format_query": "formatter",
        "format_search": "formatter",
        "normal": "normal_form",
        "parse_query": "parser",
        "parse_search": "parser",
        "walk": "normal_form",
    },
)
