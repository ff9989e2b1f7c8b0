"""Sound as long as a text takes to say, in the forms that a server of OpenAI's protocol may send."""

import io
import struct
from functools import cache

import av

from functions.convert.speech.openai_audio import SAMPLE_RATE, as_wav

SECONDS_A_LETTER = 0.07
SECONDS_A_SYLLABLE = 0.18
"""What kana, hanzi and hangul take."""
LEAD_S = 0.2
TAIL_S = 0.5


def seconds_of(text: str) -> float:
    """Tell how long a text sounds at the ordinary speed."""
    letters = [character for character in text if character.isalnum()]
    return sum(SECONDS_A_SYLLABLE if letter > "\u3000" else SECONDS_A_LETTER for letter in letters)


def hum(seconds: float, form: str, *, silent: bool = False) -> bytes:
    """Make so much sound (or silence), with silence before and after it; `form` is wav, pcm, mp3 or flac."""
    size = round(seconds * SAMPLE_RATE) * 2
    pcm = _silence(LEAD_S) + (bytes(size) if silent else _sound()[:size]) + _silence(TAIL_S)
    match form:
        case "pcm":
            return pcm
        case "wav":
            return as_wav(pcm)
        case _:
            return _encoded(pcm, form)


def _silence(seconds: float) -> bytes:
    return bytes(round(seconds * SAMPLE_RATE) * 2)


@cache
def _sound() -> bytes:
    """Make a minute of sound that is nowhere silent."""
    return struct.pack("<hh", 8_000, -8_000) * (SAMPLE_RATE * 30)


def _encoded(pcm: bytes, form: str) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream("libmp3lame" if form == "mp3" else form, rate=SAMPLE_RATE, layout="mono")
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(pcm) // 2)
        frame.planes[0].update(pcm)
        frame.sample_rate = SAMPLE_RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return file.getvalue()
