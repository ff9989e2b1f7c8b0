import json
from array import array

import pytest

from functions.convert.audio.errors import TimingsUnreadableError
from functions.convert.audio.frames import FRAME
from functions.convert.audio.segment import SegmentTimings, Span

TIMINGS = SegmentTimings(
    22_050,
    bytes.fromhex("138856e500"),
    400,
    array("I", [4, 500, 70_000]),
    12,
    (Span(2_048, 1_000, 0, 0, 12),),
    (Span(2_048, 400, 0, 0, 5), Span(2_448, 600, 0, 6, 6)),
)


def test_a_written_document_reads_back_the_same() -> None:
    assert SegmentTimings.from_json(TIMINGS.to_json()) == TIMINGS


def test_the_document_says_what_others_need() -> None:
    assert json.loads(TIMINGS.to_json()) == {
        "format": 1,
        "sample_rate": 22_050,
        "samples": 3 * FRAME,
        "config": "138856e500",
        "payload_offset": 400,
        "packets": [4, 500, 70_000],
        "characters": 12,
        "sentences": [[2_048, 1_000, 0, 0, 12]],
        "words": [[2_048, 400, 0, 0, 5], [2_448, 600, 0, 6, 6]],
    }


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"samples": 3 * FRAME + 1},
        {"config": "xyz"},
        {"packets": [4, -1, 5]},
        {"packets": None},
        {"words": [[1, 2, 3]]},
    ],
)
def test_a_document_of_another_make_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(TimingsUnreadableError):
        SegmentTimings.from_json(json.dumps(json.loads(TIMINGS.to_json()) | change).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", TIMINGS.to_json()[:-20]])
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(TimingsUnreadableError):
        SegmentTimings.from_json(content)
