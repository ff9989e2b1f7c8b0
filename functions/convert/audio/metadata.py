"""What an audiobook says of itself, as iTunes-style tags: the form that players and ffprobe read."""

import struct

from ebookvoice.domain.book import Cover
from ebookvoice.ports.binding import Tags
from functions.convert.audio.boxes import box, clip, full_box

COVER_TYPES = {"image/jpeg": 13, "image/png": 14}
"""Types of `covr` by media type."""

_TEXT, _INTEGER = 1, 21
_AUDIOBOOK = 2
_MAX_TEXT_BYTES = 16_384
_GENRE = "Audiobook"
_TOOL = "eBookVoice"


def metadata(tags: Tags, cover: Cover | None) -> bytes:
    """Build the `meta` box.

    The narrator is also the composer, where most players look for them. What ffprobe has no four-character kind for
    comes a second time under its name: Audiobookshelf reads a book through ffprobe.
    """
    authors = ", ".join(tags.authors)
    texts = {
        b"\xa9nam": tags.title,
        b"\xa9alb": tags.title,
        b"\xa9ART": authors,
        b"aART": authors,
        b"\xa9wrt": tags.narrator,
        b"\xa9nrt": tags.narrator,
        b"\xa9day": tags.published,
        b"\xa9pub": tags.publisher,
        b"\xa9gen": _GENRE,
        b"desc": tags.description,
        b"ldes": tags.description,
        b"\xa9too": _TOOL,
    }
    free_texts = {"narrator": tags.narrator, "publisher": tags.publisher, "language": tags.language}
    items = [_item(kind, _TEXT, clip(text, _MAX_TEXT_BYTES).encode()) for kind, text in texts.items() if text]
    items += [_free_item(name, text) for name, text in free_texts.items() if text]
    items.append(_item(b"stik", _INTEGER, bytes([_AUDIOBOOK])))
    items.append(_item(b"pgap", _INTEGER, b"\x01"))
    if cover is not None:
        items.append(_item(b"covr", COVER_TYPES[cover.media_type], cover.content))
    handler = full_box(b"hdlr", 0, 0, bytes(4), b"mdir", b"appl", bytes(9))
    return full_box(b"meta", 0, 0, handler, box(b"ilst", *items))


def _item(kind: bytes, well_known_type: int, value: bytes) -> bytes:
    return box(kind, box(b"data", struct.pack(">II", well_known_type, 0), value))


def _free_item(name: str, text: str) -> bytes:
    """Build a tag that is known by name, as iTunes does for what has no four-character kind."""
    mean = full_box(b"mean", 0, 0, b"com.apple.iTunes")
    value = box(b"data", struct.pack(">II", _TEXT, 0), clip(text, _MAX_TEXT_BYTES).encode())
    return box(b"----", mean, full_box(b"name", 0, 0, name.encode()), value)
