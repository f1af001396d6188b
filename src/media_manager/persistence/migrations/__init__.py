"""How the schema came to be: one idea a revision, never edited once released."""
