"""Small columns of the whole library in mapped files: what facets count and lists sort by."""
