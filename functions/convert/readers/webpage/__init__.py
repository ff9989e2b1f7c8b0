"""Web pages: what is the text of one, and what only surrounds it."""
