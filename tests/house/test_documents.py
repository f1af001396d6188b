"""The documents tell the truth: settings, commands and links are compared with the program."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from media_manager.settings import OPTIONS, Option
from media_manager.ui.action_table import action_specs, rating_specs

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "PERFORMANCE_OPTIMIZATION.md",
)
PICTURES = "docs/screenshots/"
OUTSIDE = ("https://", PICTURES)
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _settings_row(option: Option) -> str:
    """Return the line of the table in the README that this option must have."""
    match option.default:
        case bool():
            default = str(option.default).lower()
        case "":
            default = "(empty)"
        case _:
            default = f"{option.default}"
    return f"| `{option.key}` | {default} | {option.help} |"


def test_every_setting_is_in_the_readme() -> None:
    """The table has each option with its default and help, in the order of the program."""
    rows = [line for line in _text("README.md").splitlines() if re.match(r"\| `\w+\.\w+` \|", line)]

    assert [_settings_row(option) for option in OPTIONS] == rows


def test_every_command_is_in_the_readme() -> None:
    """Whoever adds a command shows how it is used."""
    if find_spec("media_manager.cli") is None:
        pytest.skip("the command line is not there yet")
    answer = subprocess.run(
        [sys.executable, "-m", "media_manager", "--help"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    listed = re.findall(r"^ {4}([a-z-]+) ", answer.stdout, re.MULTILINE)
    assert listed
    commands = set(listed)
    shown = set(re.findall(r"media-manager ([a-z-]+)", _text("README.md")))

    assert sorted(commands - shown) == []
    assert sorted(shown - commands) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    """Each link within the project names a file that is there."""
    targets = [link for link in LINK.findall(_text(name)) if not link.startswith(OUTSIDE)]

    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_pictures_are_there() -> None:
    """The README shows each picture that the script takes, and no other."""
    folder = ROOT / PICTURES
    if not folder.exists():
        pytest.skip("no screenshots were taken yet")
    shown = {link for link in LINK.findall(_text("README.md")) if link.startswith(PICTURES)}

    assert {f"{PICTURES}{path.name}" for path in folder.glob("*.png")} == shown


@pytest.mark.parametrize("name", DOCUMENTS)
def test_named_files_exist(name: str) -> None:
    """A script or test that a document names in a command or a sentence is there."""
    named = re.findall(r"(?<![\w/])((?:scripts|tests)/[\w/.-]+\w)", _text(name))

    assert sorted({path for path in named if not (ROOT / path).exists()}) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_know_no_machine(name: str) -> None:
    """No path, host or account of whoever wrote it: a reader has another one."""
    assert re.findall(r"/(?:work|tmp|root|home|Users|opt)/", _text(name)) == []


def test_there_are_five_documents() -> None:
    """A sixth would be a twin of one of them."""
    assert sorted(path.name for path in ROOT.glob("*.md")) == sorted(DOCUMENTS)


def test_every_marker_has_its_command() -> None:
    """A test that is off by default says in CONTRIBUTING.md how it is run."""
    text = _text("CONTRIBUTING.md")
    markers = ("benchmark", "scale", "soak", "faults_long")

    assert [name for name in markers if f"-m {name}" not in text] == []


def test_every_room_is_in_the_architecture() -> None:
    """Each package and module at the top of the tree is explained."""
    package = ROOT / "src" / "media_manager"
    rooms = {path.stem for path in package.iterdir() if path.stem.strip("_") == path.stem}
    rooms -= {"py"}  # py.typed
    text = _text("ARCHITECTURE.md")

    explained = set(re.findall(r"^  (\w+) ", text, re.MULTILINE))

    assert sorted(rooms - explained) == []


# Keys that are not in the table of actions: of lists, the sidebar, the search box and the preview,
# and one of the platform's.
_KEYS_OF_LISTS = {
    "Ctrl+A",
    "Ctrl+Space",
    "Space",
    "Esc",
    "Page Up",
    "Page Down",
    "Home",
    "End",
    "Shift",
    "Ctrl",
    "'",
    "F2",
    "Del",
}


def test_keys_in_the_readme_are_those_of_the_program() -> None:
    """A key that the table promises belongs to an action."""
    text = _text("README.md").partition("### Keyboard")[2].partition("## ")[0]
    named = set(re.findall(r"`([^`]+)`", text))
    keys = {key for spec in (*action_specs(), *rating_specs()) for key in spec.keys}

    assert named
    assert sorted(named - keys - _KEYS_OF_LISTS) == []
