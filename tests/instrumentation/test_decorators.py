"""@timed and @counted work on functions, methods and generators, and change nothing about them."""

import inspect
from collections.abc import Generator, Iterator

import pytest

from media_manager.instrumentation import Instrumentation, counted, get_instrumentation, timed


@pytest.fixture
def metrics() -> Iterator[Instrumentation]:
    found = get_instrumentation()
    found.reset()
    yield found
    found.configure(enabled=True, detail=False, slow_query_seconds=0.1)
    found.reset()


class Shelf:
    """Something with methods of each kind."""

    def __init__(self, name: str) -> None:
        self.name = name

    @timed("shelf.say")
    @counted("shelf.said")
    def say(self, *, loud: bool = False) -> str:
        return self.name.upper() if loud else self.name

    @classmethod
    @timed("shelf.make")
    def make(cls, name: str) -> "Shelf":
        return cls(name)

    @staticmethod
    @counted("shelf.helped")
    def helped() -> int:
        return 7


@timed("walk.steps")
@counted("walk.walks")
def walk(steps: int) -> Generator[int, str, str]:
    heard = ""
    for step in range(steps):
        heard += (yield step) or ""
    return heard


def test_methods_of_each_kind_are_measured(metrics: Instrumentation) -> None:
    """Arguments, results and names are what they were."""
    shelf = Shelf.make("films")
    assert (shelf.say(loud=True), Shelf.helped()) == ("FILMS", 7)
    assert (Shelf.say.__name__, shelf.say.__self__) == ("say", shelf)  # type: ignore[attr-defined]
    assert metrics.get_counter_metrics() == {"shelf.helped": 1, "shelf.said": 1}
    assert sorted(metrics.get_timer_metrics()) == ["shelf.make", "shelf.say"]


def test_a_generator_stays_one(metrics: Instrumentation) -> None:
    """Values go in and out as before; one walk is one duration."""
    steps: Generator[int, str, str] = walk(3)
    assert [next(steps), steps.send("a"), steps.send("b")] == [0, 1, 2]
    with pytest.raises(StopIteration) as end:
        steps.send("c")
    assert end.value.value == "abc"
    assert metrics.get_timer_metrics()["walk.steps"]["count"] == 1
    assert metrics.get_counter_metrics() == {"walk.walks": 1}
    assert inspect.isgenerator(steps)


def test_only_the_time_within_a_generator_counts(
    metrics: Instrumentation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that is moved by hand: 1 s in each step, 100 s between them."""
    from media_manager.instrumentation import steps as timing

    now = [0.0]
    monkeypatch.setattr(timing, "perf_counter", lambda: now[0])

    @timed("slow.steps")
    def slow() -> Iterator[int]:
        for number in range(3):
            now[0] += 1.0
            yield number

    for _ in slow():
        now[0] += 100.0
    assert metrics.get_timer_metrics()["slow.steps"]["total"] == 3.0


def test_a_generator_that_is_closed_or_raises_is_measured(metrics: Instrumentation) -> None:
    """Cancelled jobs close their generators in the middle."""
    cleaned: list[str] = []

    @timed("job.steps")
    def job() -> Iterator[int]:
        try:
            yield 1
            raise ValueError("no")
        finally:
            cleaned.append("yes")

    closed = job()
    next(closed)
    closed.close()  # type: ignore[attr-defined]  # a generator, annotated as what it yields
    with pytest.raises(ValueError, match="no"):
        list(job())
    assert cleaned == ["yes", "yes"]
    assert metrics.get_timer_metrics()["job.steps"]["count"] == 2


def test_an_error_thrown_into_a_generator_arrives(metrics: Instrumentation) -> None:
    """Whoever runs a generator may tell it what went wrong."""

    @timed("told.steps")
    def told() -> Generator[str, None, None]:
        try:
            yield "first"
        except KeyError:
            yield "heard"

    steps = told()
    next(steps)
    assert steps.throw(KeyError("x")) == "heard"
    assert list(steps) == []
    assert metrics.get_timer_metrics()["told.steps"]["count"] == 1


def test_what_is_only_of_interest_in_detail_is_not_measured_without(
    metrics: Instrumentation,
) -> None:
    """A frame is painted sixty times a second."""

    @timed("frame", only_in_detail=True)
    def paint() -> int:
        return 5

    assert paint() == 5
    with metrics.detail_timer("glimpse"):
        pass
    assert metrics.get_timer_metrics() == {}

    metrics.detail = True
    assert paint() == 5
    with metrics.detail_timer("glimpse"):
        pass
    assert sorted(metrics.get_timer_metrics()) == ["frame", "glimpse"]


def test_insisting_holds_against_settings(metrics: Instrumentation) -> None:
    """--metrics is for this run, whatever the settings say."""
    own = Instrumentation()
    own.configure(enabled=False, detail=False, slow_query_seconds=0.5)
    assert (own.enabled, own.detail, own.slow_query_seconds) == (False, False, 0.5)
    own.insist()
    own.configure(enabled=False, detail=False, slow_query_seconds=0.5)
    assert (own.enabled, own.detail) == (True, True)
    assert metrics.detail is False
