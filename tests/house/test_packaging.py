"""What a desktop is told about the program is true."""

import tomllib
from configparser import RawConfigParser
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_desktop_entry_starts_a_command_that_is_installed() -> None:
    """Its command and its icon come with the same wheel."""
    entry = RawConfigParser(delimiters=("=",))
    entry.optionxform = str  # type: ignore[assignment,method-assign] # keys of this file have capitals
    entry.read(ROOT / "packaging" / "media-manager.desktop", encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]

    assert entry["Desktop Entry"]["Exec"] in project["project"]["gui-scripts"]
    assert f"{entry['Desktop Entry']['Icon']}.svg" in {Path(each).name for each in shared.values()}
    assert sorted(shared) == sorted(each for each in shared if (ROOT / each).is_file())
