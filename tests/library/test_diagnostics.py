"""A report tells what is so, can be read, and can be given away."""

import json
from functools import partial
from pathlib import Path

import pytest
from scripts.make_library import make_items

from media_manager.errors import JobCancelled
from media_manager.library.diagnostics import (
    as_text,
    check_database,
    environment,
    gather,
    measure_database,
    redacted,
    self_test,
    tidy_database,
)
from media_manager.library.watch import Unwatched
from media_manager.persistence.store import LibraryStore
from media_manager.settings import Profile, Settings
from media_manager.workers import JobContext, run_to_end


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    folder = tmp_path_factory.mktemp("report")
    make_items(folder, items=150)
    return Profile.at(folder)


def test_only_settings_that_differ_are_named(profile: Profile) -> None:
    """Whoever helps does not read fifty defaults; a password in an address is hidden."""
    settings = Settings(profile)
    settings.set("cache.redis_url", "redis://me:secret@box/0")
    settings.set("ui.theme", "system")
    found = environment(profile, settings)

    assert found["settings"] == {"cache.redis_url": "redis://me:***@box/0"}
    assert found["paths"]["data"] == str(profile.data)
    assert found["program"]["sqlite"]


def test_a_report_is_plain_data(made: Profile) -> None:
    """It survives the way through JSON as it is."""
    report = gather(made, Settings(made), LibraryStore(made.library_db))

    assert report == json.loads(json.dumps(report))
    assert report["database"]["revision"]


def test_redacting_reaches_every_text(tmp_path: Path) -> None:
    """However deep it lies; numbers stay."""
    home = str(Path.home())
    report = {"a": [{"b": f"{home}/films"}], "c": 3, "d": {f"{home}/x": None}}

    assert redacted(report) == {"a": [{"b": "~/films"}], "c": 3, "d": {"~/x": None}}
    hidden = redacted({"log": [f"read {tmp_path}/Heat (1995)/Heat.mkv"]}, hide_paths=True)
    assert "Heat" not in str(hidden)


def test_a_report_reads_in_columns() -> None:
    """Groups under their names, rows of one kind in columns, and nothing is left out."""
    report = {
        "taken_at": "now",
        "system": {"memory_bytes": 5, "desktop": None},
        "self_test": [{"name": "page", "seconds": 0.5}, {"name": "search", "seconds": 12.0}],
        "metrics": {"timers": {"read": {"count": 2}}, "gauges": {}},
        "log": ["one", "two"],
        "slow_queries": [],
    }

    assert as_text(report) == (
        "Taken at:                    now\n"
        "\nSystem\n"
        "  memory_bytes                 5\n"
        "  desktop                      -\n"
        "\nSelf test\n"
        "  name    seconds\n"
        "  page    0.5\n"
        "  search  12\n"
        "\nMetrics\n"
        "  timers\n"
        "    read                         count 2\n"
        "  gauges\n"
        "    (none)\n"
        "\nLog\n"
        "  one\n"
        "  two\n"
        "\nSlow queries\n"
        "  (none)\n"
    )


def test_long_texts_stand_below_each_other() -> None:
    """A statement of ten lines would push all other columns out of sight."""
    text = as_text({"slow_queries": [{"sql": "SELECT 1", "plan": "SCAN a\nSEARCH b"}]})

    assert text == (
        "\nSlow queries\n"
        "  sql                          SELECT 1\n"
        "  plan                         SCAN a\n    SEARCH b\n"
        "\n"
    )


def test_the_self_test_only_reads(made: Profile) -> None:
    """Each thing that a person does all day, with the first time and the best one."""
    before = made.library_db.read_bytes()
    with LibraryStore(made.library_db).reading() as reader:
        steps = {step.name: step for step in self_test(reader)}

    assert {"first page", "page at the end", "count of the films", "search, a word"} <= set(steps)
    assert all(step.best_seconds > 0 for step in steps.values())
    assert before == made.library_db.read_bytes()


def test_an_empty_library_has_nothing_to_try(profile: Profile) -> None:
    """And the report is whole all the same."""
    store = LibraryStore(profile.library_db)
    store.ensure()

    assert gather(profile, Settings(profile), store)["self_test"] == []


def test_long_looks_are_jobs(made: Profile) -> None:
    """They tell how far they are, and end with what they found."""
    for look in (measure_database, check_database):
        context = JobContext()
        found = run_to_end(partial(look, made.library_db), context)
        assert len(found) == context.progress.total == context.progress.done


def test_a_long_look_can_be_stopped(made: Profile) -> None:
    """Between two tables, by whoever watches the job."""
    context = JobContext()
    steps = measure_database(made.library_db, context)
    next(steps)
    context.cancel()
    with pytest.raises(JobCancelled):
        list(steps)


def test_tidying_changes_no_answer(made: Profile) -> None:
    """It only joins what is in pieces, and says how large the file was and is."""
    store = LibraryStore(made.library_db)
    with store.reading() as reader:
        items = reader.execute("SELECT count(*) FROM search_words").fetchone()[0]
    tidied = run_to_end(lambda _context: tidy_database(store, Unwatched()))
    with store.reading() as reader:
        after = reader.execute("SELECT count(*) FROM search_words").fetchone()[0]
    store.close()

    assert items == after
    assert tidied.before.revision == tidied.after.revision
    assert tidied.after.wal_bytes == 0
