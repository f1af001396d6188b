"""SearchWorker and MatchWorker: many questions side by side, answers in order."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError

import pytest

from media_manager.domain.jobs import JobState
from media_manager.instrumentation import get_instrumentation
from media_manager.library.batches import forget_batches
from media_manager.workers import (
    Answered,
    Cancelled,
    Finished,
    Job,
    JobContext,
    JobEnd,
    JobRequest,
    LanePool,
    LaneSpec,
    MatchWorker,
    RunningJob,
    SearchWorker,
    SpreadCounts,
    Watcher,
    run_to_end,
)

Until = Callable[[Callable[[], bool]], None]

SOON = 5.0
THREADS = 4


@pytest.fixture
def pool() -> Iterator[LanePool]:
    forget_batches()
    with LanePool([LaneSpec("jobs", 1), LaneSpec("network", THREADS)]) as pool:
        yield pool
    forget_batches()


class Run:
    def __init__(self, pool: LanePool, job: Job) -> None:
        self.states: list[JobState] = []
        self.ends: list[JobEnd] = []
        watcher = Watcher(
            changed=lambda status: self.states.append(status.state), ended=self.ends.append
        )
        self.job = RunningJob(pool, JobRequest(job, "Search"), watcher)
        self.job.start()

    def end(self) -> JobEnd:
        assert self.job.wait(SOON)
        [end] = self.ends
        return end


class _Slow(BaseHTTPRequestHandler):
    """Answers `/7` with 7 when its gate is open; `/bad` is refused."""

    gate = threading.Event()
    at_once = 0
    most = 0
    lock = threading.Lock()

    def do_GET(self) -> None:
        with _Slow.lock:
            _Slow.at_once += 1
            _Slow.most = max(_Slow.most, _Slow.at_once)
        _Slow.gate.wait(SOON)
        with _Slow.lock:
            _Slow.at_once -= 1
        self.send_response(500 if "bad" in self.path else 200)
        self.end_headers()
        self.wfile.write(self.path[1:].encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    _Slow.gate.clear()
    _Slow.at_once = _Slow.most = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), _Slow) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        _Slow.gate.set()
        server.shutdown()
        thread.join()


def asks(address: str) -> Callable[[object], str]:
    def search(query: object) -> str:
        try:
            with urllib.request.urlopen(f"{address}/{query}", timeout=SOON) as answer:  # noqa: S310
                return str(answer.read().decode())
        except HTTPError as error:
            error.close()
            raise

    return search


def test_answers_of_a_slow_server_come_in_order(pool: LanePool, address: str) -> None:
    """The lane asks side by side, never with more threads than it has."""
    run = Run(pool, SearchWorker(range(40), search=asks(address), pool=pool))
    _Slow.gate.set()
    end = run.end()
    assert isinstance(end, Finished)
    assert [(each.item, each.answer) for each in end.result] == [(n, str(n)) for n in range(40)]
    assert 1 <= _Slow.most <= THREADS


def test_one_bad_item_is_the_failure_of_that_item(pool: LanePool, address: str) -> None:
    """The others are answered; the job ends well and counts what failed."""
    _Slow.gate.set()
    handed: list[Answered[str, str]] = []
    worker = SearchWorker(["1", "bad", "3"], search=asks(address), pool=pool, sink=handed.extend)
    run = Run(pool, worker)
    assert run.end() == Finished(SpreadCounts(done=3, failed=1))
    assert [each.answer for each in handed] == ["1", None, "3"]
    [failure] = run.job.failures.examples
    assert (failure.key, failure.code) == ("bad", "HTTPError")


def test_the_sink_gets_some_hundred_at_a_time(pool: LanePool) -> None:
    """Ten thousand answers are a few dozen writes, in order, and none is kept for the end."""
    sizes: list[int] = []
    seen: list[int] = []

    def sink(batch: Sequence[Answered[int, int]]) -> None:
        sizes.append(len(batch))
        seen.extend(each.item for each in batch)

    run = Run(pool, SearchWorker(range(10_000), search=abs, pool=pool, sink=sink))
    assert run.end() == Finished(SpreadCounts(10_000, 0))
    assert seen == list(range(10_000))
    assert len(sizes) <= 60
    assert max(sizes) <= 1_000


def test_no_more_are_begun_than_the_lane_can_take(pool: LanePool, wait_until: Until) -> None:
    """A million items to ask about are no million tickets."""
    gate = threading.Event()
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1_000_000):
            taken.append(number)
            yield number

    run = Run(pool, SearchWorker(items(), search=lambda _: gate.wait(SOON), pool=pool))
    wait_until(lambda: pool.load("network").running == THREADS)
    wait_until(lambda: pool.load("jobs").running == 0)
    assert len(taken) == 2 * THREADS
    run.job.cancel()
    gate.set()
    assert run.end() == Cancelled()


def test_one_slow_item_holds_up_the_order_and_not_the_work(
    pool: LanePool, wait_until: Until
) -> None:
    """Others go on beside it, as far as a batch reaches."""
    gate = threading.Event()
    asked: list[int] = []

    def search(number: int) -> int:
        if number == 0:
            assert gate.wait(SOON)
        asked.append(number)
        return number

    run = Run(pool, SearchWorker(range(5_000), search=search, pool=pool))
    wait_until(lambda: len(asked) >= 300)
    assert len(asked) < 1_000
    gate.set()
    end = run.end()
    assert isinstance(end, Finished)
    assert [each.answer for each in end.result] == list(range(5_000))


def test_while_others_work_it_runs_and_holds_no_thread(pool: LanePool, wait_until: Until) -> None:
    """The panel says running; the one thread of the jobs lane is free for others."""
    gate = threading.Event()
    run = Run(pool, SearchWorker(range(3), search=lambda _: gate.wait(SOON), pool=pool))
    wait_until(lambda: pool.load("network").running == 3 and pool.load("jobs").running == 0)
    assert run.job.status.state is JobState.RUNNING
    other = Run(pool, lambda _: "other")
    assert other.end() == Finished("other")
    gate.set()
    run.end()
    assert JobState.WAITING not in run.states


def test_pause_and_cancel_are_prompt_with_a_server_that_hangs(
    pool: LanePool, address: str, wait_until: Until
) -> None:
    """They do not wait for an answer; what was answered is handed on, nothing twice."""
    handed: list[Answered[int, str]] = []
    worker = SearchWorker(range(1_000), search=asks(address), pool=pool, sink=handed.extend)
    run = Run(pool, worker)
    wait_until(lambda: _Slow.at_once == THREADS)
    run.job.pause()
    wait_until(lambda: run.job.status.state is JobState.PAUSED)
    run.job.resume()
    run.job.cancel()
    assert run.job.wait(2.0)
    assert (run.ends, handed) == ([Cancelled()], [])
    _Slow.gate.set()


def test_what_was_answered_before_a_stop_is_kept(pool: LanePool, wait_until: Until) -> None:
    """A person who cancels half-way has the first half."""
    gate = threading.Event()
    handed: list[Answered[int, int]] = []

    def search(number: int) -> int:
        if number >= 20:
            assert gate.wait(SOON)
        return number

    worker = SearchWorker(range(100), search=search, pool=pool, sink=handed.extend)
    run = Run(pool, worker)
    wait_until(lambda: run.job.status.progress.done == 20)
    run.job.cancel()
    assert run.end() == Cancelled()
    gate.set()
    assert [each.item for each in handed] == list(range(20))


def test_a_sink_that_fails_fails_the_job(pool: LanePool) -> None:
    """An answer that cannot be kept is not one item's error."""

    def sink(_: object) -> None:
        raise OSError("no room")

    end = Run(pool, SearchWorker(range(10), search=abs, pool=pool, sink=sink)).end()
    assert "no room" in repr(end)


def test_matches_are_counted(pool: LanePool) -> None:
    """None is an answer too: nothing fits."""
    metrics = get_instrumentation()
    metrics.reset()

    def match(title: str) -> str | None:
        return title.upper() if title != "home video" else None

    end = Run(pool, MatchWorker(["alien", "home video"], match=match, pool=pool)).end()
    assert isinstance(end, Finished)
    assert [each.answer for each in end.result] == ["ALIEN", None]
    counters = metrics.get_counter_metrics()
    assert (counters["workers.match.matched"], counters["workers.match.unmatched"]) == (1, 1)
    assert metrics.get_timer_metrics()["workers.match.item"]["count"] == 2


def test_a_command_line_runs_it_to_its_end(pool: LanePool) -> None:
    """Without a runner the thread that waits is the caller's."""
    reports: list[Any] = []
    context = JobContext(on_progress=reports.append)
    answers = run_to_end(SearchWorker(range(500), search=abs, pool=pool), context)
    assert [each.answer for each in answers] == list(range(500))
    assert reports[-1].done == 500


def test_nothing_to_ask_is_done_at_once(pool: LanePool) -> None:
    """No items, no answers."""
    assert Run(pool, SearchWorker([], search=abs, pool=pool)).end() == Finished([])
