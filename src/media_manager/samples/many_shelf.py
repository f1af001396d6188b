"""Where the items of a block lie: its folders, files and pictures, as rows with their numbers."""

from collections import defaultdict
from random import Random
from typing import Any, Final, NamedTuple

from media_manager.samples.many_facts import Facts
from media_manager.samples.many_files import FileMaker, VideoFile, ending_of, subtitle_language

Rows = dict[str, list[tuple[Any, ...]]]

FILMS, SHOWS, PHOTOS = 1, 2, 3  # library and root folder of each kind
_DEVICE: Final = 2049
_NS_A_US: Final = 1000
# More than a block ever needs, so that no two blocks share a number.
_FILES_A_BLOCK, _FOLDERS_A_BLOCK, _PICTURES_A_BLOCK = 240, 130, 400
_SECOND_VERSION_EACH, _SUBTITLE_EACH = 10, 5
_POSTER_SHARE, _FANART_SHARE = 0.87, 0.5
_PHOTO_BYTES: Final = 4_000_000
_POSTER_PIXELS, _FANART_PIXELS, _STILL_PIXELS = (1000, 1500), (1920, 1080), (640, 360)


class MainFile(NamedTuple):
    """The file that plays an item: its id, its folder, all names without endings, its length."""

    id: int
    folder: str
    stems: tuple[str, ...]
    duration_ms: int


class Shelf:
    """Adds folders, files and pictures to the rows of one block."""

    def __init__(self, rng: Random, *, number: int, posters: int) -> None:
        self.rows: Rows = defaultdict(list)
        self.files = FileMaker(rng)
        self._chance = rng.random
        self._posters = posters
        self._name = f"{number:05}"
        self._last_file = number * _FILES_A_BLOCK
        self._last_folder = number * _FOLDERS_A_BLOCK
        self._last_picture = number * _PICTURES_A_BLOCK
        self._folders: dict[tuple[int, str], int] = {}

    # --- folders

    def folder(self, root: int, name: str = "") -> str:
        """Return the path of a new folder of this shelf; a name that is taken gets a number."""
        path = wanted = f"{self._name}/{name}" if name else self._name
        copy = 1
        while (root, path) in self._folders:
            if not name:
                return path
            copy += 1
            path = f"{wanted} [{copy}]"
        self._last_folder += 1
        self._folders[root, path] = self._last_folder
        self.rows["folder"].append((self._last_folder, root, path.encode(), None))
        return path

    # --- files

    def film(self, item_id: int, facts: Facts, added: int) -> MainFile:
        """Add the files of a film: every tenth has two versions, every fifth a subtitle."""
        year, minutes = facts.year or 2000, facts.runtime or 90
        video = self.files.video(minutes)
        named, stem = self.files.film_path(facts.title, year, video)
        folder = self.folder(FILMS, named)
        file_id = self._video(FILMS, folder, stem, "movie", video, added)
        self._link(item_id, file_id, None)
        stems = [stem]
        if item_id % _SECOND_VERSION_EACH == 0:
            other = self.files.video(minutes)
            stems.append(f"{stem} - {other.label}")
            second = self._video(FILMS, folder, stems[-1], "movie", other, added)
            self._link(item_id, second, other.label)
        if item_id % _SUBTITLE_EACH == 0:
            self._subtitle(item_id, folder, stem, added)
        return MainFile(file_id, folder, tuple(stems), video.duration_ms)

    def episode(self, item_id: int, folder: str, name: str, minutes: int, added: int) -> MainFile:
        video = self.files.video(minutes)
        file_id = self._video(SHOWS, folder, name, "episode", video, added)
        self._link(item_id, file_id, None)
        return MainFile(file_id, folder, (name,), video.duration_ms)

    def photo(self, item_id: int, name: str, added: int) -> MainFile:
        folder, file_id = self.folder(PHOTOS), self._file_id()
        size = _PHOTO_BYTES + int(self._chance() * _PHOTO_BYTES)
        self.rows["media_file"].append(
            (
                *(file_id, PHOTOS, self._folders[PHOTOS, folder]),
                *(f"{folder}/{name}.jpg".encode(), "photo", _DEVICE, file_id, size),
                *(added * _NS_A_US, "present", added, "done", "sure", "jpeg_pipe"),
                *(None, 4032, 3024, None),
            )
        )
        self._link(item_id, file_id, None)
        return MainFile(file_id, folder, (name,), 0)

    def _video(
        self, root: int, folder: str, stem: str, kind: str, video: VideoFile, added: int
    ) -> int:
        file_id = self._file_id()
        path = f"{folder}/{stem}.{ending_of(video)}".encode()
        self.rows["media_file"].append(
            (
                *(file_id, root, self._folders[root, folder], path, kind, _DEVICE, file_id),
                *(video.size_bytes, added * _NS_A_US, "present", added, "done", "sure"),
                *(video.container, video.duration_ms, video.width, video.height, video.hdr),
            )
        )
        self.rows["stream"] += [(file_id, *stream) for stream in video.streams]
        return file_id

    def _subtitle(self, item_id: int, folder: str, stem: str, added: int) -> None:
        file_id, language = self._file_id(), subtitle_language(item_id // _SUBTITLE_EACH)
        path = f"{folder}/{stem}.{language}.srt".encode()
        self.rows["media_file"].append(
            (
                *(file_id, FILMS, self._folders[FILMS, folder], path, "subtitle", _DEVICE),
                *(file_id, 60_000, added * _NS_A_US, "present", added, "none", "sure"),
                *(None, None, None, None, None),
            )
        )
        self.rows["subtitle"].append((item_id, file_id, language, 0, 0, 0, "local", "done"))

    def _file_id(self) -> int:
        self._last_file += 1
        return self._last_file

    def _link(self, item_id: int, file_id: int, version: str | None) -> None:
        self.rows["item_file"].append((item_id, file_id, "main", version))

    # --- pictures

    def posters(self, item_id: int, root: int, folder: str) -> int | None:
        """Add a poster and perhaps a fanart; return the poster's id, if there is one."""
        if self._chance() < _FANART_SHARE:
            self._picture(item_id, root, "fanart", f"{folder}/fanart.jpg", _FANART_PIXELS)
        return self.poster(item_id, root, folder)

    def poster(self, item_id: int, root: int, folder: str) -> int | None:
        if self._chance() > _POSTER_SHARE:
            return None
        return self._picture(item_id, root, "poster", f"{folder}/poster.jpg", _POSTER_PIXELS)

    def still(self, item_id: int, root: int, path: str) -> int | None:
        if self._chance() > _POSTER_SHARE:
            return None
        return self._picture(item_id, root, "thumb", path, _STILL_PIXELS)

    def _picture(
        self, item_id: int, root: int, kind: str, path: str, pixels: tuple[int, int]
    ) -> int:
        self._last_picture += 1
        if self._posters and kind != "fanart":
            path = f"{POSTER_FOLDER}/{item_id % self._posters:03}.jpg"
        self.rows["artwork"].append(
            (
                *(self._last_picture, item_id, kind, "local", root, path.encode()),
                *(_STAMP, *pixels, 0, "done"),
            )
        )
        return self._last_picture


POSTER_FOLDER: Final = "Posters"
_STAMP: Final = 1_790_000_000_000_000_000
