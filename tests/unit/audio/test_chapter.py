"""The timings of a chapter: written, read, and put together from those of its segments."""

import json
from array import array

import pytest

from functions.convert.audio.audio_track import AudioTrack
from functions.convert.audio.chapter import ChapterTimings
from functions.convert.audio.errors import TimingsUnreadableError
from functions.convert.audio.frames import FRAME
from functions.convert.audio.joining import joined
from functions.convert.audio.segment import SegmentTimings
from functions.convert.audio.spans import Span, Stranger

CONFIG = bytes.fromhex("138856e500")
TIMINGS = ChapterTimings(
    22_050,
    CONFIG,
    400,
    array("I", [4, 500, 70_000]),
    12,
    (Span(2_048, 1_000, 0, 0, 12),),
    (Span(2_048, 400, 0, 0, 5), Span(2_448, 600, 0, 6, 6)),
    (Stranger(0, 6, 6, "espeak:de", "language"),),
)


def test_a_written_document_reads_back_the_same() -> None:
    assert ChapterTimings.from_json(TIMINGS.to_json()) == TIMINGS
    assert TIMINGS.samples == 3 * FRAME
    assert TIMINGS.payload_bytes == 70_504


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"samples": 3 * FRAME + 1},
        {"config": "xyz"},
        {"packets": [4, -1, 5]},
        {"packets": None},
        {"words": [[1, 2, 3]]},
        {"strangers": [[]]},
    ],
)
def test_a_document_of_another_make_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(TimingsUnreadableError):
        ChapterTimings.from_json(json.dumps(json.loads(TIMINGS.to_json()) | change).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", TIMINGS.to_json()[:-20]])
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(TimingsUnreadableError):
        ChapterTimings.from_json(content)


def test_time_and_paragraphs_count_through_the_chapter() -> None:
    other = Stranger(1, 3, 2, "espeak:de", "language")
    first = SegmentTimings(22_050, 5_000, 7, 3, (Span(100, 50, 2, 0, 4),), (Span(100, 50, 2, 0, 4),))
    empty = SegmentTimings(22_050, 400, 5, 1)
    last = SegmentTimings(22_050, 6_000, 9, 2, (Span(0, 9, 1, 3, 2),), (Span(2, 5, 0, 1, 2),), (other,))
    chapter = joined([first, empty, last], AudioTrack(22_050, CONFIG, array("I", [5] * 12)), 77)
    assert chapter.sentences == (Span(100, 50, 2, 0, 4), Span(5_400, 9, 5, 3, 2))
    assert chapter.words == (Span(100, 50, 2, 0, 4), Span(5_402, 5, 4, 1, 2))
    assert chapter.strangers == (Stranger(5, 3, 2, "espeak:de", "language"),)
    assert (chapter.characters, chapter.payload_offset, chapter.samples) == (21, 77, 12 * FRAME)
