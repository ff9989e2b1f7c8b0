"""What files say of themselves."""

from typing import Any, Protocol

from ebookvoice.domain.book import Cover
from ebookvoice.domain.speech import Voice
from ebookvoice.ports.binding import Tags
from ebookvoice.usecases.world import World


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
