"""How much of a document is read at all: what is over a limit is refused, never cut short."""

MAX_ENTRIES = 10_000
"""Files in an archive."""

MAX_TOTAL_BYTES = 500_000_000
"""All files of an archive, unpacked."""

MAX_ENTRY_BYTES = 50_000_000
"""One file of an archive, unpacked."""

MAX_RATIO = 100
RATIO_FREE_BYTES = 1_000_000
"""Unpacked ÷ packed, for a file that unpacks to more than `RATIO_FREE_BYTES` (OWASP ASVS 5.0, 5.2.3)."""

MAX_TEXT_BYTES = 20_000_000
"""One text of markup or plain text; a long novel has about 3 MB."""

MAX_BLOCKS = 500_000
"""All paragraphs of a book; Proust needs about 10,000."""

MAX_CHARACTERS = 20_000_000
"""All text of a book: about two weeks of speech."""
