"""Mastered chapters → one M4B, as a stream."""

import logging
from array import array
from collections.abc import Iterable, Iterator, Sequence

from ebookvoice.domain.book import Cover
from ebookvoice.ports.binding import ChapterMark, StoredSegment, Tags
from functions.convert.audio.audio_track import AudioTrack
from functions.convert.audio.chapter import ChapterTimings
from functions.convert.audio.errors import BindingError
from functions.convert.audio.exactly import exactly
from functions.convert.audio.metadata import COVER_TYPES, metadata
from functions.convert.audio.mp4 import BOOK_BRAND, file_header

logger = logging.getLogger(__name__)


class M4bBinder:
    """Implements Binder. Holds four bytes per packet (0.7 MB for an hour of speech), never the audio."""

    def bind(
        self, tags: Tags, cover: Cover | None, chapters: Iterable[ChapterMark], parts: Iterable[StoredSegment]
    ) -> Iterator[bytes]:
        """Yield the M4B; see Binder. Raises BindingError for parts that do not make one book.

        A cover that is neither JPEG nor PNG is left out.
        """
        track, places = _survey(parts)
        marks = tuple(chapters)
        _check_chapters(marks, track)
        if cover is not None and cover.media_type not in COVER_TYPES:
            logger.warning("cover left out", extra={"media_type": cover.media_type})
            cover = None
        yield file_header(track, BOOK_BRAND, marks, metadata(tags, cover), tags.language)
        for part, (offset, size) in zip(parts, places, strict=True):
            yield from exactly(size, part.audio(offset))


def _survey(parts: Iterable[StoredSegment]) -> tuple[AudioTrack, Sequence[tuple[int, int]]]:
    """Read all timings; return the whole track, and where each part's packets are in its file (offset, bytes)."""
    packets: array[int] = array("I")
    places: list[tuple[int, int]] = []
    formats: set[tuple[int, bytes]] = set()
    for part in parts:
        timings = ChapterTimings.from_json(part.timings())
        packets += timings.packets
        places.append((timings.payload_offset, timings.payload_bytes))
        formats.add((timings.sample_rate, timings.config))
    if len(formats) != 1:
        raise BindingError
    [(sample_rate, config)] = formats
    return AudioTrack(sample_rate, config, packets), places


def _check_chapters(chapters: Sequence[ChapterMark], track: AudioTrack) -> None:
    """Raise BindingError unless the chapters cover the audio, to the sample."""
    if min((chapter.samples for chapter in chapters), default=1) <= 0:
        raise BindingError
    if chapters and sum(chapter.samples for chapter in chapters) != track.samples:
        raise BindingError
