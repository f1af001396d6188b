"""The fields of a search and their fixed values as the window calls them."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def field_word(name: str) -> str:
    """Return what a field is called; one without a word of its own is called by its name."""
    return {**_plain_fields(), **_technical_fields()}.get(name) or name.capitalize()


def choice_word(name: str, value: str) -> str:
    """Return what a fixed value of a field is called; a name stays as it is."""
    lower = value.lower()
    match name:
        case "type":
            return _types().get(lower, value)
        case "is":
            return _states().get(lower, value)
        case "resolution":
            return {"4k": "4K", "8k": "8K", "sd": "SD"}.get(lower, lower)
        case "hdr":
            return _dynamic_ranges().get(lower, value)
        case "has" | "missing":
            return field_word(lower).lower() if lower.isalpha() else value
        case _:
            return value


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


def _dynamic_ranges() -> dict[str, str]:
    return {
        "any": translate("Fields", "any HDR"),
        "sdr": "SDR",
        "hdr10": "HDR10",
        "hdr10+": "HDR10+",
        "dolbyvision": "Dolby Vision",
        "hlg": "HLG",
    }
