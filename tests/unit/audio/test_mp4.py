import struct
from array import array

import pytest

from ebookvoice.ports.binding import ChapterMark
from functions.convert.audio.audio_track import AudioTrack
from functions.convert.audio.frames import FRAME
from functions.convert.audio.mp4 import BOOK_BRAND, SEGMENT_BRAND, file_header
from tests.unit.audio.box_reader import STBL, find

CONFIG = bytes.fromhex("138856e500")
RATE = 22_050


def track(packets: list[int]) -> AudioTrack:
    return AudioTrack(RATE, CONFIG, array("I", packets))


def offsets(header: bytes, kind: bytes) -> list[int]:
    [body] = find(header, *STBL, kind)[:1]
    count = struct.unpack_from(">I", body, 4)[0]
    return list(struct.unpack_from(f">{count}{'I' if kind == b'stco' else 'Q'}", body, 8))


def test_chunks_of_a_second_lie_one_behind_the_other() -> None:
    header = file_header(track([100, 200] * 25), SEGMENT_BRAND)
    assert offsets(header, b"stco") == [len(header), len(header) + 3_100, len(header) + 6_300]
    [stsc] = find(header, *STBL, b"stsc")
    assert struct.unpack(">7I", stsc[4:]) == (2, 1, 21, 1, 3, 8, 1)


def test_the_media_data_reaches_to_the_last_packet() -> None:
    header = file_header(track([100] * 10), SEGMENT_BRAND)
    assert header.endswith(struct.pack(">I4s", 8 + 1_000, b"mdat"))


@pytest.mark.parametrize("chapters", [(), (ChapterMark("One", 6_000 * FRAME),)])
def test_a_file_of_more_than_4_gb_gets_wide_offsets(chapters: tuple[ChapterMark, ...]) -> None:
    header = file_header(track([1_000_000] * 6_000), BOOK_BRAND, chapters)
    assert offsets(header, b"co64")[0] == len(header)
    assert offsets(header, b"co64")[-1] == len(header) + 5_985 * 1_000_000
    titles = len(find(header, b"mdat")[0])
    assert struct.pack(">I4sQ", 1, b"mdat", 16 + titles + 6_000_000_000) in header


@pytest.mark.parametrize(("last", "table"), [(967_000, b"co64"), (920_000, b"stco")])
def test_the_index_itself_may_push_the_audio_over_4_gb(last: int, table: bytes) -> None:
    packets = [1_000_000] * 4_294 + [last]
    assert sum(packets) < 2**32
    header = file_header(track(packets), SEGMENT_BRAND)
    assert offsets(header, table)[0] == len(header)


def test_durations_beyond_32_bits_get_wide_headers() -> None:
    long = AudioTrack(RATE, CONFIG, array("I", [4]) * (2**32 // FRAME + 1))
    header = file_header(long, BOOK_BRAND)
    [mvhd], [tkhd] = find(header, b"moov", b"mvhd"), find(header, b"moov", b"trak", b"tkhd")
    [mdhd] = find(header, b"moov", b"trak", b"mdia", b"mdhd")
    [elst] = find(header, b"moov", b"trak", b"edts", b"elst")
    assert mvhd[0] == tkhd[0] == mdhd[0] == elst[0] == 1
    assert struct.unpack_from(">IQ", mvhd, 20) == (RATE, long.samples)
    assert struct.unpack_from(">Q", tkhd, 28) == (long.samples,)
    assert struct.unpack_from(">IQ", mdhd, 20) == (RATE, long.samples)
    assert struct.unpack_from(">Qq", elst, 8) == (long.samples, 0)


def test_bit_rates_are_those_of_the_stream() -> None:
    # Two seconds and a bit: the first of 100 bytes a packet, then 300.
    header = file_header(track([100] * 21 + [300] * 22), SEGMENT_BRAND)
    [stsd] = find(header, *STBL, b"stsd")
    largest, peak, average = struct.unpack(">III", stsd[-12:])
    assert largest == 300
    assert peak == round(300 * 8 * RATE / FRAME)
    assert average == round((2_100 + 6_600) * 8 * RATE / (43 * FRAME))
    assert struct.pack(">II", peak, average) in stsd[:-20]


def test_a_decoder_is_told_to_begin_one_packet_early() -> None:
    header = file_header(track([100] * 40), SEGMENT_BRAND)
    assert find(header, *STBL, b"sgpd")[0].endswith(struct.pack(">4sIIh", b"roll", 2, 1, -1))
    assert find(header, *STBL, b"sbgp")[0].endswith(struct.pack(">4sIII", b"roll", 1, 40, 1))


def test_the_chapter_track_is_referred_to_and_disabled() -> None:
    header = file_header(track([100] * 40), BOOK_BRAND, [ChapterMark("One", 40 * FRAME)])
    assert find(header, b"moov", b"trak", b"tref", b"chap") == [struct.pack(">I", 2)]
    audio, chapters = find(header, b"moov", b"trak", b"tkhd")
    assert (audio[3], chapters[3]) == (7, 0)
    assert header.endswith(b"\0\x03One\0\0\0\x0cencd\0\0\x01\0")
