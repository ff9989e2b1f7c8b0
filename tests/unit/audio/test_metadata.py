import io
import struct
from array import array
from collections.abc import Sequence
from dataclasses import replace

import av
import pytest

from ebookvoice.ports.binding import ChapterMark, Tags
from functions.convert.audio.audio_track import AudioTrack
from functions.convert.audio.encode import AacEncoder
from functions.convert.audio.frames import EDGE, FRAME
from functions.convert.audio.metadata import metadata
from functions.convert.audio.mp4 import BOOK_BRAND, file_header
from tests.unit.audio.box_reader import find
from tests.unit.audio.labels import TAGS, play
from tests.unit.audio.tones import SAMPLE_RATE, sweep


def book(tags: Tags, marks: Sequence[ChapterMark] = (), times: int = 1) -> bytes:
    """Make an M4B of some frames of sound, over and over."""
    encoder = AacEncoder(SAMPLE_RATE)
    packets = encoder.encode(bytes(2 * EDGE) + sweep(4 * FRAME) + bytes(2 * EDGE)) + encoder.finish()
    track = AudioTrack(SAMPLE_RATE, encoder.config, array("I", map(len, packets)) * times)
    header = file_header(track, BOOK_BRAND, marks, metadata(tags, None), tags.language)
    return header + b"".join(packets) * times


def items(content: bytes, kind: bytes) -> list[bytes]:
    """Return the values of the tags of that kind."""
    path = (b"moov", b"udta", b"meta")
    return [data[8:] for meta in find(content, *path) for data in find(meta[4:], b"ilst", kind, b"data")]


def test_a_library_sees_the_series() -> None:
    heard = play(book(TAGS))
    seen = heard.tags
    assert (seen["SERIES"], seen["SERIES-PART"], seen["ISBN"]) == ("Türme", "2", "9783161484100")
    assert seen["grouping"] == "Türme #2"
    assert heard.complaints == []


def test_apples_players_see_a_movement() -> None:
    content = book(TAGS)
    assert items(content, b"\xa9mvn") == ["Türme".encode()]
    assert items(content, b"\xa9mvi") == [struct.pack(">H", 2)]
    assert items(content, b"shwm") == [b"\1"]


@pytest.mark.parametrize("part", ["1.5", None, "II", "²", "1" * 9])
def test_a_movement_is_a_whole_number(part: str | None) -> None:
    content = book(replace(TAGS, series_part=part))
    assert items(content, b"\xa9mvn") == ["Türme".encode()]
    assert items(content, b"\xa9mvi") == items(content, b"shwm") == []


def test_a_book_of_no_series_says_nothing_of_one() -> None:
    content = book(replace(TAGS, series=None))
    assert items(content, b"\xa9mvn") == items(content, b"\xa9mvi") == items(content, b"\xa9grp") == []


def test_marks_are_exact_after_ten_hours() -> None:
    frames = 8
    times = 10 * 3_600 * SAMPLE_RATE // (frames * FRAME)
    step, rest = divmod(times, 300)
    lengths = [(step + (n < rest)) * frames * FRAME for n in range(300)]
    content = book(TAGS, [ChapterMark(f"Chapter {n}", length) for n, length in enumerate(lengths)], times)
    with av.open(io.BytesIO(content)) as file:
        seen = file.chapters()
    assert [(c["start"], c["end"]) for c in seen] == [(sum(lengths[:n]), sum(lengths[: n + 1])) for n in range(300)]
    assert seen[-1]["end"] / SAMPLE_RATE > 35_999
    assert find(content, b"moov", b"udta", b"chpl") == []
