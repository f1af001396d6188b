"""Each command from its words to its exit code, in this process."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from media_manager.cli import run
from media_manager.library.job_runs import job_history
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile

NFO = "<movie><title>Heat</title><year>1995</year><plot>Cops.</plot></movie>"
FILES = {
    "Films/Heat (1995)/Heat (1995).mkv": "heat",
    "Films/Heat (1995)/Heat (1995).nfo": NFO,
    "Films/Ran (1985)/Ran (1985).mkv": "ran",
    "Shows/Firefly/Season 1/Firefly S01E01.mkv": "one",
    "Shows/Firefly/Season 1/Firefly S01E02.mkv": "two",
}
Say = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


@pytest.fixture
def quick(profile: Profile) -> Profile:
    """Files of this minute count as finished."""
    profile.settings_file.write_text("[scan]\nyoung_file_seconds = 0.0\n")
    return profile


@pytest.fixture
def say(quick: Profile, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command with --json; return the code, the lines, and what stderr says."""

    def say(*words: str | Path) -> tuple[int, list[dict[str, Any]], str]:
        capsys.readouterr()
        code = run([*map(str, words), "--json", "--profile", str(quick.data.parent)])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return say


@pytest.fixture
def scanned(say: Say, media: Path) -> Say:
    assert say("scan", media / "Films", media / "Shows", "--no-probe")[0] == 0
    return say


def test_scan_ends_with_the_counts(say: Say, media: Path) -> None:
    """The last line is always the counts, whatever came before."""
    code, lines, errors = say("scan", media / "Films", "--no-probe")
    assert (code, errors) == (0, "")
    seconds = lines[-1].pop("seconds")
    assert isinstance(seconds, float)
    assert lines == [{"added": 2, "changed": 0, "moved": 0, "missing": 0, "failed": 0}]


def test_scan_names_the_library_after_the_folder(scanned: Say) -> None:
    """Without --library; and a second scan of it, or of a folder inside, is the same root."""
    _, lines, _ = scanned("libraries")
    assert [(each["name"], len(each["roots"])) for each in lines] == [("Films", 1), ("Shows", 1)]
    inside = lines[0]["roots"][0]["display_path"] + "/Heat (1995)"
    assert scanned("scan", inside, "--no-probe")[1][-1]["added"] == 0
    assert len(scanned("libraries")[1]) == 2


def test_scan_takes_the_library_and_kind_it_is_told(say: Say, media: Path) -> None:
    """Several folders may share a library."""
    say(
        "scan",
        media / "Films",
        media / "Shows",
        "--library",
        "All",
        "--kind",
        "mixed",
        "--no-probe",
    )
    (library,) = say("libraries")[1]
    assert (library["name"], library["kind"], len(library["roots"])) == ("All", "mixed", 2)


def test_a_folder_that_is_not_there_is_a_failure(say: Say, media: Path) -> None:
    """It is counted and said with what to do; the others are scanned all the same."""
    code, lines, errors = say("scan", media / "Nowhere", media / "Films", "--no-probe")
    assert (code, lines[-1]["failed"], lines[-1]["added"]) == (1, 1, 2)
    assert "Nowhere is not a folder" in errors
    assert "Check the path" in errors


def test_b1_an_offline_root_is_said_and_kept(scanned: Say, media: Path) -> None:
    """Fault B1: exit code 1, a hint, and not a file is marked."""
    (media / "Films").rename(media / "Away")
    code, lines, errors = scanned("scan", media / "Films")
    assert (code, lines[-1]["missing"], lines[-1]["failed"]) == (1, 0, 1)
    assert "Connect" in errors
    stats = scanned("stats")[1][0]
    assert (stats["missing"], stats["offline"], stats["files"]) == (0, 3, 3)
    (media / "Away").rename(media / "Films")
    assert scanned("scan", media / "Films", "--no-probe")[0] == 0
    assert scanned("stats")[1][0]["offline"] == 0


def test_scan_keeps_a_record(scanned: Say, media: Path, quick: Profile) -> None:
    """What failed in a scan can be read afterwards, by path."""
    (media / "Films/Ran (1985)/movie.nfo").write_text("<!DOCTYPE a [<!ENTITY b 'c'>]><movie/>")
    assert scanned("scan", media / "Films", "--no-probe")[0] == 1
    with LibraryStore(quick.library_db).reading() as reader:
        newest = job_history(reader)[0]
        assert (newest.job_type, newest.status, newest.failed) == ("scan", "finished", 1)
        ((subject,),) = reader.execute("SELECT subject FROM job_item").fetchall()
    assert subject.endswith("movie.nfo")


