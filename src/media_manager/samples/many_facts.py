"""What is said of one made-up item: dates, people, genres, ratings; and how a source says it."""

from dataclasses import dataclass
from random import Random
from typing import Any, Final

import msgspec

from media_manager.samples import many_words as words
from media_manager.samples.many_texts import (
    MOST_SETS,
    Texts,
    person_name,
    set_name,
    studio_name,
    tag_names,
)

TAGS: Final = tag_names()
NEWEST_YEAR: Final = 2025  # the last whole year before the made-up library's own today
_LENGTH_OF_FILM: Final = (72, 90)  # at least, and how much more at most
_SET_SHARE: Final = 0.15
_TAGGED_SHARE: Final = 0.34
_RATED_SHARE: Final = 0.93

Cast = tuple[tuple[int, str, str | None], ...]  # person, role, character


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many people, studios and sets a library of `items` has."""

    items: int

    @property
    def people(self) -> int:
        return max(40, self.items // 8)

    @property
    def studios(self) -> int:
        return max(12, min(4000, self.items // 120))

    @property
    def sets(self) -> int:
        return max(3, min(MOST_SETS, self.items // 60))


@dataclass(frozen=True, slots=True)
class Facts:
    """What sources know of an item. People, genres and the like by their number, from 0."""

    title: str
    original: str | None = None
    language: str | None = None
    year: int | None = None
    premiered: str | None = None
    plot: str | None = None
    runtime: int | None = None
    certificate: str | None = None
    ratings: tuple[tuple[str, float, int], ...] = ()  # source, value, votes
    ids: tuple[tuple[str, str], ...] = ()
    genres: tuple[int, ...] = ()
    countries: tuple[int, ...] = ()
    studios: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()
    cast: Cast = ()
    sets: tuple[int, ...] = ()

    @property
    def rating(self) -> float | None:
        return self.ratings[0][1] if self.ratings else None


class FactMaker:
    """Draws facts; the same source of chance gives the same ones."""

    def __init__(self, rng: Random, sizes: Sizes) -> None:
        self.chance = rng.random
        self.texts = Texts(rng)
        self._sizes = sizes

    def year(self) -> int:
        return NEWEST_YEAR - int(self.chance() ** 1.9 * 100)

    def date(self, year: int) -> str:
        day = int(self.chance() * 336)
        return f"{year}-{day // 28 + 1:02}-{day % 28 + 1:02}"

    def film(self, number: int) -> Facts:
        called = self.texts.title()
        year = self.year()
        least, more = _LENGTH_OF_FILM
        return Facts(
            title=called.title,
            original=called.original,
            language=called.language,
            year=year,
            premiered=self.date(year),
            plot=self.texts.plot(),
            runtime=least + int(self.chance() ** 2 * more),
            certificate=self.texts.any_of(words.CERTIFICATES),
            ratings=self.ratings(),
            ids=_ids(number),
            genres=self.genres(),
            countries=self.some(len(words.COUNTRIES), 1 + (self.chance() < 0.2)),  # noqa: PLR2004
            studios=self.some(self._sizes.studios, 1),
            tags=self.tags(),
            cast=self.cast(directors=1, writers=1 + (self.chance() < 0.5), actors=6),  # noqa: PLR2004
            sets=self._set(),
        )

    def show(self, number: int) -> Facts:
        called = self.texts.title()
        year = self.year()
        return Facts(
            title=called.title,
            original=called.original,
            language=called.language,
            year=year,
            premiered=self.date(year),
            plot=self.texts.plot(),
            certificate=self.texts.any_of(words.CERTIFICATES),
            ratings=self.ratings(),
            ids=_ids(number),
            genres=self.genres(),
            countries=self.some(len(words.COUNTRIES), 1),
            studios=self.some(self._sizes.studios, 1),
            tags=self.tags(),
            cast=self.cast(directors=0, writers=1, actors=8),
        )

    def episode(self, number: int, show: Facts, *, minutes: int, year: int) -> Facts:
        named = self.chance() < 0.3  # noqa: PLR2004 - a share
        title = self.texts.any_of(words.EPISODE_WORDS) if named else self.texts.english_title()
        return Facts(
            title=title,
            year=year,
            premiered=self.date(year),
            plot=self.texts.plot(),
            runtime=minutes + int(self.chance() * 6),
            ratings=self.ratings(),
            ids=_ids(number),
            genres=show.genres,
            studios=show.studios,
            tags=self.tags(),
            cast=self.cast(directors=1, writers=1, actors=1),
        )

    def ratings(self) -> tuple[tuple[str, float, int], ...]:
        """Draw an imdb rating, the main one, and mostly one of tmdb."""
        if self.chance() > _RATED_SHARE:
            return ()
        chance = self.chance
        value = round(3 + (chance() + chance() + chance()) * 2.2, 1)
        votes = int(chance() ** 4 * 900_000) + 5
        if chance() < 0.3:  # noqa: PLR2004 - a share
            return (("imdb", value, votes),)
        other = round(min(9.9, max(1.0, value + chance() - 0.6)), 1)
        return (("imdb", value, votes), ("tmdb", other, votes // 20))

    def genres(self) -> tuple[int, ...]:
        return self.some(len(words.GENRES), 1 + int(self.chance() * 4))

    def tags(self) -> tuple[int, ...]:
        if self.chance() > _TAGGED_SHARE:
            return ()
        return self.some(len(TAGS), 1 + int(self.chance() * 3))

    def some(self, amount: int, count: int) -> tuple[int, ...]:
        """Draw at most `count` different numbers below `amount`, small ones far more often."""
        chance = self.chance
        if count == 1:
            return (int(chance() ** 2 * amount),)
        return tuple({int(chance() ** 2 * amount): None for _ in range(count)})

    def cast(self, *, directors: int, writers: int, actors: int) -> Cast:
        people = self.some(self._sizes.people, directors + writers + actors)
        crew = directors + writers
        return tuple(
            (person, "director" if place < directors else "writer", None)
            if place < crew
            else (person, "actor", self._character())
            for place, person in enumerate(people)
        )

    def _character(self) -> str:
        return f"{self.texts.any_of(words.FIRST_NAMES)} {self.texts.surname()}"

    def _set(self) -> tuple[int, ...]:
        return (int(self.chance() * self._sizes.sets),) if self.chance() < _SET_SHARE else ()


def layer_of(facts: Facts) -> bytes:
    """Return what one source says of the item, as the layer's blob: only what it sets."""
    said: dict[str, Any] = {
        "title": facts.title,
        "original_title": facts.original,
        "language": facts.language,
        "year": facts.year,
        "premiered": facts.premiered,
        "plot": facts.plot,
        "runtime_minutes": facts.runtime,
        "content_rating": facts.certificate,
        "genres": [words.GENRES[each] for each in facts.genres],
        "countries": [words.COUNTRIES[each] for each in facts.countries],
        "studios": [studio_name(each) for each in facts.studios],
        "tags": [TAGS[each] for each in facts.tags],
        "credits": [_credit(*each) for each in facts.cast],
        "ids": dict(facts.ids),
        "sets": [set_name(each) for each in facts.sets],
        "ratings": [
            {"source": source, "value": value, "votes": votes, "is_default": source == "imdb"}
            for source, value, votes in facts.ratings
        ],
        "rating": facts.rating,
    }
    return msgspec.json.encode({name: value for name, value in said.items() if value})


def _credit(person: int, role: str, character: str | None) -> dict[str, str]:
    credit = {"name": person_name(person), "role": role}
    return credit | {"character": character} if character else credit


def _ids(number: int) -> tuple[tuple[str, str], ...]:
    tmdb = ("tmdb", str(number * 7 + 3))
    return (tmdb, ("imdb", f"tt{number * 11 + 1000:07}")) if number % 3 else (tmdb,)
