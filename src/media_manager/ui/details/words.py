"""How details read: lengths, streams, languages, sources and fields in plain words."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from media_manager.domain.details import FileLine, ItemDetails, StreamLine, SubtitleLine
from media_manager.domain.media import FileRole, Layer, MediaType
from media_manager.domain.streams import resolution_label
from media_manager.domain.values import PROBE_SOURCE, Origin
from media_manager.lazy_model import texts
from media_manager.ui.field_words import codec_word

translate = QCoreApplication.translate

_SOURCES: Final[Mapping[str, str]] = {
    "tmdb": "TMDB",
    "tvdb": "TheTVDB",
    "imdb": "IMDb",
    "omdb": "OMDb",
    "tvmaze": "TVmaze",
    "fanarttv": "fanart.tv",
    "metacritic": "Metacritic",
    "rottentomatoes": "Rotten Tomatoes",
    "trakt": "Trakt",
    "nfo": "NFO",
}
_CONTAINERS: Final[Mapping[str, str]] = {"matroska": "Matroska", "mov": "MP4", "avi": "AVI"}
_HDR: Final[Mapping[str, str]] = {
    "hdr10": "HDR10",
    "hdr10plus": "HDR10+",
    "hlg": "HLG",
    "dolbyvision": "Dolby Vision",
}
_LAYOUTS: Final[Mapping[int, str]] = {6: "5.1", 7: "6.1", 8: "7.1"}
_MS: Final = 1_000
_US_PER_MS: Final = 1_000
_MINUTE: Final = 60
_WHOLE_RATES: Final = 0.01


def joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def clock(duration_ms: int) -> str:
    """Return 2:16:05 or 4:01; less than a minute is 0:04."""
    minutes, seconds = divmod(round(duration_ms / _MS), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def day(instant_us: int) -> str:
    """Return the day of an instant as the person writes it."""
    date = QDateTime.fromMSecsSinceEpoch(instant_us // _US_PER_MS).date()
    return QLocale().toString(date, "d MMM yyyy")


def moment(instant_us: int) -> str:
    time = QDateTime.fromMSecsSinceEpoch(instant_us // _US_PER_MS)
    return QLocale().toString(time, "d MMM yyyy HH:mm")


def iso_day(text: str) -> str:
    """Return 1999-03-31 as the person writes it; a year or a month as it is."""
    date = QDateTime.fromString(text, "yyyy-MM-dd").date()
    return QLocale().toString(date, "d MMM yyyy") if date.isValid() else text


def size(size_bytes: int) -> str:
    return QLocale().formattedDataSize(size_bytes, 1)


def language(code: str | None) -> str:
    """Return the language's name; what no table knows as it is written."""
    if not code:
        return ""
    known = QLocale.codeToLanguage(code.split("-", maxsplit=1)[0])
    if known == QLocale.Language.AnyLanguage:
        return texts.printable(code)
    name = QLocale.languageToString(known)
    region = code.partition("-")[2]
    return f"{name} ({texts.printable(region)})" if region else name


def source(name: str) -> str:
    return _SOURCES.get(name.lower(), texts.printable(name))


def origin_source(origin: Origin) -> str:
    if origin.source == PROBE_SOURCE:
        return translate("Details", "File")
    names = {
        Layer.FILENAME: translate("Details", "File name"),
        Layer.NFO: translate("Details", "NFO"),
        Layer.USER: translate("Details", "You"),
    }
    return names.get(origin.layer) or source(origin.source)


def origin(details: ItemDetails, *fields: str) -> str:
    """Return where values come from, a line each: `From NFO, 12 Nov 2026`."""
    lines = []
    for field in fields:
        found = details.origins.get(field)
        if found is not None:
            lines.append(_origin_line(found))
    return "\n".join(dict.fromkeys(lines))


def _origin_line(found: Origin) -> str:
    if found.layer is Layer.USER:
        return translate("Details", "Set by you, %1").replace("%1", day(found.set_at))
    text = translate("Details", "From %1, %2")
    if found.source == PROBE_SOURCE:
        text = translate("Details", "From the file itself, %2")
    elif found.layer is Layer.FILENAME:
        text = translate("Details", "From the file name, %2")
    return text.replace("%1", origin_source(found)).replace("%2", day(found.set_at))


def date_name(media_type: str) -> str:
    """Return what the date of an item is the date of."""
    names = {
        MediaType.PHOTO: translate("Details", "Taken"),
        MediaType.VIDEO: translate("Details", "Taken"),
        MediaType.EPISODE: translate("Details", "Aired"),
    }
    return next((name for each, name in names.items() if each == media_type), "") or field_name(
        "premiered"
    )


def field_name(field: str) -> str:
    names = {
        "title": translate("Details", "Title"),
        "sort_title": translate("Details", "Sort title"),
        "original_title": translate("Details", "Original title"),
        "premiered": translate("Details", "Premiered"),
        "plot": translate("Details", "Plot"),
        "tagline": translate("Details", "Tagline"),
        "content_rating": translate("Details", "Content rating"),
        "language": translate("Details", "Language"),
        "year": translate("Details", "Year"),
        "season": translate("Details", "Season"),
        "episode": translate("Details", "Episode"),
        "episode_end": translate("Details", "Last episode"),
        "absolute_episode": translate("Details", "Absolute number"),
        "runtime_minutes": translate("Details", "Runtime"),
        "rating": translate("Details", "Rating"),
        "genres": translate("Details", "Genres"),
        "tags": translate("Details", "Tags"),
        "studios": translate("Details", "Studios"),
        "countries": translate("Details", "Countries"),
        "credits": translate("Details", "People"),
        "ids": translate("Details", "Numbers elsewhere"),
        "ratings": translate("Details", "Ratings"),
        "sets": translate("Details", "Collections"),
    }
    return names.get(field, field)


