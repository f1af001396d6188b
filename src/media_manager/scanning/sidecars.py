"""What lies beside a video: its NFO, artwork, subtitles and all that must travel with it.

Pure functions over the names of one folder (with those in its subtitle folders, `Subs/x.srt`); the
disk is not touched. Give a FolderNames when you ask for many videos of the same folder.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from media_manager.domain.media import MediaType
from media_manager.scanning.folder_names import FolderNames, as_folder_names, stem_of
from media_manager.scanning.name_paths import SUBTITLE, decode, split_extension
from media_manager.scanning.name_subtitles import read_subtitle

_PICTURES = frozenset({"jpg", "jpeg", "png", "webp", "avif", "tbn"})
_PART = re.compile(r"[ _.-]*(?:cd|dvd|part|pt|disc|disk)[ _.-]*(?:\d+|[a-d])$", re.IGNORECASE)
_DISC_NFO = {"video_ts.ifo": "video_ts/video_ts.nfo", "index.bdmv": "bdmv/index.nfo"}
# Kodi's word first, then the words of Jellyfin, Plex and tinyMediaManager, best first.
_ART_WORDS = {
    "poster": ("poster", "folder", "cover", "default"),
    "fanart": ("fanart", "backdrop", "background", "art"),
    "banner": ("banner",),
    "landscape": ("landscape",),
    "thumb": ("thumb",),
    "clearlogo": ("clearlogo", "logo"),
    "clearart": ("clearart",),
    "discart": ("discart", "disc", "cdart"),
    "keyart": ("keyart",),
    "characterart": ("characterart",),
}
_TYPE_OF = {word: art for art, words in _ART_WORDS.items() for word in words}
_RANK = {word: rank for words in _ART_WORDS.values() for rank, word in enumerate(words)}
_OWN_WORD = {MediaType.MOVIE: "movie", MediaType.SHOW: "show"}
_NUMBERED = re.compile(r"(fanart|backdrop|background|art)-?(\d{1,3})")
_SEASON = re.compile(r"season[ ._]?(\d{1,6}|-specials|-all)(?:-([a-z]+))?")
_SET = re.compile(r"movieset-([a-z]+)")
_SEASON_WORDS = {"-specials": 0, "-all": -1}
_BY_FILE, _BY_WORD, _BY_NUMBER = 0, 100, 1_000


@dataclass(frozen=True, slots=True)
class LocalArtwork:
    """A picture beside the item; season -1 means all seasons, as in Kodi."""

    artwork_type: str
    name: bytes
    season: int | None = None


@dataclass(frozen=True, slots=True)
class LocalSubtitle:
    """A subtitle file and what its name says; `title` is text that is neither."""

    name: bytes
    language: str | None = None
    forced: bool = False
    default: bool = False
    hearing_impaired: bool = False
    title: str | None = None


def find_nfo(
    video: bytes, names: FolderNames | Iterable[bytes], *, movie_folder: bool
) -> bytes | None:
    """Return the NFO of a video.

    `movie_folder` says that the folder holds this one film: then `movie.nfo` counts, and first, as
    in Kodi and Jellyfin, and so does a single NFO of any name.
    """
    table = as_folder_names(names)
    stem = stem_of(video)
    disc = _DISC_NFO.get(decode(video).lower().rpartition("/")[2])
    wanted = [disc or "", "movie.nfo" if movie_folder else "", f"{stem}.nfo"]
    wanted.append(f"{_PART.sub('', stem)}.nfo")
    for name in wanted:
        found = table.find(name)
        if found is not None:
            return found
    if not movie_folder:
        return None
    others = [name for stem, extension, name in table.plain if extension == "nfo"]
    return others[0] if len(others) == 1 and others[0].lower() not in _FOLDER_NFOS else None


_FOLDER_NFOS = frozenset({b"tvshow.nfo", b"season.nfo", b"collection.nfo"})


def find_show_nfo(names: FolderNames | Iterable[bytes]) -> bytes | None:
    """Return the NFO of a show, from the names in its folder."""
    return as_folder_names(names).find("tvshow.nfo")


def find_season_nfo(names: FolderNames | Iterable[bytes], *, season: int) -> bytes | None:
    """Return the NFO of a season, from the names in its own folder or in that of the show."""
    table = as_folder_names(names)
    wanted = ("season.nfo", f"season{season:02}.nfo", f"season{season}.nfo")
    return next((found for name in wanted if (found := table.find(name))), None)


def find_artwork(
    media_type: MediaType,
    names: FolderNames | Iterable[bytes],
    *,
    video: bytes = b"",
    folder: bytes = b"",
    movie_folder: bool = True,
) -> tuple[LocalArtwork, ...]:
    """Return the pictures of one item, by type, best first.

    Give `video` for a film or episode and the `folder`'s own name for a show or season. Pictures
    of seasons that lie in the show's folder come with the number of their season.
    """
    table = as_folder_names(names)
    found: list[tuple[int, LocalArtwork]] = []
    if video:
        found += _beside_video(table, media_type, video)
    if media_type is not MediaType.EPISODE and (movie_folder or not video):
        found += _in_folder(table, media_type, decode(folder).lower())
    best: dict[bytes, tuple[int, LocalArtwork]] = {}
    for rank, art in sorted(found, key=lambda one: one[0]):
        best.setdefault(art.name, (rank, art))
    order = sorted(best.values(), key=lambda one: (one[1].artwork_type, one[0], one[1].name))
    return tuple(art for _, art in order)


def _beside_video(
    table: FolderNames, media_type: MediaType, video: bytes
) -> Iterator[tuple[int, LocalArtwork]]:
    usual = "thumb" if media_type is MediaType.EPISODE else "poster"
    for beside in table.beside(video):
        if beside.extension not in _PICTURES:
            continue
        word = beside.suffix[1:].lower()
        if not beside.suffix:
            yield _BY_WORD - 1, LocalArtwork(usual, beside.name)
        elif (ranked := _ranked(word)) is not None:
            yield ranked[0] + _BY_FILE, LocalArtwork(ranked[1], beside.name)


def _ranked(word: str) -> tuple[int, str] | None:
    """Return how good a word is, and the type that it stands for."""
    if word in _TYPE_OF:
        return _RANK[word], _TYPE_OF[word]
    match = _NUMBERED.fullmatch(word)
    return (_BY_NUMBER + int(match[2]), "fanart") if match else None


def _in_folder(
    table: FolderNames, media_type: MediaType, folder: str
) -> Iterator[tuple[int, LocalArtwork]]:
    for stem, extension, name in table.plain:
        if extension not in _PICTURES:
            continue
        word = stem.lower()
        ranked = _ranked(word)
        if ranked is not None:
            yield ranked[0] + _BY_WORD, LocalArtwork(ranked[1], name)
        elif word == _OWN_WORD.get(media_type) or (folder and word == folder):
            yield _BY_WORD + len(_ART_WORDS), LocalArtwork("poster", name)
        elif media_type is MediaType.MOVIE:
            yield from _of_set(word, name)
        else:
            yield from _of_season(word, name, own=media_type is MediaType.SEASON)


def _of_set(word: str, name: bytes) -> Iterator[tuple[int, LocalArtwork]]:
    match = _SET.fullmatch(word)
    if match and match[1] in _TYPE_OF:
        yield _BY_WORD, LocalArtwork(f"set.{_TYPE_OF[match[1]]}", name)


def _of_season(word: str, name: bytes, *, own: bool) -> Iterator[tuple[int, LocalArtwork]]:
    match = _SEASON.fullmatch(word)
    kind = _TYPE_OF.get(match[2] or "poster") if match else None
    if match and kind:
        number = _SEASON_WORDS.get(match[1])
        season = int(match[1]) if number is None else number
        yield _BY_FILE, LocalArtwork(kind, name, None if own else season)


def find_subtitles(
    video: bytes, names: FolderNames | Iterable[bytes], *, movie_folder: bool
) -> tuple[LocalSubtitle, ...]:
    """Return the subtitle files of a video, with language and flags.

    In a folder with this one film every subtitle is its own, whatever it is called.
    """
    table = as_folder_names(names)
    found: dict[bytes, LocalSubtitle] = {}
    for beside in table.beside(video):
        if beside.extension in SUBTITLE:
            found[beside.name] = _subtitle(beside.name, f"video{beside.suffix}", own="video")
    for name, rest, own in _loose_subtitles(table, video, movie_folder=movie_folder):
        if name not in found:
            found[name] = _subtitle(name, rest, own=own)
    # Of the pair .idx and .sub, the first is what a player opens.
    index = {name[:-4].lower() for name in found if name.lower().endswith(b".idx")}
    pictures = {
        name for name in found if name.lower()[-4:] == b".sub" and name[:-4].lower() in index
    }
    return tuple(found[name] for name in sorted(found) if name not in pictures)


def _loose_subtitles(
    table: FolderNames, video: bytes, *, movie_folder: bool
) -> Iterator[tuple[bytes, str, str]]:
    """Yield name, the text that may name a language, and the part of it that is the video's."""
    own = stem_of(video)
    for name in table.in_subtitle_folders:
        parts = decode(name).split("/")
        stem, extension = split_extension(parts[-1])
        if extension not in SUBTITLE:
            continue
        if stem.lower() == own.lower() or stem.lower().startswith(
            (f"{own.lower()}.", f"{own.lower()}-")
        ):
            yield name, f"video{stem[len(own) :]}", "video"
        elif parts[-2].lower() == own.lower() or (movie_folder and len(parts) == 2):  # noqa: PLR2004 - folder and file
            yield name, stem, ""
    if movie_folder:
        for stem, extension, name in table.plain:
            if extension in SUBTITLE:
                yield name, stem, ""


def _subtitle(name: bytes, text: str, *, own: str) -> LocalSubtitle:
    said = read_subtitle(text)
    title = said.stem[len(own) :].strip(" ._-[(") if own else ""
    return LocalSubtitle(
        name,
        said.language,
        forced=said.forced,
        default=said.default,
        hearing_impaired=said.hearing_impaired,
        title=title or None,
    )


def find_companions(video: bytes, names: FolderNames | Iterable[bytes]) -> tuple[bytes, ...]:
    """Return all names that must travel with a video when it is moved or renamed."""
    table = as_folder_names(names)
    own = stem_of(video).lower()
    found = {beside.name for beside in table.beside(video)} - {video}
    for name in table.in_subtitle_folders:
        parts = decode(name).lower().split("/")
        if (
            parts[-2] == own
            or split_extension(parts[-1])[0].startswith((f"{own}.", f"{own}-"))
            or split_extension(parts[-1])[0] == own
        ):
            found.add(name)
    return tuple(sorted(found))
