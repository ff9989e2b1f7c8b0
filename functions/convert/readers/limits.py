"""How much of a document is read at all: what is over a limit is refused, never cut short."""

MAX_ENTRIES = 10_000
"""Files in an archive."""

MAX_TOTAL_BYTES = 500_000_000
"""All files of an archive, unpacked."""

MAX_ENTRY_BYTES = 50_000_000
"""One file of an archive, unpacked; what is not read, a film for instance, may be larger."""

MAX_RATIO = 100
RATIO_FREE_BYTES = 1_000_000
"""Unpacked ÷ packed, for a file that unpacks to more than `RATIO_FREE_BYTES` (OWASP ASVS 5.0, 5.2.3)."""

MAX_TEXT_BYTES = 20_000_000
"""One text of markup or plain text; a long novel has about 3 MB."""

MAX_ILLUSTRATED_BYTES = 50_000_000
"""One text that may hold pictures within itself: RTF, FB2, HTML, flat OpenDocument."""

MAX_STYLE_BYTES = 2_000_000
"""One style sheet; what is longer styles nothing."""

MAX_LEXICONS = 50
MAX_LEXICON_BYTES = 10_000_000
MAX_LEXEMES = 100_000
"""Pronunciation lexicons of a book, and words in each; what is beyond pronounces nothing."""

MAX_BLOCKS = 500_000
"""All paragraphs of a book; Proust needs about 10,000."""

MAX_CHARACTERS = 20_000_000
"""All text of a book: about two weeks of speech."""

MAX_NESTING = 100
"""How deep quotes, lists, sections or tags may lie in each other, where the parser sets no limit itself."""

MAX_COVER_BYTES = 25_000_000
"""A picture that is embedded in a text, decoded."""

MAX_GROUPS = 200_000
"""How deep the groups of an RTF file may lie in each other: some programs forget to end theirs."""
