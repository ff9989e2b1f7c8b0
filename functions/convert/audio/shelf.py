"""Where Audiobookshelf looks for the files of a book: Author/Series/Title/01 - Chapter.mp3.

The names can be unpacked anywhere: Windows forbids some characters, endings and names, and counts the whole path; Linux
counts bytes; nobody should have to guess at what can't be seen.
"""

import re
import unicodedata

from ebookvoice.ports.binding import Tags
from functions.convert.audio.boxes import clip

_MAX_CHARACTERS = 60
_MAX_BYTES = 150
"""Of one name without number and ending: four of them stay below the 260 characters of a path on Windows."""

_FORBIDDEN = re.compile(r'[/\\:*?"<>|]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_SPELLING = "\u200c\u200d"
"""Joiners: words of some scripts are not the same without them."""


def book_folder(tags: Tags) -> str:
    """Name the folder of a book; a series takes a level of its own below the authors, who are the first."""
    title = safe_name(tags.title, "Audiobook")
    if not tags.authors:
        return title
    levels = [safe_name(", ".join(tags.authors), "Unknown"), title]
    if tags.series:
        levels.insert(1, safe_name(tags.series, "Series"))
    return "/".join(levels)


def chapter_name(number: int, chapters: int, title: str) -> str:
    """Name a chapter's file: its number from 1, with as many digits as the last one has, makes it unique."""
    digits = max(2, len(str(chapters)))
    return f"{number:0{digits}} - {safe_name(title, 'Chapter')}.mp3"


def safe_name(text: str, otherwise: str) -> str:
    """Make a text a name for a file or a folder; `otherwise` is for what leaves nothing."""
    seen = "".join(c if _visible(c) else " " for c in unicodedata.normalize("NFC", text))
    words = " ".join(_FORBIDDEN.sub(" ", seen).split()).strip(" .")
    name = clip(words if len(words) <= _MAX_CHARACTERS else words[:_MAX_CHARACTERS].rstrip(" .") + "…", _MAX_BYTES)
    return f"_{name}" if _RESERVED.match(name) else name or otherwise


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] != "C" or character in _SPELLING
