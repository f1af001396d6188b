"""What the documents teach about searching can be typed."""

import re
from pathlib import Path

import pytest

from media_manager.domain.query import FIELDS, parse_search
from media_manager.domain.query.fields import COUNT_NAMES, COUNTS, NAMES

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
TABLE = README.partition("### Search")[2].partition("### ")[0]
ROWS = re.findall(r"^\| (`.*?) \|", TABLE, re.MULTILINE)
SEARCHES = [text for row in ROWS for text in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("text", SEARCHES)
def test_every_search_of_the_readme_can_be_read(text: str) -> None:
    """The table shows no syntax that there is not."""
    parsed = parse_search(text)
    assert parsed.where or parsed.orders


def test_the_readme_has_a_table_of_searches() -> None:
    """So that the test above tests something."""
    assert len(SEARCHES) > 20


def test_names_mean_one_thing() -> None:
    """No spelling of one field is another field, and what is counted has a name of its own."""
    assert {name: NAMES[name] for name in FIELDS} == {name: name for name in FIELDS}
    spellings = [alias for spec in FIELDS.values() for alias in (spec.name, *spec.aliases)]
    assert len(spellings) == len(set(spellings))
    assert {COUNT_NAMES[name] for name in COUNTS} == set(COUNTS)
