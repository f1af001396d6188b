"""What one process of the memory topic does: a grid on a library, a thousand jumps, its peak.

Run as `python -m scripts.measuring.memory_child product|loaded|bare PROFILE`. The bare grid paints
titles read by plain sqlite3 from packed ids; it imports nothing of the program. `loaded` is the
product with all that comes in behind the first paint: the writer, numpy, the columns.
"""

import json
import random
import sys
import time
from array import array
from pathlib import Path
from sqlite3 import connect

JUMPS, SIZE = 1000, (1280, 800)
_CELL, _ROW_HEIGHT = 180, 300
_PLACES_SEED = 5


def main(kind: str, profile: Path) -> None:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - what the measured process needs

    app = QApplication([])
    if kind == "loaded":
        load_everything(profile)
    after = bare(app, profile) if kind == "bare" else product(app, profile)
    print(json.dumps({"peak_kib": peak_kib(), **after}))


def peak_kib() -> int:
    """Return the most that was ever resident, and so also mapped pages of the library."""
    return status_kib("VmHWM")


def status_kib(name: str) -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise OSError(f"{name} is not told here")


def bare(app, profile: Path) -> dict[str, int]:  # type: ignore[no-untyped-def] # noqa: ANN001 - Qt is late
    from PySide6.QtCore import QPoint  # noqa: PLC0415 - as above
    from PySide6.QtGui import QPainter, QPaintEvent  # noqa: PLC0415 - as above
    from PySide6.QtWidgets import QAbstractScrollArea  # noqa: PLC0415 - as above

    database = connect(f"{(profile / 'data' / 'library.db').as_uri()}?mode=ro", uri=True)
    found = database.execute(
        "SELECT group_concat(id) FROM (SELECT id FROM media_item WHERE media_type = 'movie' "
        "ORDER BY sort_key, id)"
    ).fetchone()[0]
    ids = array("q")
    for start in range(0, len(found), 40_000):
        # A cut may go through a number: the rest of it is with the next slice.
        end = found.find(",", start + 40_000)
        begin = found.find(",", start) + 1 if start else 0
        ids.extend(map(int, found[begin : end if end >= 0 else None].split(",")))
        if end < 0:
            break
    del found

    class Grid(QAbstractScrollArea):
        first = 0

        def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt
            painter = QPainter(self.viewport())
            across = self.viewport().width() // _CELL
            shown = ids[self.first : self.first + across * 4]
            marks = ",".join("?" * len(shown))
            rows = database.execute(
                f"SELECT id, title FROM media_item WHERE id IN ({marks})",  # noqa: S608 - marks
                shown.tolist(),
            )
            for place, (_id, title) in enumerate(rows.fetchall()):
                at = QPoint(place % across * _CELL, place // across * _ROW_HEIGHT + 20)
                painter.drawText(at, title)

    grid = Grid()
    grid.resize(*SIZE)
    grid.show()
    for row in places(len(ids)):
        grid.first = row
        grid.viewport().repaint()
        app.processEvents()
    return {"jumps": JUMPS, "anonymous_kib": status_kib("RssAnon")}


def product(app, profile: Path) -> dict[str, int]:  # type: ignore[no-untyped-def] # noqa: ANN001 - Qt is late
    from media_manager.domain.query import Query, parse_query  # noqa: PLC0415 - as above
    from media_manager.lazy_model import LazyMediaItemModel  # noqa: PLC0415 - as above
    from media_manager.persistence.store import LibraryStore  # noqa: PLC0415 - as above
    from media_manager.ui.views.grid import GridView  # noqa: PLC0415 - as above
    from media_manager.workers.list_source import MediaListSource  # noqa: PLC0415 - as above
    from media_manager.workers.media_jobs import make_runner  # noqa: PLC0415 - as above

    runner = make_runner(LibraryStore(profile / "data" / "library.db"))
    model = LazyMediaItemModel(source=MediaListSource(runner))
    grid = GridView()
    grid.setModel(model)
    grid.resize(*SIZE)
    grid.show()
    model.set_query(Query(parse_query("type:movie")))

    def wait(row: int) -> None:
        ends = time.monotonic() + 60
        while model.row_at(row) is None or not model.is_exact:
            app.processEvents()
            if time.monotonic() > ends:
                raise TimeoutError(f"row {row} did not come")

    wait(0)
    for row in places(model.rowCount()):
        grid.scrollTo(model.index(row, 0))
        grid.viewport().repaint()
        wait(row)
    told = {"jumps": JUMPS, "anonymous_kib": status_kib("RssAnon")}
    runner.close()
    return told


def load_everything(profile: Path) -> None:
    """Bring in what writes and counts; the columns are read if the window has made them."""
    from sqlalchemy import create_engine  # noqa: PLC0415 - as above

    from media_manager.persistence.columns import open_columns  # noqa: PLC0415 - as above
    from media_manager.persistence.reader import open_reader  # noqa: PLC0415 - as above
    from media_manager.persistence.repositories import items, values  # noqa: PLC0415 - as above

    reader = open_reader(profile / "data" / "library.db")
    kept.extend((create_engine("sqlite://"), items, values, reader))
    kept.append(open_columns(profile / "cache" / "columns", reader.uid(), reader.seq()))


kept: list[object] = []


def places(rows: int) -> list[int]:
    chance = random.Random(_PLACES_SEED)  # noqa: S311 - places in a list
    return [chance.randrange(rows) for _ in range(JUMPS)]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
