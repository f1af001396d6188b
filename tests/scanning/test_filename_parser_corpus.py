"""The parser against names that people and release groups really use."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from media_manager.domain.media import ParsedName
from media_manager.scanning.filename_parser import parse_name

_CORPUS = Path(__file__).parents[1] / "data" / "names"
_WITHOUT_CASE = frozenset({"title", "episode_title", "release_group", "edition"})
# What each group reached when it was written; a change may only improve it.
_LEAST = {
    "anime": 1.0,
    "daily": 1.0,
    "episodes": 0.99,
    "movies": 0.99,
    "other": 1.0,
    "releases_mixed": 0.99,
    "releases_movies": 0.99,
}
_LEAST_OF_ANY = 0.96


def _cases(group: str) -> Iterator[tuple[str, dict[str, Any]]]:
    with (_CORPUS / f"{group}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            yield case["path"], case["expected"]


def _value(parsed: ParsedName, name: str) -> object:
    value: object = getattr(parsed, name)
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if name == "ids" else value  # type: ignore[call-overload]


def _agrees(parsed: ParsedName, expected: dict[str, Any]) -> bool:
    for name, wanted in expected.items():
        value = _value(parsed, name)
        if name in _WITHOUT_CASE and isinstance(value, str) and isinstance(wanted, str):
            value, wanted = value.casefold(), wanted.casefold()  # noqa: PLW2901 - compared at once
        if value != wanted:
            return False
    return True


@pytest.mark.parametrize("group", sorted(path.stem for path in _CORPUS.glob("*.jsonl")))
def test_the_corpus_is_read_as_people_read_it(group: str) -> None:
    """Each group of names is read at least as well as when its floor was set."""
    cases = list(_cases(group))

    wrong = [path for path, expected in cases if not _agrees(parse_name(path), expected)]

    assert 1 - len(wrong) / len(cases) >= _LEAST.get(group, _LEAST_OF_ANY), "\n".join(wrong)
