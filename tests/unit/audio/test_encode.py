import random
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.convert.audio.encode import AacEncoder
from functions.convert.audio.frames import EDGE, FRAME
from functions.convert.audio.samples import silence
from tests.unit.audio.tones import SAMPLE_RATE, decode_packets, lag, peak, sweep


def encode(sound: bytes, rate: int = SAMPLE_RATE) -> tuple[list[bytes], bytes, int]:
    encoder = AacEncoder(rate)
    packets = encoder.encode(silence(EDGE)) + encoder.encode(sound) + encoder.encode(silence(EDGE)) + encoder.finish()
    return packets, encoder.config, encoder.samples


@settings(max_examples=40, deadline=None)
@given(samples=st.integers(0, 30_000), rate=st.sampled_from([16_000, 22_050, 24_000, 44_100, 48_000]))
def test_every_frame_of_samples_is_one_packet(samples: int, rate: int) -> None:
    packets, config, length = encode(sweep(samples), rate)
    padded = -(-(samples + 2 * EDGE) // FRAME) * FRAME
    assert length == padded
    assert len(packets) * FRAME == padded
    assert len(decode_packets(packets, config)) == padded


def test_the_way_of_feeding_does_not_matter() -> None:
    sound = sweep(50_000)
    encoder = AacEncoder(SAMPLE_RATE)
    packets = encoder.encode(silence(EDGE))
    position = 0
    random_numbers = random.Random(7)  # noqa: S311 - not for secrets
    while position < len(sound):
        step = 2 * random_numbers.randrange(1, 3_000)
        packets += encoder.encode(sound[position : position + step])
        position += step
    packets += encoder.encode(silence(EDGE)) + encoder.finish()
    assert packets == encode(sound)[0]


@pytest.mark.parametrize("samples", [4_000, 10_240, 33_333])
def test_sound_is_where_it_was_put(samples: int) -> None:
    sound = sweep(samples)
    packets, config, _ = encode(sound)
    decoded = decode_packets(packets, config)
    assert lag(decoded, EDGE, sound) == 0
    original = array("h", sound)
    noise = sum((a - b / 32_768) ** 2 for a, b in zip(decoded[EDGE:], original, strict=False))
    signal = sum((b / 32_768) ** 2 for b in original)
    assert noise < signal / 100


def test_joined_streams_decode_to_the_sum_of_their_parts_without_clicks() -> None:
    lengths = [1, 1_023, 1_024, 5_000, 20_001, 8_192]
    streams = [encode(sweep(length)) for length in lengths]
    config = streams[0][1]
    joined = decode_packets([packet for packets, _, _ in streams for packet in packets], config)
    assert len(joined) == sum(samples for _, _, samples in streams)
    start = 0
    for length, (packets, _, samples) in zip(lengths, streams, strict=True):
        part = joined[start : start + samples]
        alone = decode_packets(packets, config)
        assert peak(a - b for a, b in zip(part, alone, strict=True)) < 1e-4
        assert peak(part[:FRAME]) == 0.0
        assert peak(part[-FRAME:]) == 0.0
        if length >= 5_000:
            assert lag(joined, start + EDGE, sweep(length)) == 0
        start += samples