def test_scan_probes_afterwards(say: Say, media: Path) -> None:
    """Files that are no films are noted as unreadable, which is no failure of the scan."""
    code, lines, _ = say("scan", media / "Films")
    assert (code, lines[0], lines[-1]["failed"]) == (0, {"probed": 2, "unreadable": 2}, 0)
    say("settings", "set", "probe.enabled", "false")
    (media / "Films/New (2001).mkv").write_text("new")
    assert len(say("scan", media / "Films")[1]) == 1


def test_search_finds_and_sorts(scanned: Say) -> None:
    """One object an item; nothing found is exit code 1."""
    code, lines, _ = scanned("search", "heat")
    assert (code, [line["title"] for line in lines]) == (0, ["Heat"])
    years = scanned("search", "type:movie", "--sort", "-year")[1]
    assert [line["year"] for line in years] == [1995, 1985]
    assert len(scanned("search", "type:episode", "--limit", "1")[1]) == 1
    assert len(scanned("search", "type:episode", "--limit", "0")[1]) == 2
    assert scanned("search", "nowhere")[:2] == (1, [])


def test_a_mistake_in_a_search_is_pointed_at(scanned: Say) -> None:
    """Carets stand under the condition."""
    code, lines, errors = scanned("search", "heat", "is:nothing")
    assert (code, lines) == (1, [])
    assert "  heat is:nothing\n       ^^^^^^^^^^\nFor example is:watched\n" in errors


def test_show_says_where_values_come_from(scanned: Say) -> None:
    """The plot is from the NFO, a film without one has its title from its name."""
    heat = scanned("search", "heat")[1][0]["id"]
    data = scanned("show", str(heat))[1][0]
    assert (data["plot"], data["origins"]["plot"]["layer"]) == ("Cops.", "nfo")
    assert data["files"][0]["display_path"].endswith("Heat (1995).mkv")
    code, lines, errors = scanned("show", "999")
    assert (code, lines) == (1, [])
    assert "no item number 999" in errors


def test_home_lists_what_is_new(scanned: Say) -> None:
    """Each line names the part of the page that it belongs to."""
    _code, lines, _errors = scanned("home", "--limit", "2")
    assert lines[0]["line"] == "added"
    assert len([line for line in lines if line["line"] == "added"]) == 2


def test_stats_count_a_library_a_line_and_all_last(scanned: Say) -> None:
    """Items by type, files, and what needs attention."""
    films, shows, total = scanned("stats")[1]
    assert films["items"] == {"movie": 2}
    assert shows["items"] == {"episode": 2, "season": 1, "show": 1}
    assert (total["library"], total["files"], total["waiting"]) == (None, 5, 4)
    assert total["unmatched"] == 4


@pytest.mark.parametrize("words", [("search", "x"), ("show", "1"), ("stats",), ("libraries",)])
def test_without_a_library_it_says_what_to_do(say: Say, words: tuple[str, ...]) -> None:
    """No traceback, no empty answer, and no file made."""
    code, lines, errors = say(*words)
    assert (code, lines) == (1, [])
    assert "media-manager scan FOLDER" in errors


def test_relocate_only_plans_until_apply(scanned: Say, media: Path) -> None:
    """Fault B7: a root that lies elsewhere now keeps its items and their ids."""
    before = [line["id"] for line in scanned("search", "type:movie")[1]]
    root = str(scanned("libraries")[1][0]["roots"][0]["id"])
    (media / "Films").rename(media / "Elsewhere")
    code, (plan,), errors = scanned("libraries", "relocate", root, media / "Elsewhere")
    assert (code, plan["applied"]) == (0, False)
    assert "--apply" in errors
    assert scanned("libraries")[1][0]["roots"][0]["display_path"].endswith("Films")
    assert scanned("libraries", "relocate", root, media / "Elsewhere", "--apply")[0] == 0
    done = scanned("scan", media / "Elsewhere", "--no-probe")[1][-1]
    assert (done["added"], done["missing"]) == (0, 0)
    assert [line["id"] for line in scanned("search", "type:movie")[1]] == before


def test_d10_remove_root_takes_items_out_and_no_file(scanned: Say, media: Path) -> None:
    """Fault D10: the library forgets, the disk does not; and only with --apply."""
    root = str(scanned("libraries")[1][1]["roots"][0]["id"])
    plan = scanned("libraries", "remove-root", root)[1][0]
    assert (plan["files"], plan["items"], plan["applied"]) == (2, 2, False)
    assert len(scanned("search", "type:show")[1]) == 1
    assert scanned("libraries", "remove-root", root, "--apply")[0] == 0
    assert scanned("search", "firefly")[:2] == (1, [])
    assert scanned("stats")[1][-1]["items"] == {"movie": 2}
    assert all((media / name).exists() for name in FILES)
    assert [f for f in scanned("doctor")[1] if f["severity"] == "problem"] == []
    assert scanned("libraries", "remove-root", "77")[0] == 1


