"""What files say of themselves, and what they are called."""

import re
from typing import Any, Protocol

from ebookvoice.domain.book import Cover
from ebookvoice.domain.speech import Voice
from ebookvoice.ports.binding import Tags
from ebookvoice.usecases.world import World

LONGEST_NAME = 120
"""Characters of a file's name, without what it ends with."""


class Described(Protocol):
    """A job, as far as its files tell of it."""

    @property
    def title(self) -> str: ...
    @property
    def authors(self) -> tuple[str, ...]: ...
    @property
    def language(self) -> str | None: ...
    @property
    def metadata(self) -> dict[str, Any]: ...
    @property
    def voice(self) -> str: ...
    @property
    def cover_key(self) -> str | None: ...
    @property
    def cover_type(self) -> str | None: ...


def tags_of(job: Described) -> Tags:
    """Tell what the audiobook says of itself."""
    return Tags(
        title=job.title,
        authors=job.authors,
        narrator=Voice.parse(job.voice).name,
        language=job.language,
        publisher=job.metadata.get("publisher"),
        published=job.metadata.get("published"),
        description=job.metadata.get("description"),
        series=job.metadata.get("series"),
        series_part=job.metadata.get("series_part"),
        isbn=job.metadata.get("isbn"),
    )


def cover_of(world: World, job: Described) -> Cover | None:
    """Read the cover, if there is one."""
    if job.cover_key is None or job.cover_type is None:
        return None
    return Cover(world.objects.read(job.cover_key), job.cover_type)


def filename(title: str, suffix: str) -> str:
    """Make a file name of a title: no separators, no control characters, of bounded length."""
    name = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]+", " ", title).strip(" .")
    return f"{re.sub(r' +', ' ', name)[:LONGEST_NAME].strip() or 'Audiobook'}{suffix}"


def chapter_filename(number: int, chapters: int, title: str, suffix: str) -> str:
    """Name a chapter's file: its number (from 1), with as many digits as the last one has, and its title."""
    return filename(f"{number:0{max(2, len(str(chapters)))}} - {title}", suffix)
