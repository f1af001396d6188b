"""The one door into the program: the window, the command line, and the children.

Nothing of the package is imported before it is known which of the three is wanted: a child
must not pay for the window, and the command line must not need a display.
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

# Words of the window; everything else is a command.
_WINDOW_WORDS = frozenset({"--window"})
# Options of ours that take a value, so that the value is not mistaken for a command.
_VALUED = frozenset({"--profile", "--cprofile"})


def main() -> int:
    """Run what the arguments ask for: `media-manager` and `python -m media_manager`."""
    return _dispatch(sys.argv[1:])


def main_window() -> int:
    """Open the window whatever the arguments say: `media-manager-gui`."""
    argv = sys.argv[1:]
    return _dispatch(argv if "--child" in argv[:1] else ["--window", *argv])


def _dispatch(argv: list[str]) -> int:
    if argv[:1] == ["--child"]:
        from media_manager.processes.children import run_child  # noqa: PLC0415 - see above

        return run_child(argv[1:])
    argv, profile_file = _take_cprofile(argv)
    argv, metrics_file = _take_metrics(argv)
    call: Callable[[], int] = partial(_run, argv)
    if metrics_file is not None:
        call = partial(_run_measured, call, metrics_file)
    if profile_file is not None:
        call = partial(_run_profiled, call, profile_file)
    return call()


def _run(argv: list[str]) -> int:
    if _wants_window(argv):
        return _open_window([word for word in argv if word not in _WINDOW_WORDS])
    from media_manager.cli import run  # noqa: PLC0415 - see above

    # The command line knows nothing of the window; only `demo` opens it, through this door.
    return run(argv, open_window=_open_window)


def _open_window(argv: list[str]) -> int:
    from media_manager.app import run_window  # noqa: PLC0415 - see above

    return run_window(argv)


def _run_profiled(call: Callable[[], int], path: str) -> int:
    """Run under cProfile, all threads, and write the statistics, whatever happens."""
    from media_manager.instrumentation import profile_threads  # noqa: PLC0415 - only here

    return profile_threads(call, Path(path))


def _run_measured(call: Callable[[], int], path: str) -> int:
    """Measure in detail; say what was measured on stderr, and write it to `path` if it is named."""
    from media_manager.instrumentation import get_instrumentation  # noqa: PLC0415 - only here
    from media_manager.processes.usage import note_process_usage  # noqa: PLC0415 - as above

    metrics = get_instrumentation()
    metrics.insist()
    try:
        return call()
    finally:
        note_process_usage()
        sys.stderr.write(metrics.get_summary() + "\n")
        for query in _slow_queries():
            sys.stderr.write(f"slow       {query}\n")
        if path:
            _export(metrics.export_json, Path(path))


def _slow_queries() -> Iterator[str]:
    from media_manager.persistence.slow_queries import (  # noqa: PLC0415 - only here
        get_slow_queries,
    )

    for query in get_slow_queries():
        yield f"{query.count} x, longest {query.longest_seconds:.3f} s: {query.sql}"
        yield from (f"    {line}" for line in query.plan.splitlines())


def _export(export: Callable[[Path], None], path: Path) -> None:
    try:
        export(path)
    except OSError as error:
        sys.stderr.write(f"media-manager: {path} cannot be written: {error.strerror}\n")


def _wants_window(argv: list[str]) -> bool:
    """Tell if no command is named: `--profile DIR` alone still opens the window."""
    words = iter(argv)
    for word in words:
        if word in _WINDOW_WORDS:
            return True
        if word in _VALUED:
            next(words, None)
        elif word.partition("=")[0] not in _VALUED:
            return False
    return True


def _take_cprofile(argv: list[str]) -> tuple[list[str], str | None]:
    """Take `--cprofile FILE` (or `--cprofile=FILE`) out of the arguments."""
    for at, word in enumerate(argv):
        if word == "--cprofile" and at + 1 < len(argv):
            return argv[:at] + argv[at + 2 :], argv[at + 1]
        if word.startswith("--cprofile="):
            return argv[:at] + argv[at + 1 :], word.partition("=")[2]
    return argv, None


def _take_metrics(argv: list[str]) -> tuple[list[str], str | None]:
    """Take `--metrics`, `--metrics=FILE` or `--metrics FILE.json` out of the arguments.

    The file is empty when none is named, so that the word after it can be one of a search.
    """
    for at, word in enumerate(argv):
        if word == "--metrics":
            named = argv[at + 1 : at + 2]
            if named and named[0].endswith(".json"):
                return argv[:at] + argv[at + 2 :], named[0]
            return argv[:at] + argv[at + 1 :], ""
        if word.startswith("--metrics="):
            return argv[:at] + argv[at + 1 :], word.partition("=")[2]
    return argv, None


if __name__ == "__main__":
    sys.exit(main())
