"""The real jobs on real files: few transactions, retries of what failed, stops at any time."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.library.scan_world import World, make_world
from tests.workers.frozen_children import find_children, freeze_children

from media_manager.domain.media import LibraryKind
from media_manager.errors import JobCancelled
from media_manager.library import scan as scan_module
from media_manager.library.job_history import find_job, page_failures
from media_manager.library.job_ledger import JobEntry, JobOrder
from media_manager.library.job_runs import job_history
from media_manager.library.refine import refine_names
from media_manager.persistence.writer import LibraryWriter
from media_manager.scanning.walker import iter_folders
from media_manager.settings import Profile, Settings
from media_manager.workers.job import JobContext
from media_manager.workers.job_here import run_here
from media_manager.workers.job_kinds import KINDS, make_job, retry_failed
from media_manager.workers.library_jobs import (
    JobTools,
    picture_side,
    scan_job,
    scan_parameters,
)

# Far more than two seconds on a busy machine, far less than a child may take here.
PATIENCE = 30.0
CHILD_SECONDS = 600.0


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with make_world(tmp_path, LibraryKind.MIXED) as world:
        world.store.ensure()
        yield world


@pytest.fixture
def tools(world: World) -> JobTools:
    settings = Settings(Profile.at(world.store.path.parents[1]))
    settings.set("scan.young_file_seconds", 0.0)
    settings.set("probe.timeout_seconds", CHILD_SECONDS)
    return JobTools(world.store, settings)


@pytest.fixture
def transactions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect who wrote, transaction by transaction."""
    origins: list[str] = []
    write = LibraryWriter.write_session

    def counted(self: LibraryWriter, origin: str, **options: Any) -> AbstractContextManager[Any]:
        origins.append(origin)
        return write(self, origin, **options)

    monkeypatch.setattr(LibraryWriter, "write_session", counted)
    return origins


def run(tools: JobTools, kind: str, **parameters: Any) -> Any:
    entry = JobEntry(tools.store, JobOrder(kind, parameters, kind))
    return run_here(make_job(tools, entry), JobContext())


def scan(world: World, tools: JobTools) -> Any:
    return run(tools, "scan", **scan_parameters(world.root.id))


def picture(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (60, 90), (200, 30, 30)).save(path, "JPEG")


def failed(world: World, job_id: int) -> list[str]:
    with world.store.reading() as reader:
        return [each.subject for each in page_failures(reader, job_id)]


def test_a_scan_of_two_thousand_files_writes_in_batches(
    world: World, tools: JobTools, transactions: list[str]
) -> None:
    """A transaction a few hundred files: the record of the job costs almost nothing more."""
    for number in range(2_000):
        world.write(f"Films {number // 20}/Film {number} (2001).mkv")
    transactions.clear()
    assert scan(world, tools).added == 2_000
    assert len(transactions) <= 40
    with world.store.reading() as reader:
        (job,) = job_history(reader, 1)
    assert (job.status, job.done, job.failed) == ("finished", 2_000, 0)


def test_a_probe_writes_in_batches(world: World, tools: JobTools, transactions: list[str]) -> None:
    """Three hundred files that cannot be read are a handful of transactions, not hundreds."""
    for number in range(300):
        world.write(f"Film {number} (2001).mkv", "")
    scan(world, tools)
    transactions.clear()
    assert run(tools, "probe") == 300
    # One a second at most, whatever the machine does meanwhile; and one for 300 files.
    assert transactions.count("probe") <= 60
    assert len(transactions) <= 75
    with world.store.reading() as reader:
        (job,) = job_history(reader, 1)
    assert (job.done, job.failed) == (300, 300)


def test_a_retry_of_a_probe_looks_into_what_failed(world: World, tools: JobTools) -> None:
    """One picture was mended: it is done in the old run, the other one stands in both."""
    for name in ("a.jpg", "b.jpg"):
        world.write(f"Photos/{name}", "no picture")
    picture(world.folder / "Photos/c.jpg")
    scan(world, tools)
    run(tools, "probe")
    assert failed(world, 2) == ["Photos/a.jpg", "Photos/b.jpg"]
    picture(world.folder / "Photos/a.jpg")
    assert run_here(retry_failed(tools, 2), JobContext()) == 2
    assert (failed(world, 2), failed(world, 3)) == (["Photos/b.jpg"], ["Photos/b.jpg"])
    with world.store.reading() as reader:
        again = find_job(reader, 3)
    assert again is not None
    assert (again.retry_of, again.done, again.failed) == (2, 2, 1)


def test_a_retry_of_a_scan_looks_where_it_failed(world: World, tools: JobTools) -> None:
    """A mended NFO file is read, also with its old time; other folders are not visited."""
    world.write("Heat (1995)/Heat (1995).mkv")
    nfo = world.write("Heat (1995)/movie.nfo", "<!DOCTYPE a [<!ENTITY b 'c'>]><movie/>")
    world.write("Ran (1985)/Ran (1985).mkv")
    scan(world, tools)
    assert len(failed(world, 1)) == 1
    before = nfo.stat()
    nfo.write_text("<movie><title>Hot</title></movie>")
    os.utime(nfo, ns=(before.st_atime_ns, before.st_mtime_ns))
    world.write("Ran (1985)/Ikiru (1952).mkv")
    run_here(retry_failed(tools, 1), JobContext())
    assert sorted(world.titles()) == ["Hot", "Ran"]
    assert (failed(world, 1), failed(world, 2)) == ([], [])


