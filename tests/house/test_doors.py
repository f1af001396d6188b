"""The doors of the packages: cheap to open, and every name behind them is there."""

import json
import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

import media_manager

PACKAGES = sorted(
    module.name
    for module in pkgutil.walk_packages(media_manager.__path__, "media_manager.")
    if module.ispkg
)

# For each package in a clean interpreter state: which modules of ours does its import bring?
_PROBE = """
import importlib, json, sys
brought = {}
for package in sys.argv[1:]:
    for name in [name for name in sys.modules if name.partition(".")[0] == "media_manager"]:
        del sys.modules[name]
    importlib.import_module(package)
    brought[package] = [name for name in sys.modules if name.partition(".")[0] == "media_manager"]
print(json.dumps(brought))
"""


def test_importing_a_package_imports_none_of_its_submodules() -> None:
    """Otherwise ui -> workers -> library would pull SQLAlchemy into the first paint."""
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, *PACKAGES],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    brought: dict[str, list[str]] = json.loads(done.stdout)
    assert {
        package: sorted(set(names) - {*_with_parents(package), "media_manager.doors"})
        for package, names in brought.items()
        if set(names) - {*_with_parents(package), "media_manager.doors"}
    } == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_on_the_door_is_there(package: str) -> None:
    """`__all__` lists the public names, once and in order, and each can be imported."""
    door = import_module(package)
    names: list[str] = getattr(door, "__all__", [])
    assert sorted(set(names), key=_as_ruff_sorts) == list(names)
    assert [name for name in names if not hasattr(door, name)] == []
    with pytest.raises(AttributeError):
        door.no_such_name  # noqa: B018 - reading it is the test


def _with_parents(package: str) -> list[str]:
    parts = package.split(".")
    return [".".join(parts[: end + 1]) for end in range(len(parts))]


def _as_ruff_sorts(name: str) -> tuple[int, str]:
    """Constants first, then classes, then functions (ruff RUF022)."""
    if name.isupper():
        return (0, name)
    return (1, name) if name[0].isupper() else (2, name)
