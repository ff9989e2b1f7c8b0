"""What is measured of a chapter is the same stretches, before and after."""

from array import array

import pytest

from functions.convert.audio.frames import FRAME
from functions.convert.audio.stretches import Eavesdropper, Stretches
from tests.unit.audio.sounds import quiet

RATE = 22_050


def counted(samples: int) -> bytes:
    """Make samples that tell their place, in packets."""
    return array("h", (place // FRAME for place in range(samples))).tobytes()


@pytest.mark.parametrize("block", [1, 700, FRAME, 5 * FRAME + 3, 40 * FRAME])
def test_pcm_in_blocks_of_any_length_has_the_packets_of_the_stretches(block: int) -> None:
    stretches, pcm = Stretches(3, 10), counted(25 * FRAME)
    blocks = (stretches.within(pcm[2 * at : 2 * (at + block)], at) for at in range(0, 25 * FRAME, block))
    held = [packet for packet in range(25) if stretches.hold(packet)]
    assert held == [0, 1, 2, 10, 11, 12, 20, 21, 22]
    assert array("h", b"".join(blocks)).tolist() == [packet for packet in held for _ in range(FRAME)]


def test_all_of_a_short_chapter_is_measured_and_an_eighth_of_a_long_one() -> None:
    assert all(Stretches.of(300 * RATE, RATE).hold(packet) for packet in range(1_000))
    held = sum(Stretches.of(3_600 * RATE, RATE).hold(packet) for packet in range(3_600 * RATE // FRAME))
    assert held * FRAME / RATE == pytest.approx(450, rel=0.03)


def test_what_passes_is_unchanged_and_measured_where_it_is_to_be() -> None:
    tone = array("h", (8_000 if place % 40 < 20 else -8_000 for place in range(20 * FRAME))).tobytes()
    blocks = [tone, quiet(20 * FRAME / RATE, RATE)] * 3
    loud, none = Eavesdropper(RATE, Stretches(20, 40)), Eavesdropper(RATE, Stretches(0, 40))
    assert list(loud.passing(none.passing(blocks))) == blocks
    assert none.measured.loudness is None
    assert loud.measured.loudness is not None
    assert -20 < loud.measured.loudness < -8
