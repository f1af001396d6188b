"""The names in one folder, sorted by the video that each belongs to. No disk."""

from collections.abc import Iterable
from dataclasses import dataclass

from media_manager.scanning.name_extras import kind_of_video
from media_manager.scanning.name_paths import VIDEO, decode, split_extension

_SEPARATORS = ".-_ ([{"
_SUBTITLE_FOLDERS = frozenset({"subs", "subtitles", "sub", "subtitle"})


@dataclass(frozen=True, slots=True)
class Beside:
    """A name and what it says behind the stem of its video, with leading separator."""

    name: bytes
    suffix: str
    extension: str


class FolderNames:
    """Names relative to one folder, looked up without regard to case.

    Build it once a folder: each name is then given to the video with the longest fitting stem, so
    that `Movie-2.nfo` is never taken for a file of `Movie.mkv`.
    """

    def __init__(self, names: Iterable[bytes]) -> None:
        self._by_lower: dict[str, bytes] = {}
        self._beside: dict[str, list[Beside]] = {}
        self._plain: list[tuple[str, str, bytes]] = []
        self._in_subtitle_folders: list[bytes] = []
        self._video_stems: set[str] = set()
        for name in sorted(names):
            self._add(name)
        for stem, extension, name in self._plain:
            self._give_to_owner(stem, extension, name)

    def _add(self, name: bytes) -> None:
        text = decode(name)
        lower = text.lower()
        self._by_lower.setdefault(lower, name)
        folder, slash, _ = lower.partition("/")
        if slash:
            if folder in _SUBTITLE_FOLDERS:
                self._in_subtitle_folders.append(name)
            return
        stem, extension = split_extension(text)
        self._plain.append((stem, extension, name))
        if extension in VIDEO:
            self._video_stems.add(stem.lower())

    def _give_to_owner(self, stem: str, extension: str, name: bytes) -> None:
        if extension not in VIDEO:
            owner = self._owner_of(stem)
        elif kind_of_video(stem) is not None:  # `Movie-trailer.mkv` goes where `Movie.mkv` goes
            owner = self._owner_of(stem, shorter=True)
        else:
            return
        if owner is not None:
            beside = Beside(name, stem[len(owner) :], extension)
            self._beside.setdefault(owner, []).append(beside)

    def _owner_of(self, stem: str, *, shorter: bool = False) -> str | None:
        lower = stem.lower()
        if lower in self._video_stems and not shorter:
            return lower
        for end in range(len(lower) - 1, 0, -1):
            if lower[end] in _SEPARATORS and lower[:end] in self._video_stems:
                return lower[:end]
        return None

    @property
    def plain(self) -> list[tuple[str, str, bytes]]:
        """Stem, extension and name of all that lies in the folder itself."""
        return self._plain

    @property
    def in_subtitle_folders(self) -> list[bytes]:
        return self._in_subtitle_folders

    def find(self, name: str) -> bytes | None:
        """Return the name as it is written on disk."""
        return self._by_lower.get(name.lower())

    def beside(self, video: bytes) -> list[Beside]:
        """Return what belongs to one video."""
        return self._beside.get(stem_of(video).lower(), [])


def stem_of(name: bytes) -> str:
    """Return the last part of a name without its extension."""
    return split_extension(decode(name).rpartition("/")[2])[0]


def as_folder_names(names: FolderNames | Iterable[bytes]) -> FolderNames:
    """Return `names` ready for look-ups."""
    return names if isinstance(names, FolderNames) else FolderNames(names)
