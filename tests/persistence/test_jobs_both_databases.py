"""Jobs are written, found and tidied alike on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.persistence.populated import server_url

from media_manager.domain.job_filter import JobFilter
from media_manager.library.job_history import count_jobs, failure_groups, page_failures, page_jobs
from media_manager.library.job_runs import left_jobs
from media_manager.persistence.jobs_reader import Wish, newest_checkpoint, pending_wishes
from media_manager.persistence.reader import LibraryReader, open_reader, open_server_reader
from media_manager.persistence.repositories import jobs
from media_manager.persistence.upgrade import create_library, upgrade_server
from media_manager.persistence.writer import LibraryWriter

Both = tuple[LibraryWriter, LibraryReader]


@pytest.fixture(params=["sqlite", "postgres"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Both]:
    if request.param == "sqlite":
        create_library(tmp_path / "library.db")
        writer = LibraryWriter(tmp_path / "library.db")
        reader = open_reader(tmp_path / "library.db")
    else:
        address = request.getfixturevalue("postgres_database")
        upgrade_server(server_url(address))
        writer = LibraryWriter(server_url(address))
        reader = open_server_reader(address)
    with closing(reader), closing(writer):
        yield writer, reader


def enter(writer: LibraryWriter, kind: str, status: str, **values: object) -> int:
    row = {"job_type": kind, "status": status, "parameters": {"b": 1, "a": 2}, **values}
    with writer.write_session("test") as session:
        return jobs.insert_job(session, row)


def test_every_filter_finds_its_runs(both: Both) -> None:
    """Pages and counts agree, whatever narrows them."""
    writer, reader = both
    rows = list(product(("scan", "probe"), ("finished", "failed")))
    for kind, status in rows:
        enter(writer, kind, status, title=f"100 %_{kind}", message=f"It is {status}")
    for kinds, statuses, words in product(
        [(), ("scan",), ("scan", "probe")], [(), ("failed",)], ["", "%_SCAN", "is failed"]
    ):
        wanted = JobFilter(kinds, statuses, words, since_us=1)
        expected = [
            number
            for number, (kind, status) in enumerate(rows, start=1)
            if kind in (kinds or kind)
            and status in (statuses or status)
            and words.lower() in f"100 %_{kind} It is {status}".lower()
        ]
        assert [job.id for job in page_jobs(reader, wanted)] == expected[::-1]
        assert count_jobs(reader, wanted) == len(expected)


def test_a_job_goes_through_its_life(both: Both) -> None:
    """Queued, begun, with failures and a place, asked for something, ended, tidied."""
    writer, reader = both
    job_id = enter(writer, "scan", "queued", process="1:other")
    behind = enter(writer, "probe", "queued", follows_id=job_id)
    assert [job.id for job in left_jobs(reader)] == [job_id, behind]
    failure = ("a", "broken", "It is broken.", "Mend it.", '{"size": 1}')
    with writer.write_session("test") as session:
        assert jobs.ids_behind(session, job_id) == [behind]
        jobs.begin_job(session, job_id, "1:other")
        jobs.add_failures(session, job_id, [failure, ("b", *failure[1:])])
        jobs.add_failures(session, job_id, [failure], again=True)
        jobs.update_job(session, job_id, checkpoint=b"7", wish="cancel", message="x" * 9_000)
        assert jobs.count_failures(session, job_id) == 2
    assert pending_wishes(reader) == [Wish(job_id, "cancel", 0)]
    assert newest_checkpoint(reader, "scan", before_id=job_id + 1) == b"7"
    assert [(each.code, each.count) for each in failure_groups(reader, job_id)] == [("broken", 2)]
    (first, _second) = page_failures(reader, job_id, code="broken")
    assert (first.subject, first.details) == ("b", {"size": 1})
    again = enter(writer, "scan", "running", retry_of=job_id)
    with writer.write_session("test") as session:
        jobs.add_failures(session, again, [failure])
        jobs.settle_retried(session, job_id, again)
        for each in (job_id, behind, again):
            jobs.finish_job(session, each, "finished")
    assert [each.subject for each in page_failures(reader, job_id)] == ["a"]
    assert pending_wishes(reader) == []
    with writer.write_session("test") as session:
        assert jobs.delete_old_jobs(session, kept=1, since_us=2**62) == 2
        assert session.execute(text("SELECT count(*) FROM job_item")).scalar() == 1
