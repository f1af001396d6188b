"""What the sample files hold: streams that decode, NFO files that parse, pictures that open."""

# The XML that these tests parse was written a moment ago by the program itself.
# ruff: noqa: S314

from pathlib import Path
from xml.etree import ElementTree as ET

import av
import pytest
from PIL import ExifTags, Image

from media_manager.samples.canvas import Canvas, Palette
from media_manager.samples.facts import films, shows
from media_manager.samples.lettering import balanced
from media_manager.samples.plan import Clip, Text, entries, safe_name
from media_manager.samples.posters import motifs
from media_manager.samples.videos import Recipe, encode


def streams(path: Path) -> list[tuple[str, str, str | None]]:
    with av.open(str(path)) as container:
        return [
            (stream.type, stream.codec_context.name, stream.metadata.get("language"))
            for stream in container.streams
        ]


def test_a_film_has_picture_sound_and_subtitles(sample: Path) -> None:
    """The streams are those of the table, with their languages."""
    name = "千と千尋の神隠し (2001)"
    video = sample / "Films" / name / f"{name}.mkv"
    assert streams(video) == [
        ("video", "h264", None),
        ("audio", "aac", "jpn"),
        ("audio", "aac", "eng"),
        ("subtitle", "srt", "jpn"),
        ("subtitle", "srt", "eng"),
    ]


def test_a_film_plays_to_its_end(sample: Path) -> None:
    """All pictures decode and the file says how long it is."""
    with av.open(str(sample / "Films/M (1931)/M (1931).mkv")) as container:
        video = container.streams.video[0]
        assert (video.width, video.height) == (960, 720)
        assert sum(1 for _ in container.decode(video)) == 32
        assert container.duration is not None
        assert 3.9 < container.duration / av.time_base < 4.2


def test_an_mp4_has_timed_text(sample: Path) -> None:
    """The other container has its own kind of subtitles."""
    video = sample / "Films/Run Lola Run (1998)/Run Lola Run (1998).mp4"
    assert streams(video)[-1] == ("subtitle", "mov_text", "eng")
    with av.open(str(video)) as container:
        texts = [
            rect.dialogue.decode()
            for packet in container.demux(subtitles=0)
            for rect in packet.decode()
            if hasattr(rect, "dialogue")
        ]
    assert "This is a sample made by Media Manager." in texts


def test_an_hdr_video_says_so(tmp_path: Path) -> None:
    """Ten bits, BT.2020 and PQ are in the stream."""
    recipe = Recipe(
        container="mkv",
        height=180,
        square=False,
        hdr=True,
        audio=("eng",),
        subtitles=(),
        title="HDR",
        seconds=1,
    )
    path = tmp_path / "hdr.mkv"
    encode(path, recipe, Image.new("RGB", (640, 360), "teal"), should_stop=lambda: False)
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert (
            context.name,
            context.pix_fmt,
            context.color_trc,
            context.color_primaries,
        ) == ("hevc", "yuv420p10le", 16, 9)


def test_a_movie_nfo_holds_the_facts(sample: Path) -> None:
    """Title, people, ids and set are where Kodi reads them."""
    root = ET.fromstring((sample / "Films/Casablanca (1942)/Casablanca (1942).nfo").read_bytes())
    assert root.tag == "movie"
    assert [root.findtext(tag) for tag in ("title", "year", "premiered")] == [
        "Casablanca",
        "1942",
        "1942-11-26",
    ]
    assert root.findtext("actor/name") == "Humphrey Bogart"
    defaults = [element.text for element in root.iterfind("uniqueid[@default='true']")]
    assert defaults == ["tt0034583"]


def test_a_file_with_two_episodes_has_two_roots(sample: Path) -> None:
    """A multi-episode NFO is one root after the other."""
    folder = sample / "Shows/Cowboy Bebop (1998)/Season 01"
    text = (folder / "Cowboy Bebop (1998) - S01E12-E13 - Jupiter Jazz.nfo").read_text("utf-8")
    body = text.partition("?>")[2]
    episodes = ET.fromstring(f"<all>{body}</all>").findall("episodedetails")
    assert [episode.findtext("episode") for episode in episodes] == ["12", "13"]


