"""Text that a database and a screen can take, made of names that are not quite text."""

from media_manager.files import display_path


def escaped(text: str) -> str:
    r"""Return the text with bytes that are not UTF-8 (lone surrogates) written as `\xNN`."""
    return display_path(text.encode("utf-8", "surrogateescape"))
