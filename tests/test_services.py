"""The servers that other tests rely on are real, private, and gone afterwards."""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

pytest_plugins = ["services"]


def _require() -> Callable[[str], NoReturn]:
    found: Callable[[str], NoReturn] = sys.modules["services"].require
    return found


def test_redis_keeps_what_it_is_given(redis_server: str) -> None:
    """The URL leads to a Redis that answers."""
    address = urlsplit(redis_server)
    assert address.port is not None
    with socket.create_connection((address.hostname, address.port), timeout=5) as wire:
        wire.sendall(b"SET services 7\r\nGET services\r\nDEL services\r\n")
        answer = b""
        while answer.count(b"\r\n") < 4:
            answer += wire.recv(64)

    assert answer == b"+OK\r\n$1\r\n7\r\n:1\r\n"


def test_postgres_gives_each_test_an_empty_database(postgres_database: str) -> None:
    """A table made here is in a database that holds nothing else."""
    with psycopg.connect(postgres_database) as connection:
        connection.execute("CREATE TABLE film (title text)")
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()

    assert tables == [("film",)]


def test_postgres_speaks_unicode_and_is_not_on_the_network(postgres_server: str) -> None:
    """Titles are UTF-8 there too, and the only way in is a socket file of this run."""
    with psycopg.connect(postgres_server) as connection:
        encoding = connection.execute("SHOW server_encoding").fetchone()
        addresses = connection.execute("SHOW listen_addresses").fetchone()
    folder = Path(parse_qs(urlsplit(postgres_server).query)["host"][0])

    assert (encoding, addresses) == (("UTF8",), ("",))
    assert len(os.fsencode(folder / ".s.PGSQL.5432")) < 100


@pytest.mark.parametrize(("ci", "outcome"), [("", "skipped"), ("true", "failed")])
def test_a_missing_server_is_a_skip_here_and_a_failure_in_ci(
    ci: str, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CI=true turns "skipped, and why" into a failure with the same reason."""
    monkeypatch.setenv("CI", ci)
    expected = pytest.skip.Exception if outcome == "skipped" else pytest.fail.Exception

    with pytest.raises(expected, match="not installed"):
        _require()("the server is not installed")
