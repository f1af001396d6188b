"""Small columns of the whole library in memory-mapped files: what facets count and lists sort by."""
