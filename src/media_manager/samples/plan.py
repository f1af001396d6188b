"""Which files the sample library holds: each entry with the parts that it is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from media_manager.samples import nfo_text, photos, posters, videos
from media_manager.samples.facts import Episode, Film, Show, Video, films, shows
from media_manager.samples.videos import Recipe

if TYPE_CHECKING:
    # Pillow is imported by the modules that draw, when something is drawn.
    from collections.abc import Callable, Iterator, Sequence

    from PIL import Image

# Three films lie together in one folder, as many people keep them.
SHARED_FOLDERS = dict.fromkeys(("The Kid", "City Lights", "Modern Times"), "Charlie Chaplin")
# Some have no poster, so that the window shows its own card, and some have no NFO.
WITHOUT_POSTER = frozenset({"Tears of Steel", "Sherlock Jr.", "The Lives of Others"})
WITHOUT_NFO = frozenset({"Tears of Steel", "Run Lola Run", "Inception", "Charade"})
WITH_THUMBS = frozenset({"Cosmos", "Twin Peaks", "Sherlock", "Cowboy Bebop"})
SUBTITLES = {
    "Casablanca": (("en", "eng"), ("de", "ger"), ("en.sdh", "eng"), ("fr.forced", "fre")),
    "Amélie": (("en", "eng"), ("de.forced", "ger")),
    "Nosferatu": (("en.default", "eng"), ("es", "spa")),
    "Seven Samurai": (("ja", "jpn"), ("en.hi", "eng")),
}
JOINED_EPISODES = {("Cowboy Bebop", 1, 12): 13}


@dataclass(frozen=True, slots=True)
class Text:
    """A file of bytes, made when it is missing. `path` is relative, separated by `/`."""

    path: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Clip:
    """A video file, encoded over a picture."""

    path: str
    recipe: Recipe
    picture: Callable[[], Image.Image]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the progress counts: one film, show, special case or photo."""

    name: str
    parts: tuple[Text | Clip, ...]


def entries() -> Iterator[Entry]:
    """The whole library, in the order in which it is built."""
    for film in films():
        yield Entry(film.title, tuple(_film_parts(film)))
    for show in shows():
        yield Entry(show.title, tuple(_show_parts(show)))
    by_title = {film.title: film for film in films()}
    yield Entry("Extras and odd files", tuple(_special_parts(by_title)))
    for photo in photos.PHOTOS:
        yield Entry(photo.path, (Text(f"Photos/{photo.path}", partial(photos.make, photo)),))
    sidecars = ((photo, photos.sidecar(photo)) for photo in photos.PHOTOS if photo.title)
    texts = (Text(f"Photos/{photo.path}.xmp", partial(bytes, data)) for photo, data in sidecars)
    yield Entry("Photo titles", tuple(texts))


def safe_name(title: str) -> str:
    """A title as it can stand in a file name everywhere."""
    name = title.replace(": ", " - ").replace(":", "-").replace("/", "-")
    return "".join(letter for letter in name if letter not in '<>"\\|?*').rstrip(". ")


def _film_parts(film: Film) -> Iterator[Text | Clip]:
    stem = safe_name(f"{film.title} ({film.year})")
    shared = SHARED_FOLDERS.get(film.title)
    folder = f"Films/{shared or film.folder or stem}"
    names = [video.file or stem + video.suffix for video in film.videos]
    for name, video in zip(names, film.videos, strict=True):
        yield _film_clip(f"{folder}/{name}.{video.container}", film, video)
    if film.title not in WITHOUT_NFO:
        nfo = names[0] if len(names) == 1 else "movie"
        yield Text(f"{folder}/{nfo}.nfo", partial(nfo_text.movie_nfo, film))
    prefix = f"{folder}/{names[0]}-" if shared else f"{folder}/"
    if film.title not in WITHOUT_POSTER:
        yield Text(f"{prefix}poster.jpg", partial(_film_poster, film))
        yield Text(f"{prefix}fanart.jpg", partial(_film_fanart, film))
    for suffix, language in SUBTITLES.get(film.title, ()):
        sign = film.title.upper() if "forced" in suffix else ""
        text = videos.subtitle_text(language, sign=sign).encode()
        yield Text(f"{folder}/{names[0]}.{suffix}.srt", partial(bytes, text))


def _film_clip(path: str, film: Film, video: Video) -> Clip:
    recipe = Recipe(
        container=video.container,
        height=video.height,
        square=video.square,
        hdr=video.hdr,
        audio=video.audio,
        subtitles=video.subtitles,
        title=film.title,
        chord=film.year,
    )
    return Clip(path, recipe, partial(posters.fanart, film.art, title=film.title))


def _film_poster(film: Film) -> bytes:
    names = " & ".join(film.directors[:2])
    return posters.jpeg(posters.poster(film.art, title=film.title, credit=names, year=film.year))


def _film_fanart(film: Film) -> bytes:
    return posters.jpeg(posters.fanart(film.art, title=film.title), quality=84)


