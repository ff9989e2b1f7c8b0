"""How much of a PDF is read at all: what is over a limit is refused, never cut short."""

MAX_PAGES = 10_000
"""Pages of a document; the longest novels have about 4,000."""

MAX_PAGE_CHARACTERS = 200_000
"""Characters on one page; a page of a broadsheet newspaper has about 20,000."""

MAX_BOOKMARKS = 5_000
"""Entries of the outline that are looked at."""

MAX_OUTLINE_DEPTH = 12
"""Levels of the outline that are looked at."""

MAX_PICTURES = 10_000
"""Objects of a page that are looked at to find its pictures."""

MAX_ANNOTATIONS = 1_000
"""Annotations of a page that are looked at."""
