"""A chapter as MP3 (MPEG Layer III), constant bit rate."""

from pathlib import Path

from ebookvoice.ports.mastering import Label
from functions.convert.audio.cover import small_cover
from functions.convert.audio.id3 import id3_tag
from functions.convert.audio.mp3_info import Frames, frame_size, info_frame
from functions.convert.audio.pcm import PacketEncoder

BIT_RATE = 64_000
"""Log-spectral distance of eSpeak speech at 24 kHz, segmental SNR: 7.2 dB and 18.9 dB at 48 kbit/s, 4.9 dB and 21.2 dB
at 64, 3.6 dB and 22.9 dB at 80. The rate is constant, so that any player finds any second without an index."""

_OPTIONS = {"compression_level": "5"}
"""LAME's quality: log-spectral distance at 64 kbit/s and 22,050 Hz 4.5 dB, 132 × real time; 3: 4.7 dB, 118 ×;
7, without a psychoacoustic model: 5.7 dB, 233 ×."""


class Mp3Writer:
    """Implements ChapterWriter. The first frame says how long the chapter is; it is written last."""

    def __init__(self, path: Path, sample_rate: int, label: Label) -> None:
        self._file = path.open("wb")
        self._encoder = PacketEncoder("libmp3lame", sample_rate, BIT_RATE, _OPTIONS)
        self._head = b""
        self._frames = self._bytes = 0
        self._info_at = self._file.write(id3_tag(label, small_cover(label.cover)))
        self._info_size = frame_size(self._encoder.frame, BIT_RATE, self._encoder.sample_rate)
        self._file.write(bytes(self._info_size))

    def write(self, pcm: bytes) -> None:
        """Take whole samples, any number of them."""
        for frame in self._encoder.encode(pcm):
            self._add(frame)

    def close(self) -> None:
        """Finish the file. Raises EncodingError if not all of the audio got into it."""
        with self._file:
            for frame in self._encoder.finish():
                self._add(frame)
            frames = Frames(self._head, self._encoder.frame, self._frames, self._bytes)
            samples = self._encoder.length(self._encoder.sample_rate)
            info = info_frame(frames, self._info_size, BIT_RATE, samples)
            self._file.seek(self._info_at)
            self._file.write(info)

    def _add(self, frame: bytes) -> None:
        self._head = self._head or frame[:4]
        self._frames += 1
        self._bytes += self._file.write(frame)
