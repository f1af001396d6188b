"""The details of an item say everything that the files and sidecars say, and who said it."""

import json

import pytest
from tests.library.small_library import find_ids

from media_manager.domain.media import Layer
from media_manager.errors import ItemNotFound
from media_manager.library.details import details_as_data, get_details
from media_manager.persistence.store import LibraryStore


def test_a_film_has_what_its_nfo_and_folder_say(scanned: LibraryStore) -> None:
    """NFO values, artwork, subtitles and extras hang on the one film of the folder."""
    (heat,) = find_ids(scanned, "heat type:movie")
    with scanned.reading() as reader:
        details = get_details(reader, heat)
    assert (details.plot, details.genres) == ("Cops and robbers.", ("Crime",))
    assert [(c.name, c.role) for c in details.credits] == [
        ("Michael Mann", "director"),
        ("Al Pacino", "actor"),
    ]
    assert [(s.language, s.forced) for s in details.subtitles] == [("de", True)]
    assert [file.role for file in details.files] == ["main", "extra"]
    assert [art.artwork_type for art in details.artwork] == ["poster"]
    assert details.origins["plot"].layer is Layer.NFO


def test_details_become_plain_data(scanned: LibraryStore) -> None:
    """The command line prints the same details as JSON; no bytes are in it."""
    (heat,) = find_ids(scanned, "heat type:movie")
    with scanned.reading() as reader:
        data = details_as_data(get_details(reader, heat))
    assert json.loads(json.dumps(data))["ids"] == {"imdb": "tt0113277"}


def test_an_id_that_is_gone_is_a_known_error(scanned: LibraryStore) -> None:
    """Nobody sees a traceback for a number that does not exist."""
    with scanned.reading() as reader, pytest.raises(ItemNotFound) as error:
        get_details(reader, 999_999)
    assert error.value.hint
