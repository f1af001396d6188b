"""From a query to SQL: what each node means, in which order, and the plans to choose from."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.persistence.query_compiler.compiled import (
        Compiled,
        Driver,
        Step,
        compile_query,
    )
    from media_manager.persistence.query_compiler.fields import ENTITY_FIELDS, is_answerable
    from media_manager.persistence.query_compiler.orders import order_of
    from media_manager.persistence.query_compiler.parts import Part
    from media_manager.persistence.query_compiler.sets import raised_by, sets_of, words_of

__all__ = [
    "ENTITY_FIELDS",
    "Compiled",
    "Driver",
    "Part",
    "Step",
    "compile_query",
    "is_answerable",
    "order_of",
    "raised_by",
    "sets_of",
    "words_of",
]

__getattr__ = lazy_names(
    __name__,
    {
        "ENTITY_FIELDS": "fields",
        "Compiled": "compiled",
        "Driver": "compiled",
        "Part": "parts",
        "Step": "compiled",
        "compile_query": "compiled",
        "is_answerable": "fields",
        "order_of": "orders",
        "raised_by": "sets",
        "sets_of": "sets",
        "words_of": "sets",
    },
)
