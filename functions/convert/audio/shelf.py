"""Where Audiobookshelf looks for the files of a book: Author/Series/Title/01 - Chapter.mp3."""

from ebookvoice.domain.filenames import chapter_filename, safe_name
from ebookvoice.ports.binding import Tags

_MAX_CHARACTERS = 60
_MAX_BYTES = 150
"""Of one name without number and ending: four of them stay below the 260 characters of a path on Windows."""


def book_folder(tags: Tags) -> str:
    """Name the folder of a book; a series takes a level of its own below the authors, who are the first."""
    title = _level(tags.title, "Audiobook")
    if not tags.authors:
        return title
    levels = [_level(", ".join(tags.authors), "Unknown"), title]
    if tags.series:
        levels.insert(1, _level(tags.series, "Series"))
    return "/".join(levels)


def chapter_name(number: int, chapters: int, title: str) -> str:
    """Name a chapter's file: its number from 1, with as many digits as the last one has, makes it unique."""
    return chapter_filename(number, chapters, title, ".mp3", characters=_MAX_CHARACTERS, limit=_MAX_BYTES)


def _level(text: str, otherwise: str) -> str:
    return safe_name(text, otherwise, characters=_MAX_CHARACTERS, limit=_MAX_BYTES)
