"""What leaves this machine says nothing about who uses it, and with what keys."""

import logging
import string
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_manager.instrumentation.formatting import RedactingFormatter
from media_manager.instrumentation.log_file import open_log
from media_manager.instrumentation.redaction import Person, path_mark, redact, this_person

ADA = Person(homes=("/home/ada", "C:\\Users\\ada"), users=("ada",), hosts=("attic-7",))
SAFE = string.ascii_letters + string.digits
KEYS = st.text(SAFE, min_size=8, max_size=40).map(lambda text: f"Zq{text}")
NAMES = st.sampled_from(
    [
        "api_key",
        "apikey",
        "API-KEY",
        "access_token",
        "token",
        "password",
        "passwd",
        "client_secret",
        "session_id",
        "X-Api-Key",
        "tmdb.api_key",
    ]
)
AROUND = st.sampled_from(
    [
        "https://api.example.org/3/find?{name}={key}&language=en",
        "https://api.example.org/3/find?language=en&{name}={key}",
        '{{"{name}": "{key}", "page": 1}}',
        "{{'{name}': '{key}'}}",
        "{name} = {key}",
        "{name}: {key}",
        "--{name} {key}",
        "--{name}={key} scan /films",
        '{name}: "{key}',
        "Authorization: Bearer {key}",
        "'Authorization': 'Bearer {key}'",
        "authorization: Basic {key}==",
        "redis://:{key}@localhost:6379/0",
        "redis://media:{key}@localhost:6379/0",
        "https://{key}@example.org/feed",
        "postgresql://films:{key}@db/media",
        "sent bearer {key} and was refused",
    ]
)


@given(around=AROUND, name=NAMES, key=KEYS, before=st.text(max_size=30), after=st.text(max_size=30))
def test_a_key_never_comes_through(
    around: str, name: str, key: str, before: str, after: str
) -> None:
    """Whatever names it, and whatever stands around it."""
    text = f"{before}\n{around.format(name=name, key=key)}\n{after}"
    assert key not in redact(text, person=ADA)


@given(password=st.text(SAFE + "/+!$%*#~.@:", min_size=3, max_size=30))
def test_a_password_of_an_address_never_comes_through(password: str) -> None:
    """Also one with signs that end other parts of an address."""
    kept = redact(f"opened redis://worker:{password}Zz9@cache:6379/0 late", person=ADA)
    assert f"{password}Zz9" not in kept
    assert kept.endswith("@cache:6379/0 late")


@given(text=st.text(), hide=st.booleans())
def test_redacted_twice_is_redacted_once(text: str, hide: bool) -> None:  # noqa: FBT001
    """A log is redacted when it is written and again when it is handed on."""
    once = redact(text, hide_paths=hide, person=ADA)
    assert redact(once, hide_paths=hide, person=ADA) == once


@given(around=AROUND, name=NAMES, key=KEYS)
def test_redacted_twice_is_redacted_once_where_keys_were(around: str, name: str, key: str) -> None:
    """A mark is no key."""
    once = redact(around.format(name=name, key=key), person=ADA)
    assert redact(once, person=ADA) == once


@given(rest=st.text(SAFE + " ./_-", max_size=40), before=st.sampled_from(["", " ", '"', "(", "="]))
def test_the_home_folder_is_a_tilde(rest: str, before: str) -> None:
    """Wherever it stands, in either way to write it."""
    for home in ADA.homes:
        assert home not in redact(f"{before}{home}/{rest}", person=ADA)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/home/ada/Films/a.mkv", "~/Films/a.mkv"),
        ("file:///home/ada/Films", "file://~/Films"),
        (r"C:\Users\ada\Films", r"~\Films"),
        (r"'C:\\Users\\ada\\Films'", r"'~\\Films'"),
        ("/home/adam/Films", "/home/<user>/Films"),
        ("/media/bob/disk/a.mkv", "/media/<user>/disk/a.mkv"),
        ("/run/media/bob/disk", "/run/media/<user>/disk"),
        ("ada@attic-7 said", "<user>@<host> said"),
        ("Canada is not Ada", "Canada is not <user>"),
        ("key 0123456789abcdef0123456789ABCDEF end", "key <hidden> end"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln x", "<hidden> x"),
        ("the token of a name ends here", "the token of a name ends here"),
        (
            "seconds: 5, rows: 100, sort_key, primary key",
            "seconds: 5, rows: 100, sort_key, primary key",
        ),
        (
            "SELECT id FROM media_item WHERE id IN (?, …)",
            "SELECT id FROM media_item WHERE id IN (?, …)",
        ),
    ],
)
def test_what_is_taken_out_and_what_stays(text: str, expected: str) -> None:
    """A report that says nothing helps nobody."""
    assert redact(text, person=ADA) == expected


