"""The window for those who want to know why: what the program measures, and what it stands on."""
