"""Files beside the film: trailers, samples, extras, themes, artwork, photos."""

import re

from media_manager.domain.media import ParsedKind
from media_manager.scanning.name_paths import AUDIO, IMAGE, RAW

_EXTRA_TABLE = """
behind the scenes|deleted scenes|interviews|interview|scenes|shorts|featurettes
featurette|clips|other|others|extras|extra|bonus|specials features|special features
behindthescenes|deletedscenes|theme-music|backdrops|bonuses|deleted-scenes
behind-the-scenes|making of|outtakes|bloopers|bonus features|extrafanart
"""
_EXTRA_FOLDERS = frozenset(_EXTRA_TABLE.strip().replace("\n", "|").split("|"))
_FOLDER_KINDS = {
    **dict.fromkeys(_EXTRA_FOLDERS, ParsedKind.EXTRA),
    "trailers": ParsedKind.TRAILER,
    "trailer": ParsedKind.TRAILER,
    "sample": ParsedKind.SAMPLE,
    "samples": ParsedKind.SAMPLE,
}
_BARE = {
    "trailer": ParsedKind.TRAILER,
    "movie-trailer": ParsedKind.TRAILER,
    "tvshow-trailer": ParsedKind.TRAILER,
    "sample": ParsedKind.SAMPLE,
    "backdrop": ParsedKind.EXTRA,
}
_SUFFIX = re.compile(
    r"(?P<trailer>(?:[-._ ]|\()(?:teaser[ -]?)?trailer(?:[-_ ]?\d{1,2})?\)?|-teaser\d?"
    r"|\[trailer[^\[\]]*\])$"
    r"|(?P<sample>[-._ ]sample\)?)$"
    r"|(?P<extra>[-](?:scene|clip|interview|behindthescenes|deleted|deletedscene|featurette"
    r"|short|other|extra|extras"
    r"|making[-._ ]?of|bonus)\d{0,2})$",
    re.IGNORECASE,
)
_LONGEST_SUFFIX = 40
_TRAILER_INNER = re.compile(r"[ _]-[ _]trailer[ _](?:-[ _]|\[)", re.IGNORECASE)
_SAMPLE_HEAD = re.compile(r"^sample[-._ ]", re.IGNORECASE)
_SAMPLE_INNER = re.compile(r"[-.]sample[-.](?=[^ ]*$)", re.IGNORECASE)
_BONUS = re.compile(r"(?<![sS]\d)(?<![sS]\d\d)-x(\d\d)-", re.IGNORECASE)

_ART = (
    "poster|fanart|banner|landscape|clearlogo|clearart|discart|keyart|characterart|thumb"
    "|logo|folder|cover|default|movie"
    "|backdrop|background|art|disc|cdart|show|season-specials-poster|movieset-poster|box"
    "|boxart|jacket|icon|square"
)
_ART_NAME = re.compile(
    rf"(?:(?:{_ART})[-_]?\d{{0,3}}|(?:.+[-._])?(?:poster|fanart|banner|landscape|clearlogo"
    rf"|clearart|discart|keyart|characterart"
    r"|thumb|logo|backdrop|cover|disc|cdart|art|folder)\d{0,3}"
    r"|season[-_ ]?(?:\d{1,6}|all|specials)(?:[-_ ].+)?)",
    re.IGNORECASE,
)
_ART_FOLDERS = frozenset({"extrafanart", "extrathumbs", ".actors", "artwork"})
_CAMERA = re.compile(
    r"(?:IMG|DSC|DSCN|DSCF|DSC_|PXL|P|PICT|MVIMG|VID|GOPR|DJI|_MG|_DSC|SAM|CIMG|KIC|HPIM|100"
    r"|PANO|BURST|WP|Screenshot|Photo)"
    r"[-_ ]?\d{2,}|(?:19|20)\d{6}[-_ ]\d{4,}|(?:19|20)\d\d-\d\d-\d\d[ _T]\d\d[.\-_:]\d\d.*"
    r"|signal-\d|WhatsApp (?:Image|Photo)|FB_IMG_\d",
    re.IGNORECASE,
)


def kind_of_folder(folders: tuple[str, ...]) -> ParsedKind | None:
    """Return what the nearest folders make of a video (`Featurettes` → extra), or None."""
    for index in range(len(folders) - 1, max(len(folders) - 3, -1), -1):
        kind = _FOLDER_KINDS.get(folders[index].lower().strip())
        if kind is not None:
            return kind
    return None


def kind_of_video(stem: str) -> tuple[ParsedKind, str] | None:
    """Return (kind, stem without the suffix) for a trailer, sample or extra, or None."""
    low = stem.lower().strip()
    bare = _BARE.get(low)
    if bare is not None:
        return bare, ""
    match = _SUFFIX.search(stem, max(0, len(stem) - _LONGEST_SUFFIX))
    if match is not None:
        return ParsedKind(str(match.lastgroup)), stem[: match.start()]
    inner = _TRAILER_INNER.search(stem) if "trailer" in low else None
    if inner is not None:
        return ParsedKind.TRAILER, stem[: inner.start()]
    if "sample" in low:
        for pattern in (_SAMPLE_HEAD, _SAMPLE_INNER):
            match = pattern.search(stem)
            if match is not None:
                return ParsedKind.SAMPLE, stem[: match.start()] + " " + stem[match.end() :]
    return None


def find_bonus(stem: str) -> tuple[str, str] | None:
    """Return (film, title of the bonus) of `Moon_(2009)-x02-Making_Of`, or None."""
    match = _BONUS.search(stem) if "-x" in stem or "-X" in stem else None
    return (stem[: match.start()], stem[match.end() :]) if match is not None else None


def kind_of_image(stem: str, extension: str, folders: tuple[str, ...]) -> ParsedKind:
    """Tell artwork from a photo, by the name alone."""
    if extension in RAW:
        return ParsedKind.PHOTO
    if folders and folders[-1].lower() in _ART_FOLDERS:
        return ParsedKind.ARTWORK
    if _CAMERA.match(stem):
        return ParsedKind.PHOTO
    if extension == "tbn" or _ART_NAME.fullmatch(stem):
        return ParsedKind.ARTWORK
    return ParsedKind.PHOTO


def is_picture(extension: str) -> bool:
    """Tell whether the extension is one of an image or a raw photo."""
    return extension in IMAGE or extension in RAW


def is_theme(stem: str, extension: str) -> bool:
    """Tell whether a sound file is the theme of a show (`theme.mp3`)."""
    return extension in AUDIO and stem.lower() == "theme"
