"""MP4 files of one audio track whose index comes first, so that they can be streamed out and played while they load.

Our own writer, because a book's header follows from nothing but the sizes of its packets: it can be written before the
audio is at hand, and the audio is copied behind it as it is.
"""

import struct
from collections.abc import Sequence

from ebookvoice.ports.binding import ChapterMark
from functions.convert.audio.audio_track import AudioTrack, audio_track
from functions.convert.audio.boxes import UINT32_MAX, box, full_box, times
from functions.convert.audio.chapter_track import chapter_texts, chapter_track, nero_chapters
from functions.convert.audio.language import pack_language
from functions.convert.audio.tracks import MATRIX

SEGMENT_BRAND = b"M4A "
BOOK_BRAND = b"M4B "

_AUDIO, _CHAPTERS = 1, 2


def file_header(
    track: AudioTrack,
    brand: bytes,
    chapters: Sequence[ChapterMark] = (),
    metadata: bytes = b"",
    language: str | None = None,
) -> bytes:
    """Build everything that precedes the audio: `ftyp`, `moov`, and the head of `mdat` with the chapters' titles.

    `metadata` is a `meta` box, `language` a BCP 47 tag. The packets follow, one behind the other, to the end.
    """
    texts = chapter_texts(chapters)
    head = _file_type(brand)
    media_head = _media_data_head(sum(map(len, texts)) + sum(track.packets))
    packed = pack_language(language)

    def movie(start: int) -> bytes:
        return _movie(track, chapters, texts, metadata, packed, start)

    # Offsets beyond 32 bits lengthen the index, which moves the audio: place it until its length stays.
    index = movie(0)
    while len(placed := movie(len(head) + len(index) + len(media_head))) != len(index):
        index = placed
    return b"".join((head, placed, media_head, *texts))


def _file_type(brand: bytes) -> bytes:
    return box(b"ftyp", brand, bytes(4), brand, b"mp42", b"isom")


def _media_data_head(payload: int) -> bytes:
    if 8 + payload > UINT32_MAX:
        return struct.pack(">I4sQ", 1, b"mdat", 16 + payload)
    return struct.pack(">I4s", 8 + payload, b"mdat")


def _movie(
    track: AudioTrack,
    chapters: Sequence[ChapterMark],
    texts: Sequence[bytes],
    metadata: bytes,
    language: int,
    start: int,
) -> bytes:
    """Build `moov` for media data that begins at byte `start`: titles first, then audio."""
    audio_start = start + sum(map(len, texts))
    parts = [
        _movie_header(track),
        audio_track(track, _AUDIO, audio_start, language, _CHAPTERS if chapters else None),
    ]
    user_data = metadata
    if chapters:
        parts.append(chapter_track(chapters, texts, _CHAPTERS, start, track.sample_rate, language))
        user_data += nero_chapters(chapters, track.sample_rate)
    if user_data:
        parts.append(box(b"udta", user_data))
    return box(b"moov", *parts)


def _movie_header(track: AudioTrack) -> bytes:
    """Build `mvhd`; undated, so that the same audio makes the same file."""
    version, length = times(track.samples)
    return full_box(
        b"mvhd",
        version,
        0,
        bytes(16 if version else 8),
        struct.pack(">I", track.sample_rate),
        length,
        struct.pack(">IH10x", 0x10000, 0x100),
        MATRIX,
        bytes(24),
        struct.pack(">I", _CHAPTERS + 1),
    )
