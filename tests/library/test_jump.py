"""A jump finds the first title that begins so, in either direction, as a walk over all would."""

from bisect import bisect_left
from pathlib import Path

import pytest
from tests.ui.conftest import scan_folder

from media_manager.domain.paging import ResultSet
from media_manager.domain.query import Field, Query, SortKey
from media_manager.library import browse
from media_manager.library.jump import can_jump, find_row, label_at, list_marks
from media_manager.persistence.reader import LibraryReader, open_reader
from media_manager.settings import Profile

TITLES = (
    *("20 Days", "200 Days", "3 Days", "Alpha", "An Apple", "Bravo", "Das Boot", "Émile"),
    *("The Matrix", "Matrix Again", "Zebra", "Мост", "東京"),
)
FILMS = Query((Field("type", "movie"),))


@pytest.fixture
def reader(profile: Profile, tmp_path: Path) -> LibraryReader:
    """Return the reader of a library of films of thirteen years."""
    folder = tmp_path / "Films"
    folder.mkdir()
    for number, title in enumerate(TITLES):
        (folder / f"{title} ({1985 + number}).mkv").write_bytes(title.encode())
    scan_folder(profile, folder)
    return open_reader(profile.library_db)


def result_of(reader: LibraryReader, sort: SortKey, *, descending: bool = False) -> ResultSet:
    return browse.result_set(reader, FILMS.sorted_by(sort, descending=descending))


def title_at(reader: LibraryReader, result: ResultSet, row: int | None) -> str:
    assert row is not None
    return reader.rows([result.ids[row]])[0].title


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("typed", "title"),
    [
        *(("a", "Alpha"), ("bra", "Bravo"), ("emi", "Émile"), ("ZE", "Zebra"), ("20", "20 Days")),
        *(("200", "200 Days"), ("matrix a", "Matrix Again"), ("the ma", "The Matrix")),
        *(("мо", "Мост"), ("東", "東京")),
    ],
)
def test_a_beginning_leads_to_its_first_title(
    reader: LibraryReader, typed: str, title: str, *, descending: bool
) -> None:
    """Accents, case and articles do not matter; numbers are those that are meant."""
    result = result_of(reader, SortKey.TITLE, descending=descending)
    row = find_row(reader, result, typed)
    found = title_at(reader, result, row)
    starts = {"a": {"Alpha", "An Apple"}, "the ma": {"The Matrix", "Matrix Again"}}
    starts["20"] = {"20 Days", "200 Days"}
    assert found in starts.get(typed, {title})
    reader.close()


def test_what_is_not_there_leads_to_where_it_would_be(reader: LibraryReader) -> None:
    """Beyond the last title to the last one; nothing typed leads nowhere."""
    result = result_of(reader, SortKey.TITLE)
    assert title_at(reader, result, find_row(reader, result, "charlie")) == "Das Boot"
    assert find_row(reader, result, "\U0001f3ac") is not None
    assert find_row(reader, result, " ") is None
    assert find_row(reader, ResultSet(FILMS, 0), "a") is None
    reader.close()


@pytest.mark.parametrize("descending", [False, True])
def test_marks_are_where_the_letters_change(reader: LibraryReader, *, descending: bool) -> None:
    """As a walk over all titles finds them; labels of rows agree with them."""
    result = result_of(reader, SortKey.TITLE, descending=descending)
    marks = list_marks(reader, result)
    letters = [label_at(reader, result, row) for row in range(len(result))]
    walked = [(letter, letters.index(letter)) for letter in dict.fromkeys(letters)]
    assert [(mark.label, mark.row) for mark in marks] == walked
    assert [mark.label for mark in marks][:: -1 if descending else 1] == [
        *("#", "A", "B", "D", "E", "M", "Z", "М", "東")
    ]
    reader.close()


@pytest.mark.parametrize("descending", [False, True])
def test_years_are_jumped_to(reader: LibraryReader, *, descending: bool) -> None:
    """Also while they are typed; decades are the marks."""
    result = result_of(reader, SortKey.YEAR, descending=descending)
    years = [row.year for row in reader.rows(list(result.ids))]
    row = find_row(reader, result, "1990")
    assert row is not None
    assert years[row] == 1990
    begun = find_row(reader, result, "199")
    assert begun is not None
    assert years[begun] == (1997 if descending else 1990)
    decades = ["1980s", "1990s"]
    assert [mark.label for mark in list_marks(reader, result)] == (
        decades[::-1] if descending else decades
    )
    assert find_row(reader, result, "abc") is None
    reader.close()


def test_items_that_are_gone_are_passed(reader: LibraryReader) -> None:
    """A list may be a moment older than the library."""
    result = result_of(reader, SortKey.TITLE)
    ids = [each for number in result.ids for each in (9_000_000 + number, number)]
    longer = ResultSet.of(result.query, result.seq, ids)
    row = find_row(reader, longer, "bravo")
    assert row is not None
    assert row // 2 == find_row(reader, result, "bravo")
    reader.close()


def test_other_orders_have_no_letters() -> None:
    """The best match and sizes have no place where something begins."""
    assert can_jump(FILMS)
    assert not can_jump(FILMS.sorted_by(SortKey.RELEVANCE))
    assert not can_jump("no query")


def test_a_jump_looks_at_few_items(reader: LibraryReader) -> None:
    """As many as halving the list takes."""
    result = result_of(reader, SortKey.TITLE)
    looks: list[str] = []
    execute = reader.execute

    def noting(sql: str, values: object = ()) -> object:
        looks.append(sql)
        return execute(sql, values)  # type: ignore[arg-type]

    reader.execute = noting  # type: ignore[assignment, method-assign]
    find_row(reader, result, "bravo")
    assert len(looks) <= 2 * (len(TITLES).bit_length() + 1)
    assert bisect_left(sorted(TITLES), "Bravo") > 0
    reader.execute = execute  # type: ignore[method-assign]
    reader.close()
