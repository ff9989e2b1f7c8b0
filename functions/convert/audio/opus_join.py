"""The chapters as Opus → the whole book as one Opus file, without encoding anything again."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from ebookvoice.domain.book import Cover
from ebookvoice.ports.binding import ChapterMark, Tags
from functions.convert.audio.comments import Comment, book_comments, chapter_marks, opus_tags
from functions.convert.audio.errors import BindingError
from functions.convert.audio.ogg import BEGINS, ENDS, Page, PageWriter, read_pages
from functions.convert.audio.opus import CLOCK, PACKET, pre_skip_of
from functions.convert.audio.pcm import converted

_PER_MILLISECOND = CLOCK // 1_000


class OpusJoiner:
    """Holds a page at a time, never the audio."""

    def join(
        self,
        tags: Tags,
        cover: Cover | None,
        chapters: Sequence[ChapterMark],
        sample_rate: int,
        files: Iterable[Iterable[bytes]],
    ) -> Iterator[bytes]:
        """Yield the book's .opus, the chapters' lengths being in samples of `sample_rate`.

        A chapter begins with a packet, at most 10 ms from where it begins in the M4B: so many packets are taken of
        each, and what is left of its last ones is the silence that every chapter ends with. `files` are made by
        OpusWriter. Raises BindingError for files that are not those of these chapters.
        """
        ends = _ends(chapters, sample_rate)
        starts = [0, *ends[:-1]]
        header = opus_tags([("TITLE", tags.title), *book_comments(tags, cover), *_marks(chapters, starts)])
        pages = PageWriter(zlib.crc32(header))
        first: bytes | None = None
        for number, (chapter, file) in enumerate(_paired(chapters, files)):
            head, audio = _open(file)
            if first is None:
                first = head
                yield pages.write_packet(head, BEGINS) + pages.write_packet(header)
            if head != first:
                raise BindingError
            packets = ends[number] - starts[number] if number < len(chapters) - 1 else None
            length = pre_skip_of(head) + converted(chapter.samples, sample_rate, CLOCK)
            for page in _part(audio, starts[number], packets, length):
                yield pages.write(page)


def _ends(chapters: Sequence[ChapterMark], sample_rate: int) -> list[int]:
    """Count the packets until the end of each chapter, to the nearest. Raises BindingError without any."""
    if min((chapter.samples for chapter in chapters), default=0) <= 0:
        raise BindingError
    samples = accumulate(chapter.samples for chapter in chapters)
    return [converted(end, sample_rate * PACKET, CLOCK) for end in samples]


def _marks(chapters: Sequence[ChapterMark], starts: Sequence[int]) -> list[Comment]:
    milliseconds = [start * PACKET // _PER_MILLISECOND for start in starts]
    return chapter_marks([chapter.title for chapter in chapters], milliseconds)


def _paired(
    chapters: Sequence[ChapterMark], files: Iterable[Iterable[bytes]]
) -> Iterator[tuple[ChapterMark, Iterable[bytes]]]:
    """Pair chapters and files. Raises BindingError where one has no other."""
    remaining = iter(files)
    for chapter in chapters:
        file = next(remaining, None)
        if file is None:
            raise BindingError
        yield chapter, file
    if next(remaining, None) is not None:
        raise BindingError


def _open(file: Iterable[bytes]) -> tuple[bytes, Iterator[Page]]:
    """Read the header of a chapter's file; return OpusHead and the pages of audio."""
    pages = read_pages(file)
    head = next(pages, None)
    if head is None:
        raise BindingError
    for page in pages:
        if page.packets:
            break
    return head.body, pages


def _part(audio: Iterator[Page], start: int, packets: int | None, length: int) -> Iterator[Page]:
    """Move the pages of a chapter behind `start` packets; of all but the last chapter, take only so many packets.

    Raises BindingError unless the chapter is `length` samples long, and whole.
    """
    taken = seen = granule = 0
    for page in audio:
        seen += page.packets
        granule = page.granule
        if packets is None:
            moved = start * PACKET + (granule if page.flags & ENDS else seen * PACKET)
            yield page._replace(granule=moved)
        elif taken < packets:
            kept = page.first(min(page.packets, packets - taken))
            taken += kept.packets
            yield kept._replace(granule=(start + taken) * PACKET, flags=kept.flags & ~ENDS)
    if granule != length or taken < (packets or 0):
        raise BindingError
