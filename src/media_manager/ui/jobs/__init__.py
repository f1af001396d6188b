"""Background work as people see it: what runs, what ran before, and what failed in it."""
