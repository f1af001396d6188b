"""A path taken apart: the file's stem and kind, and what the folders above it mean."""

import os
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from media_manager.scanning.name_reading import Stem
from media_manager.scanning.name_stem import read_folder
from media_manager.scanning.name_titles import fold_title
from media_manager.scanning.name_words import word_set

VIDEO = word_set(
    """
    mkv mp4 avi m4v mov wmv ts m2ts mts mpg mpeg mpe m2v flv f4v webm ogm ogv vob iso img divx
    xvid asf rm rmvb 3gp 3g2 wtv dvr-ms dvr rec strm evo tp trp mk3d nsv bdmv ifo disc mpls
    amv nut dv qt mxf y4m m4b4v
    """
) - {"m4b4v"}
SUBTITLE = word_set(
    """
    srt ass ssa vtt sub idx sup smi sami mks ttml dfxp usf psb stl mpl2 pgs sbv
    """
)
IMAGE = word_set(
    """
    jpg jpeg png webp avif gif bmp tif tiff tbn heic heif jxl jfif jpe
    """
)
RAW = word_set(
    """
    cr2 cr3 crw nef nrw arw srf sr2 dng raf orf rw2 raw pef ptx srw x3f 3fr fff iiq k25 kdc
    dcr mrw erf mef mos gpr rwl mdc cap
    """
)
AUDIO = word_set(
    """
    mp3 flac m4a aac ac3 eac3 dts ogg oga opus wav wma mka ape aiff aif m4b alac thd truehd wv
    """
)
_OTHER = word_set(
    """
    txt zip rar 7z gz tar exe msi url html htm pdf epub db json xml torrent log md5 sfv par2
    nzb part crdownload ini lnk doc docx xls xlsx csv py sh bat dll so bin dat cue sqlite yml
    yaml toml md r00 r01 r02 edl vsmeta xmp aae thm bak tmp bts sync plist css js c h cpp java
    go rs bup clpi
    """
)
_MAX_NAME = 400
_MAX_FOLDERS = 6
_DRIVE = re.compile(r"^[A-Za-z]:(?=[\\/])|^\\\\")
_RELEASE_SUFFIX = re.compile(r"[A-Za-z][A-Za-z0-9!-]{0,6}")

_GENERIC = word_set(
    """
    movies movie films film filme tv shows series serien series-tv video videos media
    multimedia downloads download finished complete completed incomplete anime animes cartoons
    kids animation documentaries documentary docs serie seriesz tvshows tv-shows server data
    mnt volume volumes volume1 volume2 home share public users user temp tmp drive disk usb
    nas storage library torrents torrent utorrent new old misc various unsorted sorted test
    torrentdownloads 4k hd uhd 1080p 720p dvd dvds bluray blurays archive root desktop cinema
    watched unwatched collection collections peliculas películas filmes dessins foreign
    """
)
_GENERIC_PHRASES = frozenset(
    {
        "tv shows",
        "tv series",
        "my movies",
        "my videos",
        "downloads finished",
        "movies 4k",
        "kids movies",
        "4k movies",
    }
)
_DISC_FOLDERS = frozenset(
    {"video_ts", "audio_ts", "bdmv", "stream", "playlist", "clipinf", "backup", "hvdvd_ts", "bdav"}
)
_SUBTITLE_FOLDERS = frozenset({"subs", "subtitles", "sub", "subtitle", "untertitel"})
_PART_FOLDER = re.compile(r"(?:cd|dvd|disc|disk|dis[ck])[ ._-]?(\d{1,2})", re.IGNORECASE)
_SEASON_WORD = (
    "seasong|sesong|season|staffel|saison|temporada|stagione|series|sezonul|sez[oó]na|sezon|seizoen|säsong"
    "|sæson|kausi|сезон|season_|シーズン|시즌"
)
_SEASON = re.compile(
    rf"(?:(?:{_SEASON_WORD})s?[ ._-]*|s[ ._-]?)0*(\d{{1,4}})(?!\d)(?![ ._]?e\d)(?=[^\w]|_|$).*",
    re.IGNORECASE,
)
_SEASON_LAST = re.compile(
    rf"0*(\d{{1,2}})(?:st|nd|rd|th|[.ªº°a]{{0,2}})[ ._-]?(?:{_SEASON_WORD})", re.IGNORECASE
)
_SHOW_ORDINAL = re.compile(
    r"[ :-]+(\d{1,2})(?:st|nd|rd|th|[ªº°]) (?:season|temporada)$", re.IGNORECASE
)
_SHOW_SEASON = re.compile(
    rf"(?<=[ ._\-(\[])(?:(?:{_SEASON_WORD})s?[ ._-]{{0,3}}|s)0*(\d{{1,4}})(?!\w)(?![ ._]?e\d)",
    re.IGNORECASE,
)
_BARE_SEASON = re.compile(r"[1-9]\d?")
_HASHED = re.compile(r"(?=\S*\d)(?=\S*[a-zA-Z])[A-Za-z0-9-]{28,}")
_TELEVISION = frozenset({"tv", "tv shows", "tv series", "tvshows", "tv-shows", "anime", "animes"})
_ASIAN_SEASON = re.compile(r"第\s?(\d{1,2})\s?[季期]|시즌\s?(\d{1,2})")
_SPECIALS = frozenset(
    {"specials", "special", "season specials", "season 00", "especiales", "spéciaux", "ova", "ovas"}
)


