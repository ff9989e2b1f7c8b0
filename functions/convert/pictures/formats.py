"""Which kind of picture some bytes are, by what they begin with; names and declared types don't count."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of picture, by Pillow's name for it."""

    name: str
    content_type: str
    extension: str


JPEG = Format("JPEG", "image/jpeg", "jpg")
PNG = Format("PNG", "image/png", "png")
GIF = Format("GIF", "image/gif", "gif")
WEBP = Format("WEBP", "image/webp", "webp")


def format_of(content: bytes) -> Format | None:
    """Tell the kind of picture; None for everything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return None