def test_paths_become_marks_when_asked() -> None:
    """The same path has the same mark, and no part of it is left."""
    text = "cannot read '/mnt/films/Heat (1995)/Heat.mkv' and '/mnt/films/Heat (1995)/Heat.mkv'"
    kept = redact(text, hide_paths=True, person=ADA)
    mark = path_mark("/mnt/films/Heat (1995)/Heat.mkv")
    assert kept == f"cannot read '{mark}' and '{mark}'"
    assert mark.endswith(".mkv>")


@given(
    parts=st.lists(st.text(SAFE + " ()-'&", min_size=4, max_size=20), min_size=2, max_size=5),
    drive=st.sampled_from(["/mnt", "/srv/tv", "D:", "\\\\nas\\share", "~"]),
)
def test_no_title_is_left_of_a_path(parts: list[str], drive: str) -> None:
    """Folders are named after films: each part of the path goes."""
    names = [f"Qx{part.strip().replace(chr(39), '')}" for part in parts]
    slash = "\\" if "\\" in drive or ":" in drive else "/"
    kept = redact(slash.join([drive, *names]) + ".mkv", hide_paths=True, person=ADA)
    assert [name for name in names if name in kept] == []


def test_where_our_code_lies_stays() -> None:
    """A traceback without its files is of no use."""
    line = '  File "/opt/app/media_manager/library/scan.py", line 12, in scan'
    assert redact(line, hide_paths=True, person=ADA) == line


def test_this_person_is_known() -> None:
    """The home folder of whoever runs this never comes through."""
    home = str(Path.home())
    assert "/secret-place" in redact(f"{home}/secret-place")
    if len(Path(home).parts) > 1:
        assert home in this_person().homes
        assert redact(f"x {home}/secret-place") == "x ~/secret-place"


def test_a_log_holds_no_keys_and_its_tracebacks_hold_none(tmp_path: Path) -> None:
    """The text of an exception is redacted with the rest."""
    handler = open_log(tmp_path / "a.log")
    logger = logging.Logger("test")  # noqa: LOG001 - of its own: the root's handlers are not asked
    logger.addHandler(handler)
    try:
        _ask("https://x.org/?api_key=Zq12345678")
    except ValueError:
        logger.exception("asked with token=%s", "Zq87654321")
    finally:
        handler.close()

    text = (tmp_path / "a.log").read_text(encoding="utf-8")
    assert "Zq" not in text
    assert "Traceback" in text
    assert "api_key=<hidden>" in text


def test_a_log_does_not_grow_for_ever(tmp_path: Path) -> None:
    """It rolls over while the program runs, and the oldest part goes."""
    handler = open_log(tmp_path / "a.log", most_bytes=2_000)
    handler.setFormatter(RedactingFormatter("%(message)s"))
    for number in range(1_000):
        handler.emit(logging.LogRecord("x", logging.INFO, "", 0, "line %d", (number,), None))
    handler.close()

    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["a.log", "a.log.1", "a.log.2", "a.log.3"]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 8_000
    assert "line 999" in (tmp_path / "a.log").read_text(encoding="utf-8")


def _ask(address: str) -> None:
    raise ValueError(f"refused {address}")


def test_warnings_of_a_command_hold_no_keys() -> None:
    """What a person copies from the terminal into a report is redacted already."""
    program = (
        "import logging\n"
        "from media_manager.instrumentation import warn_on_stderr\n"
        "warn_on_stderr()\n"
        "logging.getLogger('x').warning('asked https://x.org/?api_key=%s', 'canary12345')\n"
        "logging.getLogger('x').info('unheard')"
    )
    words = [sys.executable, "-c", program]
    ended = subprocess.run(words, capture_output=True, text=True, check=True)
    assert ended.stderr == "asked https://x.org/?api_key=<hidden>\n"
