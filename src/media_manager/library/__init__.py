"""What you can do with a library: one use case a module, a verb; no Qt, no SQL, no HTTP."""