def test_a_turned_photo_carries_its_date_and_orientation(sample: Path) -> None:
    """The EXIF block is that of a camera held upright."""
    with Image.open(sample / "Photos/2021-10 Mountains/DSC04902.jpg") as image:
        exif = image.getexif()
        taken = exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal]
        assert (
            image.size,
            exif[ExifTags.Base.Orientation],
            taken,
        ) == ((1200, 800), 6, "2021:10:03 15:50:19")


def test_posters_and_fanart_have_their_sizes(sample: Path) -> None:
    """A poster is two by three, fanart sixteen by nine."""
    for name, size in (("poster", (600, 900)), ("fanart", (1280, 720))):
        with Image.open(sample / f"Films/M (1931)/{name}.jpg") as image:
            assert size == image.size


def test_no_two_parts_share_a_path() -> None:
    """Each file of the plan has a place of its own, also where case does not count."""
    paths = [part.path.casefold() for entry in entries() for part in entry.parts]
    assert len(paths) == len(set(paths))


def test_the_plan_holds_every_special_case() -> None:
    """The cases that a scan must tell apart are all there."""
    parts = [part for entry in entries() for part in entry.parts]
    paths = "\n".join(part.path for part in parts)
    cases = ("-cd2.", "{edition-", " - 720p.", "featurettes/", "-behindthescenes.", "-trailer.",
             "-sample.", "S01E12-E13", "Season 00/", ".fr.forced.srt", "capture0007", "-thumb.jpg",
             "Charlie Chaplin/", "season-specials-poster", ".xmp")  # fmt: skip
    assert [case for case in cases if case not in paths] == []
    assert any(isinstance(part, Clip) and part.recipe.hdr for part in parts)
    assert any(isinstance(part, Text) and part.path.startswith("Photos/") for part in parts)


@pytest.mark.parametrize("name", sorted(motifs()))
def test_every_motif_draws_tall_and_wide(name: str) -> None:
    """No picture depends on one shape of paper."""
    palette = Palette.from_hex(("#102030", "#304050", "#f0e0d0", "#c04030", "#ffffff"))
    for size in ((60, 90), (128, 72)):
        canvas = Canvas(size, palette, seed=2)
        motifs()[name](canvas)
        image = canvas.finish()
        assert size == image.size
        assert len(image.getcolors(size[0] * size[1]) or ()) > 20


def test_the_tables_name_only_motifs_that_exist_and_use_them_all() -> None:
    """A picture that nobody shows would be dead weight."""
    used = {film.art.motif for film in films()} | {show.art.motif for show in shows()}
    assert used == set(motifs())


def test_ids_have_the_form_of_their_source() -> None:
    """An IMDb id is tt and digits, the others are numbers, and none is used twice."""
    tables = [*(film.ids for film in films()), *(show.ids for show in shows())]
    ids = [(source, value) for table in tables for source, value in table.items()]
    wrong = [
        value
        for source, value in ids
        if not value.removeprefix("tt" if source == "imdb" else "").isdecimal()
    ]
    assert wrong == []
    film_ids = [value for film in films() for value in film.ids.values()]
    assert len(film_ids) == len(set(film_ids))


def test_names_are_safe_on_every_system() -> None:
    """Colons and question marks do not reach the disk."""
    assert safe_name("Mad Max: Fury Road") == "Mad Max - Fury Road"
    assert safe_name("Where Is Everybody?") == "Where Is Everybody"
    assert safe_name("1:23:45") == "1-23-45"


def test_titles_break_after_a_colon() -> None:
    """The series stands on one line and the title on the next."""
    assert balanced("Three Colors: Blue", 2) == ["Three Colors:", "Blue"]
