"""Real servers for the tests: a Redis and a PostgreSQL of their own, started and ended here.

`pytest_plugins = ["services"]` makes the fixtures known. A server that is not installed skips the
test and says what to install; with CI=true in the environment it fails, because there a skip
would hide that nothing was tested.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest

# 30 s: initdb and the first start on a busy machine of two cores take about three.
START_SECONDS = 30.0
STOP_SECONDS = 10.0
POSTGRES_USER = "media_manager"


@dataclass(frozen=True, slots=True)
class Account:
    """Whom a server runs as; empty is whoever runs the tests."""

    name: str | None = None
    group: int | None = None

    @property
    def extra_groups(self) -> list[int] | None:
        return None if self.name is None else []


def require(reason: str) -> NoReturn:
    """Skip the test because something is missing; fail it where CI=true asks for everything."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(f"{reason} (CI=true: a skip is a failure)", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """Yield the URL of an empty Redis of this test run."""
    program = shutil.which("redis-server")
    if program is None:
        require("redis-server is not installed: apt-get install redis-server")
    with _short_folder("redis") as folder, _redis(program, folder) as port:
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Yield the libpq URL of the maintenance database of a PostgreSQL of this test run."""
    programs = _postgres_programs()
    if programs is None:
        require("PostgreSQL is not installed: apt-get install postgresql")
    with _short_folder("pg") as folder:
        account = _unprivileged_account()
        if account.name is not None:
            shutil.chown(folder, account.name, account.group)
        with _postgres(programs, folder, account):
            yield _postgres_url(folder, "postgres")


@pytest.fixture
def postgres_database(postgres_server: str) -> Iterator[str]:
    """Yield the libpq URL of an empty database, dropped after the test."""
    import psycopg

    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgres_server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        # A test that leaves a connection open must not keep its database.
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _short_folder(prefix: str) -> Iterator[Path]:
    """Make a folder with a short path: a Unix socket's path holds 107 bytes."""
    base = "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108 - mkdtemp makes it private
    folder = Path(tempfile.mkdtemp(prefix=f"mm-{prefix}-", dir=base))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # noqa: TID251 - made three lines above


@contextmanager
def _running(
    arguments: list[str], folder: Path, *, account: Account, stop: signal.Signals
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server, its output in a file, and end it whatever happens."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*_until_we_end(stop), *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            user=account.name,
            group=account.group,
            extra_groups=account.extra_groups,
        )
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _until_we_end(stop: signal.Signals) -> list[str]:
    """Return the words that end the server even if this test run is killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", stop.name.removeprefix("SIG")] if setpriv else []


def _wait_until(
    is_ready: Callable[[], bool], process: subprocess.Popen[bytes], folder: Path
) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_ready():
        if process.poll() is not None or time.monotonic() > deadline:
            log = (folder / "log").read_text(errors="replace")
            pytest.fail(f"{process.args!r} did not start:\n{log}", pytrace=False)
        time.sleep(0.02)


@contextmanager
def _redis(program: str, folder: Path) -> Iterator[int]:
    port = _free_port()
    arguments = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    arguments += ["--save", "", "--appendonly", "no"]
    with _running(arguments, folder, account=Account(), stop=signal.SIGTERM) as process:
        _wait_until(lambda: _answers_ping(port), process, folder)
        yield port


def _answers_ping(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as wire:
        wire.sendall(b"PING\r\n")
        return wire.recv(16).startswith(b"+PONG")
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _postgres(programs: Path, folder: Path, account: Account) -> Iterator[None]:
    """Make a cluster and serve it on a socket in the folder: no port that could be taken."""
    data = folder / "data"
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", POSTGRES_USER]
    initdb += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    made = subprocess.run(
        initdb,
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        user=account.name,
        group=account.group,
        extra_groups=account.extra_groups,
    )
    if made.returncode != 0:
        pytest.fail(f"initdb failed:\n{made.stdout}{made.stderr}", pytrace=False)
    server = [str(programs / "postgres"), "-D", str(data), "-k", str(folder)]
    # Nobody needs these databases after a power cut.
    for option in ("listen_addresses=", "fsync=off", "full_page_writes=off"):
        server += ["-c", option]
    # SIGINT is PostgreSQL's fast shutdown: it does not wait for those who are connected.
    with _running(server, folder, account=account, stop=signal.SIGINT) as process:
        _wait_until(lambda: _accepts(programs, folder), process, folder)
        yield


def _accepts(programs: Path, folder: Path) -> bool:
    ask = [str(programs / "pg_isready"), "-q", "-h", str(folder), "-d", "postgres"]
    return subprocess.run(ask, check=False).returncode == 0


def _postgres_url(folder: Path, database: str) -> str:
    return f"postgresql://{POSTGRES_USER}@/{database}?host={folder}"


def _postgres_programs() -> Path | None:
    """Return the folder of the newest server programs; Debian keeps them out of PATH."""
    homes = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if homes:
        return max(homes, key=lambda home: int(home.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _unprivileged_account() -> Account:
    """Return whom to start the server as: PostgreSQL refuses to run as root."""
    import pwd

    if os.geteuid() != 0:
        return Account()
    entries = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = entries.get("postgres", entries["nobody"])
    return Account(entry.pw_name, entry.pw_gid)
