"""Run one command: read the words, call the use case, turn the end into an exit code."""

import os
import sys
from contextlib import closing
from importlib import import_module

from media_manager.cli.arguments import COMMANDS, read_words
from media_manager.cli.desk import Desk, OpenWindow
from media_manager.cli.screen import Screen
from media_manager.errors import JobCancelled, MediaManagerError
from media_manager.instrumentation import warn_on_stderr

DONE, FAILED, WRONG_USE, STOPPED = 0, 1, 2, 130


def run(argv: list[str], *, open_window: OpenWindow | None = None) -> int:
    """Run what the words ask for; return 0 done, 1 failures or not found, 2 wrong use.

    `open_window` is how `demo` ends; without it no window opens.
    """
    try:
        words = read_words(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else WRONG_USE
    warn_on_stderr()
    screen = Screen(as_json=words.json)
    try:
        # Late: a command pays for no other's imports.
        module = import_module(f"media_manager.cli.{COMMANDS[words.command].module}")
        with closing(Desk.at(words.profile, screen, open_window)) as desk:
            code: int = module.run(words, desk)
        screen.flush()
    except JobCancelled:
        return STOPPED
    except KeyboardInterrupt:
        return STOPPED
    except MediaManagerError as error:
        screen.error(error, text=getattr(words, "text", None))
        return FAILED
    except BrokenPipeError:
        # The reader has seen enough; Python must not complain of it again at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return code
