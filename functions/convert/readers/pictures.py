"""The picture that a document begins with."""

from ebookvoice.domain.book import Cover
from functions.convert.pictures.formats import format_of
from functions.convert.readers.limits import MAX_COVER_BYTES


def as_cover(content: bytes) -> Cover | None:
    """Take a picture as the cover; None for kinds that no player shows, and for what is too large.

    Its bytes tell its kind: what a document says about it is often wrong.
    """
    kind = format_of(content) if len(content) <= MAX_COVER_BYTES else None
    return Cover(content, kind.content_type) if kind else None
