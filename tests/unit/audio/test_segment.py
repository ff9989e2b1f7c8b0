import json

import pytest

from functions.convert.audio.errors import TimingsUnreadableError
from functions.convert.audio.measurement import Measurement
from functions.convert.audio.segment import SegmentTimings
from functions.convert.audio.spans import Span, Stranger

TIMINGS = SegmentTimings(
    22_050,
    60_000,
    12,
    2,
    (Span(2_048, 1_000, 0, 0, 12),),
    (Span(2_048, 400, 0, 0, 5), Span(2_448, 600, 0, 6, 6)),
    (Stranger(1, 0, 4, "edge:en-GB-RyanNeural", "fallback"),),
    Measurement({-213: 4, -205: 2}, 0.5),
)


def test_a_written_document_reads_back_the_same() -> None:
    assert SegmentTimings.from_json(TIMINGS.to_json()) == TIMINGS


def test_the_document_says_what_others_need() -> None:
    assert json.loads(TIMINGS.to_json()) == {
        "format": 2,
        "sample_rate": 22_050,
        "samples": 60_000,
        "characters": 12,
        "paragraphs": 2,
        "sentences": [[2_048, 1_000, 0, 0, 12]],
        "words": [[2_048, 400, 0, 0, 5], [2_448, 600, 0, 6, 6]],
        "strangers": [[1, 0, 4, "edge:en-GB-RyanNeural", "fallback"]],
        "loudness": [[-213, 4], [-205, 2]],
        "peak": 0.5,
    }


@pytest.mark.parametrize(
    "change",
    [
        {"format": 1},
        {"samples": None},
        {"samples": "many"},
        {"words": [[1, 2, 3]]},
        {"words": None},
        {"strangers": [[1, 2]]},
        {"loudness": [1]},
        {"peak": {}},
    ],
)
def test_a_document_of_another_make_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(TimingsUnreadableError):
        SegmentTimings.from_json(json.dumps(json.loads(TIMINGS.to_json()) | change).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", TIMINGS.to_json()[:-20]])
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(TimingsUnreadableError):
        SegmentTimings.from_json(content)
