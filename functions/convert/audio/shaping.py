"""PCM times a gain that changes from sample to sample."""

from collections.abc import Iterable
from fractions import Fraction
from typing import cast

import av

from functions.convert.audio.ramps import ramp
from functions.convert.audio.samples import unwrap, wrap


class Shaper:
    """Multiplies cells of audio by half cosines, many at once."""

    def __init__(self, sample_rate: int, cell: int) -> None:
        """`cell`: the samples from one gain to the next."""
        self._graph = av.filter.Graph()
        self._audio, self._gain = (
            self._graph.add_abuffer(
                sample_rate=sample_rate, format=name, layout="mono", time_base=Fraction(1, sample_rate)
            )
            for name in ("s16", "flt")
        )
        product = self._graph.add("amultiply")
        self._audio.link_to(product, 0, 0)
        self._gain.link_to(product, 0, 1)
        self._graph.link_nodes(product, self._graph.add("aformat", "sample_fmts=s16"), self._graph.add("abuffersink"))
        self._graph.configure()
        self._sample_rate, self._cell, self._given = sample_rate, cell, 0

    def shape(self, pcm: bytes, gains: Iterable[tuple[float, float]]) -> bytes:
        """Let the gain of each cell of PCM go from the first to the second number, which the next cell begins with."""
        curve = b"".join(ramp(self._cell, first, last).tobytes() for first, last in gains)
        audio = wrap(pcm, self._sample_rate, self._given)
        self._audio.push(audio)
        self._gain.push(wrap(curve, self._sample_rate, self._given, "flt"))
        self._given += audio.samples
        shaped = b""
        while len(shaped) < len(pcm):
            shaped += unwrap(cast(av.AudioFrame, self._graph.pull()))
        return shaped
