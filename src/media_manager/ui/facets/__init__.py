"""The facets beside the list: what its items have in common, with counts."""
