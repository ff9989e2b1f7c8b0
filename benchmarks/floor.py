"""The least work that a conversion can be: the bare speech library, the loudness of audiobooks by FFmpeg's own filters,
and one AAC encode; nothing around them."""

import ctypes
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Any

import av
import espeakng_loader  # type: ignore[import-untyped]

from ebookvoice.domain.book import Book
from functions.convert.audio.chain import Chain, Filter
from functions.convert.audio.encode import OPTIONS
from functions.convert.audio.levels import AUDIOBOOK_LUFS, AUDIOBOOK_PEAK
from functions.convert.audio.measurement import amplitude
from functions.convert.audio.samples import portioned, unwrap, wrap

SYNCHRONOUS = 2
CHARS_UTF8 = 1
POSITION_CHARACTER = 1
BUFFER_MS = 1_000
"""From espeak-ng's speak_lib.h; the library hands its audio over in buffers of so many milliseconds."""

_LOUDNESS = "lavfi.r128.I"

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class _Voice(ctypes.Structure):
    """The fields of espeak_VOICE in speak_lib.h."""

    _fields_ = (
        *((name, ctypes.c_char_p) for name in ("name", "languages", "identifier")),
        *((name, ctypes.c_ubyte) for name in ("gender", "age", "variant", "xx1")),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


@dataclass(frozen=True, slots=True)
class Floor:
    """Processor seconds of one core, and the audio that came of them."""

    speech_s: float
    mastering_s: float
    encoding_s: float
    audio_s: float

    @property
    def parts_s(self) -> tuple[float, float, float]:
        """Return what speech, mastering and encoding take."""
        return self.speech_s, self.mastering_s, self.encoding_s

    def wall_s(self, cores: int) -> float:
        """Divide the work among the cores without loss."""
        return sum(self.parts_s) / cores


def measure(book: Book, voice: str) -> Floor:
    """Speak, master and encode the whole book in this process, a chapter at a time."""
    library, buffer = ctypes.CDLL(espeakng_loader.get_library_path()), bytearray()
    rate = library.espeak_Initialize(SYNCHRONOUS, BUFFER_MS, espeakng_loader.get_data_path().encode(), 0)
    collector = _collector(buffer)  # the library keeps a bare pointer to it
    library.espeak_SetSynthCallback(collector)
    library.espeak_SetVoiceByProperties(ctypes.byref(_Voice(languages=voice.encode())))
    speech, mastering, encoding, audio = 0.0, 0.0, 0.0, 0.0
    for chapter in book.chapters:
        text = "\n\n".join(paragraph.text for paragraph in chapter.paragraphs).encode() + b"\0"
        start = time.process_time()
        library.espeak_Synth(text, len(text), 0, POSITION_CHARACTER, 0, CHARS_UTF8, None, None)
        spoken = time.process_time()
        pcm = master(bytes(buffer), rate)
        mastered = time.process_time()
        encode(pcm, rate)
        speech, mastering = speech + spoken - start, mastering + mastered - spoken
        encoding += time.process_time() - mastered
        audio += len(buffer) / 2 / rate
        buffer.clear()
    return Floor(speech, mastering, encoding, audio)


def _collector(buffer: bytearray) -> Any:
    def collect(samples: Any, count: int, _events: Any) -> int:
        if count:
            buffer.extend(ctypes.string_at(samples, count * 2))
        return 0

    return _Callback(collect)


def master(pcm: bytes, rate: int) -> bytes:
    """Measure PCM by EBU R 128, raise it to the loudness of audiobooks, and limit its true peaks.

    FFmpeg's limiter knows samples only: it works at four times the rate (BS.1770-5, annex 2).
    """
    told = [frame.metadata.get(_LOUDNESS) for frame in _filtered(pcm, rate, [("ebur128", "metadata=1")])]
    gain = AUDIOBOOK_LUFS - float(next(filter(None, reversed(told))))
    limiter = ("alimiter", f"limit={amplitude(AUDIOBOOK_PEAK)}:level=0")
    up, down = (("aresample", str(times * rate)) for times in (4, 1))
    frames = _filtered(pcm, rate, [("volume", f"{gain}dB"), up, limiter, down, ("aformat", "sample_fmts=s16")])
    return b"".join(map(unwrap, frames))


def _filtered(pcm: bytes, rate: int, filters: Sequence[Filter]) -> Iterator[av.AudioFrame]:
    filtering, position = Chain(rate, "s16", filters), 0
    for block in portioned(pcm):
        frame = wrap(block, rate, position)
        position += frame.samples
        yield from filtering.push(frame)
    yield from filtering.push(None)


def encode(pcm: bytes, rate: int) -> int:
    """Encode 16-bit mono PCM with the product's settings; return the number of bytes."""
    return encode_frames(_frames(pcm, rate), rate)


def encode_frames(frames: Iterable[av.AudioFrame], rate: int) -> int:
    """Encode mono audio with the product's settings; return the number of bytes."""
    codec = av.CodecContext.create("aac", "w")
    codec.sample_rate, codec.layout, codec.format = rate, "mono", "fltp"
    codec.time_base, codec.options = Fraction(1, rate), dict(OPTIONS)
    codec.open()
    return sum(packet.size for frame in chain(frames, [None]) for packet in codec.encode(frame))


def _frames(pcm: bytes, rate: int) -> Iterator[av.AudioFrame]:
    step = rate * 2
    for position, start in enumerate(range(0, len(pcm), step)):
        block = pcm[start : start + step]
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(block) // 2)
        frame.planes[0].update(block)
        frame.sample_rate, frame.pts, frame.time_base = rate, position * rate, Fraction(1, rate)
        yield frame
