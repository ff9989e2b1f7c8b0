"""A speech engine whose audio is known beforehand, and what the tests look at encoded audio with."""

import io
import math
from array import array
from collections.abc import Iterable

import av

from ebookvoice.domain.speech import Mark, MarkKind, Speech, VoiceInfo
from ebookvoice.ports.narrating import Passage

SAMPLE_RATE = 22_050
SAMPLES_PER_CHARACTER = 300
_SWEEP = array("h", (round(9_000 * math.sin(0.02 * n + n * n / 60_000)) for n in range(20_000)))


def sweep(samples: int) -> bytes:
    """Return PCM whose pitch keeps rising, so that it fits its own copy at one place only."""
    whole, rest = divmod(samples, len(_SWEEP))
    return (_SWEEP * whole + _SWEEP[:rest]).tobytes()


class ToneEngine:
    """Sounds SAMPLES_PER_CHARACTER samples for each character; marks each word and the whole text as a sentence."""

    name = "tone"
    lanes = 1

    def __init__(self, sample_rate: int = SAMPLE_RATE, version: str = "1") -> None:
        self.sample_rate = sample_rate
        self.version = version
        self.passages: list[Passage] = []

    def voices(self) -> list[VoiceInfo]:
        return [VoiceInfo("tone:sweep", "Sweep", "en", None, self.name)]

    def speak(self, passage: Passage) -> Speech:
        text = passage.text
        self.passages.append(passage)
        marks = [Mark(MarkKind.SENTENCE, 0, len(text), 0)]
        offset = 0
        for word in text.split(" "):
            if word:
                marks.append(Mark(MarkKind.WORD, offset, len(word), offset * SAMPLES_PER_CHARACTER))
            offset += len(word) + 1
        return Speech(sweep(len(text) * SAMPLES_PER_CHARACTER), tuple(marks))


def decode_packets(packets: Iterable[bytes], config: bytes) -> "array[float]":
    """Decode bare AAC packets to samples between -1 and 1."""
    decoder = av.CodecContext.create("aac", "r")
    decoder.extradata = config
    samples = array("f")
    for packet in packets:
        for frame in decoder.decode(av.Packet(packet)):
            samples.frombytes(bytes(frame.planes[0])[: frame.samples * 4])
    return samples


def decode_file(content: bytes) -> "array[float]":
    """Decode the audio of a file, the way that a player does."""
    samples = array("f")
    with av.open(io.BytesIO(content), "r") as file:
        for frame in file.decode(file.streams.audio[0]):
            samples.frombytes(bytes(frame.planes[0])[: frame.samples * 4])
    return samples


def peak(samples: Iterable[float]) -> float:
    """Return the largest deflection."""
    return max(map(abs, samples), default=0.0)


def lag(decoded: "array[float]", start: int, pcm: bytes, reach: int = 48) -> int:
    """Tell by how many samples `pcm` sounds later than at `start`: where the two correlate best."""
    reference = array("h", pcm)[:4_000]

    def correlation(shift: int) -> float:
        heard = decoded[start + shift : start + shift + len(reference)]
        return sum(a * b for a, b in zip(heard, reference, strict=True))

    return max(range(-reach, reach + 1), key=correlation)
