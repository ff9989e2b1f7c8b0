"""A piece of text and how it is to be said, what a service answered, and the speech that this is."""

import hashlib
import json
import struct
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from ebookvoice.domain.direction import Prosody
from functions.convert.speech.boundaries import Boundary

_HEAD = struct.Struct(">BI")
"""How a kept answer begins: the version of this form, and the length of its packed boundaries."""
_FORM = 1


class Line(NamedTuple):
    """What one request asks for; `voice` without the engine's prefix."""

    text: str
    voice: str
    prosody: Prosody

    def digest(self, engine: str, version: str) -> str:
        """Name what is asked for: equal digests may be answered by the same answer."""
        asked = [_FORM, engine, version, self.voice, self.prosody.rate, self.prosody.pitch, self.text]
        return hashlib.sha256(json.dumps(asked, separators=(",", ":")).encode()).hexdigest()


class Answer(NamedTuple):
    """The audio as the service sent it, and what it says of the places of words in it, if it says anything."""

    audio: bytes
    boundaries: Sequence[Boundary] = ()


class Sound(NamedTuple):
    """Characters `start … end` of a piece sound from `sample` on."""

    start: int
    end: int
    sample: int


class Piece(NamedTuple):
    """A line spoken whole: 16-bit little-endian mono PCM, and where its words are in it."""

    pcm: bytes
    sounds: Sequence[Sound]


def pack(answer: Answer) -> bytes:
    """Write an answer to be kept."""
    boundaries = zlib.compress(json.dumps(answer.boundaries).encode())
    return _HEAD.pack(_FORM, len(boundaries)) + boundaries + answer.audio


def unpack(content: bytes) -> Answer | None:
    """Read an answer that was kept; None for anything but a whole one of this form."""
    try:
        form, length = _HEAD.unpack_from(content)
        packed = content[_HEAD.size : _HEAD.size + length]
        boundaries = [Boundary(str(text), start, end) for text, start, end in json.loads(zlib.decompress(packed))]
    except (struct.error, zlib.error, ValueError, TypeError):
        return None
    return Answer(content[_HEAD.size + length :], boundaries) if form == _FORM else None
