"""One reduced sample library for all tests of this room, built once."""

from pathlib import Path

import pytest

from media_manager.samples import build_sample_library

SOME = ("M", "Casablanca", "Spirited Away", "Run Lola Run", "Cowboy Bebop", "Photo titles")
A_PHOTO = "2021-10 Mountains/DSC04902.jpg"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    build_sample_library(folder, only=[*SOME, A_PHOTO])
    return folder
