"""`demo` builds, scans, and hands over to the window."""

import json
from pathlib import Path

import pytest

from media_manager.cli import demo, run
from media_manager.samples import SampleLibrary
from media_manager.settings import Profile


@pytest.fixture
def small_sample(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One file a shelf instead of a minute of encoding; tests/samples builds the real one."""
    folder = profile.samples
    profile.settings_file.write_text("[scan]\nyoung_file_seconds = 0.0\n")
    files = ("Films/Heat (1995).mkv", "Shows/Show/Show S01E01.mkv", "Photos/a.jpg")

    def build(_folder: Path, **_: object) -> SampleLibrary:
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).touch()
        films, shows, photos = (folder / name for name in ("Films", "Shows", "Photos"))
        return SampleLibrary(folder, films, shows, photos, entries=3, added_files=3)

    monkeypatch.setattr(demo, "build_sample_library", build)
    return folder


@pytest.mark.usefixtures("small_sample")
@pytest.mark.parametrize(
    ("words", "display", "opened"),
    [(["demo"], "offscreen", True), (["demo"], "", False), (["demo", "--build-only"], ":0", False)],
)
def test_the_window_opens_where_it_can(
    words: list[str],
    display: str,
    opened: bool,  # noqa: FBT001 - a case
    profile: Profile,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With a display, unless only to be built; on the same profile, with the three libraries."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    if display:
        monkeypatch.setenv("QT_QPA_PLATFORM", display)
    told: list[list[str]] = []

    def open_window(argv: list[str]) -> int:
        told.append(argv)
        return 0

    directory = str(profile.data.parent)
    shared = ["--profile", directory, "--json"]
    assert run([*words, *shared], open_window=open_window) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["added"] == 3
    assert told == ([["--profile", directory]] if opened else [])
    assert run(["libraries", *shared]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["name"], each["kind"]) for each in lines] == [
        ("Films", "movie"),
        ("Photos", "photo"),
        ("Shows", "tv"),
    ]