def facts(details: ItemDetails) -> str:
    """Return the line below the title: what kind of thing this is."""
    row = details.row
    number = texts.episode_number(row) if row.media_type == MediaType.EPISODE else ""
    dated = {MediaType.EPISODE, MediaType.PHOTO}
    when = iso_day(row.premiered) if row.premiered and row.media_type in dated else texts.year(row)
    rating = texts.printable(details.content_rating or "")
    return joined(number, when, texts.runtime(row), rating, texts.kind(row))


def file_label(file: FileLine) -> str:
    """Return what tells a file from the others of its item."""
    roles = {
        FileRole.EXTRA: translate("Details", "Extra"),
        FileRole.TRAILER: translate("Details", "Trailer"),
        FileRole.SAMPLE: translate("Details", "Sample"),
        FileRole.RAW: translate("Details", "Raw"),
        FileRole.LIVE: translate("Details", "Live photo"),
    }
    part = translate("Details", "Part %1").replace("%1", str(file.part)) if file.part else ""
    role = next((name for each, name in roles.items() if each == file.role), "")
    edition, version = (texts.printable(x or "") for x in (file.edition, file.version_label))
    return joined(*dict.fromkeys((role, edition, version, part)))


def file_name(file: FileLine) -> str:
    return PurePosixPath(file.display_path).name


def file_choice(file: FileLine) -> str:
    """Return a file as the menu of Play lists it."""
    label = file_label(file)
    if file.role != FileRole.MAIN:
        return joined(label, file_name(file))
    return joined(label, resolution(file), size(file.size_bytes)) or file_name(file)


def resolution(file: FileLine) -> str:
    hdr = _HDR.get(file.hdr or "", file.hdr or "")
    return joined(resolution_label(file.width, file.height), hdr)


def file_facts(file: FileLine) -> str:
    container = file.container or ""
    known = _CONTAINERS.get(container.split(",")[0], container.upper())
    length = clock(file.duration_ms) if file.duration_ms else ""
    pixels = f"{file.width} × {file.height}" if file.width and file.height else ""
    return joined(texts.printable(known), size(file.size_bytes), length, pixels)


def file_state(file: FileLine) -> tuple[str, str, str] | None:
    """Return icon, tone and words of a state that a person should know of."""
    match file.state:
        case "offline":
            return "offline", "warn", translate("Details", "Offline: the drive is not connected")
        case "missing":
            return "error", "danger", translate("Details", "Missing: not where it was")
        case "held":
            return "warning", "warn", translate("Details", "Needs a decision")
        case _:
            return None


def stream(line: StreamLine) -> str:
    """Return one stream in a line: codec, what it holds, its language."""
    codec = codec_word(line.codec or "")
    title = texts.printable(line.title or "")
    spoken = language(line.language)
    details = line.details
    if line.kind == "video":
        return joined(codec, _picture(details), _rate(details.get("frame_rate")), title)
    if line.kind == "audio":
        return joined(spoken, codec, _channels(details), title)
    return joined(spoken, codec, *_flags(details), title)


def subtitle_file(line: SubtitleLine) -> str:
    flags = _flags({"forced": line.forced, "hearing_impaired": line.hearing_impaired})
    title = texts.printable(line.title or "")
    name = PurePosixPath(line.display_path).name
    return joined(language(line.language) or translate("Details", "Unknown"), *flags, title, name)


def _picture(details: Mapping[str, object]) -> str:
    width, height = details.get("width"), details.get("height")
    if not isinstance(width, int) or not isinstance(height, int):
        return ""
    hdr = str(details.get("hdr") or "")
    return joined(resolution_label(width, height), _HDR.get(hdr, hdr))


def _rate(rate: object) -> str:
    if not isinstance(rate, int | float) or rate <= 0:
        return ""
    decimals = 0 if abs(rate - round(rate)) < _WHOLE_RATES else 3
    shown = QLocale().toString(float(rate), "f", decimals)
    return translate("Details", "%1 fps").replace("%1", shown)


def _channels(details: Mapping[str, object]) -> str:
    layout, channels = details.get("channel_layout"), details.get("channels")
    names = {1: translate("Details", "mono"), 2: translate("Details", "stereo"), **_LAYOUTS}
    if isinstance(channels, int) and channels in names:
        return names[channels]
    return texts.printable(str(layout or ""))


def _flags(details: Mapping[str, object]) -> list[str]:
    names = {
        "forced": translate("Details", "forced"),
        "hearing_impaired": translate("Details", "for the hard of hearing"),
        "default": translate("Details", "default"),
        "commentary": translate("Details", "commentary"),
    }
    return [name for key, name in names.items() if details.get(key)]


def ratings(details: ItemDetails) -> str:
    """Return what each source thinks: `TMDB 8.2 (12,345)`."""
    locale = QLocale()
    lines = []
    for line in details.ratings:
        value = locale.toString(line.value, "f", 1)
        votes = f" ({locale.toString(line.votes)})" if line.votes else ""
        lines.append(f"{source(line.source)} {value}{votes}")
    if not lines and details.row.rating is not None:
        lines.append(locale.toString(details.row.rating, "f", 1))
    return joined(*lines)
