"""The words of release names: what is a tag, what it says, and how sure one can be.

A *strong* tag (`1080p`, `x264`, `BluRay`) is never part of a title: the title ends before it.
A *weak* tag (`PROPER`, `French`, `Extended`) is also an English word: it counts only next to a
strong tag, in brackets, or behind the year.

Sources have one spelling each: BluRay (also BDRip, BRRip, BDMV), HD-DVD, DVD (all DVD forms),
WEB-DL (also bare WEB), WEBRip, HDTV, UHDTV, PDTV, SDTV, DVB, SATRip, TVRip, HDRip, VHS,
CAM, Telesync, Telecine, Workprint, Screener, R5, VOD, PPV, Laserdisc.
"""

import re
from functools import lru_cache
from typing import NamedTuple


class Tag(NamedTuple):
    """What one word says: the field that it sets ("" for none) and the value."""

    field: str
    value: str = ""


_SOURCES = """
BluRay: bluray bdrip brrip bdremux bdmv bd25 bd50 bd66 bd100 blurayremux bdr bd5 bd9 bdscr mbluray
 bdiso bluraymux bdripmux brripmux
 blurayrip bluraydisk bluraydisc uhdbd uhdbluray bdmux brremux uhdbdrip m2bd hdbrrip
 bdlight
HD-DVD: hddvd hddvdrip hddvdremux
DVD: dvd dvdrip dvdr dvdr5 dvdr9 dvd5 dvd9
 dvdscr dvdscreener dvdremux dvdmux dvdivx ddvdr dvdfull dvdiso
 mdvdr dvdrv xdvdr dvdscreen dvd-r fulldvd ntscdvd paldvd scrdvd rdvd
WEB-DL: webdl webdlrip webhd webhdrip ituneshd webdlmux webuhd amazonhd netflixhd netflixuhd
 ituneshdrip dlmux dlrip
WEBRip: webrip webcap webmux webripmux webcaprip ddc
HDTV: hdtv hdtvrip ahdtv pdtvhd hdtvmux tvriphd hdtvmuxrip
UHDTV: uhdtv uhdrip
PDTV: pdtv pdtvrip
SDTV: sdtv
DVB: dvb dvbrip dvbt dvbs dvbc
SATRip: dsr dsrip satrip dthrip dsrrip dth
TVRip: tvrip iptvrip
HDRip: hdrip
VHS: vhs vhsrip
CAM: camrip hdcam hdcamrip qcam cammp3
Telesync: telesync hdts tsrip hdtsrip hqts
Telecine: telecine hdtc tcrip
Workprint: workprint
Screener: screener webscreener webscr
VOD: vodrip vodhd
PPV: ppv ppvrip
Laserdisc: ldrip laserdisc
"""

_WEAK_SOURCES = {
    "web": "WEB-DL",
    "cam": "CAM",
    "ts": "Telesync",
    "tc": "Telecine",
    "bd": "BluRay",
    "br": "BluRay",
    "blu": "BluRay",
    "scr": "Screener",
    "wp": "Workprint",
    "r5": "R5",
    "r6": "R5",
    "vod": "VOD",
    "ld": "Laserdisc",
    "tv": "",
    "itunes": "WEB-DL",
    "webhd": "WEB-DL",
    "remux": "",
}

_CODECS = """
x264 x265 h264 h265 x262 h262 h263 hevc avc xvid divx mpeg2 mpeg4 vc1 vp8 vp9 av1 10bit 8bit 12bit
10bits 8bits hi10p hi10 hi444pp hi422p yuv444 ma10p yuv420p10 x264hi10p hevc10bit x26510bit nvenc
aac ac3 eac3 eac dts dtshd dtsma dtsx dtses truehd flac mp3 vorbis lpcm pcm dd51 ddp51
dd20 ddp20 ddp ddpa dd5 ddp5 ddpa5 aac2 aac5 ac35 eac35 dts5 dts51 flac2 truehd7 ddp2 dd2 ddp7 dtsx7
dtshdma ac3d 6ch 2ch 5ch 8ch aac51 aac20 ac351 dolbydigital qaac heaac ddlc ddpa51
hdr hdr10 hdr10plus hdr10p dovi dolbyvision sdr hlg dxva hdlight 4klight mhd hd1080 hd720 halfcd
ntsc readnfo nfofix dirfix subbed dubbed hardsub hardsubs softsub softsubs multisub multisubs
vostfr subfrench vost vosten subforced dualaudio multilang multilanguage multidub nlsubs nlsubbed
swesub norsub dksubs plsub engsub engsubs esub esubs msubs kordub fansub fastsub hardcoded
uhdremux 60fps 50fps 24fps 25fps 30fps hfr avc1 mbaff
crf17 crf18 uhd ultrahd complete-bluray hdc stv fullhd hdlite microhd
"""