def test_thumbnails_are_made_ahead_once(world: World, tools: JobTools) -> None:
    """Posters and photos; what cannot be shown is named, and nothing is done twice."""
    for name in ("Heat (1995)", "Ran (1985)"):
        world.write(f"{name}/{name}.mkv")
        picture(world.folder / name / "poster.jpg")
    world.write("Ikiru (1952)/Ikiru (1952).mkv")
    broken = world.write("Ikiru (1952)/poster.jpg", "no picture")
    picture(world.folder / "Photos/c.jpg")
    scan(world, tools)
    counts = run(tools, "thumbnails")
    assert (counts.made, counts.known, counts.failed) == (3, 0, 1)
    assert failed(world, 2) == [str(broken)]
    find_work = KINDS["thumbnails"].find_work
    assert find_work is not None
    with world.store.reading() as reader:
        assert find_work(tools, reader) == 0
    assert run(tools, "thumbnails").made == 0
    picture(broken)
    counts = run_here(retry_failed(tools, 2), JobContext())
    assert (counts.made, counts.failed, failed(world, 2)) == (1, 0, [])
    picture(world.folder / "Photos/d.jpg")
    scan(world, tools)
    assert run(tools, "thumbnails").made == 1


def test_pictures_are_prepared_as_lists_show_them(world: World, tools: JobTools) -> None:
    """Of the size of the grid; of the size that was really asked for, on a dense display."""
    picture(world.folder / "Photos/c.jpg")
    scan(world, tools)
    dense = replace(tools, usual_side=lambda: 512)
    sides = [picture_side(each) for each in (tools, dense)]
    assert sides == [256, 512]
    assert [run(each, "thumbnails").made for each in (tools, tools, dense)] == [1, 0, 1]


def test_a_full_cache_leaves_room_for_what_is_looked_at(world: World, tools: JobTools) -> None:
    """At nine tenths it stops; that is no failure, and the rest is made when there is room."""
    tools.settings.set("thumbnails.max_bytes", 16 << 20)
    for number in range(3):
        picture(world.folder / f"Photos/{number}.jpg")
    scan(world, tools)
    filler = tools.settings.profile.thumbnails / "00" / "00filler.thumb"
    filler.parent.mkdir(parents=True)
    filler.write_bytes(bytes(15 << 20))
    counts = run(tools, "thumbnails")
    assert (counts.made, counts.full) == (0, True)
    filler.unlink()
    assert run(tools, "thumbnails").made == 3


def cancelled(job: Callable[[JobContext], object], busy: Callable[[], bool]) -> bool:
    """Run a job in a thread, stop it when it is busy, and tell whether it ended for that."""
    context = JobContext()
    ends: list[BaseException] = []

    def work() -> None:
        try:
            job(context)
        except JobCancelled as stop:
            ends.append(stop)

    thread = threading.Thread(target=work)
    thread.start()
    looks = threading.Event()
    for _ in range(int(PATIENCE / 0.05)):
        if busy():
            break
        looks.wait(0.05)
    context.cancel()
    thread.join(PATIENCE)
    return not thread.is_alive() and bool(ends)


@pytest.mark.parametrize(("kind", "child"), [("probe", "probe"), ("thumbnails", "image")])
def test_a_job_stops_while_its_children_hang(
    world: World, tools: JobTools, kind: str, child: str
) -> None:
    """A file that never answers holds nobody up: the child is killed, long before its time."""
    for number in range(400):
        picture(world.folder / f"Photos/{number}.jpg")
    scan(world, tools)
    job = make_job(tools, JobEntry(tools.store, JobOrder(kind)))
    assert cancelled(
        lambda context: run_here(job, context), lambda: freeze_children(os.getpid(), child)
    )
    with world.store.reading() as reader:
        assert [each.status for each in job_history(reader)] == ["cancelled", "finished"]
    assert find_children(os.getpid(), child) == []


def test_the_second_reading_stops_while_a_child_hangs(world: World) -> None:
    """The guess runs in a thread of its own; who waits for it hears the stop."""
    from concurrent.futures import ThreadPoolExecutor

    world.write("Ne.Le.Dis.A.Personne.Fr 2 cd/personnea_mp.avi")
    world.scan()
    asked, go_on = threading.Event(), threading.Event()

    def guess(paths: Any) -> list[None]:
        asked.set()
        go_on.wait(CHILD_SECONDS)
        return [None for _ in paths]

    with ThreadPoolExecutor(1) as spread:

        def job(context: JobContext) -> None:
            for _ in refine_names(world.store, guess, context, spread=spread):
                pass

        stopped = cancelled(job, asked.is_set)
        go_on.set()
    assert stopped


def test_a_scan_stops_on_a_slow_disk(
    world: World, tools: JobTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two folders, however long each of them takes."""
    for number in range(200):
        world.write(f"Films {number}/Film {number} (2001).mkv")
    walked = threading.Event()

    def slowly(*arguments: Any, **named: Any) -> Iterator[Any]:
        for listing in iter_folders(*arguments, **named):
            walked.set()
            threading.Event().wait(0.5)
            yield listing

    monkeypatch.setattr(scan_module, "iter_folders", slowly)
    job = scan_job(tools.store, world.root, tools.settings)
    assert cancelled(lambda context: run_here(job, context), walked.is_set)
