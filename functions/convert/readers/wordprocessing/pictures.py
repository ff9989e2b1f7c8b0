"""The picture that a document begins with."""

from ebookvoice.domain.book import Cover
from functions.convert.readers.limits import MAX_COVER_BYTES

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
)


def as_cover(content: bytes) -> Cover | None:
    """Take a picture as the cover; None for kinds that no player shows, and for what is too large."""
    if len(content) > MAX_COVER_BYTES:
        return None
    return next((Cover(content, kind) for signature, kind in _SIGNATURES if content.startswith(signature)), None)
