"""The sections of the details panel, each of one subject."""
