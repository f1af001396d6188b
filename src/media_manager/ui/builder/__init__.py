"""The parts of the dialog that builds a search from menus instead of text."""
