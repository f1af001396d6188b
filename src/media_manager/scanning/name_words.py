"""How the word tables of the name parser are written: as plain text, one set each."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, as a set."""
    return frozenset(text.split())
