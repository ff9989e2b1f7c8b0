"""PCM → packets of those of FFmpeg's encoders that know only some sample rates."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import cast

import av
from av.audio.codeccontext import AudioCodecContext

from functions.convert.audio.frames import FRAME
from functions.convert.audio.samples import silence, wrap

_BLOCK_BYTES = 1 << 17


class PacketEncoder:
    """Encodes mono PCM, resampled where the codec doesn't know its rate.

    What is encoded is filled up with silence to whole frames of AAC, so that a chapter has one length in every codec.
    """

    def __init__(self, codec: str, sample_rate: int, bit_rate: int, options: Mapping[str, str]) -> None:
        context = cast(AudioCodecContext, av.CodecContext.create(codec, "w"))
        context.sample_rate = _suitable(av.Codec(codec, "w"), sample_rate)
        context.layout = "mono"
        context.format = "s16p" if codec == "libmp3lame" else "s16"
        context.bit_rate = bit_rate
        context.time_base = Fraction(1, context.sample_rate)
        context.options = dict(options)
        context.open()
        self._codec = context
        self._given = 0
        self._given_rate = sample_rate
        self.sample_rate = int(context.sample_rate)

    @property
    def header(self) -> bytes:
        """Return what the codec says to decoders before the first packet."""
        return self._codec.extradata or b""

    @property
    def frame(self) -> int:
        """Return how many samples a packet has."""
        return int(self._codec.frame_size)

    def length(self, sample_rate: int) -> int:
        """Return how much was encoded, in samples of that rate."""
        return converted(self._given, self._given_rate, sample_rate)

    def encode(self, pcm: bytes) -> Iterator[bytes]:
        """Take whole samples, any number of them; yield the packets that are complete by now."""
        for start in range(0, len(pcm), _BLOCK_BYTES):
            frame = wrap(pcm[start : start + _BLOCK_BYTES], self._given_rate, self._given)
            self._given += frame.samples
            yield from map(bytes, self._codec.encode(frame))

    def finish(self) -> Iterator[bytes]:
        """Yield the last packets."""
        yield from self.encode(silence(-self._given % FRAME))
        yield from map(bytes, self._codec.encode(None))


def converted(samples: int, rate: int, other: int) -> int:
    """Tell how many samples at another rate last as long as these."""
    return (2 * samples * other + rate) // (2 * rate)


def _suitable(codec: av.Codec, sample_rate: int) -> int:
    """Choose the lowest rate of the codec that loses nothing, or else its highest."""
    rates = sorted(codec.audio_rates or [sample_rate])
    return next((rate for rate in rates if rate >= sample_rate), rates[-1])
