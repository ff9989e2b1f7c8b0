"""The service's MP3 becomes PCM to the sample; anything else is refused."""

from array import array

import pytest

from ebookvoice.domain.errors import SpeechIncompleteError
from functions.convert.speech.boundaries import Boundary
from functions.convert.speech.edge_answer import examine
from functions.convert.speech.line import Answer
from functions.convert.speech.mp3 import FRAME_BYTES, FRAME_SAMPLES, SAMPLE_RATE, decode, duration
from tests.standins.murmur import encode, murmur

ENCODER_DELAY = 576
"""Samples, LAME's own; the rest of the usual 1,105 is the decoder's."""


@pytest.mark.parametrize("frames", [1, 2, 7, 250, 600])
def test_every_frame_is_24_milliseconds(frames: int) -> None:
    assert len(decode(murmur(frames))) == 2 * duration(murmur(frames)) == 2 * frames * FRAME_SAMPLES


def test_a_sound_stays_where_it_was() -> None:
    samples = array("h", bytes(2 * 40 * FRAME_SAMPLES))
    samples[12_000] = 30_000
    decoded = array("h", decode(encode(samples.tobytes())))
    loudest = max(range(len(decoded)), key=lambda index: abs(decoded[index]))
    assert abs(loudest - 12_000 - ENCODER_DELAY) <= 2


def test_the_last_sound_is_not_swallowed_by_the_decoder() -> None:
    decoded = array("h", decode(murmur(50)))
    assert max(map(abs, decoded[-100:])) > 500


@pytest.mark.parametrize(
    "broken",
    [b"", murmur(3)[:-1], b"ID3" + murmur(3)[3:], murmur(2) + bytes(FRAME_BYTES), bytes(FRAME_BYTES)],
    ids=["empty", "part of a frame", "tag", "lost synchronisation", "zeros"],
)
def test_what_is_no_whole_frame_is_refused(broken: bytes) -> None:
    with pytest.raises(SpeechIncompleteError):
        decode(broken)


def test_audio_that_ends_before_its_last_word_is_refused() -> None:
    heard = [Boundary("Hello", 0.1, 0.9), Boundary("there", 0.9, 1.4)]
    with pytest.raises(SpeechIncompleteError):
        examine("Hello there", Answer(murmur(50), heard))
    assert len(examine("Hello there", Answer(murmur(60), heard)).piece().pcm) == 2 * 60 * FRAME_SAMPLES


def test_audio_that_goes_on_without_words_is_refused() -> None:
    with pytest.raises(SpeechIncompleteError):
        examine("Hello", Answer(murmur(600), [Boundary("Hello", 0.1, 0.9)]))


def test_only_silence_is_cut_from_the_end() -> None:
    sound = array("h", [8_000 * (-1) ** (index // 40) for index in range(50 * FRAME_SAMPLES)])
    silence = array("h", bytes(2 * 100 * FRAME_SAMPLES))
    piece = examine("Hello", Answer(encode((sound + silence).tobytes()), [Boundary("Hello", 0.1, 0.5)])).piece()
    end = len(sound) + ENCODER_DELAY
    assert end - 100 <= len(piece.pcm) // 2 <= end + 2 * FRAME_SAMPLES
    quiet = examine("Hello", Answer(encode((sound + silence).tobytes()), [Boundary("Hello", 0.1, 1.5)])).piece()
    assert len(quiet.pcm) // 2 == round(1.7 * SAMPLE_RATE)
