"""What an audiobook says of itself, as iTunes-style tags: the form that players and ffprobe read."""

import struct

from ebookvoice.domain.book import Cover
from ebookvoice.domain.filenames import clip
from ebookvoice.ports.binding import Tags
from functions.convert.audio.boxes import box, full_box
from functions.convert.audio.tagging import GENRE, MAX_TEXT_BYTES, TOOL, place_in_series

COVER_TYPES = {"image/jpeg": 13, "image/png": 14}
"""Types of `covr` by media type."""

_TEXT, _INTEGER = 1, 21
_AUDIOBOOK = 2
_LONGEST_NUMBER = 4


def metadata(tags: Tags, cover: Cover | None) -> bytes:
    """Build the `meta` box.

    The narrator is also the composer, where most players look for them. What ffprobe has no four-character kind for
    comes a second time under its name: Audiobookshelf reads a book through ffprobe. A series is what Apple's players
    call a work, with the book as its movement.
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
        b"\xa9gen": GENRE,
        b"\xa9grp": place_in_series(tags),
        b"\xa9mvn": tags.series,
        b"desc": tags.description,
        b"ldes": tags.description,
        b"\xa9too": TOOL,
    }
    free_texts = {
        "narrator": tags.narrator,
        "publisher": tags.publisher,
        "language": tags.language,
        "SERIES": tags.series,
        "SERIES-PART": tags.series_part,
        "ISBN": tags.isbn,
    }
    items = [_item(kind, _TEXT, clip(text, MAX_TEXT_BYTES).encode()) for kind, text in texts.items() if text]
    items += [_free_item(name, text) for name, text in free_texts.items() if text]
    if tags.series and (part := _movement(tags.series_part)):
        items.append(_item(b"\xa9mvi", _INTEGER, part.to_bytes(2, "big")))
        items.append(_item(b"shwm", _INTEGER, b"\x01"))
    items.append(_item(b"stik", _INTEGER, bytes([_AUDIOBOOK])))
    items.append(_item(b"pgap", _INTEGER, b"\x01"))
    if cover is not None:
        items.append(_item(b"covr", COVER_TYPES[cover.media_type], cover.content))
    handler = full_box(b"hdlr", 0, 0, bytes(4), b"mdir", b"appl", bytes(9))
    return full_box(b"meta", 0, 0, handler, box(b"ilst", *items))


def _movement(series_part: str | None) -> int | None:
    """Return the place in a series as the whole number that a movement has; None for volumes between two."""
    number = series_part or ""
    return int(number) if number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER else None


def _item(kind: bytes, well_known_type: int, value: bytes) -> bytes:
    return box(kind, box(b"data", struct.pack(">II", well_known_type, 0), value))


def _free_item(name: str, text: str) -> bytes:
    """Build a tag that is known by name, as iTunes does for what has no four-character kind."""
    mean = full_box(b"mean", 0, 0, b"com.apple.iTunes")
    value = box(b"data", struct.pack(">II", _TEXT, 0), clip(text, MAX_TEXT_BYTES).encode())
    return box(b"----", mean, full_box(b"name", 0, 0, name.encode()), value)
