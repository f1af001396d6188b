"""The fields of a search and their fixed values as the window calls them."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate

_CODECS: Final[Mapping[str, str]] = {
    "h264": "H.264",
    "hevc": "HEVC",
    "av1": "AV1",
    "vp9": "VP9",
    "mpeg2video": "MPEG-2",
    "mpeg4": "MPEG-4",
    "vc1": "VC-1",
    "aac": "AAC",
    "ac3": "Dolby Digital",
    "eac3": "Dolby Digital Plus",
    "truehd": "Dolby TrueHD",
    "dts": "DTS",
    "flac": "FLAC",
    "mp3": "MP3",
    "opus": "Opus",
    "vorbis": "Vorbis",
    "subrip": "SubRip",
    "ass": "ASS",
    "webvtt": "WebVTT",
    "mov_text": "MP4 text",
    "hdmv_pgs_subtitle": "PGS",
    "dvd_subtitle": "VobSub",
    "mjpeg": "JPEG",
}


def field_word(name: str) -> str:
    """Return what a field is called; one without a word of its own is called by its name."""
    return {**_plain_fields(), **_technical_fields()}.get(name) or name.capitalize()


def choice_word(name: str, value: str) -> str:
    """Return what a fixed value of a field is called; a name stays as it is."""
    lower = value.lower()
    if name in ("has", "missing"):
        return field_word(lower).lower() if lower.isalpha() else value
    if name in ("codec", "audio"):
        return codec_word(lower)
    words = {"type": _types, "is": _states, "resolution": _resolutions, "hdr": _dynamic_ranges}
    return words[name]().get(lower, value) if name in words else value


def codec_word(codec: str) -> str:
    """Return what a codec is called; one that nobody named is shown in upper case."""
    return _CODECS.get(codec, codec.upper())


def _plain_fields() -> dict[str, str]:
    return {
        "added": translate("Fields", "Added"),
        "country": translate("Fields", "Country"),
        "certification": translate("Fields", "Age rating"),
        "file": translate("Fields", "File name"),
        "genre": translate("Fields", "Genre"),
        "library": translate("Fields", "Library"),
        "myrating": translate("Fields", "My rating"),
        "original": translate("Fields", "Original title"),
        "person": translate("Fields", "Person"),
        "plays": translate("Fields", "Times played"),
        "plot": translate("Fields", "Plot"),
        "rating": translate("Fields", "Rating"),
        "runtime": translate("Fields", "Minutes"),
        "size": translate("Fields", "File size"),
        "set": translate("Fields", "Film series"),
        "tag": translate("Fields", "Tag"),
        "thumb": translate("Fields", "Thumbnail"),
        "title": translate("Fields", "Title"),
        "watched": translate("Fields", "Watched"),
        "year": translate("Fields", "Year"),
    }


def _technical_fields() -> dict[str, str]:
    return {
        "audio": translate("Fields", "Sound"),
        "codec": translate("Fields", "Video format"),
        "hdr": translate("Fields", "HDR"),
        "id": translate("Fields", "ID"),
        "imdb": translate("Fields", "IMDb"),
        "is": translate("Fields", "State"),
        "item": translate("Fields", "Item"),
        "language": translate("Fields", "Language"),
        "library_id": translate("Fields", "Library"),
        "nfo": translate("Fields", "NFO"),
        "parent": translate("Fields", "Inside of item"),
        "resolution": translate("Fields", "Resolution"),
        "root": translate("Fields", "Folder"),
        "rottentomatoes": translate("Fields", "Rotten Tomatoes"),
        "subtitle": translate("Fields", "Subtitles"),
        "tmdb": translate("Fields", "TMDB"),
        "tvdb": translate("Fields", "TheTVDB"),
    }


def _types() -> dict[str, str]:
    return {
        "movie": translate("Fields", "Films"),
        "show": translate("Fields", "Shows"),
        "season": translate("Fields", "Seasons"),
        "episode": translate("Fields", "Episodes"),
        "video": translate("Fields", "Videos"),
        "photo": translate("Fields", "Photos"),
        "album": translate("Fields", "Albums"),
    }


def _states() -> dict[str, str]:
    return {
        "watched": translate("Fields", "Watched"),
        "unwatched": translate("Fields", "Unwatched"),
        "inprogress": translate("Fields", "In progress"),
        "favorite": translate("Fields", "Favorites"),
        "unmatched": translate("Fields", "Unmatched"),
        "offline": translate("Fields", "Offline"),
        "missing": translate("Fields", "Missing"),
        "duplicate": translate("Fields", "More than once"),
        "locked": translate("Fields", "Locked"),
        "4k": "4K",
        "hdr": "HDR",
    }


def _resolutions() -> dict[str, str]:
    return {"4k": "4K", "8k": "8K", "sd": "SD"}


def _dynamic_ranges() -> dict[str, str]:
    return {
        "any": translate("Fields", "any HDR"),
        "sdr": "SDR",
        "hdr10": "HDR10",
        "hdr10+": "HDR10+",
        "dolbyvision": "Dolby Vision",
        "hlg": "HLG",
    }