_WEAK_WORDS = """
proper repack rerip real internal limited retail festival stv dubbed subbed subs sub dual multi ml
dl md ld line dd hd sd fhd uhd hq lq ws fs pal secam uncensored censored complete final
rip read nfo custom hc hr dubs dub audio nordic nuked
amzn nf dsnp hmax atvp pcok hulu itunes netflix amazon disney crav crkl iplayer ip stan hbo max
pmtp amc ae cc cr vrv atv roku criterion-channel bbc hs sho starz dcu vudu ma mubi red
doku docu documentary reencode encode rencode upscaled hybrid dv multisubs multi-subs
bonus extras batch opus atmos pack x pt e dts hd-ma es ex ddex
"""

_EDITIONS = {
    "extended": "Extended",
    "extendedcut": "Extended Cut",
    "extendededition": "Extended Edition",
    "unrated": "Unrated",
    "unratedcut": "Unrated Cut",
    "uncut": "Uncut",
    "theatrical": "Theatrical",
    "remastered": "Remastered",
    "imax": "IMAX",
    "criterion": "Criterion",
    "directorscut": "Director's Cut",
    "dc": "Director's Cut",
    "redux": "Redux",
    "despecialized": "Despecialized",
    "rekall": "Rekall",
    "openmatte": "Open Matte",
    "restored": "Restored",
    "fanedit": "Fan Edit",
    "colorized": "Colorized",
}

# Layouts of stereoscopic video, in the spelling of Kodi and Jellyfin.
_THREE_D = {
    "3d": "3d",
    "hsbs": "hsbs",
    "fsbs": "fsbs",
    "htab": "htab",
    "ftab": "ftab",
    "mvc": "mvc",
    "sbs3d": "sbs3d",
    "halfsbs": "hsbs",
    "fullsbs": "fsbs",
    "halftab": "htab",
    "halfou": "htab",
    "fullou": "ftab",
    "hou": "htab",
    "fou": "ftab",
    "bd3d": "3d",
    "bluray3d": "3d",
    "3dbluray": "3d",
    "hsbs3d": "hsbs",
    "3dhsbs": "hsbs",
    "3dsbs": "sbs",
    "3dhou": "htab",
    "3dtab": "tab",
}
WEAK_THREE_D = {"sbs": "sbs", "tab": "tab", "ou": "tab"}

RESOLUTIONS = {
    "4k": "2160p",
    "uhd4k": "2160p",
    "4kuhd": "2160p",
    "8k": "4320p",
    "fhd": "1080p",
    "fullhd": "1080p",
    "ultrahd": "2160p",
}
_HEIGHTS = ("360", "368", "480", "540", "576", "720", "900", "1080", "1440", "2160", "4320")


def _build_strong() -> dict[str, Tag]:
    tags = {word: Tag("") for word in _CODECS.split()}
    for line in _SOURCES.replace("\n ", " ").strip().splitlines():
        name, words = line.split(":", 1)
        tags |= {word: Tag("source", name) for word in words.split()}
    tags |= {word: Tag("three_d", value) for word, value in _THREE_D.items()}
    tags |= {word: Tag("resolution", value) for word, value in RESOLUTIONS.items()}
    tags |= {h + s: Tag("resolution", h + s) for h in _HEIGHTS for s in "pi"}
    tags["bd3d"] = tags["bluray3d"] = tags["3dbluray"] = Tag("three_d", "3d")
    return tags


STRONG = _build_strong()
WEAK = {word: Tag("") for word in _WEAK_WORDS.split()}
WEAK |= {word: Tag("source", value) for word, value in _WEAK_SOURCES.items() if value}
WEAK |= {word: Tag("") for word, value in _WEAK_SOURCES.items() if not value}
WEAK |= {word: Tag("edition", value) for word, value in _EDITIONS.items()}
WEAK |= {word: Tag("three_d", value) for word, value in WEAK_THREE_D.items()}
WEAK |= {"480": Tag("resolution", "480p"), "720": Tag("resolution", "720p")}
WEAK |= {"1080": Tag("resolution", "1080p"), "2160": Tag("resolution", "2160p")}

