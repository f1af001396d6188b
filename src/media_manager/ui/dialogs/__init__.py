"""The dialogs of the window; none of them blocks the work behind it."""