@dataclass(frozen=True, slots=True)
class Above:
    """What the folders above a file mean."""

    season: int | None = None
    part: int | None = None
    disc: bool = False
    subtitles: bool = False
    title: Stem | None = None
    name: str = ""
    television: bool = False


def decode(path: str | bytes) -> str:
    """Return the path as text; bytes that are not UTF-8 survive as surrogates."""
    return os.fsdecode(path) if isinstance(path, bytes) else path


def split_path(path: str, root: str | None) -> tuple[tuple[str, ...], str]:
    """Return the folders that count as evidence, outermost first, and the file's name."""
    if "\\" in path and ("/" not in path or _DRIVE.match(path)):
        path = path.replace("\\", "/")
        root = root.replace("\\", "/") if root else root
    if root:
        stripped = root.rstrip("/")
        if path.startswith(stripped + "/"):
            path = path[len(stripped) + 1 :]
    parts = [part for part in path.split("/") if part and part != "."]
    if len(parts) > 1 and _CUT_IN_TWO.search(parts[-1]) is not None:
        parts = _join_cut(parts)
    if not parts:
        return (), ""
    return tuple(part[:_MAX_NAME] for part in parts[-_MAX_FOLDERS - 1 : -1]), parts[-1]


_CUT_IN_TWO = re.compile(r"^[^\[(【]*[\])】]|^ ")


def _join_cut(parts: list[str]) -> list[str]:
    """Join `[Title` and `Other Title][01]`: the slash between them belongs to the name."""
    while len(parts) > 1 and _is_cut(parts[-2], parts[-1]):
        parts = [*parts[:-2], f"{parts[-2]}/{parts[-1]}"]
    return parts


def _is_cut(head: str, tail: str) -> bool:
    if head.endswith(" ") and tail.startswith(" "):
        return True
    closed = _CUT_IN_TWO.match(tail)
    if closed is None or closed[0] == " ":
        return False
    opener = {"]": "[", ")": "(", "】": "【"}[closed[0][-1]]
    return head.rfind(opener) > head.rfind(closed[0][-1])


def split_extension(name: str) -> tuple[str, str]:
    """Return stem and lower-case extension; a release name's last dot opens no extension."""
    stem, dot, suffix = name.rpartition(".")
    low = suffix.lower()
    if not dot or not stem or low not in _KNOWN:
        return name[:_MAX_NAME], ""
    return stem[:_MAX_NAME], low


_KNOWN = VIDEO | SUBTITLE | IMAGE | RAW | AUDIO | _OTHER | {"nfo"}


def has_foreign_extension(name: str) -> bool:
    """Tell whether an unknown suffix looks like an extension rather than the end of a release."""
    stem, dot, suffix = name.rpartition(".")
    return (
        bool(dot and stem) and len(suffix) <= len("abcd") and suffix.isalnum() and suffix.islower()
    )


