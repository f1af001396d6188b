"""How one entry of a list is painted."""
