"""An AAC encoder in a process of its own: FFmpeg's encoder hands the interpreter back after every packet, so that
threads of one process would spend a fifth more time on it and hardly gain any."""

import subprocess
import sys
from contextlib import suppress
from typing import IO, cast

from functions.convert.audio.aac_program import receive_block, receive_packets, send_block
from functions.convert.audio.errors import EncodingError
from functions.convert.sealed import bare_environment

_PROGRAM = "functions.convert.audio.aac_program"


class EncoderProcess:
    """Encodes parts, one behind the other. Raises EncodingError if its process ends before it is closed."""

    def __init__(self, sample_rate: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", _PROGRAM, str(sample_rate)],
            env=bare_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._in = cast(IO[bytes], self._process.stdin)
        self._out = cast(IO[bytes], self._process.stdout)

    def config(self) -> bytes:
        """Wait for the AudioSpecificConfig (ISO 14496-3, 1.6.2.1), which comes before everything else."""
        config = receive_block(self._out)
        if config is None:
            raise EncodingError
        return config

    def encode(self, pcm: bytes) -> list[bytes]:
        """Go on with a part; return the packets that are complete by now."""
        return self._exchange(pcm) if pcm else []

    def finish(self) -> list[bytes]:
        """End a part; return the last of its packets."""
        return self._exchange(b"")

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.wait()
        self._out.close()
        with suppress(BrokenPipeError):
            self._in.close()

    def _exchange(self, block: bytes) -> list[bytes]:
        try:
            send_block(self._in, block)
        except OSError as error:
            raise EncodingError from error
        packets = receive_packets(self._out)
        if packets is None:
            raise EncodingError
        return packets
