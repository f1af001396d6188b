"""The whole program, in a process of its own, with jobs that run when something goes wrong."""

import json
import os
import select
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.faults.harness import ROOT, environment
from tests.ui.conftest import scan_folder, write_film

from media_manager.domain.query import Query, parse_query
from media_manager.library.job_runs import job_history
from media_manager.persistence.reader import open_reader
from media_manager.settings import Profile

FILMS = 150
# Longer than any of it takes; a program that hangs fails here, not at the end of the time.
PATIENCE_SECONDS = 60

PROGRAM = """
import json, signal, sys, threading, time
from functools import partial
from PySide6.QtCore import QTimer
from media_manager import app
from media_manager.domain.jobs import JobState

def tell(**what):
    print(json.dumps(what), flush=True)

def when(window, true, call):
    timer = QTimer(window, interval=5)
    def look():
        if true():
            timer.stop()
            call()
    timer.timeout.connect(look)
    timer.start()

begin = app.Program._begin_stage_two
def begun(self):
    begin(self)
    drive(self.window, self.services)
app.Program._begin_stage_two = begun
{drive}
sys.exit(app.run_window(["--profile", sys.argv[1]]))
"""

# What makes each kind of job last until somebody stops it, and how it is begun.
SLOW = """
def slowly(owner, name, seconds):
    plain = getattr(owner, name)
    def slow(*args, **kwargs):
        time.sleep(seconds)
        return plain(*args, **kwargs)
    setattr(owner, name, slow)
"""
KINDS = {
    "scan": """
from media_manager.library import scan
slowly(scan, "examine_folder", 0.02)
def start(services):
    from media_manager.library.roots import take_folder
    services.edit(
        lambda store: take_folder(store, __import__("pathlib").Path(sys.argv[2]), library="Films"),
        on_done=lambda taken: services.scan(taken[0]),
    )
""",
    "probe": """
from media_manager.library import probe
slowly(probe, "_hash", 0.2)
def start(services):
    services.probe()
""",
    "refine": """
from media_manager.library import refine
slowly(refine, "read_name", 0.2)
def start(services):
    services.settings.set("probe.enabled", False)
    services.refine()
""",
    "thumbnails": """
from media_manager.library import prepare
slowly(prepare, "picture_request", 0.05)
def start(services):
    services.settings.set("probe.enabled", False)
    services.jobs.offer("thumbnails")
""",
    "step": """
from media_manager.library import batches, bulk
batches._LIMITS["bulk"] = batches.BatchLimits(2, 2, 2, 0.02)
slowly(bulk, "apply_piece", 0.1)
bulk.SMALL = 3
import media_manager.workers.steps as desk
desk.SMALL_STEP = 3
def start(services):
    from media_manager.domain.steps import TagChange
    services.steps.change(list(range(1, 100)), TagChange(add=("Holiday",)))
""",
}
STOP = """
def drive(window, services):
    def running():
        return any(job.state is JobState.RUNNING for job in services.runner.jobs)
    def stop():
        tell(running=[job.title for job in services.runner.jobs])
        if {close}:
            window.close()
    when(window, running, stop)
    start(services)
"""
GO_ON = """
def drive(window, services):
    seen = []
    def settled():
        jobs = services.runner.jobs
        seen.extend(job.title for job in jobs if job.title not in seen)
        idle = all(load.running == 0 for load in services.runner.pool.loads().values())
        ended.append(idle and all(job.state.ended for job in jobs))
        return len(ended) > 200 and all(ended[-200:])
    ended = []
    def close():
        tell(seen=seen)
        window.close()
    when(window, settled, close)
"""


