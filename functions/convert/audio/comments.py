"""What an Opus file says of itself: OpusTags (RFC 7845, 5.2), with chapters and a picture."""

import base64
import struct
from collections.abc import Iterable, Sequence

from ebookvoice.domain.book import Cover
from ebookvoice.domain.filenames import clip
from ebookvoice.ports.binding import Tags
from ebookvoice.ports.mastering import Label
from functions.convert.audio.tagging import GENRE, MAX_TEXT_BYTES, TOOL

MAX_CHAPTERS = 1_000
"""Marks are numbered with three digits (Xiph, “Chapter Extension”); what is beyond has none."""

_FRONT_COVER = 3
_MAGIC = b"OpusTags"

Comment = tuple[str, str]


def opus_tags(comments: Iterable[Comment]) -> bytes:
    """Build the comment header from names and texts."""
    lines = [f"{name}={text}".encode("utf-8", "replace") for name, text in comments]
    fields = [TOOL.encode(), *lines]
    sized = [struct.pack("<I", len(field)) + field for field in fields]
    return b"".join((_MAGIC, sized[0], struct.pack("<I", len(lines)), *sized[1:]))


def book_comments(tags: Tags, cover: Cover | None) -> list[Comment]:
    """Name what is known of the book; every author has a comment of their own."""
    texts = {
        "ALBUM": tags.title,
        "COMPOSER": tags.narrator,
        "NARRATOR": tags.narrator,
        "GENRE": GENRE,
        "DATE": tags.published,
        "PUBLISHER": tags.publisher,
        "LANGUAGE": tags.language,
        "DESCRIPTION": tags.description,
        "SERIES": tags.series,
        "SERIES-PART": tags.series_part,
        "ISBN": tags.isbn,
    }
    comments = [(name, author) for name in ("ARTIST", "ALBUMARTIST") for author in tags.authors]
    comments += [(name, clip(text, MAX_TEXT_BYTES)) for name, text in texts.items() if text]
    if cover is not None:
        comments.append(("METADATA_BLOCK_PICTURE", base64.b64encode(_picture(cover)).decode()))
    return comments


def chapter_comments(label: Label, cover: Cover | None) -> list[Comment]:
    """Name what is known of a chapter and its book."""
    place = [("TITLE", label.title), ("TRACKNUMBER", str(label.number)), ("TRACKTOTAL", str(label.chapters))]
    return [*place, *book_comments(label.book, cover)]


def chapter_marks(titles: Sequence[str], starts_ms: Sequence[int]) -> list[Comment]:
    """Mark where chapters begin: CHAPTER000=00:00:00.000 and CHAPTER000NAME=…"""
    marks: list[Comment] = []
    for number, (title, start) in enumerate(zip(titles[:MAX_CHAPTERS], starts_ms, strict=False)):
        seconds, milliseconds = divmod(start, 1_000)
        time = f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds:03}"
        marks += [(f"CHAPTER{number:03}", time), (f"CHAPTER{number:03}NAME", title)]
    return marks


def _picture(cover: Cover) -> bytes:
    """Build a FLAC picture block; its size in pixels is left to the picture itself (RFC 9639, 8.8)."""
    media_type = cover.media_type.encode()
    head = struct.pack(">II", _FRONT_COVER, len(media_type)) + media_type
    return head + struct.pack(">IIIIII", 0, 0, 0, 0, 0, len(cover.content)) + cover.content
