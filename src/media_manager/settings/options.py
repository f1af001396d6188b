"""The table of options: one row is all it takes to add a setting."""

import re
from dataclasses import dataclass
from enum import StrEnum

from media_manager.errors import SettingError

Value = bool | int | float | str

_TRUE = {"true", "yes", "on", "1"}
_FALSE = {"false", "no", "off", "0"}
_KIND_NAMES = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}

MIB = 1024 * 1024

# As domain.schedules.parse_when reads it; a test holds the two together.
SCHEDULE = r"off|idle|daily|([01]\d|2[0-3]):[0-5]\d|([1-9]|[1-9]\d|[12]\d\d|3[0-5]\d|36[0-5]) days?"
SCHEDULES = ("off", "idle", "daily", "03:30", "7 days")
SCHEDULE_FORM = "off, idle, daily, a time such as 03:30, or a number of days such as 7 days"


class Applies(StrEnum):
    """When a new value takes effect."""

    NOW = "now"
    NEXT_SCAN = "at the next scan"
    NEXT_START = "at the next start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One setting: what it may hold, what it holds unless somebody says otherwise, and why.

    The key is `section.name`, and so it stands in the file. The kind is the type of the default.
    """

    key: str
    default: Value
    help: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    # What a text must look like, and that in words.
    pattern: str = ""
    form: str = ""
    suggestions: tuple[str, ...] = ()
    applies: Applies = Applies.NOW

    @property
    def kind(self) -> type[Value]:
        return type(self.default)

    @property
    def section(self) -> str:
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        return self.key.partition(".")[2]

    def check(self, value: object) -> Value:
        """Return the value as this option's kind, or raise SettingError with what is allowed."""
        if self.kind is float and type(value) is int:
            value = float(value)
        if type(value) is not self.kind or not isinstance(value, bool | int | float | str):
            raise self._refusal(value)
        if isinstance(value, str):
            fits = _is_text(value) and self._is_wanted(value)
        else:
            low = self.minimum is None or value >= self.minimum
            fits = low and (self.maximum is None or value <= self.maximum)
        if not fits:
            raise self._refusal(value)
        return value

    def parse(self, text: str) -> Value:
        """Return the value that a person typed."""
        word = text.strip()
        if self.kind is str:
            return self.check(text)
        if self.kind is bool:
            if word.lower() in _TRUE | _FALSE:
                return word.lower() in _TRUE
            raise self._refusal(text)
        try:
            return self.check(int(word) if self.kind is int else float(word))
        except ValueError:
            raise self._refusal(text) from None

    def allowed(self) -> str:
        """Return what the option accepts, for a hint and the manual."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        words = self.form or _KIND_NAMES[self.kind]
        match self.minimum, self.maximum:
            case None, None:
                return words
            case low, None:
                return f"{words}, at least {low:g}"
            case None, high:
                return f"{words}, at most {high:g}"
            case low, high:
                return f"{words} from {low:g} to {high:g}"

    def _is_wanted(self, text: str) -> bool:
        if self.choices:
            return text in self.choices
        return not self.pattern or re.fullmatch(self.pattern, text) is not None

    def _refusal(self, value: object) -> SettingError:
        return SettingError(
            f"{self.key} cannot be {value!r}",
            hint=f"It takes {self.allowed()}.",
            key=self.key,
            value=repr(value),
        )


def _is_text(value: str) -> bool:
    """Say whether the text can be written as UTF-8: a command line can hand in other bytes."""
    return not any("\ud800" <= sign <= "\udfff" for sign in value)


OPTIONS: tuple[Option, ...] = (
    Option(
        key="ui.theme",
        default="system",
        choices=("system", "light", "dark"),
        help="The colors of the window; system follows the desktop.",
    ),
    Option(
        key="ui.page_size",
        default=100,
        minimum=10,
        maximum=1_000,
        help="How many rows a list reads at once.",
    ),
    Option(
        key="ui.prefetch_threshold",
        default=20,
        minimum=0,
        maximum=1_000,
        help="How many rows before the end of what is loaded a list reads on.",
    ),
    Option(
        key="ui.grid_zoom",
        default=160,
        minimum=96,
        maximum=400,
        help="The width of a poster in the grid, in pixels at 100 %.",
    ),
    Option(
        key="ui.table_density",
        default="normal",
        choices=("compact", "normal", "comfortable"),
        help="The height of the rows in the table.",
    ),
    Option(
        key="ui.shortcuts",
        default="",
        help="The keys of commands that were changed; the list of shortcuts (F1) changes them.",
    ),
    Option(
        key="startup.restore_view",
        default=True,
        help="Open with the view, search and selection of the last time.",
        applies=Applies.NEXT_START,
    ),
    Option(
        key="workers.max_thread_count",
        default=0,
        minimum=0,
        maximum=128,
        help="Threads for work that waits on the network; 0 fits them to this machine.",
    ),
    Option(
        key="player.command",
        default="",
        help="The player and its arguments, such as mpv --fs; empty asks the system to open files.",
    ),
    Option(
        key="scan.young_file_seconds",
        default=60.0,
        minimum=0,
        maximum=86_400,
        help="A file changed within this time may still be written to; the scan waits for it.",
        applies=Applies.NEXT_SCAN,
    ),
    Option(
        key="scan.hold_share",
        default=0.1,
        minimum=0,
        maximum=1,
        help="When more than this share of a root folder is gone, a scan asks before it marks it.",
        applies=Applies.NEXT_SCAN,
    ),
    Option(
        key="scan.hold_at_least",
        default=20,
        minimum=0,
        help="Up to this many missing files are marked without a question.",
        applies=Applies.NEXT_SCAN,
    ),
    Option(
        key="watch.enabled",
        default=True,
        help="Scan what changes in the folders while the program runs.",
    ),
    Option(
        key="watch.quiet_seconds",
        default=2.0,
        minimum=0.1,
        maximum=300,
        help="How long a folder must be quiet before what changed in it is scanned.",
    ),
    Option(
        key="watch.poll_minutes",
        default=15,
        minimum=1,
        maximum=1_440,
        help="How often folders are looked at that do not tell of changes, as network drives.",
    ),
    Option(
        key="schedule.scan",
        default="idle",
        pattern=SCHEDULE,
        form=SCHEDULE_FORM,
        suggestions=SCHEDULES,
        help="When all folders are scanned again.",
    ),
    Option(
        key="schedule.backup",
        default="daily",
        pattern=SCHEDULE,
        form=SCHEDULE_FORM,
        suggestions=SCHEDULES,
        help="When the library is backed up, if anything changed since the last backup.",
    ),
    Option(
        key="schedule.check",
        default="7 days",
        pattern=SCHEDULE,
        form=SCHEDULE_FORM,
        suggestions=SCHEDULES,
        help="When the library is checked for damage, quickly.",
    ),
    Option(
        key="schedule.tidy",
        default="idle",
        pattern=SCHEDULE,
        form=SCHEDULE_FORM,
        suggestions=SCHEDULES,
        help="When old jobs, thumbnails and cached answers are cleared away.",
    ),
    Option(
        key="schedule.idle_minutes",
        default=10,
        minimum=1,
        maximum=1_440,
        help="How long nobody uses the program before it counts as idle.",
    ),
    Option(
        key="schedule.on_battery",
        default=False,
        help="Let schedules also run on battery.",
    ),
    Option(
        key="thumbnails.max_bytes",
        default=2_048 * MIB,
        minimum=16 * MIB,
        help="How much disk the thumbnails may take; the least recently shown go first.",
    ),
    Option(
        key="thumbnails.prepare",
        default=True,
        help="Make the thumbnails of the whole library after a scan, while nothing else is wanted.",
        applies=Applies.NEXT_SCAN,
    ),
    Option(
        key="probe.enabled",
        default=True,
        help="Look into files for codec, resolution, duration and streams after a scan.",
        applies=Applies.NEXT_SCAN,
    ),
    Option(
        key="probe.timeout_seconds",
        default=30.0,
        minimum=1,
        maximum=600,
        help="How long one file may take to look into before it is given up.",
        applies=Applies.NEXT_SCAN,
    ),
    Option(
        key="backup.folder",
        default="",
        help="Where backups are kept, best on another disk; empty is inside the profile.",
    ),
    Option(
        key="backup.max_bytes",
        default=20_480 * MIB,
        minimum=0,
        help="How much disk the backups may take together; 0 sets no bound.",
    ),
    Option(
        key="instrumentation.enabled",
        default=True,
        help="Count and time what the program does; nothing leaves this machine.",
    ),
    Option(
        key="instrumentation.detail",
        default=False,
        help="Also keep how timings are spread (p50, p95, p99).",
    ),
    Option(
        key="instrumentation.slow_query_ms",
        default=100,
        minimum=1,
        maximum=60_000,
        help="Keep read queries that take longer; with instrumentation.detail also their plan.",
    ),
    Option(
        key="instrumentation.stalls",
        default=True,
        help="Note when the window does not answer for more than two frames, and what it did.",
    ),
    Option(
        key="cache.enabled",
        default=True,
        help="Keep the answers of metadata sources; off neither reads nor writes any cache.",
    ),
    Option(
        key="cache.ttl_seconds",
        default=86_400,
        minimum=1,
        help="How long an answer of a metadata source stays fresh.",
    ),
    Option(
        key="cache.backend",
        default="db",
        choices=("db", "redis", "disk"),
        help="Where answers are kept: a database file, a Redis server, or a folder.",
    ),
    Option(
        key="cache.redis_url",
        default="redis://localhost:6379/0",
        help="The Redis server, used when cache.backend is redis.",
    ),
    Option(
        key="cache.disk_dir",
        default="",
        help="The folder used when cache.backend is disk; empty is inside the profile.",
    ),
)

_BY_KEY = {option.key: option for option in OPTIONS}


def find_option(key: str) -> Option:
    """Return the option of this key; SettingError names the closest keys otherwise."""
    option = _BY_KEY.get(key)
    if option is not None:
        return option
    from difflib import get_close_matches  # noqa: PLC0415 - only for a key that is not there

    close = get_close_matches(key, _BY_KEY, n=3)
    hint = f"Did you mean {' or '.join(close)}?" if close else "See: media-manager settings list"
    raise SettingError(f"There is no setting {key}", hint=hint, key=key)
