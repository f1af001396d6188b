"""What reading an NFO promises when the file is wrong, damaged or hostile."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_manager.errors import UnreadableFile
from media_manager.scanning import document_to_json, parse_nfo


@pytest.mark.parametrize(
    ("inner", "field", "empty"),
    [
        ("<tmdbid>None</tmdbid>", "ids", {}),
        ("<uniqueid type='imdb'>603</uniqueid>", "ids", {}),
        ("<year>19xx</year>", "year", None),
        ("<year>99999</year>", "year", None),
        ("<rating>N/A</rating>", "ratings", ()),
        ("<runtime>long</runtime>", "runtime_minutes", None),
        ("<season>one</season>", "season", None),
        ("<dateadded>yesterday</dateadded>", "date_added", None),
        ("<episode>-5</episode>", "episode", None),
    ],
)
def test_e5_a_wrong_type_drops_that_field_with_a_warning(
    inner: str, field: str, empty: object
) -> None:
    """The item stays, the title stays, and the warning names the field."""
    document = parse_nfo(f"<movie><title>X</title>{inner}</movie>".encode())
    assert (document.entries[0].title, getattr(document.entries[0], field)) == ("X", empty)
    assert len(document.warnings) == 1


def test_e5_values_that_only_say_not_set_make_no_noise() -> None:
    """Kodi writes 0, -1 and empty elements for what it does not know."""
    inner = "<year>0</year><track>-1</track><runtime/><uniqueid type='' default=''></uniqueid>"
    assert parse_nfo(f"<movie><title>X</title>{inner}</movie>".encode()).warnings == ()


HOSTILE = {
    "e1-file": '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><movie>&x;</movie>',
    "e1-http": '<!DOCTYPE m SYSTEM "http://127.0.0.1:1/x.dtd"><movie/>',
    "e1-parameter": "<!DOCTYPE m [<!ENTITY % p SYSTEM 'file:///x'> %p;]><movie/>",
    "e1-lower": '<!doctype m [<!entity x "y">]><movie/>',
    "e1-late": "<movie/><!DOCTYPE m><movie/>",
    "e2-laughs": "<!DOCTYPE l [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
    + "]><movie><title>&j;</title></movie>",
    "e2-deep": "<movie>" + "<a>" * 1_000_000,
    "e2-large": "<movie><plot>" + "x" * 5_000_000 + "</plot></movie>",
}


@pytest.mark.parametrize("fault", HOSTILE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_e1_e2_hostile_content_is_refused_at_once(fault: str, encoding: str) -> None:
    """Entities, depth and size are refused with a hint, in any encoding, without delay."""
    start = time.thread_time()
    with pytest.raises(UnreadableFile) as caught:
        parse_nfo(HOSTILE[fault].encode(encoding), name="x.nfo")
    assert caught.value.hint
    assert time.thread_time() - start < 5.0


def test_e2_a_million_elements_side_by_side_are_read_in_time() -> None:
    """Breadth is no attack: it is bounded by the size."""
    start = time.thread_time()
    parse_nfo(b"<movie><title>X</title>" + b"<x/>" * 900_000 + b"</movie>")
    assert time.thread_time() - start < 5.0


@pytest.mark.parametrize(
    "inner",
    [
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>',
        '<?xml-stylesheet href="http://127.0.0.1:1/x.xsl"?>',
    ],
)
def test_e1_includes_and_style_sheets_are_never_fetched(inner: str) -> None:
    """They are elements like any other: nothing is opened."""
    entry = parse_nfo(f"<movie><title>X</title><plot>{inner}</plot></movie>".encode()).entries[0]
    assert (entry.title, entry.plot) == ("X", None)


def test_e1_parsing_opens_no_file_and_no_connection(tmp_path: Path) -> None:
    """The system's own log of calls shows no open and no connect while hostile files are read."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    code = (
        "import os, sys; from media_manager.scanning import parse_nfo\n"
        "from media_manager.errors import UnreadableFile\n"
        "parse_nfo(b'<movie><title>&eacute;</title><plot>a & b</plot></movie>')\n"
        "os.write(2, b'begin')\n"
        "for text in sys.argv[1:]:\n"
        "    try: parse_nfo(text.encode())\n"
        "    except UnreadableFile: pass\n"
    )
    log = tmp_path / "log"
    small = [text for text in HOSTILE.values() if len(text) < 10_000]
    small.append(
        '<movie xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/x"/></movie>'
    )
    command = [strace, "-f", "-qq", "-o", str(log), "-e", "trace=write,open,openat,connect,socket"]
    done = subprocess.run([*command, sys.executable, "-c", code, *small], check=False)
    if done.returncode != 0:
        pytest.skip("tracing is not permitted here")
    after = log.read_text().split('"begin"')[1].splitlines()[1:]
    assert [line for line in after if "(" in line and "exited" not in line] == []


TITLE = "Amélie – Žižek"


def xml(title: str = TITLE, *, declared: str = "") -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f"{declaration}<movie><title>{title}</title></movie>"


