"""The options and their file."""

import random
import subprocess
import sys
import tomllib
from collections.abc import Iterator

import pytest

from media_manager.errors import SettingError
from media_manager.settings import (
    OPTIONS,
    Option,
    Profile,
    Settings,
    Value,
    find_option,
    get_settings,
    use_settings,
)
from media_manager.settings.store import _current


@pytest.fixture
def settings(profile: Profile) -> Settings:
    return Settings(profile)


@pytest.fixture
def _fresh_door() -> Iterator[None]:
    _current.clear()
    yield
    _current.clear()


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.key)
def test_every_option_is_complete(option: Option) -> None:
    """A row has a key in two parts, a sentence of help and a default that it accepts itself."""
    section, _, name = option.key.partition(".")
    assert section
    assert name
    assert "." not in name
    assert option.help.endswith(".")
    assert option.check(option.default) == option.default
    assert option.parse(str(option.default)) == option.default


def test_every_key_stands_once() -> None:
    """A key that is declared twice would have two defaults."""
    keys = [option.key for option in OPTIONS]
    assert sorted(set(keys)) == sorted(keys)


def test_a_new_profile_has_the_defaults(settings: Settings) -> None:
    """Nothing is written until somebody chooses."""
    assert {option.key: settings.get(option.key) for option in OPTIONS} == {
        option.key: option.default for option in OPTIONS
    }
    assert not settings.profile.settings_file.exists()


def test_a_value_survives_a_restart(settings: Settings, profile: Profile) -> None:
    """What was set is read back by the next process."""
    values: dict[str, Value] = {
        "ui.theme": "dark",
        "ui.page_size": 250,
        "scan.hold_share": 0.25,
        "probe.enabled": False,
        "player.command": 'mpv --title="a \\ b" --fs',
    }
    for key, value in values.items():
        settings.set(key, value)

    again = Settings(profile)
    assert values == {key: again.get(key) for key in values}
    assert again.problems == ()


def test_typed_readers_give_the_kind_they_name(settings: Settings) -> None:
    """A reader of the wrong kind is a bug and says so."""
    assert settings.flag("probe.enabled") is True
    assert settings.integer("ui.page_size") == 100
    assert settings.decimal("probe.timeout_seconds") == 30.0
    assert settings.text("ui.theme") == "system"
    with pytest.raises(TypeError, match="is str, not int"):
        settings.integer("ui.theme")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ui.page_size", 9),
        ("ui.page_size", 1_001),
        ("ui.page_size", True),
        ("ui.page_size", "100"),
        ("ui.theme", "pink"),
        ("probe.enabled", 1),
        ("scan.hold_share", float("nan")),
        ("player.command", "\udcff"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(settings: Settings, key: str, value: object) -> None:
    """The error says what would fit, and nothing is changed."""
    before = settings.get(key)
    with pytest.raises(SettingError) as caught:
        settings.set(key, value)

    assert caught.value.hint.startswith("It takes ")
    assert settings.get(key) == before
    assert not settings.profile.settings_file.exists()


def test_an_unknown_key_names_its_neighbors(settings: Settings) -> None:
    """A typing error is answered with the keys that look like it."""
    with pytest.raises(SettingError, match="There is no setting") as caught:
        settings.get("ui.them")
    assert caught.value.hint == "Did you mean ui.theme?"


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("probe.enabled", "off", False),
        ("probe.enabled", " Yes ", True),
        ("ui.page_size", " 50 ", 50),
        ("scan.hold_share", "0.5", 0.5),
        ("scan.hold_share", "1", 1.0),
        ("ui.theme", "light", "light"),
    ],
)
def test_typed_text_becomes_a_value(
    settings: Settings, key: str, text: str, expected: object
) -> None:
    """The command line hands in text for every kind."""
    settings.set_text(key, text)
    assert settings.get(key) == expected


@pytest.mark.parametrize(
    ("key", "text", "hint"),
    [
        ("probe.enabled", "perhaps", "It takes true or false."),
        ("ui.page_size", "many", "It takes a whole number from 10 to 1000."),
        ("cache.ttl_seconds", "0", "It takes a whole number, at least 1."),
        ("ui.theme", "pink", "It takes one of system, light, dark."),
    ],
)
def test_typed_text_that_does_not_fit_is_refused(key: str, text: str, hint: str) -> None:
    """The hint describes what is allowed in words."""
    with pytest.raises(SettingError) as caught:
        find_option(key).parse(text)
    assert caught.value.hint == hint


def test_reset_goes_back_to_the_default(settings: Settings, profile: Profile) -> None:
    """A reset key leaves the file, so that a later default reaches this person."""
    settings.set("ui.page_size", 50)
    settings.reset("ui.page_size")

    assert settings.get("ui.page_size") == 100
    assert "page_size" not in profile.settings_file.read_text()
    assert not any(value.chosen for value in settings.effective())


def test_effective_says_what_was_chosen(settings: Settings) -> None:
    """Preferences show the value and whether it is the default."""
    settings.set("ui.theme", "dark")
    chosen = [(row.option.key, row.value) for row in settings.effective() if row.chosen]
    assert chosen == [("ui.theme", "dark")]
    assert len(settings.effective()) == len(OPTIONS)


def test_listeners_hear_of_changes_only(settings: Settings) -> None:
    """Setting the same value again is not news; a removed listener is quiet."""
    heard: list[tuple[str, Value]] = []
    stop = settings.on_change(lambda key, value: heard.append((key, value)))
    settings.set("ui.page_size", 50)
    settings.set("ui.page_size", 50)
    settings.reset("ui.page_size")
    stop()
    settings.set("ui.page_size", 60)

    assert heard == [("ui.page_size", 50), ("ui.page_size", 100)]


