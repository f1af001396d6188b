"""From one root element of an NFO to its value, by Kodi's and Jellyfin's rules."""

from collections.abc import Callable
from typing import Any

from media_manager.domain.nfo import (
    NfoActor,
    NfoArtwork,
    NfoAudio,
    NfoEntry,
    NfoKind,
    NfoRating,
    NfoResume,
    NfoStreams,
    NfoVideo,
)
from media_manager.scanning import nfo_values as values
from media_manager.scanning.nfo_ids import read_ids, source_word
from media_manager.scanning.nfo_reader import ElementReader

# Field: the elements that fill it, the first that says something wins.
_LINES = {
    "title": ("title", "localtitle", "name", "seasonname"),
    "original_title": ("originaltitle",),
    "sort_title": ("sorttitle", "sortname"),
    "show_title": ("showtitle",),
    "display_order": ("displayorder",),
    "tagline": ("tagline",),
    "content_rating": ("mpaa", "certification"),
    "custom_rating": ("customrating",),
    "album": ("album",),
    "trailer": ("trailer",),
    "status": ("status",),
    "production_code": ("code",),
    "language": ("language",),
    "country_code": ("countrycode",),
    "aspect_ratio": ("aspectratio",),
}
_BLOCKS = {"plot": ("plot", "biography"), "outline": ("outline",), "review": ("review",)}
_LISTS = {
    "genres": ("genre",),
    "countries": ("country",),
    "studios": ("studio",),
    "tags": ("tag",),
    "styles": ("style",),
    "directors": ("director",),
    "writers": ("credits", "writer"),
    "show_links": ("showlink",),
}
_PARSED: dict[str, tuple[Callable[[str], Any], tuple[str, ...]]] = {
    "end_date": (values.parse_date, ("enddate",)),
    "season": (values.parse_natural, ("season", "seasonnumber")),
    "episode": (values.parse_natural, ("episode",)),
    "episode_end": (values.parse_natural, ("episodenumberend",)),
    "display_season": (values.parse_natural, ("displayseason", "displayafterseason")),
    "display_episode": (values.parse_natural, ("displayepisode",)),
    "airs_before_season": (values.parse_natural, ("airsbefore_season",)),
    "airs_before_episode": (values.parse_natural, ("airsbefore_episode",)),
    "airs_after_season": (values.parse_natural, ("airsafter_season", "displayafterseason")),
    "runtime_minutes": (values.parse_runtime, ("runtime",)),
    "top250": (values.parse_positive, ("top250",)),
    "track": (values.parse_natural, ("track",)),
    "playcount": (values.parse_natural, ("playcount",)),
    "last_played": (values.parse_instant, ("lastplayed",)),
    "date_added": (values.parse_instant, ("dateadded",)),
}
_PREMIERED = {
    NfoKind.MOVIE: ("premiered", "releasedate"),  # films do not use "aired"
    NfoKind.EPISODE: ("aired", "premiered", "releasedate"),
}
_HIGHEST = 10.0


def build_entry(reader: ElementReader, kind: NfoKind) -> NfoEntry:
    """Return the value of one root element."""
    ids, default_id = read_ids(reader, kind)
    fields: dict[str, Any] = {field: reader.line(*names) for field, names in _LINES.items()}
    fields |= {field: reader.block(*names) for field, names in _BLOCKS.items()}
    fields |= {field: reader.many(*names) for field, names in _LISTS.items()}
    for field, (parse, names) in _PARSED.items():
        fields[field] = reader.value(parse, *names)
    fields |= _read_dates(reader, kind) | _read_set(reader) | _read_watching(reader)
    return NfoEntry(
        kind=kind,
        ids=ids,
        default_id=default_id,
        ratings=_read_ratings(reader),
        user_rating=_in_scale(reader.value(values.parse_number, "userrating")) or None,
        actors=_read_actors(reader),
        artists=_read_artists(reader),
        artwork=_read_artwork(reader, kind),
        streams=_read_streams(reader),
        named_seasons=_read_named_seasons(reader),
        locked=reader.value(values.parse_flag, "lockdata") or False,
        locked_fields=_read_locked_fields(reader),
        **fields,
    )


def _read_dates(reader: ElementReader, kind: NfoKind) -> dict[str, Any]:
    """Return premiered and year; `year` counts only when there is no premiere."""
    names = _PREMIERED.get(kind, ("premiered", "releasedate", "aired"))
    premiered = reader.value(values.parse_date, *names)
    year = int(premiered[:4]) if premiered else reader.value(values.parse_year, "year")
    return {"premiered": premiered, "year": year}


def _read_set(reader: ElementReader) -> dict[str, Any]:
    name = overview = None
    for child in reader.children("set"):
        if any(child.children("name", "overview")):
            name, overview = child.line("name"), child.block("overview")
        elif child.text:
            name, overview = " ".join(child.text.split()), None
    return {"set_name": name, "set_overview": overview}


def _read_watching(reader: ElementReader) -> dict[str, Any]:
    watched = reader.value(values.parse_flag, "watched")
    count = reader.value(values.parse_natural, "playcount")
    resume = bookmark = None
    for child in reader.children("resume"):
        position = child.value(values.parse_number, "position")
        if position is not None and position > 0:
            resume = NfoResume(position, child.value(values.parse_number, "total") or None)
    for child in reader.children("episodebookmark"):
        bookmark = child.value(values.parse_number, "position")
    bookmark = bookmark or reader.value(values.parse_number, "epbookmark")
    return {
        "watched": count > 0 if watched is None and count is not None else watched,
        "resume": resume,
        "bookmark_seconds": bookmark or None,
    }