@pytest.mark.parametrize(
    ("data", "title", "encoding"),
    [
        (xml().encode("utf-8-sig"), TITLE, "utf-8"),
        (xml().encode("utf-16"), TITLE, "utf-16-le"),
        (b"\xfe\xff" + xml().encode("utf-16-be"), TITLE, "utf-16-be"),
        (xml().encode("utf-16-le"), TITLE, "utf-16-le"),
        (xml().encode("utf-32"), TITLE, "utf-32-le"),
        (xml(declared="utf-16").encode(), TITLE, "utf-8"),
        (xml(declared="windows-1252").encode(), TITLE, "utf-8"),
        (xml("Žižek", declared="windows-1250").encode("cp1250"), "Žižek", "cp1250"),
        (xml("“Amélie”", declared="iso-8859-1").encode("cp1252"), "“Amélie”", "cp1252"),
        (xml("Amélie", declared="utf-8").encode("cp1252"), "Amélie", "cp1252"),
        (xml("Amélie").encode("cp1252"), "Amélie", "cp1252"),
        (xml("千と千尋", declared="shift_jis").encode("shift_jis"), "千と千尋", "shift_jis"),
        (xml(declared="no-such").encode(), TITLE, "utf-8"),
        (xml("a +ADw-b", declared="utf-7").encode(), "a +ADw-b", "utf-8"),
    ],
)
def test_e3_every_encoding_that_nfos_come_in(data: bytes, title: str, encoding: str) -> None:
    """Marks, declarations, lies and no word at all: the text is right."""
    document = parse_nfo(data)
    assert ([e.title for e in document.entries], document.encoding) == ([title], encoding)


def test_e3_a_lying_or_missing_declaration_is_warned_about() -> None:
    """Who writes the file back must know that its encoding was doubtful."""
    lie = '<?xml version="1.0" encoding="windows-1252"?><movie><title>é</title></movie>'
    assert parse_nfo(lie.encode()).warnings == ("declared-cp1252-but-is-utf-8",)
    undeclared = "<movie><title>é</title></movie>".encode("cp1252")
    assert parse_nfo(undeclared).warnings == ("undeclared-read-as-cp1252",)


@pytest.mark.parametrize(
    ("text", "title", "plot"),
    [
        (
            "<movie><title>T & J</title><plot>a&nbsp;b &copy; &x;</plot></movie>",
            "T & J",
            "a\xa0b © &x;",
        ),
        ("<movie><title>X</title><plot>a<br>b</plot></movie>", "X", "ab"),
        ("<movie><title>X</title><plot>cut off", "X", "cut off"),
        ("<movie><title>X</title><plot>a < b</plot></movie>", "X", None),
        ("<movie><title>X\x01\x02</title><plot>p</plot></movie>", "X", "p"),
        ("<Movie><Title>X</Title><PLOT>p</PLOT></Movie>", "X", "p"),
        ('<movie xmlns="http://example/x"><title>X</title><plot>p</plot></movie>', "X", "p"),
    ],
)
def test_damaged_xml_gives_what_can_be_saved(text: str, title: str, plot: str | None) -> None:
    """Files that people edit by hand are read as far as they make sense."""
    entry = parse_nfo(text.encode()).entries[0]
    assert entry.title == title
    assert plot is None or entry.plot == plot


@pytest.mark.parametrize(
    "data", [b"", b"\xef\xbb\xbf", b"hello", b"<video><x/></video>", b"<", b">"]
)
def test_a_file_that_says_nothing_is_no_error(data: bytes) -> None:
    """It has no entries and says so."""
    document = parse_nfo(data)
    assert (document.entries, "nothing-found" in document.warnings) == ((), True)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_arbitrary_bytes_raise_nothing_but_the_known_error(data: bytes) -> None:
    """Whatever lies on a disk under this name, the scan goes on."""
    try:
        said = document_to_json(parse_nfo(data))
    except UnreadableFile:
        return
    assert "entries" in said


pieces = st.sampled_from(
    [
        *(
            "<movie>",
            "</movie>",
            "<title>",
            "</title>",
            "<rating max='0'>",
            "</rating>",
            "<ratings>",
        ),
        *("<uniqueid type='", "'>", "&amp;", "&", "<![CDATA[", "]]>", "<!--", "-->", "<thumb>"),
        *("<actor>", "<name>", "<id>", "9" * 30, "1e999", "nan", "٣", "tt0133093", "<set>"),
        *("<episodeguide>{", "</nfo>", "<resume><position>", "<a:b>", "\0", "é", "<year>"),
        *("https://imdb.com/", "<season>", "<runtime>", "<streamdetails>", "<fileinfo>", "<?xml "),
    ]
)


@given(st.lists(pieces, max_size=30).map("".join))
def test_arbitrary_markup_raises_nothing_but_the_known_error(text: str) -> None:
    """The same for text that looks like an NFO."""
    try:
        said = document_to_json(parse_nfo(f"<movie>{text}".encode()))
    except UnreadableFile:
        return
    assert "entries" in said
