"""Test signals, and FFmpeg's own word on how loud something is."""

import io
import math
import random
import wave
from array import array
from collections.abc import Iterator

import av

RATE = 24_000


def sine(seconds: float, level: float, frequency: float = 1_000, phase: float = 0.0, rate: int = RATE) -> bytes:
    """A sine whose crests are at `level` dBFS."""
    crest, step = 32_768 * 10 ** (level / 20), 2 * math.pi * frequency / rate
    wave = (crest * math.sin(phase + step * n) for n in range(round(seconds * rate)))
    return array("h", (max(-32_768, min(32_767, round(sample))) for sample in wave)).tobytes()


def babble(seconds: float, level: float, seed: int = 1, rate: int = RATE) -> bytes:
    """Something like speech: syllables of noise and a tone with peaks of up to `level` dBFS, and pauses in between."""
    chance = random.Random(seed)
    crest = 32_768 * 10 ** (level / 20)
    samples = array("h")
    while len(samples) < seconds * rate:
        length, loud, pitch = chance.randint(rate // 20, rate // 4), chance.uniform(0.2, 1), chance.uniform(90, 250)
        for n in range(length):
            swell = math.sin(math.pi * n / length) ** 2
            pulse = (0.5 + 0.5 * math.cos(2 * math.pi * pitch * n / rate)) ** 6
            samples.append(round(crest * loud * swell * pulse * math.cos(2 * math.pi * 5.3 * pitch * n / rate)))
        samples.extend([0] * chance.randint(0, rate // 5))
    return samples[: round(seconds * rate)].tobytes()


def quiet(seconds: float, rate: int = RATE) -> bytes:
    """Digital silence."""
    return bytes(round(seconds * rate) * 2)


def wav(pcm: bytes, rate: int = RATE) -> bytes:
    """Put PCM into a file."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm)
    return content.getvalue()


def sounded(content: bytes) -> tuple[float, float]:
    """Return the integrated loudness of a file (LUFS) and its true peak (dBTP) as FFmpeg's ebur128 filter sees them."""
    last: dict[str, str] = {}
    with av.open(io.BytesIO(content), "r") as file:
        stream = file.streams.audio[0]
        graph = av.filter.Graph()
        source = graph.add_abuffer(template=stream)
        graph.link_nodes(source, graph.add("ebur128", "metadata=1:peak=true"), graph.add("abuffersink")).configure()
        for frame in [*file.decode(stream), None]:
            graph.push(frame)
            for measured in _pulled(graph):
                last = measured.metadata or last
    return float(last["lavfi.r128.I"]), 20 * math.log10(max(1e-9, float(last["lavfi.r128.true_peak"])))


def _pulled(graph: av.filter.Graph) -> Iterator[av.AudioFrame]:
    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        assert isinstance(frame, av.AudioFrame)
        yield frame
