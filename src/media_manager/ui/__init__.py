"""What you see: the window and everything in it, the only room with widgets."""
