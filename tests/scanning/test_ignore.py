"""What the ignore rules promise: gitignore's meaning, and no hostile pattern."""

import time

import pytest

from media_manager.scanning.ignore import RuleSet, hides_folder, is_always_skipped


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        (b"*.txt", b"a/b/read.txt", True),
        (b"*.txt", b"a/b/read.txt.mkv", False),
        (b"/old", b"old", True),
        (b"/old", b"a/old", False),
        (b"a/old", b"a/old", True),
        (b"a/old", b"b/a/old", False),
        (b"**/old", b"b/a/old", True),
        (b"a/**/old", b"a/old", True),
        (b"a/**/old", b"a/x/y/old", True),
        (b"a/**", b"a/x/y", True),
        (b"a/**", b"a", False),
        (b"*\n!keep.mkv", b"keep.mkv", False),
        (b"!keep.mkv\n*", b"keep.mkv", True),
        (b"# a comment\n\n  \n", b"# a comment", False),
        (b"\\#hash", b"#hash", True),
        (b"a\\*b", b"a*b", True),
        (b"a\\*b", b"axb", False),
        (b"film?.mkv", "filmé.mkv".encode(), True),
        (b"film[0-9].mkv", b"film7.mkv", True),
        (b"film[!0-9].mkv", b"film7.mkv", False),
        (b"film[", b"film[", True),
        (b"a*b*c", b"a1b2b3c", True),
        (b"trailing  ", b"trailing", True),
        (b"\xef\xbb\xbfbom", b"bom", True),
        (b"caf\xe9", b"caf\xe9", True),
        (b"x\r\ny", b"x", True),
    ],
)
def test_patterns_mean_what_git_means(lines: bytes, path: bytes, *, expected: bool) -> None:
    """Each line has gitignore's meaning, on names of any bytes."""
    assert expected == RuleSet().extended(b"", [lines]).ignores(path, is_folder=False)


def test_a_line_that_ends_with_a_slash_is_for_folders_only() -> None:
    """`extras/` hides the folder and not a file of that name."""
    rules = RuleSet().extended(b"", [b"extras/"])
    assert [rules.ignores(b"extras", is_folder=kind) for kind in (True, False)] == [True, False]


def test_rules_hold_below_their_folder_and_the_nearest_wins() -> None:
    """A rule file counts only below its own place, and a deeper one overrules it."""
    outer = RuleSet().extended(b"a", [b"*.mkv"])
    inner = outer.extended("a/ü".encode(), [b"!*.mkv"])
    asked = [b"x.mkv", b"a/x.mkv", "a/ü/x.mkv".encode()]
    assert [outer.ignores(p, is_folder=False) for p in asked] == [False, True, True]
    assert not inner.ignores(asked[2], is_folder=False)


def test_the_stamp_changes_with_the_rules_only() -> None:
    """The same rules have the same stamp; other text or another place has another."""
    one = RuleSet().extended(b"a", [b"*.mkv"])
    assert one.stamp == RuleSet().extended(b"a", [b"*.mkv"]).stamp
    others = {RuleSet().stamp, RuleSet().extended(b"b", [b"*.mkv"]).stamp}
    assert one.stamp not in others | {RuleSet().extended(b"a", [b"*.mp4"]).stamp}


@pytest.mark.parametrize("line", [b"*a" * 400 + b"b", b"**/x" * 200, b"[" * 900, b"?*" * 400])
def test_a_hostile_pattern_costs_no_time(line: bytes) -> None:
    """Patterns that make naive matchers hang are answered at once."""
    rules = RuleSet().extended(b"", [line])
    start = time.thread_time()
    rules.ignores(b"/".join([b"a" * 250] * 16), is_folder=False)
    assert time.thread_time() - start < 10.0


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (b".nomedia", None, True),
        (b".tmmignore", None, True),
        (b"tmmignore", None, True),
        (b".nogallery", None, True),
        (b".ignore", b"", True),
        (b".ignore", b" \n", True),
        (b".ignore", b"*.txt", False),
        (b".plexignore", b"", False),
        (b".ignore", None, False),
    ],
)
def test_markers_hide_the_whole_folder(
    name: bytes, content: bytes | None, *, expected: bool
) -> None:
    """Kodi's, tinyMediaManager's and Stash's markers do, and Jellyfin's when it is empty."""
    assert expected == hides_folder(name, content)


@pytest.mark.parametrize(
    "name",
    [
        *(b"@eaDir", b"#recycle", b"$RECYCLE.BIN", b"System Volume Information", b"lost+found"),
        *(b".DS_Store", b"._film.mkv", b"Thumbs.db", b".actors", b"extrafanart", b"__MACOSX"),
        *(b"film.mkv.part", b"film.mkv.!qB", b"x.bts", b"CERTIFICATE", b".hidden", b"f.trickplay"),
    ],
)
def test_what_is_never_media_is_skipped(name: bytes) -> None:
    """System folders, hidden names and downloads in progress are passed over."""
    assert is_always_skipped(name)


def test_an_ordinary_name_is_not_skipped() -> None:
    """Names that only resemble those stay."""
    assert [n for n in (b"Recycler Man.mkv", b"Part.mkv", b"film") if is_always_skipped(n)] == []
