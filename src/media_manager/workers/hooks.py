"""The last nets for errors: whatever no one caught is logged and handed to the window."""

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

_log = logging.getLogger(__name__)

Report = Callable[[BaseException], None]


def install_error_hooks(report: Report) -> Callable[[], None]:
    """Send uncaught errors of all threads and of finalizers to `report`; returns the undo.

    `report` is called on the thread that failed and must be safe there.
    """
    old = sys.excepthook, threading.excepthook, sys.unraisablehook

    def on_main(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            _tell(report, error, "uncaught error")

    def on_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            where = args.thread.name if args.thread else "a thread that is gone"
            _tell(report, args.exc_value, f"uncaught error in {where}")

    def on_unraisable(args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            _tell(report, args.exc_value, f"error that could not be raised: {args.err_msg}")

    def undo() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = old

    sys.excepthook, threading.excepthook, sys.unraisablehook = on_main, on_thread, on_unraisable
    return undo


def _tell(report: Report, error: BaseException, what: str) -> None:
    _log.critical("workers: %s", what, exc_info=error)
    try:
        report(error)
    except Exception:  # noqa: BLE001 - the last net must not tear
        _log.exception("workers: the report of an error failed itself")