def read_folders(folders: tuple[str, ...]) -> Above:
    """Return what the folders say, from the innermost out to the first that is a title."""
    return _read_folders(folders)


@lru_cache(maxsize=4096)
def _read_folders(folders: tuple[str, ...]) -> Above:
    found = Above(television=any(name.lower().strip() in _TELEVISION for name in folders))
    for index in range(len(folders) - 1, -1, -1):
        name = folders[index]
        step = _read_technical(name, found)
        if step is None and found.season is None and _is_bare_season(folders, index):
            step = replace(found, season=int(name))
        if step is None and is_generic(name.lower().strip()):
            break
        if step is None:
            step = _read_name(folders, name, found)
            if step.title is not None:
                return step
        found = step
    return found


def _read_technical(name: str, found: Above) -> Above | None:
    """Return what a folder of a disc, of subtitles, of a part or with a hash as name adds."""
    low = name.lower().strip()
    if low in _DISC_FOLDERS:
        return replace(found, disc=True)
    if low in _SUBTITLE_FOLDERS:
        return replace(found, subtitles=True)
    part = _PART_FOLDER.fullmatch(low)
    if part is not None:
        return replace(found, part=int(part[1]))
    return found if _HASHED.fullmatch(name) is not None else None


def _read_name(folders: tuple[str, ...], name: str, found: Above) -> Above:
    """Read a folder that names a season, a show with its season, or a title."""
    named = read_season_folder(name)
    if named is None or (found.season is not None and not named[1]):
        return replace(found, title=read_folder(name), name=name)
    found = replace(found, season=named[0] if found.season is None else found.season)
    if named[1]:
        return replace(found, title=_outer_title(folders, name, named[1]), name=name)
    return found


def _is_bare_season(folders: tuple[str, ...], index: int) -> bool:
    """Tell the season in `Seinfeld/2/05.avi`: the innermost folder, inside one with a title."""
    name = folders[index]
    if index != len(folders) - 1 or index == 0 or _BARE_SEASON.fullmatch(name) is None:
        return False
    parent = folders[index - 1].lower()
    return not is_generic(parent) and "collection" not in parent and not read_folder(parent).year


def _outer_title(folders: tuple[str, ...], name: str, show: str) -> Stem:
    """Choose between `Psych S02 Complete` and the show's own folder above it."""
    at = folders.index(name)
    inner = read_folder(show)
    if at > 0 and not is_generic(folders[at - 1].lower()):
        outer = read_folder(folders[at - 1])
        own, other = fold_title(inner.title), fold_title(outer.title)
        if other and not outer.marker and (own in other or other in own):
            return outer
    return inner


def is_generic(low: str) -> bool:
    """Tell whether a folder sorts media and names none (`Movies`, `A-M`, `4k`)."""
    if low in _GENERIC or low in _GENERIC_PHRASES or len(low) == 1 or low in {"0-9", "#", "a-z"}:
        return True
    if re.fullmatch(r"[a-z]-[a-z]|__.*__|[a-z]:", low) is not None:
        return True
    words = re.split(r"[\s._()-]+", low)
    return all(word in _GENERIC or not word for word in words)


@lru_cache(maxsize=4096)
def read_season_folder(name: str) -> tuple[int, str] | None:
    """Return (season, name of the show if the folder has it), or None for another folder."""
    stripped = name.strip()
    if stripped.lower() in _SPECIALS:
        return 0, ""
    match = _SEASON.fullmatch(stripped) or _SEASON_LAST.match(stripped)
    if match is not None:
        return int(match[1]), ""
    match = _ASIAN_SEASON.search(stripped)
    if match is not None:
        return int(match[1] or match[2]), stripped[: match.start()].strip()
    match = _SHOW_SEASON.search(stripped) or _SHOW_ORDINAL.search(stripped)
    show = stripped[: match.start()].rstrip(" ._-([") if match is not None else ""
    return (int(match[1]), show) if match is not None and show else None
