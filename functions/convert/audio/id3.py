"""ID3v2.3 tags (id3.org, “ID3 tag version 2.3.0”): the version that even old players and car radios read."""

import re
import struct

from ebookvoice.domain.book import Cover
from ebookvoice.domain.filenames import clip
from ebookvoice.ports.mastering import Label
from functions.convert.audio.language import iso_639_2
from functions.convert.audio.tagging import GENRE, MAX_TEXT_BYTES, TOOL, place_in_series

_LATIN_1, _UTF_16 = b"\0", b"\1"
_BYTE_ORDER_MARK = b"\xff\xfe"
_FRONT_COVER = b"\3"
_DATE = re.compile(r"(\d{4})(?:-(\d{2})-(\d{2}))?")


def id3_tag(label: Label, cover: Cover | None) -> bytes:
    """Build the tag of a chapter's file.

    Series and part come twice: as Apple's movement, and under the names by which Audiobookshelf knows them.
    """
    book = label.book
    authors = ", ".join(book.authors)
    year, day = _date(book.published)
    texts = {
        b"TIT2": label.title,
        b"TALB": book.title,
        b"TPE1": authors,
        b"TPE2": authors,
        b"TCOM": book.narrator,
        b"TRCK": f"{label.number}/{label.chapters}",
        b"TCON": GENRE,
        b"TPUB": book.publisher,
        b"TYER": year,
        b"TDAT": day,
        b"TLAN": iso_639_2(book.language),
        b"TIT1": place_in_series(book),
        b"MVNM": book.series,
        b"MVIN": book.series_part if book.series else None,
        b"TSSE": TOOL,
    }
    own_texts = {"SERIES": book.series, "SERIES-PART": book.series_part, "ISBN": book.isbn}
    frames = [_frame(kind, _text(text)) for kind, text in texts.items() if text]
    frames += [_frame(b"TXXX", _text(name, text)) for name, text in own_texts.items() if text]
    if book.description:
        language = iso_639_2(book.language).encode()
        content = _text("", book.description)
        frames.append(_frame(b"COMM", content[:1] + language + content[1:]))
    if cover is not None:
        head = b"".join((_LATIN_1, cover.media_type.encode(), b"\0", _FRONT_COVER, b"\0"))
        frames.append(_frame(b"APIC", head + cover.content))
    size = sum(map(len, frames))
    return b"".join((b"ID3\3\0\0", bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)), *frames))


def _frame(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">4sIH", kind, len(content), 0) + content


def _text(*texts: str) -> bytes:
    """Encode texts, each but the last one with an end: ASCII as such, anything else as UTF-16."""
    clean = [clip(text.replace("\0", " "), MAX_TEXT_BYTES) for text in texts]
    if all(map(str.isascii, clean)):
        return _LATIN_1 + b"\0".join(text.encode() for text in clean)
    encoded = [_BYTE_ORDER_MARK + text.encode("utf-16-le", "replace") for text in clean]
    return _UTF_16 + b"\0\0".join(encoded)


def _date(published: str | None) -> tuple[str | None, str | None]:
    """Split a date into a year and, if it is known, day and month as DDMM."""
    found = _DATE.match(published or "")
    if found is None:
        return None, None
    year, month, day = found.groups()
    return year, f"{day}{month}" if day else None
