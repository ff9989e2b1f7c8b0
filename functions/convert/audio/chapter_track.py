"""Chapters twice, as players differ: a QuickTime text track (QTFF, “Chapter lists”) and Nero's `chpl`."""

import struct
from array import array
from collections.abc import Sequence
from itertools import accumulate

from ebookvoice.domain.filenames import clip
from ebookvoice.ports.binding import ChapterMark
from functions.convert.audio.boxes import box, full_box
from functions.convert.audio.tables import chunk_offsets, data_reference, stsc, stsz, stts
from functions.convert.audio.tracks import MATRIX, handler, media_header, track_header

MAX_TITLE_BYTES = 255
MAX_NERO_CHAPTERS = 255
"""`chpl` counts with one byte; players that read it lose every chapter when there are more."""

_NERO_TICKS = 10_000_000
_UTF8 = struct.pack(">I4sI", 12, b"encd", 0x100)


def chapter_texts(chapters: Sequence[ChapterMark]) -> list[bytes]:
    """Return the samples of the text track: length, title, and the atom that says that it is UTF-8."""
    titles = [clip(chapter.title, MAX_TITLE_BYTES).encode() for chapter in chapters]
    return [struct.pack(">H", len(title)) + title + _UTF8 for title in titles]


def chapter_track(
    chapters: Sequence[ChapterMark], texts: Sequence[bytes], number: int, start: int, timescale: int, language: int
) -> bytes:
    """Build `trak` for texts that lie in one chunk at byte `start`; disabled, as it is only referred to."""
    duration = sum(chapter.samples for chapter in chapters)
    sizes = array("I", map(len, texts))
    sample_tables = box(
        b"stbl",
        full_box(b"stsd", 0, 0, struct.pack(">I", 1), _sample_entry()),
        stts(chapter.samples for chapter in chapters),
        stsc(len(sizes), len(sizes)),
        stsz(sizes),
        chunk_offsets(start, [sum(sizes)]),
    )
    media = box(
        b"mdia",
        media_header(timescale, duration, language),
        handler(b"text", "Chapters"),
        box(b"minf", _media_information(), data_reference(), sample_tables),
    )
    return box(b"trak", track_header(number, duration, enabled=False, audible=False), media)


def nero_chapters(chapters: Sequence[ChapterMark], timescale: int) -> bytes:
    """Build `chpl`, or nothing where it could not hold all."""
    if len(chapters) > MAX_NERO_CHAPTERS:
        return b""
    starts = accumulate((chapter.samples for chapter in chapters), initial=0)
    entries = []
    for chapter, start in zip(chapters, starts, strict=False):
        title = clip(chapter.title, MAX_TITLE_BYTES).encode()
        entries.append(struct.pack(">QB", start * _NERO_TICKS // timescale, len(title)) + title)
    return full_box(b"chpl", 1, 0, struct.pack(">IB", 0, len(chapters)), *entries)


def _sample_entry() -> bytes:
    """Build a QuickTime text description: default colours, an empty box, no font name."""
    colours_and_box = struct.pack(">Ii3H4H", 0, 1, 0, 0, 0, 0, 0, 0, 0)
    font = struct.pack(">8xHHxH3Hx", 1, 0, 0, 0, 0, 0)
    return box(b"text", bytes(6), struct.pack(">H", 1), colours_and_box, font)


def _media_information() -> bytes:
    graphics = full_box(b"gmin", 0, 0, struct.pack(">HHHHhH", 0x40, 0x8000, 0x8000, 0x8000, 0, 0))
    return box(b"gmhd", graphics, box(b"text", MATRIX))
