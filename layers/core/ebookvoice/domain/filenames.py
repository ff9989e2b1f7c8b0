"""Texts as names of files and folders, which can be unpacked anywhere.

Windows forbids some characters, endings and names; Linux counts bytes; nobody should have to guess at what can't be
seen.
"""

import re
import unicodedata

MAX_BYTES = 255
"""Of a name on Linux and in most archives, in UTF-8."""

MAX_CHARACTERS = 120
"""Of a title in a name: what is longer is not read in a list of files."""

_FORBIDDEN = re.compile(r'[/\\:*?"<>|]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:\.|$)", re.IGNORECASE)
"""Devices of Windows, with any ending (learn.microsoft.com, “Naming Files, Paths, and Namespaces”)."""

_SPELLING = "\u200c\u200d"
"""Joiners: words of some scripts are not the same without them."""


def filename(title: str, suffix: str) -> str:
    """Name a file of an audiobook by its title; `suffix` is what the name ends with."""
    return safe_name(title, "Audiobook", limit=MAX_BYTES - len(suffix.encode())) + suffix


def chapter_filename(
    number: int, chapters: int, title: str, suffix: str, *, characters: int = MAX_CHARACTERS, limit: int = MAX_BYTES
) -> str:
    """Name a chapter's file: its number (from 1), with as many digits as the last one has, and its title.

    `characters` and `limit` (bytes) bound the title; the whole name is at most 255 bytes long anyway.
    """
    first = f"{number:0{max(2, len(str(chapters)))}} - "
    room = MAX_BYTES - len(first) - len(suffix.encode())
    return first + safe_name(title, "Chapter", characters=characters, limit=min(limit, room)) + suffix


def safe_name(text: str, otherwise: str, *, characters: int = MAX_CHARACTERS, limit: int = MAX_BYTES) -> str:
    """Make a text (NFC) a name of at most so many characters and `limit` bytes; `otherwise` if it leaves nothing."""
    seen = "".join(c if _visible(c) else " " for c in unicodedata.normalize("NFC", text))
    words = " ".join(_FORBIDDEN.sub(" ", seen).split()).strip(" .") or otherwise
    name = f"_{words}" if _RESERVED.match(words) else words
    return clip(name if len(name) <= characters else f"{name[: characters - 1].rstrip(' .')}…", limit)


def clip(text: str, limit: int) -> str:
    """Shorten a text to `limit` bytes of UTF-8, between characters, with an ellipsis where something is left out."""
    encoded = text.encode("utf-8", "replace")
    if len(encoded) <= limit:
        return encoded.decode()
    return encoded[: limit - 3].decode("utf-8", "ignore").rstrip() + "…"


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] != "C" or character in _SPELLING
