"""A populated library for each fault, made once and copied."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.persistence.populated import make_library
from tests.services import require

from media_manager.persistence.writer import LibraryWriter
from media_manager.settings import Profile


@pytest.fixture(scope="session")
def populated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("populated") / "library.db"
    make_library(path)
    return path.read_bytes()


@pytest.fixture
def library(profile: Profile, populated: bytes) -> Path:
    profile.library_db.write_bytes(populated)
    return profile.library_db


@pytest.fixture
def writer(library: Path) -> Iterator[LibraryWriter]:
    writer = LibraryWriter(library)
    yield writer
    writer.close()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB, so that a full disk is a real one."""
    place = tmp_path / "tiny"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(words, check=False).returncode:
        require("a tmpfs cannot be mounted here: it needs root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)
