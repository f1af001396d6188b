"""A few persistent children of one kind: they are quick to ask, and each can be killed."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from types import TracebackType
from typing import Self

from media_manager.errors import ProcessCrashed, ProcessTimeout
from media_manager.instrumentation import get_instrumentation
from media_manager.processes.child import Child
from media_manager.processes.watchdog import Watchdog


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one child may use. Zero means: no limit."""

    timeout_seconds: float = 20.0
    max_output_bytes: int = 16 << 20
    memory_bytes: int = 2 << 30
    cpu_seconds: int = 30  # for one request
    idle_seconds: float = 60.0
    max_calls: int = 20_000  # then a fresh child: native libraries leak a little
    nice: int = 0


DEFAULT_LIMITS = ChildLimits()


class ChildPool:
    """Up to `size` children named `name`; `call` is thread-safe and meant for worker threads.

    A child starts when it is first needed, serves many requests, is replaced after a crash or a
    time-out, ends when it is idle for long, and dies with this process.
    """

    def __init__(self, name: str, size: int, limits: ChildLimits = DEFAULT_LIMITS) -> None:
        self._name = name
        self._size = size
        self._limits = limits
        self._free = threading.Condition()
        self._idle: list[Child] = []
        self._busy: set[Child] = set()
        self._lingering: list[Child] = []
        self._starting = 0
        self._idle_planned = False
        self._closed = False
        self._watchdog = Watchdog(f"watchdog-{name}")
        # One thread that lives as long as the pool starts all children: on Linux a child is
        # killed when the thread that started it ends.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix=f"starter-{name}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def call(self, request: bytes, *, timeout_seconds: float | None = None) -> bytes:
        """Return the child's answer.

        Raises ProcessTimeout (the child was killed), ProcessCrashed, or what the child refused.
        """
        seconds = timeout_seconds or self._limits.timeout_seconds
        with get_instrumentation().timer("processes.wait"):
            child = self._take()
        started = perf_counter()
        try:
            with self._watchdog.deadline(seconds, partial(self._expire, child, child.calls + 1)):
                return child.ask(request, self._limits.max_output_bytes)
        except ProcessCrashed as error:
            if not child.expired:
                raise
            raise ProcessTimeout(
                f"The {self._name} helper gave no answer in {seconds:g} s.", seconds=seconds
            ) from error
        finally:
            get_instrumentation().record_duration(
                f"processes.{self._name}.call", perf_counter() - started
            )
            self._give_back(child)

    def close(self) -> None:
        """Kill the children and end the threads; calls under way raise ProcessCrashed."""
        with self._free:
            self._closed = True
            idle = self._idle.copy()
            self._idle.clear()
            for child in self._busy:
                child.kill()
            self._free.notify_all()
            # Each busy child is buried by the thread that waits for it.
            self._free.wait_for(lambda: not self._busy, timeout=5)
        for child in idle:
            self._bury(child)
        self._watchdog.close()
        self._starter.shutdown()

    def _take(self) -> Child:
        with self._free:
            while not self._closed:
                while self._idle:
                    child = self._idle.pop()
                    if child.is_alive():
                        self._busy.add(child)
                        return child
                    child.kill()  # what it had started
                    child.reap()
                if len(self._busy) + self._starting < self._size:
                    self._starting += 1
                    break
                self._free.wait()
            if self._closed:
                raise ProcessCrashed(f"The {self._name} helpers are closed.")
        return self._start()

    def _start(self) -> Child:
        child: Child | None = None
        try:
            child = self._starter.submit(Child, self._name, self._child_limits()).result()
        except OSError as error:
            raise ProcessCrashed(
                f"The {self._name} helper cannot be started: {error.strerror}.",
                hint="Check that this computer has free memory and free process slots.",
            ) from error
        finally:
            with self._free:
                self._starting -= 1
                if child is not None:
                    self._busy.add(child)
                self._free.notify()
        return child

    def _child_limits(self) -> dict[str, int]:
        limits = self._limits
        return {"memory": limits.memory_bytes, "cpu": limits.cpu_seconds, "nice": limits.nice}

    def _expire(self, child: Child, call: int) -> None:
        """Kill a child that still works on `call` (runs on the watchdog's thread)."""
        with self._free:
            if child in self._busy and child.calls == call:
                child.expired = True
                get_instrumentation().increment_counter("processes.timed_out")
                child.kill()

    def _give_back(self, child: Child) -> None:
        worn = child.calls >= self._limits.max_calls > 0
        keep = not (worn or child.broken or child.expired)
        if not keep:
            self._bury(child)
        with self._free:
            self._busy.discard(child)
            if keep and not self._closed:
                child.idle_since = time.monotonic()
                self._idle.append(child)
                self._plan_idle_check()
                keep = False
            self._free.notify_all()
        if keep:
            self._bury(child)

    def _bury(self, child: Child) -> None:
        """Kill and reap; a process that the kernel still holds is reaped later."""
        child.kill()
        reaped = child.reap()
        with self._free:
            if not reaped:
                self._lingering.append(child)

    def _plan_idle_check(self) -> None:
        if not self._idle_planned and self._limits.idle_seconds:
            self._idle_planned = True
            self._watchdog.start(self._limits.idle_seconds, self._end_idle)

    def _end_idle(self) -> None:
        """End the children that nobody has asked for long (runs on the watchdog's thread)."""
        before = time.monotonic() - self._limits.idle_seconds
        with self._free:
            old = [child for child in self._idle if child.idle_since <= before]
            self._idle = [child for child in self._idle if child.idle_since > before]
            self._lingering = [child for child in self._lingering if not child.reap(0)]
            self._idle_planned = False
            if self._idle:
                self._plan_idle_check()
        for child in old:
            self._bury(child)
