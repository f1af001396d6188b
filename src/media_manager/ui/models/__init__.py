"""The small models of the window: what its sidebar lists."""
