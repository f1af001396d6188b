"""The one door into the program: the window, the command line, and the children.

Nothing of the package is imported before it is known which of the three is wanted: a child
must not pay for the window, and the command line must not need a display.
"""

import sys

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
    if profile_file is None:
        return _run(argv)
    return _run_profiled(argv, profile_file)


def _run(argv: list[str]) -> int:
    if _wants_window(argv):
        return _open_window([word for word in argv if word not in _WINDOW_WORDS])
    from media_manager.cli import run  # noqa: PLC0415 - see above

    # The command line knows nothing of the window; only `demo` opens it, through this door.
    return run(argv, open_window=_open_window)


def _open_window(argv: list[str]) -> int:
    from media_manager.app import run_window  # noqa: PLC0415 - see above

    return run_window(argv)


def _run_profiled(argv: list[str], path: str) -> int:
    """Run under cProfile and write the statistics, whatever happens."""
    import cProfile  # noqa: PLC0415 - only here

    profile = cProfile.Profile()
    try:
        return profile.runcall(_run, argv)
    finally:
        profile.dump_stats(path)


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


if __name__ == "__main__":
    sys.exit(main())