def _show_parts(show: Show) -> Iterator[Text | Clip]:
    folder = f"Shows/{safe_name(show.title)} ({show.year})"
    yield Text(f"{folder}/tvshow.nfo", partial(nfo_text.show_nfo, show))
    yield Text(f"{folder}/poster.jpg", partial(_show_poster, show, season=None))
    yield Text(f"{folder}/fanart.jpg", partial(_show_fanart, show))
    for season, group in groupby(show.episodes, key=lambda episode: episode.season):
        label = f"season{season:02}" if season else "season-specials"
        yield Text(f"{folder}/{label}-poster.jpg", partial(_show_poster, show, season=season))
        for episodes in _by_file(show, list(group)):
            yield from _episode_parts(show, f"{folder}/Season {season:02}", episodes)


def _by_file(show: Show, episodes: Sequence[Episode]) -> Iterator[list[Episode]]:
    """Episodes that share a file come together."""
    waiting = list(episodes)
    while waiting:
        first = waiting.pop(0)
        last = JOINED_EPISODES.get((show.title, first.season, first.number), first.number)
        joined = [first]
        while waiting and waiting[0].number <= last:
            joined.append(waiting.pop(0))
        yield joined


def _episode_parts(show: Show, folder: str, episodes: list[Episode]) -> Iterator[Text | Clip]:
    first = episodes[0]
    stem = f"{folder}/{_episode_name(show, episodes)}"
    recipe = Recipe(
        container="mkv",
        height=720 if first.number == 1 else 360,
        square=show.year < 2000,  # noqa: PLR2004 - wide screens came with the century
        hdr=False,
        audio=show.audio,
        subtitles=show.subtitles,
        title=f"{show.title} {first.season}x{first.number:02}",
        chord=first.number,
    )
    yield Clip(f"{stem}.mkv", recipe, partial(posters.fanart, show.art, title=show.title))
    if show.title != "Dark":
        yield Text(f"{stem}.nfo", partial(nfo_text.episode_nfo, show, episodes))
    if show.title in WITH_THUMBS:
        yield Text(f"{stem}-thumb.jpg", partial(_thumb, show, first.season * 20 + first.number))


def _episode_name(show: Show, episodes: list[Episode]) -> str:
    """The three ways in which people name episodes, one for each kind of show."""
    first, last = episodes[0], episodes[-1]
    title = safe_name(first.title)
    match show.title:
        case "24":
            return f"24.S{first.season:02}E{first.number:02}.360p.WEB-DL.x264-SMPL"
        case "The Twilight Zone":
            return f"The Twilight Zone - {first.season}x{first.number:02} - {title}"
        case _:
            numbers = f"S{first.season:02}E{first.number:02}"
            numbers += f"-E{last.number:02}" if last is not first else ""
            title = title.removesuffix(" (Part 1)") if last is not first else title
            return f"{safe_name(show.title)} ({show.year}) - {numbers} - {title}"


def _show_poster(show: Show, *, season: int | None) -> bytes:
    art = show.art if season is None else posters.season_art(show.art, season + 1)
    badge = "" if season is None else f"Season {season}" if season else "Specials"
    names = " & ".join(show.creators[:2])
    image = posters.poster(art, title=show.title, credit=names, year=show.year, badge=badge)
    return posters.jpeg(image)


def _show_fanart(show: Show) -> bytes:
    return posters.jpeg(posters.fanart(show.art, title=show.title), quality=84)


def _thumb(show: Show, number: int) -> bytes:
    return posters.jpeg(posters.episode_thumb(show.art, title=show.title, number=number))


def _special_parts(film: dict[str, Film]) -> Iterator[Clip]:
    """What every real library has too: extras, a sample, doubles and files without a name."""
    scene = "Nosferatu.1922.480p.DVDRip.x264-SMPL"
    rows = (
        ("Metropolis", "Metropolis (1927)/featurettes/The Lost Reels.mkv", 360),
        ("Metropolis", "Metropolis (1927)/Metropolis (1927)-behindthescenes.mkv", 360),
        ("Blade Runner", "Blade Runner (1982)/Blade Runner (1982)-trailer.mp4", 480),
        ("Sintel", "Sintel (2010)/trailers/Teaser.mkv", 360),
        ("The Third Man", "The Third Man (1949)/Sample/the.third.man.1949-sample.mkv", 360),
        ("Nosferatu", f"{scene}/{scene}.mkv", 480),
        ("Stalker", "VID_20190714_193021.mp4", 480),
        ("Vertigo", "New folder/capture0007.mkv", 360),
    )  # fmt: skip
    for title, path, height in rows:
        container = path.rpartition(".")[2]
        video = replace(film[title].videos[0], container=container, height=height, hdr=False)
        yield _film_clip(f"Films/{path}", film[title], replace(video, subtitles=()))
    double = film["The General"]
    yield _film_clip("Films/Unsorted/The.General.1926.mkv", double, double.videos[0])