def test_settings_are_listed_changed_and_masked(say: Say, quick: Profile) -> None:
    """Fault I8: a password in an address is never shown."""
    assert {"key", "value", "default", "help"} <= set(say("settings", "list")[1][0])
    assert say("settings", "set", "ui.page_size", "50")[1][0]["value"] == 50
    assert say("settings", "get", "ui.page_size")[1][0]["chosen"]
    assert say("settings", "reset", "ui.page_size")[1][0]["value"] == 100
    _, lines, errors = say("settings", "set", "cache.redis_url", "redis://me:secret@host/0")
    assert "secret" not in json.dumps(lines) + errors
    assert "secret" in quick.settings_file.read_text()
    assert say("settings", "set", "ui.page_size", "many")[0] == 1
    assert say("settings", "get", "ui.page")[0] == 1


def test_nfo_is_shown_as_json(say: Say, media: Path, tmp_path: Path) -> None:
    """What the file says; a file that is none is a failure with its reason."""
    code, (data,), _ = say("nfo", media / "Films/Heat (1995)/Heat (1995).nfo")
    assert (code, data["entries"][0]["title"]) == (0, "Heat")
    assert say("nfo", tmp_path / "none.nfo")[0] == 1


def test_the_doctor_examines_backs_up_and_restores(scanned: Say) -> None:
    """Warnings are no failure; a backup can be gone back to."""
    code, lines, _ = scanned("doctor")
    assert code == 0
    assert {"code", "severity", "message"} <= set(lines[0])
    assert Path(scanned("doctor", "--backup")[1][0]["backup"]).exists()
    assert scanned("doctor", "--restore")[0] == 0
    assert scanned("search", "heat")[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["scan"],
        ["search", "x", "--sort", "color"],
        ["search", "x", "--limit", "-1"],
        ["scan", ".", "--kind", "vinyl"],
        ["show", "one"],
        ["settings"],
        ["doctor", "--backup", "--upgrade"],
    ],
)
def test_wrong_use_is_exit_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Said on stderr, nothing on stdout."""
    assert run(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "usage:" in said.err


@pytest.mark.parametrize("place", ["before", "after"])
def test_shared_options_stand_anywhere(
    quick: Profile, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    """--profile and --json work before and after the command alike."""
    shared = ["--json", "--profile", str(quick.data.parent)]
    words = ["settings", "get", "ui.theme"]
    assert run([*shared, *words] if place == "before" else [*words, *shared]) == 0
    assert json.loads(capsys.readouterr().out)["value"] == "system"


def test_people_get_text(scanned: Say, quick: Profile, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json every command writes lines to read."""
    shown = scanned("search", "heat")[1][0]["id"]
    for words, expected in (
        (["search", "firefly", "type:episode"], "Firefly S01E01 Episode 1"),
        (["show", str(shown)], "Heat (1995)"),
        (["stats"], "All libraries"),
        (["libraries"], "Films (auto): 2 movies"),
        (["settings", "list"], "ui.theme"),
    ):
        assert run([*words, "--profile", str(quick.data.parent)]) == 0
        assert expected in capsys.readouterr().out


def test_parse_answers_every_line(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Plain paths and JSON lines; a bad line is a line with its error and exit code 1."""
    asked = (
        b"Films/Heat (1995)/Heat (1995) [tmdbid-949] - 1080p.mkv\n\n"
        b'{"id": 7, "path": "/tv/Firefly/Season 1/S01E02-E03.mkv", "root": "/tv"}\n'
        b'{"id": 8}\n{broken\nAm\xe9lie (2001).mkv\n{"id":9,"path":"a\\udce9 (2001).mkv"}'
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(asked)))
    assert run(["parse"]) == 1
    said = capsysbinary.readouterr()
    heat, firefly, no_path, broken, amelie, escaped = map(json.loads, said.out.splitlines())
    assert (heat["id"], heat["kind"], heat["title"], heat["year"]) == (None, "movie", "Heat", 1995)
    assert (heat["ids"], heat["episodes"], heat["version"]) == ({"tmdb": "949"}, [], "1080p")
    assert (firefly["id"], firefly["title"], firefly["season"]) == (7, "Firefly", 1)
    assert firefly["episodes"] == [2, 3]
    assert (no_path["id"], "path" in no_path["error"]) == (8, True)
    assert "not JSON" in broken["error"]
    assert amelie["path"].encode("utf-8", "surrogateescape") == b"Am\xe9lie (2001).mkv"
    assert (escaped["id"], escaped["path"]) == (9, "a\udce9 (2001).mkv")
    assert set(heat) == {
        *("id", "path", "kind", "title", "year", "season", "episodes", "absolute_episodes"),
        *("date", "episode_title", "edition", "part", "version", "three_d", "language", "forced"),
        *("default", "hearing_impaired", "ids", "resolution", "source", "release_group"),
    }
    assert said.err.count(b"\n") == 2
