"""A child that tries regular expressions: some of them take for ever, and a child can be killed.

The request is the pattern and the texts as JSON; the answer is the places of those that match.
"""

import json
import re
import warnings
from functools import lru_cache


def answer(request: bytes) -> bytes:
    """Return which texts hold the pattern, whatever their case."""
    pattern, texts = json.loads(request)
    search = _compiled(pattern).search
    return json.dumps([place for place, text in enumerate(texts) if search(text)]).encode()


@lru_cache(maxsize=8)
def _compiled(pattern: str) -> re.Pattern[str]:
    with warnings.catch_warnings():
        # What later versions of Python may read differently is no mistake now.
        warnings.simplefilter("ignore")
        return re.compile(pattern, re.IGNORECASE)
