"""The counts of the whole library, kept beside its columns: a start shows them without numpy."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from media_manager.domain.facets import Facet, FacetGroup, FacetLine
from media_manager.domain.query import Compare, Field
from media_manager.files import write_atomic
from media_manager.library.facets import SHOWN, FacetQuestion
from media_manager.persistence.columns.changes import is_nothing
from media_manager.persistence.columns.layout import COLUMN_VIEWER
from media_manager.persistence.reader import LibraryReader

TOTALS: Final = "facets.json"
_FORMAT: Final = 1


def is_about_everything(question: FacetQuestion) -> bool:
    """Tell whether a question asks what the totals answer."""
    plain = not question.contains and question.limit == SHOWN
    return plain and not question.query.where and question.query.viewer_id == COLUMN_VIEWER


def save_totals(folder: Path, uid: str, seq: int, groups: Sequence[FacetGroup]) -> None:
    """Keep the counts of the whole library at one point of its change log."""
    said = {
        "format": _FORMAT,
        "uid": uid,
        "seq": seq,
        "groups": {
            str(group.facet): {
                "more": group.more,
                "lines": [
                    [
                        each.node.name,
                        each.node.value,
                        str(each.node.compare),
                        each.label,
                        each.count,
                    ]
                    for each in group.lines
                ],
            }
            for group in groups
        },
    }
    write_atomic(folder / TOTALS, json.dumps(said).encode(), durable=False)


def read_totals(folder: Path, reader: LibraryReader) -> dict[Facet, FacetGroup] | None:
    """Return the counts of the whole library, if nothing that they count has changed."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said: dict[str, Any] = json.loads((folder / TOTALS).read_bytes())
        if (said["format"], said["uid"]) == (_FORMAT, reader.uid()) and is_nothing(
            reader, said["seq"]
        ):
            return {
                Facet(name): FacetGroup(
                    Facet(name), tuple(_line(*each) for each in group["lines"]), group["more"]
                )
                for name, group in said["groups"].items()
            }
    return None


def _line(name: str, value: str, compare: str, label: str, count: int) -> FacetLine:
    return FacetLine(Field(name, value, Compare(compare)), label, count)
