"""One child process as its parent sees it: start, ask, kill."""

import os
import subprocess
from typing import BinaryIO, cast

from media_manager.errors import ProcessCrashed
from media_manager.instrumentation import get_instrumentation
from media_manager.processes import frames, system


class Child:
    """A running child. Used by one thread at a time; `kill` may come from any thread."""

    def __init__(self, name: str, limits: dict[str, int]) -> None:
        """Start it. The calling thread must outlive the child (see `system.die_with_parent`)."""
        self._name = name
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
            system.child_argv(name, {**limits, "parent": os.getpid()}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=system.child_environment(),
            cwd=os.path.sep,
            **system.OWN_GROUP,
        )
        get_instrumentation().increment_counter("processes.spawned")
        self._reaped = False
        self.calls = 0
        self.idle_since = 0.0
        self.expired = False  # killed by its deadline
        self.broken = False  # not to be asked again

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: bytes, max_output_bytes: int) -> bytes:
        """Send one request and wait for its answer.

        Raises ProcessCrashed when the child died or answered nonsense, and what the child
        itself refused (UnreadableFile, FileVanished).
        """
        self.calls += 1
        self.broken = True  # until the answer is here, whatever interrupts us
        try:
            frames.write_frame(cast("BinaryIO", self._process.stdin), request)
            answer = frames.read_frame(cast("BinaryIO", self._process.stdout), max_output_bytes + 1)
        except (OSError, ValueError) as error:  # ValueError: `kill` closed the pipe meanwhile
            raise self._crashed() from error
        if not answer:
            raise self._crashed()
        status, payload = answer[0], answer[1:]
        self.broken = status == frames.EXHAUSTED
        if status == frames.DONE:
            return payload
        if status == frames.REFUSED:
            raise frames.unpack_error(payload)
        raise ProcessCrashed(
            f"The {self._name} helper failed: {payload.decode(errors='replace')}",
            exhausted=self.broken,
        )

    def kill(self) -> None:
        """Kill the whole group at once; does not wait."""
        if self.is_alive():
            get_instrumentation().increment_counter("processes.killed")
        if not self._reaped:  # a reaped id may by now be that of somebody else's process
            system.kill_group(self._process)

    def reap(self, timeout_seconds: float = 0.5) -> bool:
        """Wait for the end and free the pipes; False if the kernel still holds the process."""
        try:
            self._process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            return False
        self._reaped = True
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close_quietly(pipe)
        return True

    def _crashed(self) -> ProcessCrashed:
        get_instrumentation().increment_counter("processes.crashed")
        self.kill()
        self.reap()
        end = system.describe_exit(self._process.returncode)
        return ProcessCrashed(f"The {self._name} helper ended unexpectedly ({end}).", end=end)


def _close_quietly(pipe: object) -> None:
    try:
        cast("BinaryIO", pipe).close()
    except OSError:
        # A half-sent request is still in the buffer of a pipe that nobody reads: nothing is lost.
        return
