"""Read doubtful file names a second time, with guessit, after the scan and outside its path.

The second tier is thorough and slow, and it is not the better judge: on the names of our tests
that the fast tier doubts, it is right against it in one of six films. So it may say little:

- It never moves anything: no kind, no season, no number, no show.
- What it says is as weak as the file name: an NFO, a provider and a person win over it.
- A film takes a year that the fast tier did not find, if both read the same title; and title and
  year if they read wholly different titles. A title that only cuts or extends the fast one is
  wrong far more often than right (“The Godfather” for “The Godfather Part III”).
- An episode takes a title, if the fast tier found none and both read the same number.
- A film that another file names without doubt takes nothing.
"""

import re
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from media_manager.domain.media import LibraryKind, MediaType, ParsedKind, ParsedName
from media_manager.domain.naming import fold
from media_manager.files import display_path
from media_manager.library.scan_folder import read_name
from media_manager.library.waiting import Spread, wait_for
from media_manager.library.watch import Watch, save_progress
from media_manager.persistence.names_reader import DoubtfulFile, count_names, doubtful_files
from media_manager.persistence.repositories.names import (
    Owner,
    mark_refined,
    owners_of,
    save_guesses,
    still_doubtful,
)
from media_manager.persistence.store import LibraryStore

_BATCH = 32  # 0.3 s of guessing: how soon a pause or a stop is noticed
_WORD = re.compile(r"\w+")
_SEASON = re.compile(r"(?i)\bseason\b")
_FILMS = frozenset({MediaType.MOVIE, MediaType.VIDEO})

# As NameGuesser.guess_names: one reading for each path, None where there is none.
Guess = Callable[[Sequence[bytes]], Iterable[ParsedName | None]]


@dataclass(frozen=True, slots=True)
class RefineCounts:
    """What the job did, and what share of all names was doubtful.

    `names` are those of all films and episodes, `doubtful` those of them that the fast tier
    doubted in this and in earlier scans, `refined` were read now, `changed` items look different.
    """

    names: int
    doubtful: int
    refined: int
    changed: int

    @property
    def doubtful_share(self) -> float:
        return self.doubtful / self.names if self.names else 0.0

    @property
    def changed_share(self) -> float:
        return self.changed / self.refined if self.refined else 0.0


def refine_names(
    store: LibraryStore, guess: Guess, watch: Watch, *, spread: Spread | None = None
) -> Generator[None, None, RefineCounts]:
    """Read every doubtful name again; yields between batches; returns the counts.

    What was read stays read when the job is stopped; it goes on where it was. With `spread` the
    guesses are made in another thread, so that a stop need not wait for a child that hangs.
    """
    refined = changed = 0
    with store.reading() as reader:
        while batch := doubtful_files(reader, _BATCH):
            total = refined + batch[0].waiting
            paths = [file.path for file in batch]
            if spread is None:
                readings = list(guess(paths))
            else:
                readings = wait_for(spread.submit(_guess_all, guess, paths), watch)
            refined += len(batch)
            watch.report(refined, total, display_path(batch[-1].path))
            changed += _save(store, batch, readings, watch)
            watch.raise_if_cancelled()
            yield
        counts = count_names(reader)
    return RefineCounts(counts.names, counts.waiting + counts.refined, refined, changed)


def _guess_all(guess: Guess, paths: Sequence[bytes]) -> list[ParsedName | None]:
    return list(guess(paths))


def _save(
    store: LibraryStore,
    batch: Sequence[DoubtfulFile],
    readings: Sequence[ParsedName | None],
    watch: Watch,
) -> int:
    with store.writing("refine") as session:
        # Another process may have renamed a file meanwhile: its new name is read later.
        current = still_doubtful(session, {file.id: file.path for file in batch})
        owners = owners_of(session, list(current))
        fields: dict[int, dict[str, Any]] = {}
        for file, reading in zip(batch, readings, strict=True):
            owner = owners.get(file.id)
            if owner is not None and reading is not None:
                fast = read_name(file.path, LibraryKind(file.library_kind))
                fields[owner.item_id] = accepted_fields(fast, reading, owner)
        changed = save_guesses(session, {n: each for n, each in fields.items() if each})
        mark_refined(session, list(current))
        save_progress(watch, session)
    return changed


def accepted_fields(fast: ParsedName, guess: ParsedName, owner: Owner) -> dict[str, Any]:
    """Return what an item takes from the guess, by the policy of the module. Pure."""
    if guess.kind is not fast.kind or owner.is_sure:
        return {}
    if fast.kind is ParsedKind.MOVIE and owner.media_type in _FILMS:
        return _of_film(fast, guess)
    if fast.kind is ParsedKind.EPISODE and owner.media_type is MediaType.EPISODE:
        return _of_episode(fast, guess)
    return {}


def _of_film(fast: ParsedName, guess: ParsedName) -> dict[str, Any]:
    ours, theirs = _words(fast.title), _words(guess.title)
    year = {"year": guess.year} if guess.year is not None and fast.year is None else {}
    if ours == theirs:
        return year
    if not theirs or ours <= theirs or theirs <= ours:
        # Nothing of our own is contained in everything: then any title is better than none.
        return {"title": guess.title, **year} if theirs and not ours else {}
    return {"title": guess.title, **({"year": guess.year} if guess.year is not None else {})}


def _of_episode(fast: ParsedName, guess: ParsedName) -> dict[str, Any]:
    title = guess.episode_title
    if title is None or fast.episode_title or len(fast.episodes) != 1:
        return {}
    if guess.episodes != fast.episodes or guess.season not in (None, fast.season):
        return {}
    # “5” of 10.5 and “3rd Season” are pieces of the number, not titles.
    is_title = any(letter.isalpha() for letter in title) and not _SEASON.search(title)
    return {"title": title} if is_title else {}


def _words(title: str | None) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(title or "")))
