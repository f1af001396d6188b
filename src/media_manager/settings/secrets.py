"""What of a setting may be shown: a password in an address never is."""

import re
from typing import Final

from media_manager.settings.options import Value

_PASSWORD: Final = re.compile(r"(?<=://)([^/@\s]*):([^/@\s]*)@")


def masked(value: Value) -> Value:
    """Return a value whose password, if it has one, is hidden."""
    return _PASSWORD.sub(r"\1:***@", value) if isinstance(value, str) else value