def test_two_processes_do_not_undo_each_other(settings: Settings, profile: Profile) -> None:
    """A command line beside an open window changes its key alone."""
    other = Settings(profile)
    heard: list[str] = []
    settings.on_change(lambda key, _: heard.append(key))
    other.set("ui.theme", "dark")
    settings.set("ui.page_size", 50)
    settings.reload()

    assert (settings.get("ui.theme"), settings.get("ui.page_size")) == ("dark", 50)
    assert heard == ["ui.page_size", "ui.theme"]


def test_m3_a_damaged_file_gives_defaults_and_a_copy(profile: Profile) -> None:
    """Fault M3: nothing of what the person wrote is lost, and the program starts."""
    profile.settings_file.write_bytes(b"[ui]\ntheme = 'da")
    settings = Settings(profile)

    assert settings.get("ui.theme") == "system"
    assert "is damaged" in settings.problems[0]
    bad = profile.settings_file.with_name("settings.toml.bad")
    assert bad.read_bytes() == b"[ui]\ntheme = 'da"
    settings.set("ui.page_size", 50)
    assert Settings(profile).problems == ()


def test_m3_a_file_that_breaks_while_open_is_written_anew(
    settings: Settings, profile: Profile
) -> None:
    """Fault M3: the values in memory are better than none."""
    settings.set("ui.theme", "dark")
    profile.settings_file.write_bytes(b"\xff\xfe")
    settings.set("ui.page_size", 50)

    again = Settings(profile)
    assert (again.get("ui.theme"), again.get("ui.page_size")) == ("dark", 50)


def test_m3_flipped_bytes_never_stop_the_start(settings: Settings, profile: Profile) -> None:
    """Fault M3: whatever one byte becomes, every option has a valid value."""
    settings.set("ui.theme", "dark")
    settings.set("scan.hold_share", 0.5)
    whole = profile.settings_file.read_bytes()
    rng = random.Random(3)  # noqa: S311 - repeatable, not secret
    for _ in range(200):
        broken = bytearray(whole)
        broken[rng.randrange(len(broken))] = rng.randrange(256)
        profile.settings_file.write_bytes(bytes(broken))
        for row in Settings(profile).effective():
            assert row.option.check(row.value) == row.value


def test_m3_unknown_keys_and_tables_are_kept(profile: Profile) -> None:
    """Fault M3: an older version does not destroy the settings of a newer one."""
    text = (
        'future = 1\n[ui]\nnew_thing = [1, 2.5, "x"]\npage_size = 70\n'
        '[future2]\nwhen = 2026-11-01T10:00:00Z\ndeep = {a = {b = true}}\n[["odd name"]]\nq = 1\n'
    )
    profile.settings_file.write_text(text)
    Settings(profile).set("ui.theme", "dark")

    expected = tomllib.loads(text)
    expected["ui"]["theme"] = "dark"
    assert expected == tomllib.loads(profile.settings_file.read_text())


def test_m3_a_value_that_does_not_fit_gives_the_default(profile: Profile) -> None:
    """Fault M3: one bad value spoils neither the others nor the file."""
    text = 'ui = {page_size = "many", theme = "dark"}\nprobe = 3\n'
    profile.settings_file.write_text(text)
    settings = Settings(profile)

    assert (settings.get("ui.page_size"), settings.get("ui.theme")) == (100, "dark")
    assert settings.problems == (
        "ui.page_size cannot be 'many'. It takes a whole number from 10 to 1000.",
    )
    assert profile.settings_file.read_text() == text
    settings.set("probe.enabled", value=False)
    assert Settings(profile).get("probe.enabled") is False


@pytest.mark.usefixtures("_fresh_door")
def test_the_door_of_the_specification_reads_and_writes_the_table(profile: Profile) -> None:
    """get_settings() with its ten accessors works as the specification's example."""
    use_settings(Settings(profile))
    settings = get_settings()
    assert settings.get_provider_cache_enabled() is True
    assert settings.get_disk_cache_dir() == str(profile.disk_cache)

    settings.set_provider_cache_enabled(False)
    settings.set_provider_cache_ttl(3600)
    settings.set_cache_backend_type("redis")
    settings.set_redis_url("redis://localhost:6379/1")
    settings.set_disk_cache_dir("/tmp/cache")  # noqa: S108 - a text here, never opened

    again = Settings(profile)
    assert again.get_provider_cache_enabled() is False
    assert again.get_provider_cache_ttl() == 3600
    assert again.get_cache_backend_type() == "redis"
    assert again.get_redis_url() == "redis://localhost:6379/1"
    assert again.get_disk_cache_dir() == "/tmp/cache"  # noqa: S108 - as above


@pytest.mark.usefixtures("_fresh_door")
def test_the_door_opens_the_default_profile_once() -> None:
    """Without a start-up, as in a script, the person's own settings are used."""
    assert get_settings() is get_settings()
    assert get_settings().profile == Profile.at()


def test_settings_import_neither_a_database_nor_a_cache_library() -> None:
    """Settings are read before the first paint."""
    code = (
        "import sys; from media_manager.settings import Settings, Profile;"
        "Settings(Profile.at('/nonexistent'));"
        "print([m for m in ('redis', 'diskcache', 'sqlite3', 'sqlalchemy', 'PySide6', 'asyncio')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
