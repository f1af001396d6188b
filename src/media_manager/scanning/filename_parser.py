"""What a path says about a media file, from its name alone: fast, without disk, never failing.

The name is read first, then the folders above it help: a season folder gives the season, a
well-named folder gives the title of `a.mkv`. What stays uncertain is marked `doubtful`.
"""

from dataclasses import replace

from media_manager.domain.media import LibraryKind, ParsedKind, ParsedName
from media_manager.scanning.name_cameras import find_recording
from media_manager.scanning.name_choice import choose_movie, choose_show, find_version
from media_manager.scanning.name_episodes import Marker
from media_manager.scanning.name_extras import (
    find_bonus,
    is_picture,
    is_theme,
    kind_of_folder,
    kind_of_image,
    kind_of_video,
)
from media_manager.scanning.name_folder_numbers import find_number_in_folder
from media_manager.scanning.name_paths import (
    AUDIO,
    RAW,
    SUBTITLE,
    VIDEO,
    Above,
    decode,
    has_foreign_extension,
    read_folders,
    split_extension,
    split_path,
)
from media_manager.scanning.name_reading import Stem
from media_manager.scanning.name_stem import read_stem
from media_manager.scanning.name_subtitles import read_subtitle

_EXTRAS = frozenset({ParsedKind.EXTRA, ParsedKind.TRAILER, ParsedKind.SAMPLE})


def parse_name(
    path: str | bytes,
    *,
    root: str | bytes | None = None,
    kind_hint: LibraryKind = LibraryKind.AUTO,
) -> ParsedName:
    """Return what the path says. Folders above `root` are no evidence; the disk is not touched."""
    text = decode(path)
    folders, name = split_path(text, decode(root) if root is not None else None)
    stem, extension = split_extension(name)
    if extension in VIDEO:
        return _read_video(stem, folders, kind_hint)
    if extension in SUBTITLE:
        return _read_subtitle(stem, folders, kind_hint)
    if is_picture(extension):
        return _read_image(stem, extension, folders, kind_hint)
    if extension == "nfo":
        return _read_nfo(stem, folders, kind_hint)
    if extension in AUDIO or extension:
        kind = ParsedKind.EXTRA if is_theme(stem, extension) else ParsedKind.OTHER
        return ParsedName(kind)
    return _read_unknown(stem, folders, kind_hint)


def _read_video(stem: str, folders: tuple[str, ...], hint: LibraryKind) -> ParsedName:
    kind = kind_of_folder(folders)
    special = kind_of_video(stem)
    if special is not None and (kind is None or special[0] is not ParsedKind.EXTRA):
        kind, stem = special
    if kind is not None:
        return _read_extra(kind, stem, folders, hint)
    recording = find_recording(stem) if hint is not LibraryKind.TV else None
    if recording is not None and read_folders(folders).season is None:
        return ParsedName(ParsedKind.MOVIE, title=recording[0], date=recording[1])
    bonus = find_bonus(stem)
    if bonus is not None:
        return replace(_read_main(bonus[0], folders, hint), kind=ParsedKind.EXTRA)
    return _read_main(stem, folders, hint)


def _read_extra(
    kind: ParsedKind, stem: str, folders: tuple[str, ...], hint: LibraryKind
) -> ParsedName:
    """An extra in a folder of extras belongs to the title above; beside the film, to the name."""
    inner = kind_of_folder(folders)
    if inner is not None:
        outer = folders
        while outer and kind_of_folder(outer[-1:]) is None:
            outer = outer[:-1]
        above = read_folders(outer[:-1])
        own = read_stem(stem)
        title = above.title.title if above.title is not None else own.title
        year = above.title.year if above.title is not None else own.year
        return ParsedName(kind, title or None, year, season=above.season)
    main = _read_main(stem, folders, hint)
    return replace(main, kind=kind, doubtful=False)


def _read_main(stem: str, folders: tuple[str, ...], hint: LibraryKind) -> ParsedName:
    """Read a film or an episode."""
    above = read_folders(folders)
    if above.disc:
        return _read_disc(above)
    tv = hint is LibraryKind.TV or above.season is not None or above.television
    read = read_stem(stem, tv=tv, movie=hint is LibraryKind.MOVIE)
    if _is_open(read, above):
        number = find_number_in_folder(read, above, tv=tv, movie=hint is LibraryKind.MOVIE)
        read = number if number is not None else read
    if read.marker is None and read.year is None:
        read = _from_episode_folder(above) or _from_season_folder(read, above) or read
    if read.marker is not None:
        return _build_episode(read, above)
    return _build_movie(read, above, stem, tv=tv)


def _from_episode_folder(above: Above) -> Stem | None:
    """Return the folder's reading when it is the release folder of one episode."""
    folder = above.title
    if folder is None or folder.marker is None:
        return None
    if len(folder.marker.episodes) != 1 and not folder.marker.date:
        return None
    return folder


def _from_season_folder(read: Stem, above: Above) -> Stem | None:
    """Return a video without number in a season's folder as an episode that still needs one."""
    if above.season is None or above.title is None or not above.title.title:
        return None
    end = len(read.text)
    own, show = read.title, above.title.title
    title = own[len(show) :].lstrip(" -") if own.lower().startswith(show.lower()) else own
    marker = Marker(end, end, season=above.season, sure=False)
    return replace(read, marker=marker, title="", episode_title=title, doubtful=True)


