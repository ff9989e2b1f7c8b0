"""A chapter as AAC in an .m4a, and how it sounds to those who play it."""

import shutil
from array import array
from pathlib import Path
from typing import Protocol

from functions.convert.audio.audio_track import AudioTrack
from functions.convert.audio.ear import Ear
from functions.convert.audio.measurement import Measurement
from functions.convert.audio.mp4 import SEGMENT_BRAND, file_header
from functions.convert.audio.stretches import Stretches


class Encoder(Protocol):
    """Makes packets of PCM; see AacEncoder."""

    sample_rate: int

    @property
    def config(self) -> bytes: ...
    def encode(self, pcm: bytes) -> list[bytes]: ...
    def finish(self) -> list[bytes]: ...


class AacWriter:
    """Implements ChapterWriter. Holds four bytes per packet; the packets wait on disk for the index before them."""

    def __init__(self, path: Path, encoder: Encoder, stretches: Stretches, limit: float) -> None:
        """Begin; see Ear for `stretches` and `limit`."""
        self._path = path
        self._packets_path = path.with_suffix(".packets")
        self._packets = self._packets_path.open("wb")
        self._sizes: array[int] = array("I")
        self._encoder = encoder
        self._ear = Ear(encoder.sample_rate, encoder.config, stretches, limit)

    def write(self, pcm: bytes) -> None:
        """Take PCM of any length."""
        self._ear.expect(pcm)
        self._add(self._encoder.encode(pcm))

    def close(self) -> None:
        """Finish the file. Raises EncodingError if not all of the audio got into it."""
        with self._packets:
            self._add(self._encoder.finish())
        header = file_header(self.track, SEGMENT_BRAND)
        self.payload_offset = len(header)
        with self._path.open("wb") as file, self._packets_path.open("rb") as payload:
            file.write(header)
            shutil.copyfileobj(payload, file)
        self._packets_path.unlink()

    @property
    def track(self) -> AudioTrack:
        """Return what was encoded."""
        return AudioTrack(self._encoder.sample_rate, self._encoder.config, self._sizes)

    def heard(self) -> Measurement:
        """Tell the loudness of the finished chapter's stretches, and its true peak."""
        return self._ear.measured()

    def _add(self, packets: list[bytes]) -> None:
        for packet in packets:
            self._sizes.append(len(packet))
            self._packets.write(packet)
            self._ear.listen(packet)
