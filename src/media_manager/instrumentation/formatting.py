"""How what is logged is written: without keys, names and home folders, wherever it goes."""

import logging


class RedactingFormatter(logging.Formatter):
    """Writes a record without what must not leave the machine; tracebacks are texts as well."""

    def format(self, record: logging.LogRecord) -> str:
        # Late: few starts have anything to say.
        from media_manager.instrumentation.redaction import redact  # noqa: PLC0415

        return redact(super().format(record))


def warn_on_stderr() -> None:
    """Say warnings and errors on stderr: what a person copies from a terminal holds no keys."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
