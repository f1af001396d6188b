"""A small library on real files, scanned: what the tests of the use cases stand on."""

from media_manager.domain.query import Query, parse_query
from media_manager.library.roots import Root
from media_manager.library.scan import ScanCounts, ScanOptions, scan_root
from media_manager.library.watch import Unwatched
from media_manager.persistence.store import LibraryStore

NFO = """<movie><title>Heat</title><plot>Cops and robbers.</plot><genre>Crime</genre>
<director>Michael Mann</director><actor><name>Al Pacino</name><role>Hanna</role></actor>
<uniqueid type="imdb" default="true">tt0113277</uniqueid></movie>"""

FILES = {
    "Films/Heat (1995)/Heat (1995).mkv": "heat",
    "Films/Heat (1995)/Heat (1995).nfo": NFO,
    "Films/Heat (1995)/Heat (1995).de.forced.srt": "1",
    "Films/Heat (1995)/poster.jpg": "jpg",
    "Films/Heat (1995)/Featurettes/Making of.mkv": "extra",
    "Films/Ran (1985)/Ran (1985) - cd1.avi": "part one",
    "Films/Ran (1985)/Ran (1985) - cd2.avi": "part two",
    "Shows/Firefly (2002)/Season 1/Firefly S01E01.mkv": "one",
    "Shows/Firefly (2002)/Season 1/Firefly S01E02-E03.mkv": "two and three",
    "Shows/Firefly (2002)/tvshow.nfo": "<tvshow><title>Firefly</title></tvshow>",
}


def run_scan(store: LibraryStore, root: Root, *, full: bool = False) -> ScanCounts:
    """Scan to the end; new files need not be a minute old."""
    steps = scan_root(store, root, Unwatched(), ScanOptions(full=full, young_seconds=0))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            counts: ScanCounts = end.value
            return counts


def find_ids(store: LibraryStore, text: str) -> list[int]:
    with store.reading() as reader:
        return reader.first_ids(Query(parse_query(text)), 100)