def run(profile: Profile, drive: str, *words: Path) -> "subprocess.Popen[bytes]":
    code = PROGRAM.replace("{drive}", drive)
    return subprocess.Popen(
        [sys.executable, "-c", code, str(profile.data.parent), *map(str, words)],
        env={**environment(), "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def told(program: "subprocess.Popen[bytes]") -> Any:
    assert program.stdout is not None
    if not select.select([program.stdout], [], [], PATIENCE_SECONDS)[0]:
        program.kill()
    line = program.stdout.readline()
    assert line, end(program)
    return json.loads(line)


def end(program: "subprocess.Popen[bytes]") -> tuple[int, str]:
    _, errors = program.communicate(timeout=PATIENCE_SECONDS)
    return program.returncode, errors.decode()


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "Films"
    for number in range(FILMS):
        film = write_film(folder, f"Film {number:03}", 1900 + number % 120)
        os.utime(film, (1e9, 1e9))
    return folder


def count(profile: Profile, text: str) -> int:
    with closing(open_reader(profile.library_db)) as reader:
        return reader.count(Query(parse_query(text)))


def _cases() -> list[Any]:
    """Return every kind of job closed, and the scan terminated; the rest takes its time."""
    cases: list[Any] = [(kind, "close") for kind in KINDS] + [("scan", "terminate")]
    long = [(kind, "terminate") for kind in KINDS if kind != "scan"]
    return cases + [pytest.param(*each, marks=pytest.mark.faults_long) for each in long]


@pytest.mark.parametrize(("kind", "how"), _cases())
def test_k4_closing_during_a_job_is_clean_and_it_goes_on(
    kind: str, how: str, profile: Profile, films: Path
) -> None:
    """Fault K4: exit code 0, not a word of Qt, no thread left; the next start does the rest."""
    if kind == "refine":
        doubtful = films / "Ne.Le.Dis.A.Personne.Fr 2 cd/personnea_mp.avi"
        doubtful.parent.mkdir()
        doubtful.touch()
    if kind != "scan":
        scan_folder(profile, films)
    drive = SLOW + KINDS[kind] + STOP.format(close=how == "close")
    program = run(profile, drive, films)
    assert told(program)["running"]
    if how == "terminate":
        program.send_signal(signal.SIGTERM)
    assert end(program) == (0, "")
    log = profile.log_file.read_text("utf-8", "replace")
    assert "did not end" not in log
    assert "Traceback" not in log

    again = run(profile, GO_ON)
    seen = told(again)["seen"]
    assert end(again) == (0, "")
    if kind == "step":
        # What a closing program cut off is taken back: it is wholly there or not at all.
        assert count(profile, "tag:Holiday") == 0
        return
    assert seen
    with closing(open_reader(profile.library_db)) as reader:
        history = job_history(reader, 50)
    odd = [each for each in history if each.status not in {"finished", "resumed"}]
    assert [(each.job_type, each.status, each.message) for each in odd] == []
    assert count(profile, "type:movie") == FILMS + (kind == "refine")


SPREAD = """
def drive(window, services):
    from media_manager.processes import ChildPool

    shown = []
    show = window.notifications.error
    def note(error, *acts):
        shown.append(str(error))
        show(error, *acts)
    window.notifications.error = note

    def fail(text, *_):
        raise ValueError(text)

    class Finalizer:
        def __del__(self):
            fail("of a finalizer")

    def in_child(_):
        with ChildPool("echo", 1) as children:
            children.call(b"die 3")

    services.runner.submit(partial(fail, "of a job"))
    services.runner.submit(in_child)
    services.edit(lambda store: fail("of an edit"))
    services.read(lambda reader: fail("of a page"), empty=None, on_done=print)
    threading.Thread(target=fail, args=("of a thread",)).start()
    QTimer.singleShot(0, window, partial(fail, "of a slot"))
    Finalizer()
    def close():
        tell(shown=sorted(shown))
        window.close()
    when(window, lambda: len(shown) >= 7, close)
"""


def test_k3_no_error_is_lost_wherever_it_is_raised(profile: Profile, films: Path) -> None:
    """Fault K3: a job, a child, an edit, a page, a thread, a slot, a finalizer: all shown."""
    scan_folder(profile, films)
    program = run(profile, SPREAD)
    shown = told(program)["shown"]
    assert end(program) == (0, "")
    expected = ["a finalizer", "a job", "a page", "a slot", "a thread", "an edit"]
    assert [text for text in shown if text.startswith("of ")] == [f"of {each}" for each in expected]
    [of_child] = [text for text in shown if not text.startswith("of ")]
    assert "echo" in of_child
    log = profile.log_file.read_text("utf-8", "replace")
    assert [text for text in shown if text.splitlines()[0] not in log] == []
