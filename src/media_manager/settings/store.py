"""Read and change the options of a profile; the file survives crashes and bad edits."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from media_manager.errors import MediaManagerError, SettingError
from media_manager.settings.options import OPTIONS, Option, Value, find_option
from media_manager.settings.profile import Profile

_log = logging.getLogger(__name__)

CacheBackend = Literal["db", "redis", "disk"]
Listener = Callable[[str, Value], None]


class EffectiveValue(NamedTuple):
    """What an option holds now, and whether a person chose it."""

    option: Option
    value: Value
    chosen: bool


class _File(NamedTuple):
    """The file as it is: what it says, and why not when it cannot be read."""

    tables: dict[str, Any]
    problem: str = ""


class Settings:
    """The options of one profile. Changed on the main thread; reading is safe anywhere.

    A damaged file is copied to `settings.toml.bad` and the defaults are used; `problems` says
    what was wrong. Keys that this version does not know stay in the file.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.problems: tuple[str, ...] = ()
        self._chosen: dict[str, Value] = {}
        self._listeners: list[Listener] = []
        self.reload()

    def reload(self) -> None:
        """Read the file again; listeners hear of what changed."""
        before = {option.key: self.get(option.key) for option in OPTIONS}
        file = _read_or_explain(self.profile.settings_file)
        problems = [file.problem] if file.problem else []
        chosen: dict[str, Value] = {}
        for option in OPTIONS:
            try:
                found = _find(file.tables, option)
                if found is not None:
                    chosen[option.key] = option.check(found)
            except SettingError as error:
                problems.append(f"{error}. {error.hint}")
                _log.warning("settings: %s; the default is used", error)
        self._chosen = chosen
        self.problems = tuple(problems)
        for key, value in before.items():
            if self.get(key) != value:
                self._announce(key)

    def options(self) -> tuple[Option, ...]:
        return OPTIONS

    def get(self, key: str) -> Value:
        option = find_option(key)
        return self._chosen.get(key, option.default)

    def flag(self, key: str) -> bool:
        """Return an option that is on or off."""
        return cast("bool", self._typed(key, bool))

    def integer(self, key: str) -> int:
        """Return an option that is a whole number."""
        return cast("int", self._typed(key, int))

    def decimal(self, key: str) -> float:
        """Return an option that is a number with decimals."""
        return cast("float", self._typed(key, float))

    def text(self, key: str) -> str:
        """Return an option that is text."""
        return cast("str", self._typed(key, str))

    def set(self, key: str, value: object) -> None:
        """Keep a new value; SettingError when it does not fit, DiskFull or OSError when unsaved."""
        option = find_option(key)
        checked = option.check(value)
        self._save(option, checked)
        changed = self.get(key) != checked
        self._chosen = {**self._chosen, key: checked}
        if changed:
            self._announce(key)

    def set_text(self, key: str, text: str) -> None:
        """Keep what a person typed for an option of any kind."""
        self.set(key, find_option(key).parse(text))

    def reset(self, key: str) -> None:
        """Go back to the default."""
        option = find_option(key)
        self._save(option, None)
        changed = self.get(key) != option.default
        self._chosen = {name: value for name, value in self._chosen.items() if name != key}
        if changed:
            self._announce(key)

    def effective(self) -> tuple[EffectiveValue, ...]:
        return tuple(
            EffectiveValue(option, self.get(option.key), option.key in self._chosen)
            for option in OPTIONS
        )

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(key, value)` after each change; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # The names of the specification: one-line readers and writers of the table.

    def get_provider_cache_enabled(self) -> bool:
        return self.flag("cache.enabled")

    def set_provider_cache_enabled(self, enabled: bool) -> None:  # noqa: FBT001 - the specification's signature
        self.set("cache.enabled", enabled)

    def get_provider_cache_ttl(self) -> int:
        return self.integer("cache.ttl_seconds")

    def set_provider_cache_ttl(self, ttl_seconds: int) -> None:
        self.set("cache.ttl_seconds", ttl_seconds)

    def get_cache_backend_type(self) -> CacheBackend:
        return cast("CacheBackend", self.text("cache.backend"))

    def set_cache_backend_type(self, backend_type: CacheBackend) -> None:
        self.set("cache.backend", backend_type)

    def get_redis_url(self) -> str:
        return self.text("cache.redis_url")

    def set_redis_url(self, url: str) -> None:
        self.set("cache.redis_url", url)

    def get_disk_cache_dir(self) -> str:
        return self.text("cache.disk_dir") or str(self.profile.disk_cache)

    def set_disk_cache_dir(self, directory: str | Path) -> None:
        self.set("cache.disk_dir", str(directory))

    def _typed(self, key: str, kind: type[Value]) -> Value:
        option = find_option(key)
        if option.kind is not kind:
            raise TypeError(f"{key} is {option.kind.__name__}, not {kind.__name__}")
        return self._chosen.get(key, option.default)

    def _save(self, option: Option, value: Value | None) -> None:
        """Change one key in the file as it is now: another process may have changed others."""
        path = self.profile.settings_file
        file = _read(path)
        tables = self._tables() if file.problem else file.tables
        section = tables.get(option.section)
        table = dict(section) if isinstance(section, Mapping) else {}
        table.pop(option.name, None)
        if value is not None:
            table[option.name] = value
        tables[option.section] = table
        from media_manager.files import write_atomic  # noqa: PLC0415 - a start only reads
        from media_manager.settings.toml_text import to_toml  # noqa: PLC0415 - as above

        self.profile.ensure()
        write_atomic(path, to_toml(tables).encode(), mode=0o600)

    def _tables(self) -> dict[str, Any]:
        """Return what is known, to start a damaged file anew."""
        tables: dict[str, Any] = {}
        for key, value in self._chosen.items():
            option = find_option(key)
            tables.setdefault(option.section, {})[option.name] = value
        return tables

    def _announce(self, key: str) -> None:
        for listener in tuple(self._listeners):
            listener(key, self.get(key))


def _find(tables: Mapping[str, Any], option: Option) -> object | None:
    table = tables.get(option.section)
    return table.get(option.name) if isinstance(table, Mapping) else None


def _read_or_explain(path: Path) -> _File:
    try:
        return _read(path)
    except OSError as error:
        return _File({}, f"{path} cannot be read: {error.strerror}")


def _read(path: Path) -> _File:
    """Read the file; OSError when it is there and unreadable, so that nobody writes over it."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return _File({})
    import tomllib  # noqa: PLC0415 - a person who chose nothing has no file

    try:
        return _File(tomllib.loads(data.decode()))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return _File({}, _set_aside(path, data, reason=str(error)))


def _set_aside(path: Path, data: bytes, *, reason: str) -> str:
    from media_manager.files import write_atomic  # noqa: PLC0415 - as above

    copy = path.with_name(path.name + ".bad")
    problem = f"{path} is damaged ({reason}); the defaults are used"
    try:
        write_atomic(copy, data, mode=0o600)
    except (OSError, MediaManagerError) as error:
        _log.warning("settings: no copy of the damaged file: %s", error)
        return f"{problem}."
    _log.warning("settings: %s, a copy is in %s", problem, copy)
    return f"{problem}, a copy is in {copy}."


_current: dict[str, Settings] = {}


def get_settings() -> Settings:
    """Return the settings of the running program, by default those of the signed-in person."""
    if "program" not in _current:
        _current["program"] = Settings(Profile.at())
    return _current["program"]


def use_settings(settings: Settings) -> None:
    """Make these the settings of the running program; the start-up does it once."""
    _current["program"] = settings
