"""The packets in which the highest true peak of encoded audio may be; to listen to the others would be in vain."""

from functions.convert.audio.frames import FRAME
from functions.convert.audio.measurement import amplitude
from functions.convert.audio.samples import BYTES_PER_SAMPLE

_CLOSE = amplitude(-4.5)
"""What may become the highest: 3.0 dB hide between the samples of a sine of a quarter of the rate, and encoding adds
0.15 dB."""

_CLOSER = amplitude(-1.0)
"""What is looked at where it would do no harm to miss the highest."""

_HEIGHTS = bytes(byte if byte < 0x80 else 0xFF - byte for byte in range(256))
"""The height of a sample in 128ths of full scale, at least, by its higher byte."""

_FULL_SCALE = 128
_PACKET_BYTES = FRAME * BYTES_PER_SAMPLE


class LoudPackets:
    """Takes the PCM before it is encoded."""

    def __init__(self, limit: float) -> None:
        """`limit`: the amplitude (1.0: 0 dBFS) that no true peak is to exceed."""
        self._limit = limit * _FULL_SCALE
        self._highest = 0
        self._rest = b""
        self._loud = bytearray()

    def note(self, pcm: bytes) -> None:
        """Take PCM of any length."""
        pcm = self._rest + pcm
        whole = len(pcm) - len(pcm) % _PACKET_BYTES
        self._rest = pcm[whole:]
        heights = pcm[1:whole:2].translate(_HEIGHTS)
        higher = range(_FULL_SCALE - 1, self._highest, -1)
        self._highest = next((height for height in higher if height in heights), self._highest)
        harmful = max(self._highest, self._limit) * _CLOSE
        least = int(min(harmful, self._highest * _CLOSER))
        loud = heights.translate(bytes(height >= least for height in range(256)))
        self._loud += bytes(1 in loud[start : start + FRAME] for start in range(0, len(loud), FRAME))

    def hold(self, packet: int) -> bool:
        """Tell whether a packet, counted from 0, is one of them or beside one; the last is, if it is not whole."""
        return packet >= len(self._loud) or 1 in self._loud[max(0, packet - 1) : packet + 2]