def _is_open(read: Stem, above: Above) -> bool:
    """Tell whether the folder may still say which number is the episode."""
    marker = read.marker
    if marker is None or not (marker.episodes or marker.absolute or marker.date):
        return True
    return bool(marker.absolute) and not marker.sure and above.season is not None


def _read_disc(above: Above) -> ParsedName:
    """A file inside a disc folder stands for the whole disc, which the folder names."""
    folder = above.title
    if folder is None:
        return ParsedName(ParsedKind.MOVIE, doubtful=True)
    if folder.marker is not None:
        return _build_episode(folder, replace(above, title=None))
    return _build_movie(folder, replace(above, title=None), folder.text, tv=False)


def _build_episode(read: Stem, above: Above) -> ParsedName:
    marker = read.marker
    assert marker is not None  # noqa: S101 - the callers asked; this tells the type checker
    title, year, ids = choose_show(read, above)
    season, episodes, absolute = marker.season, marker.episodes, marker.absolute
    if season is None and above.season is not None:
        season = above.season
        if absolute and max(absolute) < _LEAST_ABSOLUTE:
            episodes, absolute = absolute, ()
    if season is None and episodes and above.title is not None and above.title.marker is not None:
        season = above.title.marker.season
    return ParsedName(
        ParsedKind.EPISODE,
        title=title or None,
        year=year,
        season=season,
        episodes=episodes,
        absolute_episodes=absolute,
        date=marker.date,
        episode_title=_episode_title(read, title) or None,
        edition=read.edition,
        part=read.part,
        three_d=read.three_d,
        language=read.language,
        ids=ids,
        resolution=read.resolution,
        source=read.source,
        release_group=read.group,
        doubtful=read.doubtful or not title,
    )


_LEAST_ABSOLUTE = 100


def _episode_title(read: Stem, title: str) -> str:
    """Cut the show's own name off the episode's title (`2x05 - Show - Title`)."""
    own = read.episode_title
    if title and not read.title and own.lower().startswith(f"{title.lower()} - "):
        return own[len(title) + 3 :]
    return own


def _build_movie(read: Stem, above: Above, raw: str, *, tv: bool) -> ParsedName:
    version = find_version(raw, above)
    chosen = choose_movie(read, above, versioned=version is not None)
    return ParsedName(
        ParsedKind.MOVIE,
        title=chosen.title or None,
        year=chosen.year,
        edition=chosen.edition,
        part=read.part or above.part or _part_of_folder(chosen, above),
        version=version,
        three_d=chosen.three_d,
        language=chosen.language,
        ids=chosen.marks.ids,
        resolution=chosen.resolution,
        source=chosen.source,
        release_group=chosen.group,
        doubtful=tv or not chosen.title or (chosen.year is None and not chosen.tagged),
    )


def _part_of_folder(chosen: Stem, above: Above) -> int | None:
    """Return the part that a film's own folder names (`Film - cd 1/movie.avi`)."""
    folder = above.title
    return folder.part if folder is not None and folder.title == chosen.title else None


def _read_subtitle(stem: str, folders: tuple[str, ...], hint: LibraryKind) -> ParsedName:
    found = read_subtitle(stem)
    named = found.stem
    if named.isdigit():  # `Show.S01E02.WEB/34_tam.srt`: the number counts subtitles
        above = read_folders(folders).title
        named = "" if above is not None and above.marker and above.marker.episodes else named
    main = _read_main(named, folders, hint)
    return replace(
        main,
        kind=ParsedKind.SUBTITLE,
        language=found.language,
        forced=found.forced,
        default=found.default,
        hearing_impaired=found.hearing_impaired,
        doubtful=False,
    )


def _read_image(
    stem: str, extension: str, folders: tuple[str, ...], hint: LibraryKind
) -> ParsedName:
    if hint is LibraryKind.PHOTO:
        kind = ParsedKind.PHOTO
    else:
        kind = kind_of_image(stem, extension, folders)
    if kind is ParsedKind.PHOTO and extension not in RAW and _is_named_after_video(stem, folders):
        kind = ParsedKind.ARTWORK
    if kind is ParsedKind.PHOTO:
        marker = read_stem(stem).marker
        return ParsedName(kind, date=marker.date if marker is not None else None)
    return ParsedName(kind)


def _is_named_after_video(stem: str, folders: tuple[str, ...]) -> bool:
    """Tell `Film (2010)/Film (2010).jpg` and `Show S01E02.jpg` from a photo."""
    marker = read_stem(stem).marker
    if marker is not None and marker.episodes and marker.sure:
        return True
    return bool(folders) and folders[-1].lower() == stem.lower()


def _read_nfo(stem: str, folders: tuple[str, ...], hint: LibraryKind) -> ParsedName:
    if stem.lower() in {"movie", "tvshow", "season", "index", "video_ts", "collection"}:
        stem = ""
    main = _read_main(stem, folders, hint)
    return replace(main, kind=ParsedKind.NFO, doubtful=False)


def _read_unknown(stem: str, folders: tuple[str, ...], hint: LibraryKind) -> ParsedName:
    """A name without extension is a release if it looks like one."""
    if not stem:
        return ParsedName(ParsedKind.OTHER)
    read = read_stem(stem)
    if read.marker is None and read.year is None and not read.tagged and not read.edition:
        return ParsedName(ParsedKind.OTHER)
    if has_foreign_extension(stem) and not read.tagged and read.marker is None:
        return ParsedName(ParsedKind.OTHER)
    return _read_video(stem, folders, hint)


__all__ = ["parse_name"]