# Two words that are one tag when they stand together: `WEB DL`, `Blu-Ray`, `DTS-HD`, `h.264`.
_PAIRS = """
web dl|web rip|web hd|web cap|blu ray|bd rip|br rip|bd remux|dvd rip|dvd r|dvd scr|dvd screener
dvd remux|dvb rip|hd tv|hd dvd|hd rip|hd cam|hd ts|hd tc|cam rip|ts rip|tv rip|vhs rip|vod rip
ppv rip|dsr rip|sat rip|ds rip|uhd bluray|uhd rip|ld rip|x 264|x 265|h 264|h 265|dts hd|dts ma
dts x|dual audio|multi sub|multi subs|multiple subtitle|multiple subtitles|half sbs|full sbs
half ou|full ou|h sbs|f sbs|h ou|f ou|h tab|f tab|half tab|10 bit|8 bit|dolby vision
dolby digital|read nfo|ultra hd|full hd|hdr10 plus|e ac3|ac 3|true hd|work print|tele sync
tele cine|bluray rip|bluray disc|micro hd|4k light|2 ch|6 ch|mpeg 2|mpeg 4|hard sub|avc hd
eng sub|eng subs|nl sub|nl subs|swe sub|swe subs
hdtv rip|bluray 3d|uhd bd|itunes hd|fast sub|aac lc|he aac|uhd 4k|4k uhd|ma hd
"""
PAIRS: dict[tuple[str, str], Tag] = {}
for _line in _PAIRS.replace("\n", "|").strip("|").split("|"):
    _first, _second = _line.split()
    PAIRS[_first, _second] = STRONG.get(_first + _second, Tag(""))
PAIR_STARTS = frozenset(first for first, _ in PAIRS)

# A word that opens a tag in digits: `DDP5`, `1280x720`, `AAC2`, `x264-GROUP` is split before.
TAG_SHAPE = re.compile(
    r"(?:dd[pa]*\+?|e?ac-?3|aac|dts(?:-?hd)?|flac|opus|truehd|ma|pcm|mp)\d{1,2}"
    r"|\d{1,2}bits?|\d{2,3}fps|[hx]26[2-6]\w{0,8}|\d{3,4}[pi]\d{0,3}|dvd\d{1,2}|\d{3,4}x\d{3,4}p?"
    r"|\d{3,4}\*\d{3,4}|crf\d\d|\d{1,3}(?:\.\d+)?gb|\d{3,4}mb|hdr\d*\+?|\d{3,5}kbps|ddp?\+\w*"
)
_GLUED = re.compile(r"(hdtv|pdtv|dsr|webrip|web|bluray|bdrip|brrip|dvdrip)[xh]26[45]\w{0,20}")
_BOTH = re.compile(r"(bd|bluray|hdtv|webdl|webrip|web|dvd)(\d{3,4}[pi])")
BOTH = "both"
_SIZE = re.compile(r"(\d{3,4})[x*](\d{3,4})p?")
_HEIGHT = re.compile(r"(\d{3,4})([pi])\d{0,3}")
_MIN_HEIGHT = 200
_LINES = ((3000, "4320p"), (1800, "2160p"), (1100, "1440p"), (800, "1080p"), (590, "720p"))
_WIDTH_LINES = ((5000, "4320p"), (3400, "2160p"), (1900, "1080p"), (1200, "720p"))


@lru_cache(maxsize=4096)
def read_shape(word: str) -> Tag | None:
    """Return what a word with digits says by its shape (`1280x720`, `DDP5`), or None."""
    if TAG_SHAPE.fullmatch(word) is None:
        both = _BOTH.fullmatch(word)
        if both is not None:
            return Tag(BOTH, f"{_source_of(both[1])} {both[2]}")
        glued = _GLUED.fullmatch(word)
        return None if glued is None else Tag("source", _source_of(glued[1]))
    if (size := _SIZE.fullmatch(word)) is not None:
        return _read_size(int(size[1]), int(size[2]))
    height = _HEIGHT.fullmatch(word)
    if height is None:
        return Tag("")
    return Tag("resolution", height[1] + height[2]) if int(height[1]) >= _MIN_HEIGHT else None


def _source_of(word: str) -> str:
    return (STRONG.get(word) or WEAK[word]).value


def _read_size(width: int, height: int) -> Tag | None:
    """Name a frame size: cropped films have the width of their class, not the height."""
    if width < _MIN_HEIGHT or height < _MIN_HEIGHT:
        return None
    for least, name in _WIDTH_LINES:
        if width >= least:
            return Tag("resolution", name)
    for least, name in _LINES:
        if height >= least:
            return Tag("resolution", name)
    return Tag("resolution", "576p" if height in {576, 544} else f"{height}p")


# Tags that only television carries: with them a lone `103` is season 1, episode 3.
TV_SOURCES = frozenset({"HDTV", "PDTV", "SDTV", "SATRip", "DVB", "TVRip"})
