"""A scanned folder of real files and the services over it: what details and tree are tested on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from PIL import Image
from PySide6.QtTest import QTest
from tests.library.scan_world import World as Folder

from media_manager.persistence.repositories.places import update_root
from media_manager.settings import Profile, Settings
from media_manager.workers.services import Services

# A busy machine of two cores: far more than anything here takes.
PATIENCE_SECONDS = 20.0
POSTER, FANART, PHOTO = (200, 60, 40), (30, 60, 160), (40, 160, 80)

ACTORS = "".join(
    f"<actor><name>Actor {n}</name><role>Role {n}</role><order>{n}</order></actor>"
    for n in range(15)
)
FILM_NFO = f"""<movie><title>The Harbor</title><originaltitle>Der Hafen</originaltitle>
<ratings><rating name="imdb" max="10" default="true"><value>8.1</value><votes>1234</votes></rating>
</ratings><year>1999</year><plot>{{plot}}</plot><tagline>Nobody sails.</tagline>
<mpaa>PG-13</mpaa><runtime>136</runtime><genre>Drama</genre><studio>Sample &amp; Sons</studio>
<uniqueid type="imdb" default="true">tt0000001</uniqueid><tag>sea</tag>
<director>Ann Helm</director><credits>Bo Rigg</credits>{ACTORS}</movie>"""


class World(Folder):
    """A folder, its library, and the services that the window gets."""

    def __init__(self, profile: Profile, place: Path) -> None:
        super().__init__(place)
        self.store.close()
        self.services = Services(profile, Settings(profile))
        self.store = self.services.store
        self.store.ensure()

    def picture(self, name: str, size: tuple[int, int], color: tuple[int, int, int]) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size, color).save(path)
        return path

    def write_film(self, plot: str = "A ship waits for a captain.") -> None:
        """Write a film of two editions with NFO, pictures, a trailer and a subtitle."""
        base = "The Harbor (1999)/The Harbor (1999)"
        self.write_all(
            f"{base} - Director's Cut.mkv",
            f"{base} - Theatrical Cut.mkv",
            f"{base}-trailer.mp4",
            f"{base} - Director's Cut.de.forced.srt",
        )
        self.write("The Harbor (1999)/movie.nfo", FILM_NFO.replace("{plot}", plot))
        self.picture("The Harbor (1999)/poster.jpg", (400, 600), POSTER)
        self.picture("The Harbor (1999)/fanart.jpg", (1280, 720), FANART)

    def write_show(self, title: str = "Signals", *, episodes: int = 3) -> None:
        for season in (1, 2):
            self.write_all(
                *(
                    f"{title} (2001)/Season {season:02d}/{title} S{season:02d}E{n:02d}.mkv"
                    for n in range(1, episodes + 1)
                )
            )

    def id_of(self, text: str) -> int:
        return self.one(text).id

    def set_offline(self) -> None:
        root = self.root
        with self.store.writing("test") as session:
            update_root(session, root.id, state="offline")
            session.touch_everything("files")


@contextmanager
def open_world(profile: Profile, place: Path) -> Iterator[World]:
    world = World(profile, place)
    try:
        yield world
    finally:
        assert world.services.close() == ()


def wait_until(is_true: Callable[[], bool]) -> None:
    """Let the window work until something holds; fail when it never does."""
    deadline = monotonic() + PATIENCE_SECONDS
    while not is_true():
        assert monotonic() < deadline, "it never came"
        QTest.qWait(5)
