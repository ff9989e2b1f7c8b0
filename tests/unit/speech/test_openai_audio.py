"""Whatever a server sends is decoded, or refused; nothing is guessed."""

import io
import struct

import av
import pytest

from ebookvoice.domain.errors import SpeechIncompleteError
from functions.convert.speech.openai_audio import SAMPLE_RATE, as_wav, decode

PCM = struct.pack("<hh", 8_000, -8_000) * (SAMPLE_RATE // 2)
STREAMED = 0xFFFFFFFF


def encoded(codec: str, form: str, rate: int = SAMPLE_RATE) -> bytes:
    """Encode a second of sound."""
    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame(format="s16", layout="mono", samples=rate)
        frame.planes[0].update(struct.pack("<h", 500) * rate)
        frame.sample_rate = rate
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return file.getvalue()


def test_wav_of_the_same_rate_is_decoded_to_the_bit() -> None:
    assert decode(as_wav(PCM), 2) == PCM


@pytest.mark.parametrize(
    ("codec", "form"),
    [("libmp3lame", "mp3"), ("flac", "flac"), ("libopus", "ogg"), ("aac", "adts"), ("pcm_s16le", "wav")],
)
def test_other_forms_and_rates_become_the_same(codec: str, form: str) -> None:
    rate = 48_000 if codec == "libopus" else 16_000
    assert len(decode(encoded(codec, form, rate), 2)) / 2 / SAMPLE_RATE == pytest.approx(1, abs=0.15)


def test_a_wav_whose_length_was_not_known_is_taken_as_it_is() -> None:
    wav = as_wav(PCM)
    assert decode(wav[:40] + struct.pack("<I", STREAMED) + wav[44:], 2) == PCM


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"RIFF",
        as_wav(PCM)[:-2],
        as_wav(PCM)[:30],
        b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/hostname\n",
        b'{"error": "busy"}',
        b"\xff",
        b"fLaC" + bytes(100),
        b"ID3" + bytes(100),
        b"OggS" + bytes(100),
    ],
)
def test_what_is_not_whole_audio_is_refused(spoilt: bytes) -> None:
    with pytest.raises(SpeechIncompleteError):
        decode(spoilt, 2)


def test_nobody_listens_for_ever() -> None:
    with pytest.raises(SpeechIncompleteError):
        decode(as_wav(PCM * 3), 2)