def _read_ratings(reader: ElementReader) -> tuple[NfoRating, ...]:
    found: dict[str, NfoRating] = {}
    blocks = list(reader.children("ratings"))
    for block in blocks:
        for child in block.children("rating"):
            number = child.value(values.parse_number, "value")
            votes = child.value(values.parse_count, "votes")
            name = source_word(child.attribute("name")) or "default"
            _keep_rating(child, found, NfoRating(name, number or 0.0, votes))
    for child in reader.children("communityrating", "rating") if not blocks else ():
        number = child.checked(values.parse_number, child.text, what="rating")
        votes = reader.value(values.parse_count, "votes")
        _keep_rating(child, found, NfoRating("default", number or 0.0, votes))
    critic = reader.value(values.parse_number, "criticrating")
    if critic is not None and 0 < critic <= _HIGHEST * 10:
        found.setdefault("critic", NfoRating("critic", critic / 10))
    return tuple(found.values())


def _keep_rating(child: ElementReader, found: dict[str, NfoRating], raw: NfoRating) -> None:
    """Bring a rating to a scale of 10 and keep it; the last of a source wins."""
    highest = values.parse_number(child.attribute("max")) or _HIGHEST
    value = round(raw.value / highest * _HIGHEST, 4) if highest > 0 else 0.0
    if 0 < value <= _HIGHEST:
        main = child.attribute("default").lower() == "true"
        found[raw.source] = NfoRating(raw.source, value, raw.votes, main)
    elif raw.value:
        child.drop("rating", f"{raw.value:g} of {highest:g}")


def _in_scale(value: float | None) -> float | None:
    return value if value is not None and 0 <= value <= _HIGHEST else None


def _read_actors(reader: ElementReader) -> tuple[NfoActor, ...]:
    actors: list[NfoActor] = []
    for child in reader.children("actor"):
        if child.attribute("clear").lower() == "true":
            actors.clear()
        # A bare `<actor>Name</actor>` is not Kodi's form, but people write it.
        name = child.line("name") or (None if len(child.element) else child.text)
        if name:
            order = child.value(values.parse_natural, "order", "sortorder")
            role, thumb, kind = child.line("role"), child.line("thumb"), child.line("type")
            actors.append(NfoActor(name, role, order, thumb, kind))
    return tuple(actors)


def _read_artists(reader: ElementReader) -> tuple[str, ...]:
    artists: list[str] = []
    for child in reader.children("artist"):
        if child.attribute("clear").lower() == "true":
            artists.clear()
        name = child.line("name") or (None if len(child.element) else child.text)
        artists += [name] if name else []
    return tuple(dict.fromkeys(artists))


def _read_artwork(reader: ElementReader, kind: NfoKind) -> tuple[NfoArtwork, ...]:
    usual = "thumb" if kind is NfoKind.EPISODE else "poster"
    found = [_artwork(child, usual) for child in reader.children("thumb")]
    for block in reader.children("fanart"):
        thumbs = list(block.children("thumb"))
        found += [_artwork(child, "fanart", base=block.attribute("url")) for child in thumbs]
        if not thumbs:
            found.append(_artwork(block, "fanart"))
    for block in reader.children("art"):
        for name in block.names:
            found += [_artwork(child, name) for child in block.children(name)]
    return tuple(dict.fromkeys(art for art in found if art is not None))


def _artwork(child: ElementReader, usual: str, *, base: str = "") -> NfoArtwork | None:
    url = child.text
    if not url:
        return None
    url = base + url if base and "://" not in url else url
    art_type = child.attribute("aspect").lower() or usual
    season = values.parse_whole(child.attribute("season"))
    return NfoArtwork(art_type, url, season, child.attribute("preview") or None)


def _read_streams(reader: ElementReader) -> NfoStreams | None:
    details = [d for file in reader.children("fileinfo") for d in file.children("streamdetails")]
    if not details:
        return None
    last = details[-1]
    subtitles = [child.line("language") for child in last.children("subtitle")]
    streams = NfoStreams(
        video=tuple(_video(child) for child in last.children("video")),
        audio=tuple(
            NfoAudio(
                child.line("codec"),
                child.line("language"),
                child.value(values.parse_positive, "channels"),
            )
            for child in last.children("audio")
        ),
        subtitle_languages=tuple(language for language in subtitles if language),
    )
    return None if streams == NfoStreams() else streams


def _video(child: ElementReader) -> NfoVideo:
    hdr = child.line("hdrtype")
    return NfoVideo(
        codec=child.line("codec"),
        aspect=child.value(values.parse_number, "aspect") or None,
        width=child.value(values.parse_positive, "width"),
        height=child.value(values.parse_positive, "height"),
        duration_seconds=child.value(values.parse_positive, "durationinseconds"),
        stereo_mode=child.line("stereomode", "format3d"),
        hdr_type=hdr.lower() if hdr else None,
    )


def _read_named_seasons(reader: ElementReader) -> tuple[tuple[int, str], ...]:
    found: dict[int, str] = {}
    for child in reader.children("namedseason"):
        text = child.attribute("number")
        number = child.checked(values.parse_natural, text, what="namedseason")
        if number is not None and child.text:
            found[number] = child.text
    return tuple(sorted(found.items()))


def _read_locked_fields(reader: ElementReader) -> tuple[str, ...]:
    parts = [
        part.strip() for child in reader.children("lockedfields") for part in child.text.split("|")
    ]
    return tuple(dict.fromkeys(part for part in parts if part))
