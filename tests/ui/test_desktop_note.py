"""The desktop hears of the end of a long job: a real bus carries what was meant, as plain text."""

import shutil
import subprocess
from collections.abc import Iterator

import pytest

from media_manager.ui.desktop_note import note_words, tell_desktop

TOOLS = ("dbus-daemon", "dbus-monitor", "gdbus")
pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)), reason=f"needs {', '.join(TOOLS)}"
)

TITLE = 'Scan of "Films" \\ x'
TEXT = "Finished · <b>12</b> new & more\n--help"


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Start a session bus of our own; nobody on it takes notes."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    yield address
    daemon.terminate()
    daemon.wait()
    daemon.stdout.close()


def test_what_is_told_arrives_as_it_was_meant(bus: str) -> None:
    """Quotes, signs of markup and words that look like options are text, not commands."""
    monitor = subprocess.Popen(
        ["dbus-monitor", "--address", bus, "member='Notify'"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert monitor.stdout is not None
    seen = [monitor.stdout.readline() for _ in range(4)]  # it listens when it has its name

    taken = tell_desktop(TITLE, TEXT)

    while not seen[-1].strip().startswith("int32"):
        seen.append(monitor.stdout.readline())
    monitor.terminate()
    monitor.wait()
    monitor.stdout.close()
    strings = [line.strip() for line in seen if line.strip().startswith("string")]
    assert f'string "{TITLE}"' in strings
    assert 'string "Finished · &lt;b&gt;12&lt;/b&gt; new &amp; more --help"' in strings
    assert taken is False  # nobody is there to show it


@pytest.mark.usefixtures("bus")
def test_no_desktop_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a session bus is asked in vain."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")

    assert tell_desktop("A", "B") is False


def test_a_long_text_is_cut() -> None:
    """A note is a line, not a report."""
    assert len(note_words("T", "x" * 10_000)[-4]) < 400
