"""Whatever audio a server sends → PCM: 24 kHz, 16-bit, mono."""

import io
import struct
from collections.abc import Iterator

import av

from ebookvoice.domain.errors import SpeechIncompleteError

SAMPLE_RATE = 24_000
_STREAMED = frozenset((0, 0x7FFFFFFF, 0xFFFFFFFF))
"""Lengths in the head of a WAV file that was sent before its end was known."""
_FORMATS = {b"RIFF": "wav", b"fLaC": "flac", b"OggS": "ogg", b"ID3": "mp3", b"\xff\xf1": "aac", b"\xff\xf9": "aac"}
_LAYER_III = frozenset((0xFA, 0xFB, 0xF2, 0xF3, 0xE2, 0xE3))
"""The second byte of an MP3 frame, MPEG-1, -2 and -2.5, with or without CRC; the first is 0xFF."""


def as_wav(pcm: bytes) -> bytes:
    """Give bare PCM of SAMPLE_RATE the head that tells what it is."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, SAMPLE_RATE, 2 * SAMPLE_RATE, 2, 16)
    return struct.pack("<4sI4s", b"RIFF", 36 + len(pcm), b"WAVE") + form + struct.pack("<4sI", b"data", len(pcm)) + pcm


def decode(audio: bytes, longest: float) -> bytes:
    """Decode WAV, MP3, FLAC, Ogg or AAC.

    Raises SpeechIncompleteError for what is none of them, is shorter than it says, or longer than `longest` seconds.
    """
    container = _container(audio)
    if container is None or _ends_early(audio):
        raise SpeechIncompleteError
    pcm = bytearray()
    try:
        for block in _blocks(audio, container):
            pcm += block
            if len(pcm) > longest * SAMPLE_RATE * 2:
                raise SpeechIncompleteError
    except (av.FFmpegError, LookupError, ValueError) as error:
        raise SpeechIncompleteError from error
    return bytes(pcm)


def _container(audio: bytes) -> str | None:
    """Name the format by its first bytes. A decoder left to guess might take a playlist, and open what that names."""
    if audio[:1] == b"\xff" and audio[1:2] and audio[1] in _LAYER_III:
        return "mp3"
    return next((name for magic, name in _FORMATS.items() if audio.startswith(magic)), None)


def _blocks(audio: bytes, container: str) -> Iterator[memoryview]:
    resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE)
    with av.open(io.BytesIO(audio), "r", format=container) as opened:
        for frame in opened.decode(audio=0):
            for block in resampler.resample(frame):
                yield memoryview(block.planes[0])[: block.samples * 2]
        for block in resampler.resample(None):
            yield memoryview(block.planes[0])[: block.samples * 2]


def _ends_early(audio: bytes) -> bool:
    """Tell whether a WAV file holds less than its head says; decoders don't mind."""
    if audio[:4] != b"RIFF":
        return False
    position = 12
    while position + 8 <= len(audio):
        name, length = struct.unpack_from("<4sI", audio, position)
        position += 8
        if name == b"data":
            return length not in _STREAMED and position + length > len(audio)
        position += length + length % 2
    return True
