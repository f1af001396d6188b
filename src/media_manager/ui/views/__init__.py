"""The views of a library: the poster grid and the table."""
