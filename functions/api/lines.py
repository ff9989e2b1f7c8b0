"""Texts that came with a book, as far as every player can show them."""

import re

_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
"""Characters that XML 1.0 can't write or advises against (section 2.2)."""


def one_line(text: str, most: int) -> str:
    """Make one line of at most so many characters, without control characters; what is longer is cut."""
    line = " ".join(_UNWRITABLE.sub(" ", text).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
